"""chainrule grades: what everybody's work is worth under the policies, computed anew each time."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..atomic import write_text
from ..errors import UsageError
from ..tables import harmless_cell

if TYPE_CHECKING:
    from ..policies import Policies


@click.command(
    "grades",
    epilog="Example:  chainrule grades --gradebook class.db --policies policies.yaml --out marks.csv",
)
@click.option("--gradebook", required=True, help="The gradebook: a file, or a database URL.")
@click.option(
    "--policies", type=click.Path(path_type=Path), help="Deadline, lateness, attempts, drop_lowest."
)
@click.option(
    "--set", "sets", type=click.Path(path_type=Path), multiple=True,
    help="A set file, for its deadline and policies on its lessons; may be repeated.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), help="Write the CSV here instead of printing it.")
def command(gradebook: str, policies: Path | None, sets: Sequence[Path], out: Path | None) -> None:
    """Print a CSV with one row for each student and lesson.

    Raw attempts stay as they were graded: changing a date in the file changes every mark the next time.
    """
    from ..gradebook.grades import COLUMNS, grades
    from ..gradebook.opening import gradebook_at

    rules = _rules(policies, sets)
    with gradebook_at(gradebook, make=False) as book:
        standings = tuple(book.standings())
    students = sorted({standing.student for standing in standings})
    rows = [
        grade.cells()
        for lessons, rule in rules
        for grade in grades((s for s in standings if lessons is None or s.lesson in lessons), rule, students)
    ]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *(map(harmless_cell, row) for row in rows)])
    if out is None:
        click.echo(text.getvalue(), nl=False)
    else:
        write_text(out, text.getvalue())
        click.echo(f"{len(rows)} marks in {out}")


def _rules(policies: Path | None, sets: Sequence[Path]) -> Sequence[tuple[frozenset[str] | None, Policies]]:
    """Which rules hold for which lessons; None: for all. Raises UsageError where two would for one."""
    from ..policies import NO_POLICIES, read_policies

    if not sets:
        return [(None, read_policies(policies) if policies else NO_POLICIES)]
    if policies is not None:
        raise UsageError("give --policies, or --set with the policies in it; not both")
    from ..problem_set import read_rules

    rules = [read_rules(path) for path in sets]
    for place, (lessons, _) in enumerate(rules):
        for path, (others, _) in zip(sets[:place], rules[:place], strict=True):
            if lessons & others:
                both = ", ".join(sorted(lessons & others))
                raise UsageError(f"{sets[place]} and {path} both hold {both}; marks are kept by lesson")
    return rules
