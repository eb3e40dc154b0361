"""The table that `chainrule lint` prints: what was tried, and how much of it held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .findings import Row

if TYPE_CHECKING:
    from rich.table import Table

_COLUMNS = ("lesson", "items", "variants", "distinct", "mistakes", "mutants", "by SymPy", "languages")


def lint_table(rows: Sequence[Row]) -> Table:
    """One row a lesson; `distinct` is the item with the fewest different variants."""
    from rich.table import Table  # only who prints it pays for it

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in _COLUMNS:
        words = name in ("lesson", "languages")
        table.add_column(name, justify="left" if words else "right", no_wrap=words)
    for row in rows:
        distinct = "" if row.distinct is None else f"≥ {row.distinct}"
        caught = f"{row.caught}/{row.declared}"
        noticed = f"{row.noticed}/{row.mutants}" if row.mutants else ""
        confirmed = str(row.confirmed or "")
        languages = " ".join(row.languages)
        counts = (str(row.items), str(row.variants), distinct, caught, noticed, confirmed)
        table.add_row(row.lesson, *counts, languages)
    return table
