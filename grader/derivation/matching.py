"""Which of many formulas a wrong one might be: compared by value at common points, the match then decided exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ..algebra import Add, Context, Expr, Mul, Num
from ..algebra.cases import instances
from ..algebra.decide import decide
from ..algebra.doubles import Doubles
from ..algebra.lowering import Lowering, Meaningless
from ..algebra.nodes import Node, TooMuchWork
from ..algebra.points import Point, sample, symbols_of
from ..algebra.pool import Pool

MOST_INSTANCES = 6
MOST_POINTS = 14
_CLOSE = 1e-9
_MOST_FACTOR = 1000

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A formula that a known slip leads to. `values` fill the placeholders of the note's sentence."""

    note: str
    expr: Expr
    values: tuple[tuple[str, str], ...] = ()


class Sought:
    """A wrong formula, its values at points that all candidates are tried at."""

    def __init__(self, wrong: Expr, before: Expr, context: Context) -> None:
        self.wrong, self.context = wrong, context
        self._pool = Pool()
        each = instances((wrong, before), context).each[:MOST_INSTANCES]
        self._scopes = [(Lowering(self._pool, context, i.sizes), i) for i in each]
        roots = [node for expr in (wrong, before) for node in self._lowered(expr) or ()]
        self._points = _few(sample([self._pool.sum(*symbols_of(roots))])) if roots else []
        self._names = {name for point in self._points[:1] for name in point}
        self._numbers = Doubles(self._points)
        self._target = self._values(wrong)

    def first(self, candidates: Iterable[Candidate]) -> Candidate | None:
        """The first candidate that is the same formula."""
        return next((c for c in candidates if self.is_same(c.expr)), None)

    def is_same(self, expr: Expr) -> bool:
        """Whether it has the same values everywhere looked at, and is then decided to be equal."""
        values, target = self._values(expr), self._target
        if values is None or target is None:
            return False
        clear = np.isfinite(values) & np.isfinite(target)
        if clear.sum() < 3 or not np.allclose(values[clear], target[clear], rtol=_CLOSE, atol=1e-12):
            return False
        return decide(expr, self.wrong, self.context).equal is True

    def factor(self, right: Expr) -> Fraction | None:
        """The constant k ≠ 1 with wrong = k · right, if there is one."""
        values, target = self._values(right), self._target
        if values is None or target is None:
            return None
        clear = np.isfinite(values) & np.isfinite(target) & (np.abs(values) > 1e-6)
        ratio = _constant(target[clear] / values[clear])
        if ratio is None or not self.is_same(Mul((Num(ratio), right))):
            return None
        return ratio

    def offset(self, right: Expr) -> Fraction | None:
        """The constant c ≠ 0 with wrong = right + c, if there is one."""
        values, target = self._values(right), self._target
        if values is None or target is None:
            return None
        clear = np.isfinite(values) & np.isfinite(target)
        constant = _constant(1 + target[clear] - values[clear])
        if constant is None or not self.is_same(Add((right, Num(constant - 1)))):
            return None
        return constant - 1

    def _lowered(self, expr: Expr) -> list[Node] | None:
        """Its node in every instance; None where it has no meaning."""
        found = []
        for lowering, instance in self._scopes:
            scope = {name: self._pool.number(value) for name, value in instance.indices.items()}
            try:
                found.append(lowering.lower(expr, scope))
            except (Meaningless, TooMuchWork):
                return None
        return found

    def _values(self, expr: Expr) -> Floats | None:
        """Its values at every point of every instance; NaN where they are undefined or not known well."""
        nodes = self._lowered(expr)
        if nodes is None or any(s.name not in self._names for s in symbols_of(nodes)):
            return None
        balls = self._numbers.at(nodes)
        sharp = [np.where(b.error <= 1e-10 * (1 + np.abs(b.value)), b.value, np.nan) for b in balls]
        return np.concatenate(sharp) if sharp else None


def _few(points: Sequence[Point]) -> list[Point]:
    """Small numbers first, and some from the spread at the end of the list."""
    half = MOST_POINTS // 2
    return [*points[:half], *points[half:][-half:]]


def _constant(ratios: Floats) -> Fraction | None:
    if len(ratios) < 3 or not np.isfinite(ratios[0]) or not np.allclose(ratios, ratios[0], rtol=_CLOSE):
        return None
    ratio = Fraction(float(ratios[0])).limit_denominator(_MOST_FACTOR)
    return ratio if ratio not in (0, 1) and abs(float(ratio) - ratios[0]) < 1e-7 * abs(ratios[0]) else None
