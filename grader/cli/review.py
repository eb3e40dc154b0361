"""chainrule review: what waits for a person."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..atomic import write_text
from ..tables import harmless_cell
from .likeness import likeness_options, sources
from .options import chosen_language, lang_option, open_course

if TYPE_CHECKING:
    from ..batch.waiting import Waiting


@click.command("review", epilog="Example:  chainrule review results --out review.csv --page review.html")
@click.argument(
    "results", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the CSV here instead of printing it.")
@click.option("--page", type=click.Path(path_type=Path), help="Write a page with links and lines to copy.")
@likeness_options
@lang_option
def command(
    results: Sequence[Path],
    out: Path | None,
    page: Path | None,
    manifests: Sequence[Path],
    hand_ins: Sequence[Path],
    names: Path | None,
    lang: str | None,
    content: Path | None,
) -> None:
    """List as CSV what a person should look at in folders of results: faults of chainrule (score withheld),
    derivation lines that could not be decided, reflections, answers that could not be read, decisions about
    something that was handed in anew since; with --manifest and --hand-ins also who is alike.

    What you decide goes back with `chainrule override`.
    """
    from ..batch.waiting import COLUMNS, waiting
    from ..class_report.alike import alike
    from ..report.phrases import Phrases

    course = open_course(content)
    language = chosen_language(course, lang)
    phrases = Phrases(course.content.templates, course.languages)
    found = [each for folder in results for each in waiting(folder, language)]
    found += alike(sources(course, manifests, hand_ins, names), results, phrases, language)
    if page is not None:
        from ..report.page import Pages

        rows = [each.row(page) for each in found]
        write_text(page, Pages(course.content.templates, phrases).review(rows, language))
        click.echo(f"open {page}", err=out is None)
    text = io.StringIO(newline="")
    cells = [tuple(map(harmless_cell, each.cells())) for each in found]
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *cells])
    _deliver(text.getvalue(), found, out)


def _deliver(text: str, found: Sequence[Waiting], out: Path | None) -> None:
    if out is None:
        click.echo(text, nl=False)
        return
    write_text(out, text)
    counts = Counter(each.reason for each in found)
    click.echo(
        f"{out}: " + (", ".join(f"{n} {reason}" for reason, n in sorted(counts.items())) or "nothing waits")
    )
