"""chainrule gradescope, and chainrule new gradescope: grading where Gradescope puts a submission."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import ChainruleError, UsageError
from .options import (
    chosen_language,
    content_option,
    isolation_option,
    lang_option,
    open_course,
    read_secret,
    secret_option,
    walled_sandbox,
)

if TYPE_CHECKING:
    from ..forge.gradescope import Autograder
    from ..report.phrases import Phrases

EXAMPLE = (
    "Example:  chainrule new gradescope ps1.zip --manifest ps1/instructor/relu.json --secret-file secret "
    "--students emails.csv"
)
SCRIPTS = ("setup.sh", "run_autograder")


@click.command("gradescope", epilog="Example:  chainrule gradescope /autograder")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@isolation_option
@lang_option
def command(folder: Path, allow_isolation: str, lang: str | None) -> None:
    """Grade the one submission in Gradescope's FOLDER and write results/results.json, also to say why not.

    This is what the zip of `chainrule new gradescope` runs; you need not.
    """
    from ..atomic import write_text
    from ..forge.gradescope import Autograder
    from ..model import Message
    from ..report.gradescope import not_graded

    place = Autograder(folder)
    try:
        text = _results(place, allow_isolation, lang)
    except ChainruleError as error:
        text = not_graded(Message("gradescope-not-graded", {"why": str(error)}), _phrases())
    write_text(place.results, text)


def _phrases() -> Phrases:
    """Sentences for whoever reads them there, before it is known who that is."""
    from ..content import Content
    from ..report.phrases import Phrases

    return Phrases(Content.packaged().templates, ("en", "ja"), "forge")


def _results(place: Autograder, allow: str, lang: str | None) -> str:
    from ..hand_in import Issue, grade_path
    from ..report.formats import Setting, render
    from ..report.phrases import Phrases
    from .grade import refuse_unfit

    course = open_course(place.content)
    manifest = place.manifest()
    student = place.student(tuple(manifest.students))
    issue = Issue(course, manifest, read_secret(place.secret_file), student=student)
    refuse_unfit(issue)
    with walled_sandbox(allow, "gradescope") as sandbox:
        report = grade_path(issue, place.submission, sandbox)
    language = chosen_language(course, lang or str(manifest.students[student]["language"]) or None)
    phrases = Phrases(course.content.templates, course.languages)
    return render("gradescope", [report], Setting(course.content.templates, phrases, language))


@click.command("gradescope", epilog=EXAMPLE, short_help="The zip of a Gradescope autograder.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--manifest", type=click.Path(path_type=Path, dir_okay=False), required=True,
    help="What `generate` wrote for the instructor: LESSON.json, of one lesson.",
)  # fmt: skip
@click.option("--students", type=click.Path(path_type=Path), help="Table `email,student`: who is who there.")
@click.option("--install", help="What the image installs, with its version: git+https://…/chainrule@v1.2")
@isolation_option
@secret_option
@content_option
def new(
    file: Path,
    manifest: Path,
    students: Path | None,
    install: str | None,
    allow_isolation: str,
    secret_file: Path | None,
    content: Path | None,
) -> None:
    """Write FILE, the zip to upload as a Gradescope assignment's autograder: one lesson, as handed out.

    Students are found by the table, else by their student id, e-mail or its part before the @. The course's
    secret goes in only if the lesson has hidden checks, and then only where a kernel wall keeps it safe.
    """
    from ..assignments import load_manifest
    from ..atomic import write_bytes
    from ..forge.drafts import pinned, rendered
    from ..forge.gradescope import Source
    from ..hand_in import Issue
    from ..model import Message
    from ..report.gradescope import not_graded
    from .grade import has_hidden_checks, refuse_unfit

    course = open_course(content)
    known = load_manifest(manifest)
    secret = read_secret(secret_file)
    refuse_unfit(Issue(course, known, secret))
    needed = has_hidden_checks(course, known)
    if needed and allow_isolation == "process":
        raise UsageError(
            f"{known.lesson} has hidden checks, which need a kernel wall around what students hand in: "
            "leave out --allow-isolation process"
        )
    requirement, sure = pinned(install)
    values = {"install": requirement, "allow": allow_isolation}
    scripts = {name: rendered(f"gradescope/{name}", **values) for name in SCRIPTS}
    scripts["not_graded.json"] = not_graded(Message("gradescope-fault"), _phrases())
    source = Source(manifest, secret if needed else None, students, course.content, scripts)
    write_bytes(file, source.zip())
    click.echo(
        f"wrote {file}" + (", with the course's secret in it: upload it nowhere else" if needed else "")
    )
    if not sure:
        click.echo(f"note: it installs {requirement}; see that this can be had, or say --install", err=True)
