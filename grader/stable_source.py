"""Formulas in NumPy that neither overflow nor lose their digits, where a way of writing them is known."""

from __future__ import annotations

from .algebra import Add, Call, Div, Expr, Mul, Neg, Num, walk
from .algebra.tree import Node
from .exercise.numpy_text import numpy_text
from .written import tidy


def stable_source(source: str, formula: Expr) -> str | None:
    """The Python of a formula with logarithms and fractions of 1 + e^u written by `np.logaddexp`.

    None where the formula has none. A text is replaced, so whoever uses the result has to try it.
    """
    changed = source
    for part in walk(formula):
        better = _better(part)
        if better is not None:
            changed = changed.replace(*better)
    return changed if changed != source else None


def _better(part: Node) -> tuple[str, str] | None:
    """`ln(1 + e^u)`, `1/(1 + e^u)` and `e^u/(1 + e^u)` as typed, and without a large exponential."""
    match part:
        case Call("ln", (total,)) if (u := _exponent_beside_one(total)) is not None:
            return numpy_text(part), f"np.logaddexp(0, {numpy_text(u)})"
        case Div(Num(one), total) if one == 1 and (u := _exponent_beside_one(total)) is not None:
            return numpy_text(part), f"np.exp(-np.logaddexp(0, {numpy_text(u)}))"
        case Div(Call("exp", (above,)), total) if above == _exponent_beside_one(total):
            return numpy_text(part), f"np.exp(-np.logaddexp(0, {numpy_text(_negative(above))}))"
        case _:
            return None


def _exponent_beside_one(total: Expr) -> Expr | None:
    """u where the sum is 1 + e^u, in either order."""
    match total:
        case Add((Num(one), Call("exp", (u,)))) | Add((Call("exp", (u,)), Num(one))) if one == 1:
            return u
        case _:
            return None


def _negative(expr: Expr) -> Expr:
    match expr:
        case Neg(inner):
            return inner
        case Mul((Num(size), *rest)):
            return Mul((Num(-size), *rest))
        case _:
            return tidy(Neg(expr))
