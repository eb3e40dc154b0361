"""What a batch says while it runs, and when it is done."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.text import Text

from ..batch import Summary
from ..batch.problems import FILE
from ..batch.results import Rows
from ..batch.run import FAULTS
from ..report.phrases import Phrases, fill
from ..report.table import summary_table
from ..report.writer import wants_color

_TABLE_ROWS = 60
"""A longer table scrolls away what matters; the index page has every row."""

_QUIET = 30.0
"""Seconds between lines where there is no screen for a bar."""


class _Rate(ProgressColumn):
    """Hand-ins a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "", style="progress.data.speed")


class Bar:
    """A bar with rate and time to go on a screen; elsewhere a line now and then. Writes to standard error."""

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0
        self._said = monotonic()
        console = Console(stderr=True)
        columns = (BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def tell(self, outcome: object) -> None:  # noqa: ARG002 - one of a batch's listeners
        self._done += 1
        self._bar.advance(self._task)
        if self._bar.disable and monotonic() - self._said >= _QUIET:
            self._said = monotonic()
            click.echo(f"{self._done}/{self._total}", err=True)


def conclude(summary: Summary, out: Path, phrases: Phrases, lang: str) -> None:
    """Print the table of a small batch, what was done, and where to look."""
    rows = Rows(out, summary.names)
    if 0 < len(rows) <= _TABLE_ROWS:
        table = summary_table([row.report for row in rows], lang, phrases)
        Console(no_color=not wants_color()).print(table)

    def say(note: str, **values: object) -> None:
        click.echo(fill(phrases.wording(note, lang), {k: str(v) for k, v in values.items()}))

    say("batch-done", graded=summary.graded, kept=summary.kept)
    if summary.troubles:
        say("batch-problems", count=len(summary.troubles), path=out / FILE)
    if summary.internal:
        say("batch-faults", count=summary.internal, path=out / FAULTS)
    if summary.interrupted:
        say("batch-interrupted")
        sys.stdout.flush()
    click.echo(f"open {out / 'index.html'}")
