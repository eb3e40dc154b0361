"""chainrule review: what waits for a person."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from ..atomic import write_text
from ..tables import harmless_cell


@click.command("review", epilog="Example:  chainrule review results --out review.csv")
@click.argument(
    "results", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the CSV here instead of printing it.")
def command(results: Sequence[Path], out: Path | None) -> None:
    """List as CSV what a person should look at in folders of results: faults of chainrule (score withheld),
    derivation lines that could not be decided, reflections, and answers that could not be read.

    What you decide goes back with `chainrule override`.
    """
    from ..batch.waiting import COLUMNS, waiting

    found = [each for folder in results for each in waiting(folder)]
    text = io.StringIO(newline="")
    rows = [tuple(map(harmless_cell, each.cells())) for each in found]
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows])
    if out is None:
        click.echo(text.getvalue(), nl=False)
        return
    write_text(out, text.getvalue())
    counts = Counter(each.reason for each in found)
    click.echo(
        f"{out}: " + (", ".join(f"{n} {reason}" for reason, n in sorted(counts.items())) or "nothing waits")
    )
