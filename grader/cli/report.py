"""chainrule report: a problem set in a class, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ..atomic import write_text
from .likeness import likeness_options, sources
from .options import chosen_language, lang_option, open_course

PAGE = "index.html"


@click.command("report", epilog="Example:  chainrule report results --out class --manifest ps1/instructor")
@click.argument("results", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The folder for index.html and its tables."
)
@likeness_options
@lang_option
def command(
    results: Path,
    out: Path,
    manifests: Sequence[Path],
    hand_ins: Sequence[Path],
    names: Path | None,
    lang: str | None,
    content: Path | None,
) -> None:
    """Write a page about a class from RESULTS, the OUT of `grade`: how scores are spread, how hard each
    question is and how well it tells students apart, which misconceptions occur how often, who needs help.
    The same tables lie beside it as CSV.

    With --manifest and --hand-ins also who is alike: hints to look at, never verdicts.
    """
    from ..class_report.likeness import likeness
    from ..class_report.summing import class_report
    from ..class_report.tables import tables
    from ..class_report.tally import tally
    from ..report.page import Pages
    from ..report.phrases import Phrases

    course = open_course(content)
    language = chosen_language(course, lang)
    wanted = sources(course, manifests, hand_ins, names)
    found = tally(results, out / PAGE)
    report = class_report(found, likeness(wanted, found.wrong, found.href))
    phrases = Phrases(course.content.templates, course.languages)
    for name, text in tables(report, phrases, language).items():
        write_text(out / name, text)
    write_text(out / PAGE, Pages(course.content.templates, phrases).class_report(report, language))
    click.echo(f"{report.students} students; open {out / PAGE}")
