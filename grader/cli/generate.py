"""chainrule generate: a problem set for every student."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from ..course import Course
from ..errors import UsageError, did_you_mean
from ..problem_set import Part, Plan, read_set
from ..roster import Columns, Enrolled, read_roster
from .options import chosen_language, content_option, lang_option, open_course, read_secret, secret_option


@click.command(
    "generate",
    epilog="Example:  chainrule generate --lesson sigmoid --roster roster.csv --secret-file secret --out ps1",
)
@click.option("--lesson", help="The lesson whose items make the problem set.")
@click.option(
    "--set", "set_file", type=click.Path(path_type=Path), help="A file that names items of several lessons."
)
@click.option(
    "--roster", type=click.Path(path_type=Path), help="Table with a column `student`, and `lang` if wanted."
)
@click.option("--columns", default="", help="Where the roster's columns have other names: student=Nr,lang=L.")
@click.option(
    "--student", "students", multiple=True, help="A student's id, instead of a roster; may be repeated."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to write into.")
@click.option(
    "--jobs", type=click.IntRange(0, 256), default=1, show_default=True,
    help="Processes that write at the same time; 0 for one a core.",
)  # fmt: skip
@secret_option
@lang_option
@content_option
def command(
    lesson: str | None,
    set_file: Path | None,
    roster: Path | None,
    columns: str,
    students: Sequence[str],
    out: Path,
    jobs: int,
    secret_file: Path | None,
    lang: str | None,
    content: Path | None,
) -> None:
    """Write one folder a student to OUT/handouts, and the manifest and answer book to OUT/instructor.

    A second time with a longer roster it adds who is new; what was handed out stays as it is.

    Without --secret-file the numbers come from the course's public seed: good for practice, not for marks.
    """
    course = open_course(content)
    plan = plan_of(lesson, set_file, course)
    enrolled = _enrolled(roster, columns, students, plan.languages)
    language = language_of(plan, course, lang)
    hand_out(course, plan, enrolled, read_secret(secret_file), language, out, jobs or os.cpu_count() or 1)


def hand_out(
    course: Course,
    plan: Plan,
    enrolled: Sequence[Enrolled],
    secret: bytes | None,
    language: str,
    out: Path,
    jobs: int = 1,
) -> None:
    """Write everybody's folder below OUT, and say what was written and what looks doubtful."""
    from ..issuing import Issuing

    issuing = Issuing(course, secret, language, out, jobs)
    for part in plan.parts:
        issued = issuing.issue(part, enrolled)
        before = len(issued.assignments) - len(issued.new)
        kept = f"; {before} as they were" if before else ""
        click.echo(f"{part.lesson}: {len(issued.new)} handouts in {out / 'handouts'}{kept}")
        if issued.renewed:
            click.echo(
                f"note: {part.lesson} is graded as the set says now; pages that are out say what they said",
                err=True,
            )
    click.echo(f"manifest and answer book, for you alone, in {out / 'instructor'}")
    for note in _doubtful(plan, enrolled):
        click.echo(f"note: {note}", err=True)
    if secret is None:
        click.echo(
            "note: drawn from the public seed, so anyone can know the answers; see --secret-file", err=True
        )


def plan_of(lesson: str | None, set_file: Path | None, course: Course) -> Plan:
    """What is handed out: a set, or all of one lesson. Raises UsageError unless it is one of the two."""
    if (lesson is None) == (set_file is None):
        raise UsageError("give either --lesson NAME or --set FILE")
    if set_file is not None:
        return read_set(set_file, course)
    return Plan((Part(course.lesson(lesson or "").id),), course.languages)


def language_of(plan: Plan, course: Course, lang: str | None) -> str:
    """The language of who has none in the roster. Raises UsageError for one the set is not handed out in."""
    chosen = plan.languages[0] if lang is None else chosen_language(course, lang)
    if chosen not in plan.languages:
        raise UsageError(f"this set is not handed out in {chosen!r}; languages: {', '.join(plan.languages)}")
    return chosen


def _doubtful(plan: Plan, enrolled: Sequence[Enrolled]) -> Iterator[str]:
    """What fits the roster badly: an extension for nobody, or one that ends after the solutions are out."""
    known = tuple(e.student for e in enrolled)
    release = plan.parts[0].terms.opens
    for student, until in plan.policies.extensions.items():
        if student not in known:
            near = did_you_mean(student, known)
            yield f"the extension of {student!r} is for nobody on this roster" + (
                f"; did you mean {near!r}?" if near else ""
            )
        elif release is not None and release.utc < until.utc:
            yield f"{student} works until {until}, but others may see solutions from {release} on"


def _enrolled(
    roster: Path | None, columns: str, students: Sequence[str], languages: Sequence[str]
) -> Sequence[Enrolled]:
    if (roster is None) == (not students):
        raise UsageError("give either --roster FILE or one or more --student ID")
    if roster is None:
        return [Enrolled(s) for s in students]
    return read_roster(roster, languages, Columns.of(columns))
