"""chainrule return: results back to where they were handed in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import click

from ..atomic import write_bytes, write_text
from .options import chosen_language, content_option, lang_option, open_course

ZIP, WORKSHEET = "feedback.zip", "worksheet.csv"


@click.command("return", epilog="Example:  chainrule return results --moodle 'Grades-PS1.csv' --out back")
@click.argument(
    "results", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option(
    "--moodle", "worksheet", type=click.Path(path_type=Path), required=True,
    help="The assignment's grading worksheet, as Moodle gave it.",
)  # fmt: skip
@click.option(
    "--marks", type=click.Path(path_type=Path),
    help="What `grades --out` wrote: marks with lateness and people's decisions, instead of raw points.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to write into.")
@lang_option
@content_option
def command(
    results: Sequence[Path],
    worksheet: Path,
    marks: Path | None,
    out: Path,
    lang: str | None,
    content: Path | None,
) -> None:
    """Make what a Moodle assignment takes back, from folders of results: OUT/feedback.zip for "Upload
    multiple feedback files in a zip", and OUT/worksheet.csv for "Upload grading worksheet".

    Results of several lessons go to one participant together. Rows without a result stay as they are, and so
    do those whose mark a fault of chainrule holds back.
    """
    from ..batch.returning import Worksheet, marked_worths, raw_worths, returned
    from ..report.moodle import feedback_zip, filled
    from ..report.phrases import Phrases
    from ..report.plain import Plain

    course = open_course(content)
    plain = Plain(Phrases(course.content.templates, course.languages), chosen_language(course, lang))
    found = returned(results)
    sheet = Worksheet.read(worksheet, tuple(found))
    worths = marked_worths(marks) if marks else raw_worths(found)
    archive = io.BytesIO()
    feedback_zip(sheet.feedback(found), archive)
    text = filled(sheet.table, lambda row: sheet.worth_of(row, worths), plain)
    write_bytes(out / ZIP, archive.getvalue())
    write_text(out / WORKSHEET, text)
    _tell(
        out,
        len(set(sheet.students.values()) & found.keys()),
        sorted(found.keys() - set(sheet.students.values())),
    )


def _tell(out: Path, count: int, unknown: Sequence[str]) -> None:
    click.echo(f"{count} students: {out / ZIP} and {out / WORKSHEET}")
    if unknown:
        named = ", ".join(unknown[:5]) + (", …" if len(unknown) > 5 else "")
        click.echo(f"{len(unknown)} with a result have no row in the worksheet: {named}", err=True)
