"""chainrule check: a student's own answers, graded here and now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from ..errors import UsageError, did_you_mean
from ..hand_in import Issue, grade_path
from ..model import Report
from .options import chosen_language, content_option, lang_option, open_course, walled_sandbox


@click.command(
    "check", epilog="Example:  chainrule check sigmoid   ·   chainrule check my-answers/ --item by-hand"
)
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option("--lesson", help="The lesson, where the folder does not say it.")
@click.option("--item", help="Show only this item.")
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write the feedback page here, too.")
@lang_option
@content_option
def command(
    path: Path,
    lesson: str | None,
    item: str | None,
    page: Path | None,
    lang: str | None,
    content: Path | None,
) -> int:
    """Grade the answers in PATH (a lesson's folder, a zip or a file). Exit code 0 at full marks, else 1."""
    from ..report.writer import Writer

    course = open_course(content)
    language = chosen_language(course, lang)
    writer = Writer(course.content.templates, course.languages, language)
    with walled_sandbox("process", f"check {path}") as sandbox:
        report = grade_path(Issue(course, lesson=lesson), path, sandbox)
    if item is not None:
        report = only(report, item)
    writer.show(report, "terminal")
    if page is not None:
        writer.write_page(report, page)
        click.echo(f"open {page}")
    return 0 if report.score >= 1 else 1


def only(report: Report, item: str) -> Report:
    """The report of one item alone. Raises UsageError for an item the lesson lacks, with the nearest name."""
    known = tuple(result.item for result in report.results)
    found = tuple(result for result in report.results if result.item == item)
    if not found:
        near = did_you_mean(item, known)
        raise UsageError(
            f"no item {item!r}; " + (f"did you mean {near!r}?" if near else f"items: {', '.join(known)}")
        )
    result = found[0]
    return replace(
        report, results=found, score=result.score, points=result.points, max_points=result.max_points
    )
