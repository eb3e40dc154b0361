"""chainrule grade: submissions in, reports out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ..assignments import Manifest, load_manifest
from ..course import Course
from ..errors import UsageError
from ..hand_in import Issue, grade_path
from ..model import Report, Status
from .options import (
    chosen_language,
    content_option,
    lang_option,
    open_course,
    read_secret,
    secret_option,
    walled_sandbox,
)

EXAMPLE = "Example:  chainrule grade ps1/handouts/* --manifest ps1/instructor/sigmoid.json --out results"


@click.command("grade", epilog=EXAMPLE)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--manifest", type=click.Path(path_type=Path), help="What `generate` wrote for the instructor.")
@click.option("--lesson", help="For practice, without a manifest: the lesson that is answered.")
@click.option("--student", help="For practice: whose numbers (default: `student:` in answers.yaml).")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write a page and a JSON report each, and an index."
)
@click.option("--format", "form", type=click.Choice(["terminal", "json", "html"]), default="terminal")
@click.option(
    "--pass-at", type=click.FloatRange(0, 1), default=1.0, help="Score that counts as passed (exit code 0)."
)
@click.option(
    "--allow-isolation", type=click.Choice(["process"]), help="Grade where no kernel wall is to be had."
)
@secret_option
@lang_option
@content_option
def command(
    paths: Sequence[Path],
    manifest: Path | None,
    lesson: str | None,
    student: str | None,
    out: Path | None,
    form: str,
    pass_at: float,
    allow_isolation: str | None,
    secret_file: Path | None,
    lang: str | None,
    content: Path | None,
) -> int:
    """Grade the submissions at PATHS: folders, zips, notebooks or single files.

    Exit code for one submission: 0 from --pass-at upwards, else 1. For several, or with --out: 0.
    """
    from ..report.writer import Writer

    course = open_course(content)
    language = chosen_language(course, lang)
    issue = Issue(
        course, load_manifest(manifest) if manifest else None, read_secret(secret_file), lesson, student
    )
    refuse_without_secret(issue)
    writer = Writer(course.content.templates, course.languages, language)
    reports = []
    with walled_sandbox(allow_isolation or "kernel", "grade " + " ".join(map(str, paths))) as sandbox:
        for path in paths:
            reports.append(grade_path(issue, path, sandbox))
            if out is None:
                writer.show(reports[-1], form)
    if out is not None:
        first = writer.write(reports, out)
        writer.show_table(reports)
        click.echo(f"open {first}")
    return exit_code(reports, out is not None or len(paths) > 1, pass_at)


def exit_code(reports: Sequence[Report], batch: bool, pass_at: float) -> int:
    """4 when something was our own fault; else 0 for a batch, and 0 or 1 by its score for one submission."""
    if any(r.status is Status.INTERNAL for report in reports for r in report.results):
        return 4
    return 0 if batch or reports[0].score >= pass_at else 1


def refuse_without_secret(issue: Issue) -> None:
    """Hidden checks that silently do not run would be a wrong mark. Raises UsageError."""
    if issue.manifest is None or issue.secret is not None:
        return
    if has_hidden_checks(issue.course, issue.manifest):
        raise UsageError(
            "this lesson has hidden checks, whose inputs are drawn from the course's secret: "
            "give the --secret-file that `generate` was given"
        )


def has_hidden_checks(course: Course, manifest: Manifest) -> bool:
    return manifest.secret and any(
        getattr(item, "hidden", 0) for item in course.lesson(manifest.lesson).items
    )
