"""What a derivation is about: where it starts, where it should arrive, and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from ..algebra import Context, Expr, Unreadable, read_line
from ..model import Message


@dataclass(frozen=True, slots=True)
class Equation:
    """`left = right`: about its unknowns, or about the quantity on its left."""

    left: Expr
    right: Expr


Statement: TypeAlias = "Expr | Equation"


@dataclass(frozen=True, slots=True)
class Known:
    """A wrong result that the author expects, and what to say about it; the message's id is its note.

    `credit` is the share of a right line that it still earns.
    """

    result: Statement
    says: Message
    credit: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Task:
    """`goal` None asks for the true value of `start`. Where `start` is an equation, every line is one."""

    context: Context
    start: Statement
    goal: Statement | None = None
    mistakes: tuple[Known, ...] = ()

    @property
    def target(self) -> Statement:
        return self.start if self.goal is None else self.goal


def read_statement(text: str, context: Context) -> Statement:
    """An expression or an equation. Raises Unreadable; also for a justification, which has no place here."""
    line = read_line(text, context)
    if line.label is not None:
        raise Unreadable("derivation/no-label-here", {"label": line.label}, text, 0)
    return line.rhs if line.lhs is None else Equation(line.lhs, line.rhs)


def expression_of(statement: Statement) -> Expr:
    """The expression itself; of an equation its right side."""
    return statement.right if isinstance(statement, Equation) else statement
