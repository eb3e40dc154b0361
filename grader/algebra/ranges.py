"""What is known of a formula's values without computing them: bounds, and being defined nearly everywhere.

Used to fold conditions that always hold, to split logarithms and roots, and to let terms cancel only where
nothing undefined would disappear with them. Every answer is exact or cautious: (−∞, ∞), "not known to be
whole".
"""

from __future__ import annotations

from fractions import Fraction

from .context import Domain
from .nodes import Node, Op, Span

MAX_EXPONENT = 1000


ZERO, ONE = Fraction(0), Fraction(1)
LINE = Span(None, None)
POSITIVE = Span(ZERO, None, low_open=True)
NOT_NEGATIVE = Span(ZERO, None)
_DOMAINS = {
    Domain.REAL: LINE,
    Domain.POSITIVE: POSITIVE,
    Domain.NONNEGATIVE: NOT_NEGATIVE,
    Domain.UNIT: Span(ZERO, ONE, low_open=True, high_open=True),
    Domain.INTEGER: LINE,
    Domain.NATURAL: Span(ONE, None),
}


def is_positive(node: Node) -> bool:
    """Whether the value is > 0 wherever it is defined."""
    span = span_of(node)
    return span.low is not None and (span.low > 0 or (span.low == 0 and span.low_open))


def not_negative(node: Node) -> bool:
    """Whether the value is ≥ 0 wherever it is defined."""
    low = span_of(node).low
    return low is not None and low >= 0


def sign_of(node: Node) -> int | None:
    """1, -1 or 0 where the sign never changes; None where it may."""
    if is_positive(node):
        return 1
    span = span_of(node)
    if span.high is not None and (span.high < 0 or (span.high == 0 and span.high_open)):
        return -1
    return 0 if span.low == 0 == span.high else None


def span_of(node: Node) -> Span:
    """An interval that holds every value of the node on the declared domains."""
    if node.span is None:
        for part in _pending(node, "span"):
            part.span = _span(part)
    assert node.span is not None  # noqa: S101
    return node.span


def whole_of(node: Node) -> bool:
    """Whether the node is certainly defined on its domain, isolated points and thin sets aside."""
    if node.whole is None:
        for part in _pending(node, "whole"):
            part.whole = _whole(part) and all(bool(a.whole) for a in part.args)
    return bool(node.whole)


def _pending(node: Node, field: str) -> list[Node]:
    seen: dict[int, Node] = {}
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if here.id not in seen and getattr(here, field) is None:
            seen[here.id] = here
            waiting.extend(here.args)
    return [seen[i] for i in sorted(seen)]


def is_whole_number(node: Node) -> bool:
    """Whether the node only takes whole values."""
    if node.op == Op.NUMBER:
        return node.value.denominator == 1
    if node.op == Op.SYMBOL:
        return node.domain in (Domain.INTEGER, Domain.NATURAL)
    if node.op in (Op.ADD, Op.MUL):
        plain = node.value.denominator == 1 and all(Fraction(w).denominator == 1 for w in node.weights)
        return (
            plain and (node.op == Op.ADD or min(node.weights) >= 0) and all(map(is_whole_number, node.args))
        )
    return False


def _whole(node: Node) -> bool:
    match node.op:
        case Op.UNDEFINED:
            return False
        case Op.LN:
            return is_positive(node.args[0])
        case Op.ROOT:
            return bool(node.value.denominator % 2) or not_negative(node.args[0])
        case Op.POWER:
            return is_whole_number(node.args[1])
    return True


def _span(node: Node) -> Span:
    match node.op:
        case Op.NUMBER:
            return Span(node.value, node.value)
        case Op.SYMBOL:
            return _DOMAINS[node.domain]
        case Op.PI:
            return Span(Fraction(314, 100), Fraction(315, 100))
        case Op.ADD:
            return _sum(node)
        case Op.MUL:
            return _product(node)
        case Op.CASES:
            return _union([_known(a) for a in node.args[: len(node.tests) + 1] if a.op != Op.UNDEFINED])
    return _function(node)


def _known(node: Node) -> Span:
    assert node.span is not None  # noqa: S101
    return node.span


def _function(node: Node) -> Span:
    inner = _known(node.args[0]) if node.args else LINE
    match node.op:
        case Op.EXP:
            return (
                Span(ZERO, ONE, True, inner.high_open)
                if inner.high is not None and inner.high <= 0
                else _grow(inner)
            )
        case Op.COSH:
            return Span(ONE, None)
        case Op.SIN | Op.COS:
            return Span(-ONE, ONE)
        case Op.TANH | Op.ERF | Op.ATAN | Op.SINH:
            return _odd(inner, {Op.ATAN: Fraction(2), Op.SINH: None}.get(node.op, ONE))
        case Op.LN:
            return _logarithm(inner)
        case Op.ROOT:
            return (
                Span(ZERO, None, inner.low == 0 and inner.low_open)
                if inner.low is not None and inner.low >= 0
                else (LINE if node.value.denominator % 2 and node.value.numerator % 2 else NOT_NEGATIVE)
            )
        case Op.POWER:
            return _power_span(node)
    return LINE


def _grow(inner: Span) -> Span:
    if inner.low is not None and inner.low >= 0:
        return Span(ONE, None, inner.low_open or inner.low > 0)
    return POSITIVE


def _odd(inner: Span, limit: Fraction | None) -> Span:
    """Of an increasing odd function that stays inside ±limit."""
    low: Fraction | None = (
        ZERO if inner.low is not None and inner.low >= 0 else (None if limit is None else -limit)
    )
    high: Fraction | None = ZERO if inner.high is not None and inner.high <= 0 else limit
    low_open = low != 0 or inner.low_open or inner.low != 0
    high_open = high != 0 or inner.high_open or inner.high != 0
    return Span(low, high, low_open, high_open)


def _logarithm(inner: Span) -> Span:
    if inner.low is not None and inner.low >= 1:
        return Span(ZERO, None, inner.low > 1 or inner.low_open)
    if inner.high is not None and inner.high <= 1:
        return Span(None, ZERO, False, inner.high < 1 or inner.high_open)
    return LINE


def _power_span(node: Node) -> Span:
    base, exponent = _known(node.args[0]), _known(node.args[1])
    if base.low is None or base.low < 0:
        return LINE
    if base.high is not None and base.high <= 1 and exponent.low is not None and exponent.low > 0:
        return Span(ZERO, ONE, base.low_open, base.high_open)
    return Span(ZERO, None, base.low_open)


def _union(spans: list[Span]) -> Span:
    if not spans:
        return LINE
    low, high = spans[0].low, spans[0].high
    for s in spans[1:]:
        low = None if low is None or s.low is None else min(low, s.low)
        high = None if high is None or s.high is None else max(high, s.high)
    return Span(
        low,
        high,
        all(s.low_open for s in spans if s.low == low),
        all(s.high_open for s in spans if s.high == high),
    )


def _sum(node: Node) -> Span:
    total = Span(node.value, node.value)
    for part, weight in zip(node.args, node.weights, strict=True):
        total = _plus(total, _times(_known(part), Span(Fraction(weight), Fraction(weight))))
        if total.low is None and total.high is None:
            return LINE
    return total


def _plus(a: Span, b: Span) -> Span:
    low = None if a.low is None or b.low is None else a.low + b.low
    high = None if a.high is None or b.high is None else a.high + b.high
    return Span(low, high, a.low_open or b.low_open, a.high_open or b.high_open)


def _product(node: Node) -> Span:
    total = Span(node.value, node.value)
    for part, exponent in zip(node.args, node.weights, strict=True):
        total = _times(total, _whole_power(_known(part), int(exponent)))
    return total


def _whole_power(base: Span, exponent: int) -> Span:
    if abs(exponent) > MAX_EXPONENT:
        return NOT_NEGATIVE if exponent % 2 == 0 else LINE
    if exponent < 0:
        base, exponent = _reciprocal(base), -exponent
    if base.low is not None and base.low >= 0:
        high = None if base.high is None else base.high**exponent
        return Span(base.low**exponent, high, base.low_open, base.high_open)
    if exponent % 2:
        low = None if base.low is None else base.low**exponent
        return Span(low, None if base.high is None else base.high**exponent, base.low_open, base.high_open)
    return _even_power(base, exponent)


def _even_power(base: Span, exponent: int) -> Span:
    if base.high is not None and base.high <= 0:
        low = None if base.low is None else base.low**exponent
        return Span(base.high**exponent, low, base.high_open, base.low_open)
    if base.low is None or base.high is None:
        return NOT_NEGATIVE
    if -base.low == base.high:
        return Span(ZERO, base.high**exponent, False, base.low_open and base.high_open)
    ends = max((-base.low, base.low_open), (base.high, base.high_open))
    return Span(ZERO, ends[0] ** exponent, False, ends[1])


def _reciprocal(base: Span) -> Span:
    if base.low is not None and base.low >= 0:
        high = None if base.low == 0 else 1 / base.low
        if base.high is None:
            return Span(ZERO, high, True, base.low_open)
        return Span(1 / base.high, high, base.high_open, base.low_open) if base.high else LINE
    return LINE if base.high is None or base.high > 0 else _mirror(_reciprocal(_mirror(base)))


def _mirror(s: Span) -> Span:
    low = None if s.high is None else -s.high
    return Span(low, None if s.low is None else -s.low, s.high_open, s.low_open)


def _times(a: Span, b: Span) -> Span:
    if a.low is not None and a.low >= 0 and b.low is not None and b.low >= 0:
        return _positive_times(a, b)
    if a.high is not None and a.high <= 0:
        return _mirror(_times(_mirror(a), b)) if a.low != 0 else Span(ZERO, ZERO)
    if b.high is not None and b.high <= 0:
        return _mirror(_times(a, _mirror(b))) if b.low != 0 else Span(ZERO, ZERO)
    ends = [x if x is None or y is None else x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    if None in (a.low, a.high, b.low, b.high):
        return LINE if b.low is None or b.low < 0 else _scaled(a, b)
    finite = [e for e in ends if e is not None]
    return Span(min(finite), max(finite))


def _scaled(a: Span, b: Span) -> Span:
    """a of both signs or unbounded, b ≥ 0: only a finite end of a against a finite top of b is known."""
    if b.high is None:
        return LINE
    low = None if a.low is None else min(a.low * b.high, a.low * (b.low or ZERO))
    high = None if a.high is None else max(a.high * b.high, a.high * (b.low or ZERO))
    return Span(low, high)


def _positive_times(a: Span, b: Span) -> Span:
    low_a, low_b = a.low or ZERO, b.low or ZERO
    low_open = (a.low_open and (low_b > 0 or b.low_open)) or (b.low_open and (low_a > 0 or a.low_open))
    if a.high == 0 or b.high == 0:
        return Span(ZERO, ZERO)
    high = None if a.high is None or b.high is None else a.high * b.high
    return Span(low_a * low_b, high, low_open, a.high_open or b.high_open)
