"""A formula with one slip in it: a lost sign, term or factor, moved brackets, swapped cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..algebra import (
    Add,
    All,
    AnyOf,
    Branch,
    Call,
    Cases,
    Compare,
    Condition,
    Div,
    Expr,
    Mul,
    Neg,
    Pow,
    children,
    free_names,
    map_expr,
)  # fmt: skip
from ..algebra.tree import Relation

_OTHER_SIDE: Mapping[Relation, Relation] = {">": ">=", ">=": ">", "<": "<=", "<=": "<"}


def mutants(expr: Expr) -> Iterator[tuple[str, Expr]]:
    """Each (note, formula) that differs from `expr` in one place, outermost slips first."""
    for place in _places(expr):
        for note, slipped in _slips(place):
            yield note, _with(expr, place, slipped)
    for place in _places(expr):
        for moved in _rebracketed(place):
            yield "brackets-moved", _with(expr, place, moved)


def boundaries_turned(expr: Expr) -> Expr:
    """The same cases, each boundary itself on the other side."""
    if isinstance(expr, Cases):
        expr = replace(
            expr, branches=tuple(replace(b, condition=_turned(b.condition)) for b in expr.branches)
        )
    return map_expr(expr, boundaries_turned)


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


def _rebracketed(expr: Expr) -> Iterator[Expr]:
    """What is read where the brackets around a sum are missing, or close too late."""
    match expr:
        case Mul((*others, Add((first, *rest)))) if others:
            yield Add((Mul((*others, first)), *rest))
        case Mul((Add((*start, last)), *others)) if others:
            yield Add((*start, Mul((last, *others))))
        case Div(Add((*start, last)), Add((first, *rest))):
            yield Add((*start, Div(last, first), *rest))
        case Div(Add((*start, last)), below):
            yield Add((*start, Div(last, below)))
        case Div(above, Add((first, *rest))):
            yield Add((Div(above, first), *rest))
        case Add((*start, Neg(Pow(base, exponent)))) if start:
            yield Pow(Add((*start, Neg(base))), exponent)
        case Call(args=(Add((*start, last)),)) if len(start) == 1:
            yield Add((replace(expr, args=(last,)), *start))


def _turned(condition: Condition) -> Condition:
    if not isinstance(condition, Compare):
        return condition
    return replace(condition, relation=_OTHER_SIDE.get(condition.relation, condition.relation))


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
