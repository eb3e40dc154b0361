"""The table that `grade` prints after several submissions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..model import Report
from .harmless import one_line
from .phrases import Phrases, pick
from .signs import amount, sign
from .spoken import spoken_prose

if TYPE_CHECKING:
    from rich.table import Table


def summary_table(reports: Sequence[Report], lang: str, phrases: Phrases) -> Table:
    """One row a report: who, which lesson, a sign for each question, the points."""
    from rich.table import Table  # 45 ms that only a batch pays
    from rich.text import Text

    def word(name: str) -> str:
        return phrases.wording(f"report/{name}", lang)

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("student", "lesson", "at-a-glance"):
        table.add_column(word(name), overflow="fold")
    table.add_column(word("score"), justify="right", no_wrap=True)
    for report in reports:
        cells = (
            one_line(report.student or report.submission),
            one_line(spoken_prose(pick(report.title, lang))),
            " ".join(sign(result.status) for result in report.results),
            f"{amount(report.points)} / {amount(report.max_points)}",
        )
        table.add_row(*(Text(cell) for cell in cells))  # as Text: brackets in a name are no markup
    return table
