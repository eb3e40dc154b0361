"""Whether two equations have the same solutions: one is a constant multiple of the other, or every point
found that solves one solves the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import TypeAlias

from ..algebra import (
    Add,
    Context,
    Domain,
    Expr,
    Mul,
    Neg,
    Num,
    TooLarge,
    Undefined,
    evaluate,
    expand,
    free_names,
    substitute,
)
from ..algebra.decide import Decision, Verdict, decide
from ..algebra.witness import Witness
from .task import Equation

MOST_SOLUTIONS = 12
"""Solutions of each equation that are tried in the other."""
ENOUGH = 6
"""Common solutions that count as agreement where there are several unknowns."""
_TRIED = tuple(map(Fraction, ("1", "2", "-1", "3", "1/2", "5", "-2", "7", "-3/2", "4")))
_GRID = tuple(Fraction(k, 2) for k in range(-13, 14))
_BASES = 2  # of an equation that has to be solved by bisection
_MOST_ROOTS = 6
_HALVINGS = 46
_NEAR = 1e-9

Point: TypeAlias = Mapping[str, Fraction]


def same_solutions(a: Equation, b: Equation, context: Context) -> Decision:
    """Whether `a` and `b` hold at the same points of the domain.

    The witness of a refusal solves exactly one of them; its texts are both sides of each equation there.
    """
    try:
        pair = _Pair(a, b, context, _unknowns((a.left, a.right, b.left, b.right), context))
    except TooLarge:
        return Decision(Verdict.UNDECIDED, "points", note="undecided-too-large")
    return pair.proportional() or pair.compared()


def _unknowns(sides: Sequence[Expr], context: Context) -> tuple[str, ...]:
    names = frozenset().union(*(free_names(expand(side, context)) for side in sides))
    return tuple(name for name in context.symbols if name in names and name not in context.vectors)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two equations and the symbols that either of them speaks of."""

    a: Equation
    b: Equation
    context: Context
    unknowns: tuple[str, ...]

    def proportional(self) -> Decision | None:
        """A decision where one difference of sides is a constant multiple of the other.

        That is D₁(x)·D₂(p) = D₂(x)·D₁(p) for all x and one point p.
        """
        first, second = _difference(self.a), _difference(self.b)
        for point in self._points():
            if not self._value(first, point) or not self._value(second, point):
                continue
            values = {name: Num(value) for name, value in point.items()}
            scaled = (
                Mul((first, substitute(second, values, self.context))),
                Mul((second, substitute(first, values, self.context))),
            )
            found = decide(*scaled, self.context)
            return found if found.equal else None
        return self._identical()

    def _identical(self) -> Decision | None:
        """A decision where one of them holds everywhere, as a definition does."""
        first, second = (decide(e.left, e.right, self.context) for e in (self.a, self.b))
        if first.equal and second.equal:
            return second
        if first.equal and second.equal is False and second.witness is not None:
            return Decision(Verdict.REFUTED, "points", self._witness(dict(second.witness.values)))
        return None

    def compared(self) -> Decision:
        """By solutions of each, tried in the other."""
        agreed = [0, 0]
        for side, (one, other) in enumerate(((self.a, self.b), (self.b, self.a))):
            for point in islice(self._solutions(one), MOST_SOLUTIONS):
                holds = self._holds(other, point)
                if holds is False:
                    return Decision(Verdict.REFUTED, "points", self._witness(point))
                agreed[side] += holds is True
        if all(agreed) and (sum(agreed) >= ENOUGH or len(self.unknowns) == 1):
            return Decision(Verdict.NUMERIC, "points")
        return Decision(Verdict.UNDECIDED, "points", note="derivation/undecided-solutions")

    # ------------------------------------------------------------------ solutions

    def _solutions(self, equation: Equation) -> Iterator[Point]:
        """Points that solve it: exact along an unknown it is linear in, else between changes of sign."""
        difference = _difference(equation)
        seen: set[tuple[Fraction, ...]] = set()
        for name in self.unknowns:
            for turn, point in enumerate(self._points()):
                linear = self._linear_zero(difference, name, point)
                zeros = [linear] if linear is not None else self._zeros(difference, name, point, turn)
                for zero in zeros:
                    solved = {**point, name: zero}
                    key = tuple(solved.values())
                    if self._allowed(name, zero) and key not in seen:
                        seen.add(key)
                        yield solved

    def _points(self) -> Iterator[Point]:
        """Points of the domain with small numbers."""
        for shift in range(len(_TRIED)):
            point = {n: _TRIED[(shift + 3 * k) % len(_TRIED)] for k, n in enumerate(self.unknowns)}
            if all(self._allowed(name, value) for name, value in point.items()):
                yield point

    def _allowed(self, name: str, value: Fraction) -> bool:
        match self.context.domain(name):
            case Domain.REAL:
                return True
            case Domain.INTEGER:
                return value.denominator == 1
            case Domain.NATURAL:
                return value.denominator == 1 and value > 0
            case Domain.UNIT:
                return 0 < value < 1
            case Domain.NONNEGATIVE:
                return value >= 0
        return value > 0

    def _linear_zero(self, difference: Expr, name: str, point: Point) -> Fraction | None:
        one, two, three = (self._value(difference, {**point, name: Fraction(k)}) for k in (1, 2, 3))
        if not (isinstance(one, Fraction) and isinstance(two, Fraction) and isinstance(three, Fraction)):
            return None
        if one == two or three - two != two - one:
            return None
        zero = 1 - one / (two - one)
        return zero if self._value(difference, {**point, name: zero}) == 0 else None

    def _zeros(self, difference: Expr, name: str, point: Point, turn: int) -> list[Fraction]:
        if turn >= _BASES:
            return []
        values = [self._value(difference, {**point, name: x}) for x in _GRID]
        found = [x for x, value in zip(_GRID, values, strict=True) if value == 0]
        if len(found) > _MOST_ROOTS:
            return []  # it holds whatever this unknown is
        for k in range(len(_GRID) - 1):
            low, high = values[k], values[k + 1]
            if low is not None and high is not None and low * high < 0:
                found.append(self._bisected(difference, name, point, (_GRID[k], _GRID[k + 1]), low > 0))
        return found

    def _bisected(
        self, difference: Expr, name: str, point: Point, ends: tuple[Fraction, Fraction], falls: bool
    ) -> Fraction:
        low, high = ends
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            value = self._value(difference, {**point, name: middle})
            if value is None or value == 0:
                return middle
            low, high = (middle, high) if (value > 0) == falls else (low, middle)
        near = low.limit_denominator(60)
        return near if self._value(difference, {**point, name: near}) == 0 else low

    # ------------------------------------------------------------------ values

    def _holds(self, equation: Equation, point: Point) -> bool | None:
        """None where a side is undefined."""
        left, right = self._value(equation.left, point), self._value(equation.right, point)
        if left is None or right is None:
            return None
        gap = abs(float(left) - float(right))
        return gap <= _NEAR * (1 + abs(float(left)) + abs(float(right)))

    def _witness(self, point: Point) -> Witness:
        first, second = (
            f"{self._shown(e.left, point)} = {self._shown(e.right, point)}" for e in (self.a, self.b)
        )
        return Witness(tuple((n, _text(v)) for n, v in point.items()), first, second, tuple(point.items()))

    def _shown(self, side: Expr, point: Point) -> str:
        value = self._value(side, point)
        return "undefined" if value is None else _text(value)

    def _value(self, expr: Expr, point: Point) -> Fraction | float | None:
        try:
            return evaluate(expr, point, self.context)
        except (Undefined, KeyError):
            return None


def _difference(equation: Equation) -> Expr:
    return Add((equation.left, Neg(equation.right)))


def _text(value: Fraction | float) -> str:
    """Exact where that is short, else six figures."""
    exact = str(value)
    return exact if isinstance(value, Fraction) and len(exact) <= 8 else f"{float(value):.6g}"
