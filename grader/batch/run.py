"""One batch from entries to an index: what is graded, what was kept, what could not be graded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from ..atomic import write_text
from ..model import Message
from ..report.page import Pages
from ..report.phrases import Phrases
from .desk import Outcome, Setup, close_desk, grade_entry
from .engine import Here, survivors, workers
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


class Batch:
    """Grades entries into a folder, with `jobs` processes (1: this one) or an executor of the caller's."""

    def __init__(
        self, setup: Setup, pages: Pages, phrases: Phrases, jobs: int = 1,
        open_executor: Callable[[int], Executor] | None = None,
    ) -> None:  # fmt: skip
        self._setup, self._pages, self._phrases = setup, pages, phrases
        self._jobs, self._open = jobs, open_executor

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
        work = partial(grade_entry, self._setup)
        try:
            for entry, outcome in survivors(self._executor, work, entries, self._jobs):
                known = outcome or Outcome(entry, message=Message("batch-worker-died"), fault=True)
                summary.count(known)
                summary.troubles += _troubles(known)
                if known.message is None:
                    done.add(entry.name)
                tell(known)
        finally:
            close_desk(self._setup)

    def _executor(self, jobs: int) -> Executor:
        if self._open is not None:
            return self._open(jobs)
        return Here() if self._jobs == 1 else workers(jobs, self._setup.out / FAULTS)

    def _write(self, summary: Summary) -> None:
        out, language = self._setup.out, self._setup.language
        summary.troubles.sort(key=lambda t: (t.kind, t.student, t.submission))
        write_text(out / "index.html", self._pages.index(Rows(out, summary.names), language))
        write_problems(out, summary.troubles, self._phrases, language)


def _troubles(outcome: Outcome) -> list[Trouble]:
    entry = outcome.entry
    if outcome.message is not None:
        return [Trouble("not-graded", entry.student, entry.shown, outcome.message)]
    if not outcome.others:
        return []
    values = {"student": entry.student, "others": ", ".join(outcome.others)}
    return [Trouble("other-name", entry.student, entry.shown, Message("batch-other-name", values))]
