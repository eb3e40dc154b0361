"""The errors this package raises, and who each of them speaks to.

ChainruleError
├── UsageError      the person at the terminal: a wrong path, option or name          exit 2
├── ContentError    the author of a lesson: every problem of a file with its place    exit 3
├── ResponseError   the student: one response that cannot be read; becomes INVALID, never an exit
└── SandboxError    ourselves: the worker is broken; becomes INTERNAL                 exit 4

What a student's own code does wrong is never an exception here: it is an Observation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches


class ChainruleError(Exception):
    """Root of everything this package raises on purpose."""


class UsageError(ChainruleError):
    """A command was given something it cannot use; the text says what to do instead."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a content file. Lines and columns count from 1; 0 means the file as a whole."""

    path: str
    line: int
    column: int
    message: str
    help: str | None = None
    source: str | None = None  # the offending line
    width: int = 1  # how many characters of it the caret underlines


class ContentError(ChainruleError):
    """A lesson, exercise or set file is broken. Carries every problem found, not the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{p.path}:{p.line}:{p.column}: {p.message}" for p in self.problems))


@dataclass(eq=False)
class ResponseError(ChainruleError):
    """A student's response that cannot be read. `note` names a sentence in templates/notes.*.yaml.

    `position` counts characters from 0 in `source`, for a caret.
    """

    note: str
    values: dict[str, str] = field(default_factory=dict)
    source: str | None = None
    position: int | None = None

    def __str__(self) -> str:
        return self.note + "".join(f" {k}={v!r}" for k, v in self.values.items())


class SandboxError(ChainruleError):
    """The sandbox itself failed (not the code inside it)."""


def did_you_mean(word: str, known: Sequence[str]) -> str | None:
    """The known word nearest to `word`, or None when nothing is near."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return near[0] if near else None
