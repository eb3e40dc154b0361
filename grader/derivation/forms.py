"""Whether two formulas are the same on paper, whatever they are worth: only order and brackets may differ."""

from __future__ import annotations

from typing import TypeAlias

from ..algebra import Add, Call, Derivative, Div, Expr, Mul, Neg, Node, children, walk

Form: TypeAlias = "tuple[str, ...] | tuple[object, ...]"


def same_form(a: Expr, b: Expr) -> bool:
    """Whether `a` is `b` with terms, factors or brackets moved."""
    return a == b or form_of(a) == form_of(b)


def form_of(node: Node) -> Form:
    """A key that is equal for formulas which differ in the order and bracketing of terms and factors only."""
    match node:
        case Add():
            return ("+", *sorted(map(repr, _terms(node))))
        case Mul() | Div() | Neg():
            negative, above, below = _factors(node)
            return ("*", negative, *sorted(map(repr, above)), "/", *sorted(map(repr, below)))
        case _:
            parts = children(node)
            return (type(node).__name__, *map(form_of, parts), *_leaf(node, parts))


def _leaf(node: Node, parts: tuple[Node, ...]) -> tuple[str, ...]:
    """What a node says besides its parts."""
    if not parts:
        return (repr(node),)
    words = (getattr(node, name, None) for name in ("name", "vector", "order", "relation", "index"))
    return tuple(str(word) for word in words if isinstance(word, str | int))


def _terms(node: Add) -> list[Form]:
    found: list[Form] = []
    for term in node.terms:
        found += _terms(term) if isinstance(term, Add) else [form_of(term)]
    return found


def _factors(node: Expr) -> tuple[bool, list[Form], list[Form]]:
    """(negative, factors above the line, factors below) of nested products, quotients and signs."""
    match node:
        case Neg(inner):
            negative, above, below = _factors(inner)
            return not negative, above, below
        case Mul(factors):
            found = [_factors(f) for f in factors]
            negative = sum(n for n, _, _ in found) % 2 == 1
            return negative, [f for _, up, _ in found for f in up], [f for _, _, down in found for f in down]
        case Div(a, b):
            first, above, below = _factors(a)
            second, divided, multiplied = _factors(b)
            return first != second, above + multiplied, below + divided
        case _:
            return False, [form_of(node)], []


def holds_derivative(expr: Expr) -> bool:
    """Whether a derivative is still to be carried out: d/dx or a primed function."""
    return any(isinstance(n, Derivative) or (isinstance(n, Call) and n.order > 0) for n in walk(expr))
