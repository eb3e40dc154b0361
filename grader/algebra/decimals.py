"""Balls of decimals at one point, in as many digits as wanted, with the standard library alone.

`Decimal` is correctly rounded for + − × ÷, exp and ln and its exponents do not overflow at e^1000, so that
any formula is evaluated as it stands, without rewriting it for the sake of rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from .bounds import Arithmetic, Ball, Mask, Signs, Value
from .nodes import Node, Op, order
from .rationals import rational

_GUARD = 8
_LARGEST = Decimal(10) ** 9
_ZERO, _ONE = Decimal(0), Decimal(1)


class Decimals(Arithmetic):
    """Evaluates at one rational point with `digits` significant digits."""

    none = Decimal("NaN")
    everything = Decimal("Infinity")

    def __init__(self, point: Mapping[str, Fraction], digits: int) -> None:
        super().__init__()
        self.point = point
        self.digits = digits
        self.unit = Decimal(10) ** (2 - digits)
        self.tiny = _ZERO

    def at(self, roots: Sequence[Node]) -> list[Ball]:
        """The roots' values and errors."""
        with localcontext(decimal_context(self.digits)):
            self.evaluate(order(roots))
        return [self.balls[r.id] for r in roots]

    def number(self, value: Fraction) -> Ball:
        near = Decimal(value.numerator) / Decimal(value.denominator)
        exact = value.denominator == 1 and len(str(abs(value.numerator))) < self.digits
        return Ball(near, _ZERO if exact else abs(near) * self.unit)

    def symbol(self, node: Node) -> Ball:
        return self.number(self.point[node.name])

    def pi(self) -> Ball:
        value = circle(self.digits)
        return Ball(value, value * self.unit)

    def choose(self, mask: Mask, yes: Value, no: Value) -> Value:
        return yes if mask else no

    def real_power(self, base: Value, exponent: Fraction) -> Value:
        if exponent.denominator == 1:
            return base ** int(exponent)
        if not base:
            return base
        if exponent == Fraction(1, 2):
            return base.sqrt()
        with localcontext(decimal_context(self.digits + _GUARD)):
            return (base.ln() * exponent.numerator / exponent.denominator).exp()

    def nearest_whole(self, value: Value) -> tuple[Value, Mask]:
        if not value.is_finite() or abs(value) > _LARGEST:
            return value, False
        whole = value.to_integral_value()
        return whole, int(whole) % 2 == 1

    def decide_signs(self, node: Node, signs: Signs) -> Signs:
        if any(signs):
            return signs
        exact = rational(node, self.point)
        return signs if exact is None else Signs(exact > 0, exact == 0, exact < 0, False)

    def function(self, op: Op, ball: Ball) -> Ball:
        value, error = ball
        if value.is_nan():
            return Ball(value, error)
        if op is Op.LN:
            return self._ln(value, error)
        if not error < 1 or abs(value) > _LARGEST:
            return self._far(op, value, error)
        with localcontext(decimal_context(self.digits + _GUARD)):
            result = _FUNCTIONS[op](value, self.digits)
        if op in (Op.EXP, Op.SINH, Op.COSH):
            slope = (abs(value) if op is not Op.EXP else value).exp() * 3
        else:
            slope = Decimal("1.2")
        return Ball(+result, slope * error + abs(result) * self.unit)

    def _far(self, op: Op, value: Decimal, error: Decimal) -> Ball:
        if op is Op.EXP and value < 0 and error < _LARGEST / 2:
            return Ball(_ZERO, Decimal(-int(_LARGEST) // 2).exp())
        return Ball(_ZERO, self.everything)

    def _ln(self, value: Decimal, error: Decimal) -> Ball:
        if value > error:
            result = value.ln()
            return Ball(result, error / (value - error) + abs(result) * self.unit)
        never = value < -error or (not value and not error)
        return Ball(self.none if never else _ZERO, self.everything)


def apart(a: Ball, b: Ball) -> bool:
    """Whether two balls of decimals certainly hold different numbers."""
    if not all(part.is_finite() for part in (*a, *b)):
        return False
    with localcontext(decimal_context(2 * _GUARD)):
        return bool(abs(a.value - b.value) > a.error + b.error)


def known(ball: Ball) -> bool:
    """Whether the ball says anything: a value, with a finite error."""
    return bool(ball.value.is_finite() and ball.error.is_finite())


def precise(ball: Ball, digits: int, floor: int = 0) -> bool:
    """Whether the error is below 10^-digits of `floor` + |value|."""
    if not known(ball):
        return False
    with localcontext(decimal_context(2 * _GUARD)):
        return bool(ball.error.scaleb(digits) <= floor + abs(ball.value))


def decimal_context(digits: int) -> Context:
    """A context in which nothing is an exception: what is undefined becomes NaN, what overflows infinite."""
    return Context(prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])


@lru_cache(maxsize=16)
def circle(digits: int) -> Decimal:
    """π by Machin's formula: 16 atan(1/5) − 4 atan(1/239)."""
    with localcontext(decimal_context(digits + _GUARD)):
        value = 16 * _atan_series(_ONE / 5, digits + _GUARD) - 4 * _atan_series(_ONE / 239, digits + _GUARD)
    with localcontext(decimal_context(digits)):
        return +value


def _series(first: Decimal, ratio: Callable[[int], Decimal], digits: int) -> Decimal:
    """Σ of terms, each `ratio(k)` times the one before, until they no longer matter."""
    total, term, k = first, first, 0
    limit = abs(first) * Decimal(10) ** -(digits + _GUARD)
    while abs(term) > limit:
        k += 1
        term = term * ratio(k)
        total += term
    return total


def _sin(value: Decimal, digits: int) -> Decimal:
    return _turned(value, digits, 0)


def _cos(value: Decimal, digits: int) -> Decimal:
    return _turned(value, digits, 1)


def _turned(value: Decimal, digits: int, quarter: int) -> Decimal:
    """sin(value + quarter·π/2), the argument brought near 0 first."""
    extra = max(0, value.adjusted()) + _GUARD
    with localcontext(decimal_context(digits + extra + _GUARD)):
        half = circle(digits + extra + _GUARD) / 2
        turns = (value / half).to_integral_value()
        rest = value - turns * half
    square = -rest * rest
    phase = (int(turns) + quarter) % 4
    if phase % 2:
        result = _series(_ONE, lambda k: square / (2 * k * (2 * k - 1)), digits)
    else:
        result = _series(rest, lambda k: square / (2 * k * (2 * k + 1)), digits)
    return -result if phase > 1 else result


def _atan_series(value: Decimal, digits: int) -> Decimal:
    """Euler's series, whose terms all have one sign."""
    square = value * value
    factor = square / (1 + square)
    return _series(value / (1 + square), lambda k: factor * (2 * k) / (2 * k + 1), digits)


def _atan(value: Decimal, digits: int) -> Decimal:
    if abs(value) > 1:
        quarter = circle(digits + _GUARD) / 2
        return (quarter if value > 0 else -quarter) - _atan(1 / value, digits)
    half = value / (1 + (1 + value * value).sqrt())
    return 2 * _atan_series(half, digits)


def _erf(value: Decimal, digits: int) -> Decimal:
    """e^(−x²)·2/√π·Σ 2^k x^(2k+1)/(1·3·…·(2k+1)), whose terms all have one sign; ±1 where the rest cannot
    matter."""
    square = value * value
    if square > 3 * digits:
        return _ONE.copy_sign(value)
    total = _series(value, lambda k: 2 * square / (2 * k + 1), digits)
    return total * 2 * (-square).exp() / circle(digits + _GUARD).sqrt()


def _sinh(value: Decimal, digits: int) -> Decimal:
    if abs(value) < 1:
        return _series(value, lambda k: value * value / (2 * k * (2 * k + 1)), digits)
    return (value.exp() - (-value).exp()) / 2


def _tanh(value: Decimal, digits: int) -> Decimal:
    if abs(value) < 1:
        return _sinh(value, digits) / _cosh(value, digits)
    falling = (-2 * abs(value)).exp()
    return ((1 - falling) / (1 + falling)).copy_sign(value)


def _cosh(value: Decimal, _digits: int) -> Decimal:
    return (value.exp() + (-value).exp()) / 2


_FUNCTIONS: Mapping[Op, Callable[[Decimal, int], Decimal]] = {
    Op.EXP: lambda value, _: value.exp(),
    Op.SIN: _sin,
    Op.COS: _cos,
    Op.ATAN: _atan,
    Op.ERF: _erf,
    Op.SINH: _sinh,
    Op.COSH: _cosh,
    Op.TANH: _tanh,
}
