"""chainrule grades: what everybody's work is worth under the policies, computed anew each time."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from ..atomic import write_text
from ..tables import harmless_cell


@click.command(
    "grades",
    epilog="Example:  chainrule grades --gradebook class.db --policies policies.yaml --out marks.csv",
)
@click.option("--gradebook", required=True, help="The gradebook: a file, or a database URL.")
@click.option(
    "--policies", type=click.Path(path_type=Path), help="Deadline, lateness, attempts, drop_lowest."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the CSV here instead of printing it.")
def command(gradebook: str, policies: Path | None, out: Path | None) -> None:
    """Print a CSV with one row for each student and lesson.

    Raw attempts stay as they were graded: changing the policy file changes every mark the next time.
    """
    from ..gradebook.grades import COLUMNS, grades
    from ..gradebook.opening import gradebook_at
    from ..policies import Policies, read_policies

    rules = read_policies(policies) if policies else Policies()
    with gradebook_at(gradebook) as book:
        rows = [grade.cells() for grade in grades(book.standings(), rules)]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *(map(harmless_cell, row) for row in rows)])
    if out is None:
        click.echo(text.getvalue(), nl=False)
    else:
        write_text(out, text.getvalue())
        click.echo(f"{len(rows)} marks in {out}")
