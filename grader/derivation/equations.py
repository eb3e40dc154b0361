"""Whether two equations have the same solutions: one is a constant multiple of the other, or each point that solves
one solves the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from ..algebra import (
    Add,
    Context,
    Domain,
    Expr,
    Mul,
    Neg,
    Num,
    Undefined,
    evaluate,
    expand,
    free_names,
    substitute,
)
from ..algebra.decide import Decision, Verdict, Witness, decide
from .task import Equation

ENOUGH = 6
"""Common solutions, found from either side, that count as agreement."""
_TRIED = tuple(map(Fraction, ("1", "2", "-1", "3", "1/2", "5", "-2", "7", "-3/2", "4")))
_NEAR = 1e-9

Point = Mapping[str, Fraction]


def same_solutions(a: Equation, b: Equation, context: Context) -> Decision:
    """Whether `a` and `b` hold at the same points of the domain. The witness of a refusal solves exactly one of them;
    its two texts are both sides of each equation there."""
    pair = _Pair(a, b, context)
    if (proportional := pair.proportional()) is not None:
        return proportional
    agreed = 0
    for one, other in ((a, b), (b, a)):
        for point in islice(pair.solutions(one), 4 * ENOUGH):
            holds = pair.holds(other, point)
            if holds is False:
                return Decision(Verdict.REFUTED, "points", pair.witness(point))
            agreed += holds is True
    if agreed >= 2 * ENOUGH:
        return Decision(Verdict.NUMERIC, "points")
    return Decision(Verdict.UNDECIDED, "points", note="undecided-solutions")


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two equations in the same unknowns: every free symbol of either."""

    a: Equation
    b: Equation
    context: Context

    @property
    def unknowns(self) -> Sequence[str]:
        sides = (self.a.left, self.a.right, self.b.left, self.b.right)
        names = frozenset().union(*(free_names(expand(side, self.context)) for side in sides))
        return [name for name in self.context.symbols if name in names]

    def proportional(self) -> Decision | None:
        """A decision where one difference of sides is a constant multiple of the other, compared at one point."""
        first, second = _difference(self.a), _difference(self.b)
        for point in self._points():
            values = {name: Num(value) for name, value in point.items()}
            at_first, at_second = substitute(first, values), substitute(second, values)
            if self._value(first, point) and self._value(second, point):
                found = decide(Mul((first, at_second)), Mul((second, at_first)), self.context)
                return found if found.equal else None
        return None

    def _points(self) -> Iterator[Point]:
        names = self.unknowns
        for shift in range(len(_TRIED)):
            point = {name: _TRIED[(shift + 3 * k) % len(_TRIED)] for k, name in enumerate(names)}
            if all(map(self._allowed, point.items())):
                yield point

    def _allowed(self, item: tuple[str, Fraction]) -> bool:
        name, value = item
        match self.context.domain(name):
            case Domain.REAL:
                return True
            case Domain.INTEGER:
                return value.denominator == 1
            case Domain.NATURAL:
                return value.denominator == 1 and value > 0
            case Domain.UNIT:
                return 0 < value < 1
        return value > 0

    def solutions(self, equation: Equation) -> Iterator[Point]:
        """Exact points that solve an equation which is linear in one of its unknowns, the others being given."""
        difference = _difference(equation)
        for name in self.unknowns:
            for point in self._points():
                solved = self._solved(difference, name, point)
                if solved is not None and self._allowed((name, solved)):
                    yield {**point, name: solved}

    def _solved(self, difference: Expr, name: str, point: Point) -> Fraction | None:
        at_one = self._value(difference, {**point, name: Fraction(1)})
        at_two = self._value(difference, {**point, name: Fraction(2)})
        if not isinstance(at_one, Fraction) or not isinstance(at_two, Fraction) or at_one == at_two:
            return None
        zero = 1 - at_one / (at_two - at_one)
        return zero if self._value(difference, {**point, name: zero}) == 0 else None

    def holds(self, equation: Equation, point: Point) -> bool | None:
        """None where a side is undefined."""
        value = self._value(_difference(equation), point)
        return None if value is None else abs(value) < _NEAR

    def witness(self, point: Point) -> Witness:
        sides = [f"{self._shown(e.left, point)} = {self._shown(e.right, point)}" for e in (self.a, self.b)]
        return Witness(tuple((n, str(v)) for n, v in point.items()), *sides, tuple(point.items()))

    def _shown(self, side: Expr, point: Point) -> str:
        value = self._value(side, point)
        return "undefined" if value is None else str(value)

    def _value(self, expr: Expr, point: Point) -> Fraction | float | None:
        try:
            return evaluate(expr, point, self.context)
        except Undefined:
            return None


def _difference(equation: Equation) -> Expr:
    return Add((equation.left, Neg(equation.right)))
