"""What is said about the lines of a derivation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ..algebra import Condition, Line
from ..algebra.witness import Witness
from ..model import Message
from .task import Equation, Statement


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
        """Whether the line earns its part of the score."""
        return self in (Step.FOLLOWS, Step.CONTINUES, Step.UNDECIDED)


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """One line, counted from 1.

    before   what the line was compared with: the expression before, or the left side of its own equation
    case     the condition under which it was judged (`[x > 0]` at its end, or inherited from the line before)
    by       the verdict word of the equality that was asked for
    note     a tag for what is special about the line; `message` is the sentence for it
    witness  where both differ: its `a` belongs to `before`, its `b` to this line
    credit   what a wrong line that the author foresaw still earns, from 0 to 1
    remarks  how ambiguous spellings were read
    hint     a justification that does not fit; it costs nothing
    """

    number: int
    raw: str
    step: Step
    line: Line | None = None
    before: Statement | None = None
    case: Condition | None = None
    by: str | None = None
    note: str | None = None
    message: Message | None = None
    witness: Witness | None = None
    credit: Fraction = Fraction(0)
    remarks: tuple[Message, ...] = ()
    hint: Message | None = None

    @property
    def is_claim(self) -> bool:
        """Whether it is an equation about a quantity, judged on its own truth."""
        has_left = self.line is not None and self.line.lhs is not None
        return has_left and not isinstance(self.before, Equation)

    @property
    def share(self) -> Fraction:
        """What the line earns of its part of the score, from 0 to 1."""
        return Fraction(1) if self.step.counts else self.credit


@dataclass(frozen=True, slots=True)
class Judgement:
    """All lines, and whether the last one that can be read arrives at the goal."""

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

    @property
    def last(self) -> JudgedLine | None:
        """The last line that could be read."""
        return next((line for line in reversed(self.lines) if line.line is not None), None)
