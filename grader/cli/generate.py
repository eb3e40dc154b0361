"""chainrule generate: a problem set for every student."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ..assignments import Assignment, assign, manifest_of, save_manifest
from ..course import Course
from ..errors import UsageError
from ..roster import Enrolled, read_roster
from .options import chosen_language, content_option, lang_option, open_course, read_secret, secret_option


@click.command(
    "generate",
    epilog="Example:  chainrule generate --lesson sigmoid --roster roster.csv --secret-file secret --out ps1",
)
@click.option("--lesson", required=True, help="The lesson whose items make the problem set.")
@click.option(
    "--roster", type=click.Path(path_type=Path), help="CSV with a column `student`, and `lang` if wanted."
)
@click.option(
    "--student", "students", multiple=True, help="A student's id, instead of a roster; may be repeated."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to write into.")
@secret_option
@lang_option
@content_option
def command(
    lesson: str,
    roster: Path | None,
    students: Sequence[str],
    out: Path,
    secret_file: Path | None,
    lang: str | None,
    content: Path | None,
) -> None:
    """Write one folder a student to OUT/handouts, and the manifest and answer book to OUT/instructor.

    Without --secret-file the numbers come from the course's public seed: good for practice, not for marks.
    """
    course = open_course(content)
    language = chosen_language(course, lang)
    enrolled = _enrolled(roster, students, course)
    secret = read_secret(secret_file)
    issued = issue(course, lesson, enrolled, secret, language, out)
    click.echo(f"{len(issued)} handouts in {out / 'handouts'}")
    click.echo(f"manifest and answer book, for you alone, in {out / 'instructor'}")
    if secret is None:
        click.echo(
            "note: drawn from the public seed, so anyone can know the answers; see --secret-file", err=True
        )


def issue(
    course: Course, lesson: str, enrolled: Sequence[Enrolled], secret: bytes | None, language: str, out: Path
) -> tuple[Assignment, ...]:
    """Draw, write and record the problem set of every student."""
    from ..handouts import Handouts

    drawn = [assign(course, lesson, e.student, secret, e.language or language) for e in enrolled]
    handouts = Handouts(course, public=secret is None)
    for assignment in drawn:
        handouts.write(out / "handouts" / assignment.student, assignment)
    handouts.write_answer_book(out / "instructor" / f"{lesson}-answers.html", lesson, drawn, language)
    save_manifest(
        manifest_of(course, lesson, drawn, secret is not None), out / "instructor" / f"{lesson}.json"
    )
    return tuple(drawn)


def _enrolled(roster: Path | None, students: Sequence[str], course: Course) -> Sequence[Enrolled]:
    if (roster is None) == (not students):
        raise UsageError("give either --roster FILE or one or more --student ID")
    return read_roster(roster, course.languages) if roster else [Enrolled(s) for s in students]
