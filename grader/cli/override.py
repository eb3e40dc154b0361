"""chainrule override: a person's decisions, which outlive every regrade."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import UsageError
from ..gradebook.records import Override
from ..tables import Row, Table, read_table

_COLUMNS = ("student", "item", "score", "reason", "who")


@click.command("override", epilog="Example:  chainrule override decisions.csv --gradebook class.db")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--gradebook", required=True, help="The gradebook: a file, or a database URL.")
def command(file: Path, gradebook: str) -> None:
    """Add the decisions of FILE: `student,item,score,reason,who`, items as lesson/item, scores 0 to 1.

    They are added to the gradebook, never over anything, and count in `chainrule grades` whatever a regrade
    says. Where a submission changed afterwards, the mark is flagged. From the next run of `grade` with this
    gradebook on, the student's page and results name who decided, the points before and after, and why.
    """
    from ..gradebook.opening import gradebook_at

    decisions = read_decisions(file)
    with gradebook_at(gradebook, make=False) as book:
        added = book.override(decisions)
    click.echo(f"{added} new decisions, {len(decisions) - added} known already")
    click.echo(
        "marks count them from now on; students' pages and results say so after the next\n"
        "`chainrule grade … --out … --gradebook …`, which grades only these students again"
    )


def read_decisions(path: Path) -> list[Override]:
    """The rows of a decision table. Raises UsageError naming the line of what is missing or no score."""
    table = read_table(path)
    missing = [name for name in _COLUMNS if table.column((name,)) is None]
    if missing:
        raise UsageError(f"{path}:1: needs the columns {', '.join(_COLUMNS)}; missing: {', '.join(missing)}")
    return [_decision(table, row) for row in table.rows]


def _decision(table: Table, row: Row) -> Override:
    where = f"{table.path}:{row.line}"
    student, place, score, reason, who = (row.cells[table.column((name,)) or ""] for name in _COLUMNS)
    lesson, _, item = place.partition("/")
    if not (student and item and reason and who):
        raise UsageError(f"{where}: each of student, item (as lesson/item), reason and who must be said")
    try:
        value = float(score)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise UsageError(f"{where}: {score!r} is no score; it is a share from 0 to 1")
    return Override(student, lesson, item, value, reason, who)
