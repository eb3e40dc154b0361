"""How an expression and a sum depend on the variable, when that may be one entry of a vector."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias, TypeGuard

from .context import Context
from .rewriting import substitute
from .tree import ONE, Call, Entry, Expr, Node, Num, Sum, Sym, Vector, free_names, number, walk
from .whole_vectors import fresh_index

Variable: TypeAlias = Sym | Entry


def depends(expr: Expr, variable: Variable) -> bool:
    """Whether the variable may occur in the expression (any entry of its vector counts)."""
    name = variable.name if isinstance(variable, Sym) else variable.vector
    return name in free_names(expr)


def includes(body: Sum, index: Expr, variable: Variable, context: Context) -> bool:
    """Whether a sum over the variable's vector certainly has a term for this index."""
    if isinstance(index, Num) and isinstance(body.lower, Num) and isinstance(body.upper, Num):
        return body.lower.value <= index.value <= body.upper.value
    length = context.vectors.get(variable.vector) if isinstance(variable, Entry) else None
    whole = number(length) if isinstance(length, int) else Sym(str(length))
    return isinstance(index, Sym) and index.name != body.index and body.lower == ONE and body.upper == whole


def renamed(body: Sum, variable: Variable) -> Sum:
    """The same sum over an index that the variable does not speak of."""
    index = fresh_index(free_names(body.body) | free_names(variable))
    return replace(body, index=index, body=substitute(body.body, {body.index: Sym(index)}))


def only_entry(body: Sum, variable: Entry) -> Expr | None:
    """The one term of the sum that the entry occurs in, where each term uses only its own entry."""
    entries = [n for n in walk(body.body) if isinstance(n, Entry) and n.vector == variable.vector]
    own = all(n.index == Sym(body.index) for n in entries)
    nested = any(_whole_vector(n) and depends(n, variable) for n in walk(body.body))
    return substitute(body.body, {body.index: variable.index}) if own and not nested else None


def _whole_vector(node: Node) -> TypeGuard[Call]:
    return isinstance(node, Call) and any(isinstance(n, Vector) for n in walk(node))
