"""A formula with one slip in it: a lost sign, term or factor, swapped cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..algebra import Add, All, AnyOf, Branch, Cases, Compare, Expr, Mul, Neg, children, free_names, map_expr


def mutants(expr: Expr) -> Iterator[tuple[str, Expr]]:
    """Each (note, formula) that differs from `expr` in one place, outermost slips first."""
    for place in _places(expr):
        for note, slipped in _slips(place):
            yield note, _with(expr, place, slipped)


def _slips(expr: Expr) -> Iterator[tuple[str, Expr]]:
    match expr:
        case Neg(a):
            yield "sign-lost", a
        case Add(terms) if len(terms) > 1:
            for k, term in enumerate(terms):
                rest = terms[:k] + terms[k + 1 :]
                lost = "term-lost" if free_names(term) else "constant-lost"
                yield lost, rest[0] if len(rest) == 1 else Add(rest)
        case Mul(factors) if len(factors) > 1:
            for k in range(len(factors)):
                rest = factors[:k] + factors[k + 1 :]
                yield "factor-lost", rest[0] if len(rest) == 1 else Mul(rest)
        case Cases((Branch(value, condition),), otherwise) if otherwise is not None:
            yield "cases-swapped", replace(expr, branches=(Branch(otherwise, condition),), otherwise=value)


def _places(expr: Expr) -> Iterator[Expr]:
    """Every sub-expression from the outside in; conditions are left alone."""
    waiting = [expr]
    while waiting:
        here = waiting.pop(0)
        yield here
        waiting += _parts(here)


def _parts(expr: Expr) -> list[Expr]:
    if isinstance(expr, Cases):
        values = [branch.value for branch in expr.branches]
        return values if expr.otherwise is None else [*values, expr.otherwise]
    return [part for part in children(expr) if not isinstance(part, Compare | All | AnyOf)]


def _with(expr: Expr, place: Expr, slipped: Expr) -> Expr:
    """`expr` with the one node `place` (by identity) replaced."""
    return slipped if expr is place else map_expr(expr, lambda part: _with(part, place, slipped))
