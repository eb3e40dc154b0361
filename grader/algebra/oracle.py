"""A second opinion on values: mpmath in as many digits as wanted. For lint and tests, never for grading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import mpmath

from ..model import Param
from .casework import arms_of, holds_for, otherwise_of
from .context import Context
from .evaluate import Undefined, exact
from .lowering import Lowering
from .nodes import Atom, Every, Node, Op, Test, order
from .pool import Pool
from .tree import Expr

if TYPE_CHECKING:
    from mpmath import mpf

_FUNCTIONS = {
    Op.EXP: mpmath.exp,
    Op.LN: mpmath.log,
    Op.SIN: mpmath.sin,
    Op.COS: mpmath.cos,
    Op.ATAN: mpmath.atan,
    Op.SINH: mpmath.sinh,
    Op.COSH: mpmath.cosh,
    Op.TANH: mpmath.tanh,
    Op.ERF: mpmath.erf,
}


def mp_value(expr: Expr, values: Mapping[str, Param], context: Context, digits: int) -> mpf:
    """The value at scalar `values`, to about `digits` digits. Raises Undefined where there is none."""
    node = Lowering(Pool(), context).lower(expr, {})
    with mpmath.workdps(digits + 15):
        try:
            numbers: dict[int, Any] = {}
            for part in order([node]):
                numbers[part.id] = _value(part, numbers, values)
            result = numbers[node.id]
        except ZeroDivisionError as problem:
            raise Undefined("division") from problem
    if not isinstance(result, mpmath.mpf) or not mpmath.isfinite(result):
        raise Undefined("undefined")
    return result


def _value(node: Node, numbers: Mapping[int, Any], values: Mapping[str, Param]) -> Any:
    args = [numbers[a.id] for a in node.args]
    match node.op:
        case Op.NUMBER:
            return mpmath.mpf(node.value.numerator) / node.value.denominator
        case Op.SYMBOL:
            number = exact(values[node.name])
            return mpmath.mpf(number.numerator) / number.denominator
        case Op.PI:
            return +mpmath.pi
        case Op.UNDEFINED:
            return mpmath.nan
        case Op.CASES:
            return next(
                (numbers[arm.id] for test, arm in arms_of(node) if _holds(test, numbers)),
                numbers[otherwise_of(node).id],
            )
        case Op.ADD:
            weighted = [
                mpmath.mpf(w.numerator) / w.denominator * a for a, w in zip(args, node.weights, strict=True)
            ]
            return mpmath.fsum(weighted) + mpmath.mpf(node.value.numerator) / node.value.denominator
        case Op.MUL:
            powers = [a ** int(w) for a, w in zip(args, node.weights, strict=True)]
            return mpmath.fprod(powers) * node.value.numerator / node.value.denominator
        case Op.ROOT:
            return _root(node, args[0])
        case Op.POWER:
            return args[0] ** args[1]
    return _FUNCTIONS[node.op](args[0])


def _root(node: Node, base: Any) -> Any:
    exponent = mpmath.mpf(node.value.numerator) / node.value.denominator
    if isinstance(base, mpmath.mpf) and base < 0 and node.value.denominator % 2:
        return (-1) ** node.value.numerator * (-base) ** exponent
    return base**exponent


def _holds(test: Test, numbers: Mapping[int, Any]) -> bool:
    if isinstance(test, Atom):
        value = numbers[test.node.id]
        return holds_for(test.relation, int(mpmath.sign(value)))
    return (all if isinstance(test, Every) else any)(_holds(part, numbers) for part in test.parts)
