"""A point at which two formulas differ, and their values there as a person would write them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from .bounds import Ball
from .cases import Instance
from .decimals import Decimals, apart, decimal_context, known
from .nodes import Node
from .points import Point, symbols_of
from .rationals import rational

DIGITS = 40


@dataclass(frozen=True, slots=True)
class Witness:
    """A point at which the sides differ: names and values as text, and the two values there."""

    at: tuple[tuple[str, str], ...]
    a: str
    b: str
    values: tuple[tuple[str, Fraction], ...] = ()


def witness_at(instance: Instance, a: Node, b: Node, point: Point) -> Witness:
    """Both sides at this point, with the lengths and index values."""
    used = {s.name for s in symbols_of((a, b))}
    named = [(n, Fraction(v)) for n, v in (*instance.sizes.items(), *instance.indices.items())]
    named += [(n, v) for n, v in point.items() if n in used]
    first, second = shown_values(a, b, point)
    return Witness(tuple((n, str(v)) for n, v in named), first, second, tuple(named))


def differs_at(a: Node, b: Node, point: Point) -> bool:
    """Whether decimals confirm it: different values, or exactly one of them undefined."""
    first, second = Decimals(point, DIGITS).at([a, b])
    undefined = (first.value.is_nan(), second.value.is_nan())
    if any(undefined):
        return not all(undefined) and (known(first) or known(second))
    return apart(first, second)


def shown_values(a: Node, b: Node, point: Point) -> tuple[str, str]:
    """Both values as text, with as many digits as it takes to tell them apart (at least 4)."""
    balls = Decimals(point, DIGITS).at([a, b])
    exact = [rational(n, point) for n in (a, b)]
    texts = ("", "")
    with localcontext(decimal_context(2 * DIGITS)):
        for digits in (4, 6, 9, 12, 16, 24, DIGITS - 4):
            first, second = (_shown(e, ball, digits) for e, ball in zip(exact, balls, strict=True))
            texts = first, second
            if first != second:
                break
    return texts


def _shown(exact: Fraction | None, ball: Ball, digits: int) -> str:
    if exact is not None and len(str(exact)) <= 8:
        return _short_decimal(exact)
    if ball.value.is_nan():
        return "undefined"
    if not ball.error.is_finite():
        return "unknown"
    return _cut(ball.value, digits)


def _short_decimal(exact: Fraction) -> str:
    """A terminating decimal where it is short, else the fraction."""
    text = f"{float(exact):.6g}"
    return text if Fraction(text) == exact and "e" not in text else str(exact)


def _cut(value: Decimal, digits: int) -> str:
    """The first digits, cut off, with an ellipsis."""
    if not value:
        return "0"
    if -5 < value.adjusted() < 9:
        places = max(0, digits - 1 - value.adjusted())
        scaled = int(value.scaleb(places))
        text = str(Decimal(scaled).scaleb(-places))
        return f"{text}…" if places else f"{scaled}…"
    mantissa = int(value.scaleb(digits - 1 - value.adjusted()))
    return f"{Decimal(mantissa).scaleb(1 - digits)}…e{value.adjusted()}"
