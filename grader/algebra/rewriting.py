"""Replacing names by formulas: substitution, and definitions and functions written out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..errors import ChainruleError
from .context import Context, Definition, Function
from .primitives import PRIMITIVES
from .tree import Call, Derivative, Entry, Expr, Node, Num, Sum, Sym, Vector, free_names, map_expr, walk
from .whole_vectors import entry_of, fresh_index, length_of, upper_limit

LENGTH = "n"
"""In the formula of a function of vectors: how many entries they have."""
MAX_NODES = 20_000
_NO_CONTEXT = Context()


class TooLarge(ChainruleError):  # noqa: N818 - what it says about the tree is its name
    """Definitions written out would make a tree that nobody should walk."""


def substitute(expr: Expr, values: Mapping[str, Expr], context: Context = _NO_CONTEXT) -> Expr:
    """`expr` with each free name replaced at once; a Sum's index is renamed where a value would be captured.

    A vector's name may be given a vector-valued expression (with the `context` that knows its functions):
    `{"x": Vector("z")}` turns x_i into z_i. Raises ValueError for the variable of a Derivative inside, which
    cannot have a value other than a name.
    """
    if not values:
        return expr
    match expr:
        case Sym(name) | Vector(name):
            return values.get(name, expr)
        case Entry(vector, index):
            inner = substitute(index, values, context)
            return entry_of(values[vector], inner, context) if vector in values else Entry(vector, inner)
        case Sum():
            return _in_sum(expr, values, context)
        case Derivative(body, variable):
            moved = substitute(variable, values, context)
            if not isinstance(moved, Sym | Entry):
                raise ValueError(f"{variable!r} is differentiated by and can only be renamed")
            return replace(expr, body=substitute(body, values, context), variable=moved)
        case _:
            return map_expr(expr, lambda part: substitute(part, values, context))


def _in_sum(expr: Sum, values: Mapping[str, Expr], context: Context) -> Expr:
    lower, upper = substitute(expr.lower, values, context), substitute(expr.upper, values, context)
    inside = {name: value for name, value in values.items() if name != expr.index}
    body, index = expr.body, expr.index
    used = free_names(body)
    brought = frozenset().union(*(free_names(v) for n, v in inside.items() if n in used))
    if index in brought:
        index = fresh_index(brought | used | inside.keys())
        body = substitute(body, {expr.index: Sym(index)})
    return replace(expr, index=index, lower=lower, upper=upper, body=substitute(body, inside, context))


def expand(expr: Expr, context: Context, keep: frozenset[str] = frozenset()) -> Expr:
    """`expr` with definitions and the context's functions replaced by their formulas, all the way down.

    Names in `keep` stay as they are. Primitives stay, and so do primed functions and Derivatives, which have
    to be differentiated first. Raises TooLarge instead of making more than MAX_NODES nodes.
    """
    return _Expansion(context, keep).expand(expr)


class _Expansion:
    """One expansion, counting the nodes it visits."""

    def __init__(self, context: Context, keep: frozenset[str]) -> None:
        self._context = context
        self._keep = keep
        self._left = MAX_NODES

    def expand(self, expr: Expr) -> Expr:
        self._left -= 1
        if self._left < 0:
            raise TooLarge(f"definitions written out make more than {MAX_NODES} nodes")
        match expr:
            case Sym(name):
                definition = self._definition(name)
                return expr if definition is None or definition.index else self.expand(definition.formula)
            case Entry(name, index):
                return self._entry(name, self.expand(index))
            case Derivative():
                return expr
            case Sum():
                return self._sum(expr)
            case Call(name, _, 0) if self._written_out(name):
                return self.expand(applied(self._context.functions[name], expr, self._context))
            case _:
                return map_expr(expr, self.expand)

    def _written_out(self, name: str) -> bool:
        return name not in PRIMITIVES and name in self._context.functions and name not in self._keep

    def _definition(self, name: str) -> Definition | None:
        return None if name in self._keep else self._context.definition(name)

    def _entry(self, name: str, index: Expr) -> Expr:
        definition = self._definition(name)
        if definition is None or definition.index is None:
            return Entry(name, index)
        return self.expand(substitute(definition.formula, {definition.index: index}, self._context))

    def _sum(self, expr: Sum) -> Expr:
        """The index hides a definition of the same name, and must not catch a name out of one."""
        index, body = expr.index, expr.body
        arriving = reached(body, self._context, self._keep)
        if index in arriving:
            index = fresh_index(arriving | free_names(body) | self._keep)
            body = substitute(body, {expr.index: Sym(index)})
        lower, upper = self.expand(expr.lower), self.expand(expr.upper)
        return replace(expr, index=index, lower=lower, upper=upper, body=self.expand(body))


def reached(expr: Expr, context: Context, keep: frozenset[str] = frozenset()) -> set[str]:
    """The definitions and functions that writing out goes through, and the names in their formulas."""
    waiting, seen, found = [expr], set[str](), set[str]()
    while waiting:
        for node in walk(waiting.pop()):
            name, formula, own = _source(node, context)
            if formula is not None and name not in seen and name not in keep:
                seen.add(name)
                found |= {name, *(free_names(formula) - own)}
                waiting.append(formula)
    return found


def _source(node: Node, context: Context) -> tuple[str, Expr | None, frozenset[str]]:
    """(name, the formula it is written out by if any, the names that this formula binds itself)."""
    match node:
        case Sym(name) | Vector(name) | Entry(name):
            definition = context.definition(name)
            if definition is not None:
                return name, definition.formula, frozenset((definition.index or "",))
        case Call(name) if name not in PRIMITIVES and name in context.functions:
            function = context.functions[name]
            own = (*(a.name for a in function.arguments), *(p.name for p in function.parameters))
            return name, function.formula, frozenset((*own, function.entry or "", LENGTH))
    return "", None, frozenset()


def applied(function: Function, call: Call, context: Context) -> Expr:
    """The function's formula with the call's arguments, parameters and index in place; primes are ignored."""
    names = [a.name for a in function.arguments] + [p.name for p in function.parameters]
    values = {p.name: Num(p.default) for p in function.parameters if p.default is not None}
    values_given: dict[str, Expr] = {**values, **dict(zip(names, call.args, strict=False))}
    lengths = (length_of(arg, context) for arg in call.args)
    length = next((n for n in lengths if n is not None), None)
    if length is not None:
        values_given[LENGTH] = upper_limit(length)
    if function.entry is not None and call.index is not None:
        values_given[function.entry] = call.index
    return substitute(function.formula, values_given, context)
