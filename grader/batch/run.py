"""One batch from entries to an index: what is graded, what was kept, what could not be graded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from ..atomic import write_parts
from ..model import Message
from ..report.page import Pages
from ..report.phrases import Phrases
from .desk import Outcome, Setup, close_desk, grade_entry
from .engine import Engine, Here, survivors, workers
from .folder import held
from .identity import Entry, Found, Trouble
from .problems import write_problems
from .results import Rows

FAULTS = "faults.txt"


class Progress(Protocol):
    """Is told of each outcome as it comes in."""

    def __call__(self, outcome: Outcome) -> None: ...


@dataclass(slots=True)
class Summary:
    """What a batch did. `names` are those with a result, in the order of the entries."""

    graded: int = 0
    kept: int = 0
    internal: int = 0
    interrupted: bool = False
    names: Sequence[str] = ()
    troubles: list[Trouble] = field(default_factory=list)

    def count(self, outcome: Outcome) -> None:
        self.internal += outcome.fault
        if outcome.message is None:
            self.kept += outcome.kept
            self.graded += not outcome.kept


def at_home(jobs: int, out: Path) -> Engine:
    """`jobs` processes of this machine, 1 being this one; their faults are written into OUT."""

    def opened(count: int) -> Executor:
        return Here() if jobs == 1 else workers(count, out / FAULTS)

    return Engine(opened, jobs)


class Batch:
    """Grades entries into a folder, in this process or by an engine.

    `grade` is the work as the engine's workers are to be told of it: `grade_entry` with this setup, or what
    comes to the same where they are.
    """

    def __init__(
        self, setup: Setup, pages: Pages, phrases: Phrases, engine: Engine | None = None,
        grade: Callable[[Entry], Outcome] | None = None,
    ) -> None:  # fmt: skip
        self._setup, self._pages, self._phrases = setup, pages, phrases
        self._engine = engine or at_home(1, setup.out)
        self._work = grade or partial(grade_entry, setup)

    def run(self, found: Found, tell: Progress) -> Summary:
        """Grade what is not graded yet, then write the index and problems.csv.

        Ctrl-C ends it early, with both written for what is done. Raises UsageError for a folder that
        cannot be written into.
        """
        summary = Summary(troubles=list(found.troubles))
        done: set[str] = set()
        with held(self._setup.out):
            try:
                self._grade(found.entries, summary, done, tell)
            except KeyboardInterrupt:
                summary.interrupted = True
            summary.names = [entry.name for entry in found.entries if entry.name in done]
            self._write(summary)
        return summary

    def _grade(self, entries: Sequence[Entry], summary: Summary, done: set[str], tell: Progress) -> None:
        try:
            for entry, outcome in survivors(self._engine, self._work, entries):
                known = outcome or Outcome(entry, message=Message("batch-worker-died"), fault=True)
                summary.count(known)
                summary.troubles += _troubles(known)
                if known.message is None:
                    done.add(entry.name)
                tell(known)
        finally:
            close_desk(self._setup)

    def _write(self, summary: Summary) -> None:
        out, language = self._setup.out, self._setup.language
        summary.troubles.sort(key=lambda t: (t.kind, t.student, t.submission))
        write_parts(out / "index.html", self._pages.index_parts(Rows(out, summary.names), language))
        write_problems(out, summary.troubles, self._phrases, language)


def _troubles(outcome: Outcome) -> list[Trouble]:
    entry = outcome.entry
    if outcome.message is not None:
        return [Trouble("not-graded", entry.student, entry.shown, outcome.message)]
    if not outcome.others:
        return []
    values = {"student": entry.student, "others": ", ".join(outcome.others)}
    return [Trouble("other-name", entry.student, entry.shown, Message("batch-other-name", values))]
