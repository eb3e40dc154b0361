"""Expressions worth a whole vector, `x - t` or `softmax(z/T)`, and how one entry of them is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .context import Context
from .tree import Call, Entry, Expr, Mul, Node, Num, Sum, Sym, Vector, children, free_names, map_expr, number

_INDEX_LETTERS = "kijlmnpqrsuv"


def takes_vectors(name: str, context: Context) -> bool:
    """Whether this function is applied to whole vectors (softmax)."""
    function = context.functions.get(name)
    return function is not None and any(a.index for a in function.arguments)


def length_of(expr: Node, context: Context) -> int | str | None:
    """The length of a vector-valued expression, a number or a name; None when its value is a number.

    Where vectors of unequal length are mixed (`lengths_of` has several) it is one of theirs.
    """
    return min(lengths_of(expr, context), key=str, default=None)


def lengths_of(expr: Node, context: Context) -> frozenset[int | str]:
    """The lengths of the whole vectors that make up the expression's value; none when that is a number."""
    match expr:
        case Vector(name):
            return frozenset((context.vectors[name],)) if name in context.vectors else frozenset()
        case Call(name, args, _, index) if takes_vectors(name, context):
            if context.functions[name].entry is None or index is not None:
                return frozenset()
            return frozenset().union(*(lengths_of(a, context) for a in args))
        case Sum() | Num() | Sym() | Entry():
            return frozenset()
        case _:
            return frozenset().union(*(lengths_of(c, context) for c in children(expr)))


def entry_of(expr: Expr, index: Expr, context: Context) -> Expr:
    """The entry of a vector-valued expression at `index`; one that is a number is returned as it is."""
    match expr:
        case Vector(name):
            return Entry(name, index)
        case Call(name) if takes_vectors(name, context):
            if context.functions[name].entry and expr.index is None:
                return replace(expr, index=index)
            return expr
        case _:
            return map_expr(expr, lambda part: entry_of(part, index, context))


def fresh_index(taken: Iterable[str]) -> str:
    """An index letter that is not among `taken`."""
    used = set(taken)
    letters = (c for c in _INDEX_LETTERS if c not in used)
    numbered = (f"k_{n}" for n in range(1, len(used) + 2))
    return next(letters, None) or next(name for name in numbered if name not in used)


def lengths_along(node: Node, index: str, context: Context) -> frozenset[int | str]:
    """The lengths of the vectors with an entry at just this index, where no inner Sum binds it anew."""
    inside = (lengths_along(c, index, context) for c in children(node))
    match node:
        case Entry(vector, Sym(name)) if name == index:
            return frozenset((context.vectors[vector],))
        case Call(_, args, _, Sym(name)) if name == index:
            return frozenset().union(*(lengths_of(a, context) for a in args), *inside)
        case Sum(bound, lower, upper) if bound == index:
            return lengths_along(lower, index, context) | lengths_along(upper, index, context)
        case _:
            return frozenset().union(*inside)


def total(expr: Expr, context: Context) -> Expr:
    """Σ over all entries of a vector-valued expression."""
    index = fresh_index(
        free_names(expr) | context.symbols.keys() | context.vectors.keys() | set(context.indices)
    )
    upper = upper_limit(length_of(expr, context) or 1)
    return Sum(index, number(1), upper, entry_of(expr, Sym(index), context))


def dot(left: Expr, right: Expr, context: Context) -> Expr:
    """The scalar product of two vectors, as a sum."""
    return total(Mul((left, right)), context)


def upper_limit(length: int | str) -> Expr:
    return number(length) if isinstance(length, int) else Sym(length)


def all_entries(expr: Expr, context: Context) -> tuple[Expr, ...] | None:
    """Every entry of a vector-valued expression; None where its length is not a number."""
    length = length_of(expr, context)
    if not isinstance(length, int):
        return None
    return tuple(entry_of(expr, number(k), context) for k in range(1, length + 1))


def stray_vector(expr: Node, context: Context) -> str | None:
    """The name of a whole vector standing where a number is wanted, or None."""
    match expr:
        case Vector(name):
            return name
        case Call(name) if takes_vectors(name, context):
            return name if context.functions[name].entry and expr.index is None else None
        case _:
            found = (stray_vector(c, context) for c in children(expr))
            return next((name for name in found if name is not None), None)
