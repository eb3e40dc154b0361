"""Balls of doubles at many points at once, with NumPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .bounds import Arithmetic, Ball, Mask, Signs, Value
from .nodes import Node, Op, order
from .rationals import rational

_LARGEST = 700.0  # e^700 is still a double


class Doubles(Arithmetic):
    """Evaluates at `points`, each giving every symbol a rational value."""

    unit = 2.0**-50
    tiny = 1e-300
    none = np.nan
    everything = np.inf

    def __init__(self, points: Sequence[Mapping[str, Fraction]]) -> None:
        super().__init__()
        self.points = points
        self._zeros = np.zeros(len(points))
        self._overflowed = False
        self._careful = False

    def at(self, roots: Sequence[Node]) -> list[Ball]:
        """The roots' values and errors at every point."""
        parts = order(roots)
        known = set(self.balls)
        with np.errstate(all="ignore", over="call", call=self._note_overflow):
            self.evaluate(parts)
            if self._overflowed or self._careful:
                self._evaluate_carefully([p for p in parts if p.id not in known])
        return [self.balls[r.id] for r in roots]

    def _note_overflow(self, _kind: str, _flag: int) -> None:
        self._overflowed = True

    def _evaluate_carefully(self, parts: Sequence[Node]) -> None:
        """Once more, an infinite value being unknown, lest inf − inf pass for "undefined"."""
        self._careful = True
        for node in parts:
            value, error = self._ball(node)
            lost = np.isinf(value)
            self.balls[node.id] = Ball(np.where(lost, 0.0, value), np.where(lost, np.inf, error))

    def times(self, a: Ball, b: Ball) -> Ball:
        product = super().times(a, b)
        if not self._careful:
            return product
        lost = ~np.isfinite(product.value) & ~np.isnan(a.value) & ~np.isnan(b.value)
        return Ball(np.where(lost, 0.0, product.value), np.where(lost, np.inf, product.error))

    def number(self, value: Fraction) -> Ball:
        near = _nearest(value)
        exact = _dyadic(value)
        error = self._zeros if exact else self._zeros + (abs(near) * self.unit + self.tiny)
        if abs(near) == np.inf:
            return Ball(self._zeros, self._zeros + np.inf)
        return Ball(self._zeros + near, error)

    def symbol(self, node: Node) -> Ball:
        exact = [p[node.name] for p in self.points]
        value = np.array([_nearest(x) for x in exact])
        error = np.array([0.0 if _dyadic(x) else abs(_nearest(x)) * self.unit for x in exact])
        return Ball(value, error)

    def pi(self) -> Ball:
        return Ball(self._zeros + np.pi, self._zeros + np.pi * self.unit)

    def choose(self, mask: Mask, yes: Value, no: Value) -> Value:
        return np.where(mask, yes, no)

    def real_power(self, base: Value, exponent: Fraction) -> Value:
        if exponent == Fraction(1, 2):
            return np.sqrt(base)
        return np.power(base, float(exponent))

    def nearest_whole(self, value: Value) -> tuple[Value, Mask]:
        whole = np.rint(value)
        return whole, np.fmod(np.abs(whole), 2.0) == 1.0

    def decide_signs(self, node: Node, signs: Signs) -> Signs:
        open_points: list[int] = np.flatnonzero(
            ~(signs.positive | signs.zero | signs.negative | signs.undefined)
        ).tolist()
        for i in open_points:
            exact = rational(node, self.points[i])
            if exact is not None:
                signs.positive[i], signs.zero[i], signs.negative[i] = exact > 0, exact == 0, exact < 0
        return signs

    def function(self, op: Op, ball: Ball) -> Ball:
        value, error = ball
        if op is Op.EXP:
            return self._exp(value, error)
        if op is Op.LN:
            return self._ln(value, error)
        if op in (Op.SINH, Op.COSH):
            return self._hyperbolic(op, value, error)
        result = _SMOOTH[op](value)
        slope = 1.2 if op is Op.ERF else 1.0
        return Ball(result, error * slope + np.abs(result) * (4 * self.unit) + self.tiny)

    def _exp(self, value: NDArray[np.float64], error: NDArray[np.float64]) -> Ball:
        clear = (error < 0.5) & (np.abs(value) < _LARGEST)
        result = np.exp(np.where(clear, value, 0.0))
        spread = result * (2 * error + 4 * self.unit)
        vanishing = value + error <= -_LARGEST
        spread = np.where(clear, spread, np.where(vanishing, self.tiny, np.inf))
        result = np.where(vanishing, 0.0, result)
        return Ball(np.where(np.isnan(value), np.nan, result), spread)

    def _ln(self, value: NDArray[np.float64], error: NDArray[np.float64]) -> Ball:
        positive = value > error
        never = (value < -error) | ((value == 0) & (error == 0)) | np.isnan(value)
        safe = np.where(positive, value, 1.0)
        result = np.log(safe)
        spread = error / (safe - error) + np.abs(result) * (4 * self.unit) + self.tiny
        return Ball(np.where(never, np.nan, result), np.where(positive, spread, np.inf))

    def _hyperbolic(self, op: Op, value: NDArray[np.float64], error: NDArray[np.float64]) -> Ball:
        clear = (error < 0.5) & (np.abs(value) < _LARGEST - 1)
        safe = np.where(clear, value, 0.0)
        result = np.sinh(safe) if op is Op.SINH else np.cosh(safe)
        spread = 2 * np.cosh(safe) * error + np.abs(result) * (4 * self.unit) + self.tiny
        return Ball(np.where(np.isnan(value), np.nan, result), np.where(clear, spread, np.inf))


class Columns(Doubles):
    """Evaluates at given doubles: an array for each symbol, all of one length."""

    def __init__(self, columns: Mapping[str, NDArray[np.float64]], length: int) -> None:
        super().__init__([{}] * length)
        self.columns = columns

    def symbol(self, node: Node) -> Ball:
        return Ball(self.columns[node.name], self._zeros)

    def decide_signs(self, node: Node, signs: Signs) -> Signs:  # noqa: ARG002  given doubles are not rational points
        return signs


def _erf(values: NDArray[np.float64]) -> NDArray[np.float64]:
    from math import erf

    return np.array([erf(v) for v in values])


_SMOOTH: Mapping[Op, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    Op.SIN: np.sin,
    Op.COS: np.cos,
    Op.ATAN: np.arctan,
    Op.TANH: np.tanh,
    Op.ERF: _erf,
}


def _nearest(value: Fraction) -> float:
    try:
        return value.numerator / value.denominator
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _dyadic(value: Fraction) -> bool:
    return value.denominator & (value.denominator - 1) == 0 and abs(value.numerator) < 2**53
