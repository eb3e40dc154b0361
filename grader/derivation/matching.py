"""Which of many formulas another one is: compared by value at common points. Good enough for "looks like"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ..algebra import Context, Expr, walk
from ..algebra.cases import instances
from ..algebra.doubles import Doubles
from ..algebra.lowering import Lowering, Meaningless
from ..algebra.nodes import Node, Op, TooMuchWork, order
from ..algebra.points import sample, symbols_of
from ..algebra.pool import Pool

MOST_INSTANCES = 4
MOST_POINTS = 12
"""From the end of the list of points, where they are spread out and made for no formula's kinks."""
MOST_DENOMINATOR = 100
MOST_WORK = 6_000
"""Nodes of candidates that are looked at for one line; large formulas have fewer candidates."""
_FEWEST = 4  # points that tell
_SHARP = 1e-10  # how well a value must be known
_CLOSE = 1e-8
_TINY = 1e-6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A formula that a known slip leads to. `values` fill the placeholders of the note's sentence."""

    note: str
    expr: Expr
    values: tuple[tuple[str, str], ...] = ()


class Sought:
    """A formula to be recognised, and its values at points that lie on no kink."""

    def __init__(self, wanted: Expr, other: Expr, context: Context) -> None:
        self._pool = Pool()
        each = instances((wanted, other), context).each[:MOST_INSTANCES]
        self._instances = [
            (Lowering(self._pool, context, i.sizes), {n: self._pool.number(v) for n, v in i.indices.items()})
            for i in each
        ]
        roots = [node for expr in (wanted, other) for node in self._lowered(expr) or ()]
        points = sample([self._pool.sum(*symbols_of(roots))]) if roots else []
        self._names = {name for point in points[:1] for name in point}
        self._numbers = Doubles(points[-MOST_POINTS:])
        self.look_for(wanted)
        self.has_cases = any(node.op is Op.CASES for node in order(roots))

    def turned(self, wanted: Expr) -> Sought:
        """The same for another formula: one of the two that this was made for."""
        other = copy(self)
        other.look_for(wanted)
        return other

    def look_for(self, wanted: Expr) -> None:
        """From now on this formula is sought, with work anew."""
        self._work = MOST_WORK
        self._wanted = self.values(wanted)

    def among(self, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """The candidates that are the wanted formula, as far as the work allows."""
        for candidate in candidates:
            if self._work <= 0:
                return
            if self.is_like(candidate.expr):
                yield candidate

    def first(self, candidates: Iterable[Candidate]) -> Candidate | None:
        return next(self.among(candidates), None)

    def is_like(self, expr: Expr) -> bool:
        """Whether it has the wanted values wherever both are known."""
        values, wanted = self.values(expr), self._wanted
        return values is not None and wanted is not None and _close(values, wanted)

    def agree(self, a: Expr, b: Expr) -> bool:
        """Whether two formulas have the same values."""
        first, second = self.values(a), self.values(b)
        return a == b or (first is not None and second is not None and _close(first, second))

    def factor(self, right: Expr) -> Fraction | None:
        """The constant k, neither 0 nor 1, with wanted = k · right."""
        values, wanted = self.values(right), self._wanted
        if values is None or wanted is None:
            return None
        with np.errstate(all="ignore"):
            factor = _constant(np.where(np.abs(values) > _TINY, wanted / values, np.nan))
        return None if factor in (None, 0, 1) else factor

    def offset(self, right: Expr) -> Fraction | None:
        """The constant c ≠ 0 with wanted = right + c."""
        values, wanted = self.values(right), self._wanted
        return (_constant(wanted - values) or None) if values is not None and wanted is not None else None

    def setting(self, at_zero: Expr, at_one: Expr) -> Fraction | None:
        """The number that a formula needs in some place to be the wanted one.

        It is given with 0 and with 1 in that place, and assumed to be linear in between.
        """
        numbers = self.needed(at_zero, at_one)
        return None if numbers is None else _constant(numbers)

    def needed(self, at_zero: Expr, at_one: Expr) -> Floats | None:
        """What is needed in that place at each point."""
        zero, one, wanted = self.values(at_zero), self.values(at_one), self._wanted
        if zero is None or one is None or wanted is None:
            return None
        with np.errstate(all="ignore"):
            return np.where(np.abs(one - zero) > _TINY, (wanted - zero) / (one - zero), np.nan)

    def is_worth(self, expr: Expr, numbers: Floats) -> bool:
        """Whether it has these values."""
        values = self.values(expr)
        return values is not None and _close(values, numbers)

    def _lowered(self, expr: Expr) -> list[Node] | None:
        """Its node in every instance; None where it has no meaning."""
        found = []
        for lowering, scope in self._instances:
            try:
                found.append(lowering.lower(expr, scope))
            except (Meaningless, TooMuchWork):
                return None
        return found

    def values(self, expr: Expr) -> Floats | None:
        """Its values at every point of every instance; NaN where they are undefined or not known well."""
        self._work -= sum(1 for _ in walk(expr))
        nodes = self._lowered(expr) if self._work > 0 else None
        if not nodes or any(s.name not in self._names for s in symbols_of(nodes)):
            return None
        balls = self._numbers.at(nodes)
        sharp = [np.where(b.error <= _SHARP * (1 + np.abs(b.value)), b.value, np.nan) for b in balls]
        return np.concatenate(sharp)


def _close(values: Floats, wanted: Floats) -> bool:
    """Whether they agree wherever both are known, and that is at enough points."""
    clear = np.isfinite(values) & np.isfinite(wanted)
    if clear.sum() < min(_FEWEST, len(wanted)):
        return False
    gap = np.abs(values[clear] - wanted[clear])
    return bool((gap <= _CLOSE * np.abs(wanted[clear]) + _TINY**2).all())


def _constant(numbers: Floats) -> Fraction | None:
    """The one short fraction that all the numbers are."""
    clear = numbers[np.isfinite(numbers)]
    if len(clear) < min(_FEWEST, len(numbers)) or not np.allclose(clear, clear[0], rtol=_CLOSE, atol=_CLOSE):
        return None
    constant = Fraction(float(clear[0])).limit_denominator(MOST_DENOMINATOR)
    return constant if abs(float(constant) - clear[0]) < _CLOSE * (1 + abs(clear[0])) else None
