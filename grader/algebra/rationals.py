"""Exact values: nodes at rational points, as long as nothing but rational arithmetic is needed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from .casework import arms_of, holds_for, otherwise_of
from .nodes import Atom, Every, Node, Op, Test, order

MAX_BITS = 4000


def rational(node: Node, point: Mapping[str, Fraction]) -> Fraction | None:
    """The exact value at a point, or None when it is not rational, not defined, or too long."""
    values: dict[int, Fraction | None] = {}
    for part in order([node]):
        values[part.id] = _value(part, point, values)
    return values[node.id]


def _value(node: Node, point: Mapping[str, Fraction], values: dict[int, Fraction | None]) -> Fraction | None:
    match node.op:
        case Op.NUMBER:
            return node.value
        case Op.SYMBOL:
            return point.get(node.name)
        case Op.ADD:
            return _short(_sum(node, values))
        case Op.MUL:
            return _short(_product(node, values))
        case Op.CASES:
            return _cases(node, values)
        case Op.EXP | Op.LN | Op.SIN | Op.COS | Op.TANH | Op.SINH | Op.COSH | Op.ATAN | Op.ERF:
            return _function(node.op, values[node.args[0].id])
        case Op.ROOT:
            base = values[node.args[0].id]
            return base if base in (0, 1) and node.value > 0 else None
        case Op.POWER:
            return _short(_power(values[node.args[0].id], values[node.args[1].id]))
    return None


def _short(value: Fraction | None) -> Fraction | None:
    if value is None or value.numerator.bit_length() + value.denominator.bit_length() > MAX_BITS:
        return None
    return value


def _sum(node: Node, values: dict[int, Fraction | None]) -> Fraction | None:
    total = node.value
    for part, weight in zip(node.args, node.weights, strict=True):
        value = values[part.id]
        if value is None:
            return None
        total += weight * value
    return total


def _product(node: Node, values: dict[int, Fraction | None]) -> Fraction | None:
    total: Fraction | None = node.value
    for part, exponent in zip(node.args, node.weights, strict=True):
        factor = _power(values[part.id], Fraction(exponent))
        if factor is None or total is None:
            return None
        total *= factor
    return total


def _power(base: Fraction | None, exponent: Fraction | None) -> Fraction | None:
    if base is None or exponent is None or exponent.denominator != 1 or (base == 0 and exponent < 0):
        return None
    bits = max(base.numerator.bit_length(), base.denominator.bit_length()) - 1
    return None if bits * abs(exponent) > MAX_BITS else base ** int(exponent)


def _function(op: Op, argument: Fraction | None) -> Fraction | None:
    if op is Op.LN:
        return Fraction(0) if argument == 1 else None
    if argument != 0:
        return None
    return Fraction(1) if op in (Op.EXP, Op.COS, Op.COSH) else Fraction(0)


def _cases(node: Node, values: dict[int, Fraction | None]) -> Fraction | None:
    if node.kink and any(values[a.id] == 0 for a in node.args[len(node.tests) + 1 :]):
        return None
    for test, arm in arms_of(node):
        holds = _holds(test, values)
        if holds is None:
            return None
        if holds:
            return values[arm.id]
    return values[otherwise_of(node).id]


def _holds(test: Test, values: dict[int, Fraction | None]) -> bool | None:
    if isinstance(test, Atom):
        value = values[test.node.id]
        return None if value is None else holds_for(test.relation, (value > 0) - (value < 0))
    results = [_holds(part, values) for part in test.parts]
    decisive = not isinstance(test, Every)
    if decisive in results:
        return decisive
    return None if None in results else not decisive
