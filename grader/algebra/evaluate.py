"""One value of a formula: exact where rational arithmetic is enough, else a double right to the last bits.

Pure Python: draws and answer keys come from here, so the value must not depend on a numerical library.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from ..errors import ChainruleError
from ..model import Param
from .casework import holds_for
from .context import Context
from .decimals import Decimals, known, precise
from .lowering import Lowering, Meaningless
from .nodes import Atom, Every, Node, Op, Test, TooMuchWork, order
from .pool import Pool
from .rationals import rational
from .tree import Condition, Expr

DIGITS = (30, 60, 120, 300)
ENOUGH = 18  # digits that decide a double


class Undefined(ChainruleError):  # noqa: N818  as in "undefined here"
    """A formula has no value here. `reason`: division, logarithm, root, cases, kink, size, undefined."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def evaluate(expr: Expr, values: Mapping[str, Param], context: Context) -> Fraction | float:
    """The value where each symbol, vector (a tuple) and free index has the value given.

    Raises Undefined where there is none, and KeyError for a name without a value.
    """
    point, sizes, indices = _placed(values, context)
    try:
        return _value(_lowered(expr, context, sizes, indices), point)
    except (Meaningless, TooMuchWork) as problem:
        raise Undefined("size") from problem


def holds(condition: Condition, values: Mapping[str, Param], context: Context) -> bool:
    """Whether the condition holds there. Raises Undefined where one of its sides has no value."""
    point, sizes, indices = _placed(values, context)
    try:
        test = _lowered_condition(condition, context, sizes, indices)
    except (Meaningless, TooMuchWork) as problem:
        raise Undefined("size") from problem
    return test if isinstance(test, bool) else _holds(test, point)


_Sizes: TypeAlias = tuple[tuple[str, int], ...]
_Indices: TypeAlias = tuple[tuple[str, Fraction], ...]


def _placed(values: Mapping[str, Param], context: Context) -> tuple[dict[str, Fraction], _Sizes, _Indices]:
    """The point, the lengths that the values have, and the values of free indices."""
    point: dict[str, Fraction] = {}
    sizes: dict[str, int] = {}
    indices: list[tuple[str, Fraction]] = []
    for name, value in values.items():
        if isinstance(value, tuple):
            point.update({f"{name}_{k}": exact(entry) for k, entry in enumerate(value, 1)})
            length = context.vectors.get(name)
            if isinstance(length, str):
                sizes[length] = len(value)
        elif name in context.indices:
            indices.append((name, exact(value)))
        else:
            point[name] = exact(value)
    lengths = {length for length in context.vectors.values() if isinstance(length, str)}
    sizes.update({n: int(point[n]) for n in lengths if n in point})
    return point, tuple(sizes.items()), tuple(indices)


# The same formula is evaluated for one student after another: it is lowered once for all points.


@lru_cache(maxsize=4096)
def _lowered(expr: Expr, context: Context, sizes: _Sizes, indices: _Indices) -> Node:
    lowering, scope = _lowering(context, sizes, indices)
    return lowering.lower(expr, scope)


@lru_cache(maxsize=1024)
def _lowered_condition(
    condition: Condition, context: Context, sizes: _Sizes, indices: _Indices
) -> Test | bool:
    lowering, scope = _lowering(context, sizes, indices)
    return lowering.condition(condition, scope)


def _lowering(context: Context, sizes: _Sizes, indices: _Indices) -> tuple[Lowering, Mapping[str, Node]]:
    pool = Pool()
    scope = {name: pool.number(value) for name, value in indices}
    return Lowering(pool, context, dict(sizes)), scope


def exact(value: Param) -> Fraction:
    """A drawn number as a fraction; a double stands for exactly itself."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, (float, int)):
        return Fraction(value)
    raise TypeError(f"not a number: {value!r}")


def _value(node: Node, point: Mapping[str, Fraction]) -> Fraction | float:
    value = rational(node, point)
    if value is not None:
        return value
    for digits in DIGITS:
        evaluator = Decimals(point, digits)
        (ball,) = evaluator.at([node])
        if precise(ball, ENOUGH):
            return float(ball.value)
        if ball.value.is_nan():
            break
    if not known(ball):
        raise Undefined(_reason(node, evaluator))
    if not precise(ball, ENOUGH, 1):
        raise Undefined("kink")
    return float(ball.value)


_REASONS = {Op.MUL: "division", Op.LN: "logarithm", Op.ROOT: "root", Op.POWER: "root", Op.CASES: "cases"}


def _reason(node: Node, evaluator: Decimals) -> str:
    """Why: the first part without a value whose own parts have one."""
    for part in order([node]):
        if not known(evaluator.balls[part.id]) and all(known(evaluator.balls[a.id]) for a in part.args):
            return _REASONS.get(part.op, "undefined")
    return "undefined"


def _holds(test: Test, point: Mapping[str, Fraction]) -> bool:
    if isinstance(test, Atom):
        value = _value(test.node, point)
        return holds_for(test.relation, (value > 0) - (value < 0))
    return (all if isinstance(test, Every) else any)(_holds(part, point) for part in test.parts)
