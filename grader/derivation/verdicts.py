"""What is said about the lines of a derivation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..algebra import Expr, Line
from ..algebra.decide import Witness
from ..model import Message


class Step(StrEnum):
    """How a line stands to what was written before it."""

    FOLLOWS = "follows"
    WRONG = "wrong"
    CONTINUES = "continues"  # consistent after an earlier slip
    UNDECIDED = "undecided"  # our limit: it costs nothing
    UNREADABLE = "unreadable"
    REPEATS = "repeats"

    @property
    def counts(self) -> bool:
        """Whether the line earns its share of the partial score."""
        return self in (Step.FOLLOWS, Step.CONTINUES, Step.UNDECIDED)


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """One line, counted from 1.

    `by` is the verdict word of the equality that was asked for, `note` a tag that names what is special about the
    line, `message` the sentence for it. `before` is what the line was compared with; `witness` where they differ:
    its `a` belongs to `before` (or the left side of an equation), its `b` to this line.
    """

    number: int
    raw: str
    step: Step
    line: Line | None = None
    by: str | None = None
    note: str | None = None
    message: Message | None = None
    before: Expr | None = None
    witness: Witness | None = None
    hints: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """All lines, and whether the last one that could be read arrives at the goal."""

    lines: tuple[JudgedLine, ...]
    arrives: bool

    @property
    def first_wrong(self) -> JudgedLine | None:
        return next((line for line in self.lines if line.step is Step.WRONG), None)

    @property
    def readable(self) -> bool:
        return any(line.step is not Step.UNREADABLE for line in self.lines)

    @property
    def flawless(self) -> bool:
        """Whether no line is wrong or unreadable."""
        return not any(line.step in (Step.WRONG, Step.UNREADABLE) for line in self.lines)
