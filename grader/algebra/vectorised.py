"""Formulas as NumPy functions, for plots and checks of references: right at ±1000 too, however written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .context import Context
from .decimals import Decimals, known, precise
from .doubles import Columns
from .evaluate import DIGITS, ENOUGH, Undefined
from .lowering import Lowering, Meaningless
from .nodes import Node
from .points import symbols_of
from .pool import Pool
from .tree import Expr

RELATIVE = 1e-13


def vectorised(expr: Expr, names: Sequence[str], context: Context) -> Callable[..., NDArray[np.float64]]:
    """A function of one array (or number) per name, broadcast together; NaN where the formula is undefined.

    Relative error at most 1e-13: where doubles lose more than that, the entry is computed in decimals.
    Raises Undefined if the formula cannot be evaluated elementwise or speaks of other symbols.
    """
    try:
        node = Lowering(Pool(), context).lower(expr, {})
    except Meaningless as problem:
        raise Undefined("size") from problem
    unknown = {s.name for s in symbols_of([node])} - set(names)
    if unknown:
        raise Undefined(f"no value for {', '.join(sorted(unknown))}")

    def function(*arrays: ArrayLike) -> NDArray[np.float64]:
        columns = np.broadcast_arrays(*(np.asarray(a, dtype=np.float64) for a in arrays))
        flat = {name: column.ravel() for name, column in zip(names, columns, strict=True)}
        return _values(node, flat, columns[0].size).reshape(columns[0].shape)

    return function


def _values(node: Node, columns: dict[str, NDArray[np.float64]], length: int) -> NDArray[np.float64]:
    (ball,) = Columns(columns, length).at([node])
    result = np.array(ball.value, dtype=np.float64)
    with np.errstate(all="ignore"):
        lost = ~(ball.error <= RELATIVE * np.abs(ball.value))
    finite = np.all([np.isfinite(c) for c in columns.values()], axis=0) if columns else np.ones(length, bool)
    result[~finite] = np.nan
    for i in np.flatnonzero(lost & finite):
        result[i] = _precise(node, {name: Fraction(float(c[i])) for name, c in columns.items()})
    return result


def _precise(node: Node, point: dict[str, Fraction]) -> float:
    for digits in DIGITS:
        (ball,) = Decimals(point, digits).at([node])
        if ball.value.is_nan() or precise(ball, ENOUGH):
            break
    return float(ball.value) if known(ball) else float("nan")
