"""From the tree a person wrote to shared nodes: names written out, sums unrolled, derivatives taken.

Everything is lowered at given sizes (a length `N` is 3) and given values of the free indices, so that
afterwards there are only numbers, scalar symbols (`x_2` included) and functions of one number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from .casework import choose, compare, with_kink
from .context import AtKink, Context, Definition, Function
from .elementary import apply, primitive
from .folding import power
from .nodes import Node, Op, Test, TooMuchWork, join
from .pool import Pool
from .rewriting import LENGTH
from .slopes import derivative, replace_node
from .tree import (
    Add,
    AnyOf,
    Call,
    Cases,
    Compare,
    Condition,
    Const,
    Delta,
    Derivative,
    Div,
    Entry,
    Expr,
    Iverson,
    Mul,
    Neg,
    Num,
    Pow,
    Sum,
    Sym,
    Vector,
    number,
    walk,
)
from .whole_vectors import entry_of, length_of

MAX_TERMS = 4096
MAX_ORDER = 4
MAX_DEPTH = 150

Bound: TypeAlias = "Node | tuple[Node, ...]"
Scope: TypeAlias = Mapping[str, Bound]


class Meaningless(Exception):  # noqa: N818  as in "a meaningless question"
    """The formula cannot be given a value at these sizes: an index outside its vector, a length that is no
    number."""


@dataclass
class Lowering:
    """Lowers formulas of one context into one pool.

    sizes   natural symbols that are lengths or limits → the number they stand for here
    held    definitions held free (differentiated with respect to): `z`, `s_2` → its symbol
    """

    pool: Pool
    context: Context
    sizes: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, Node] = field(default_factory=dict)
    _known: dict[tuple[str, int], Node] = field(default_factory=dict)
    _terms: int = 0
    _depth: int = 0
    _outermost: Scope | None = None
    _seen: dict[int, tuple[Expr, Node]] = field(default_factory=dict)  # holds each, so that ids stay unique

    def lower(self, expr: Expr, scope: Scope) -> Node:
        """The node of an expression whose local names mean what `scope` says; of one object only once."""
        if not self._depth and scope is not self._outermost:
            self._outermost, self._seen = scope, {}
        known = self._seen.get(id(expr)) if scope is self._outermost else None
        if known is not None:
            return known[1]
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooMuchWork("depth")
        try:
            node = self._lower(expr, scope)
        finally:
            self._depth -= 1
        if scope is self._outermost:
            self._seen[id(expr)] = expr, node
        return node

    def _lower(self, expr: Expr, scope: Scope) -> Node:
        pool = self.pool
        match expr:
            case Num(value):
                return pool.number(value)
            case Const(name):
                return pool.pi if name == "pi" else apply(pool, Op.EXP, pool.one)
            case Sym(name):
                return self._symbol(name, scope)
            case Entry(vector, index):
                return self._entry(vector, self._integer(index, scope), scope)
            case Call():
                return self._call(expr, scope)
            case Add() | Mul() | Neg() | Div() | Pow():
                return self._arithmetic(expr, scope)
            case _:
                return self._lower_scoped(expr, scope)

    def _arithmetic(self, expr: Add | Mul | Neg | Div | Pow, scope: Scope) -> Node:
        pool = self.pool
        match expr:
            case Add(terms):
                return pool.add([(1, self.lower(t, scope)) for t in terms])
            case Mul(factors):
                return pool.mul([(self.lower(f, scope), 1) for f in factors])
            case Neg(a):
                return pool.negate(self.lower(a, scope))
            case Div(a, b):
                return pool.divide(self.lower(a, scope), self.lower(b, scope))
            case Pow(a, b):
                return power(pool, self.lower(a, scope), self.lower(b, scope))

    def _lower_scoped(self, expr: Expr, scope: Scope) -> Node:
        match expr:
            case Sum(index, lower, upper, body):
                return self._sum(index, self._integer(lower, scope), self._integer(upper, scope), body, scope)
            case Delta(a, b):
                return self.pool.one if self._integer(a, scope) == self._integer(b, scope) else self.pool.zero
            case Derivative():
                return self._derivative(expr, scope)
            case Iverson(condition):
                return choose(self.pool, [(self.condition(condition, scope), self.pool.one)], self.pool.zero)
            case Cases(branches, otherwise):
                arms = [(self.condition(b.condition, scope), self.lower(b.value, scope)) for b in branches]
                rest = self.pool.undefined if otherwise is None else self.lower(otherwise, scope)
                return choose(self.pool, arms, rest)
            case _:
                raise Meaningless("vector-outside-function")

    def _symbol(self, name: str, scope: Scope) -> Node:
        bound = scope.get(name)
        if isinstance(bound, Node):
            return bound
        if name in self.held:
            return self.held[name]
        if name in self.sizes:
            return self.pool.number(self.sizes[name])
        definition = self.context.definition(name)
        if definition is not None and definition.index is None:
            return self._defined(definition, 0)
        return self.pool.symbol(name, self.context.domain(name))

    def _entry(self, vector: str, index: int, scope: Scope) -> Node:
        bound = scope.get(vector)
        if isinstance(bound, tuple):
            return bound[_inside(index, len(bound)) - 1]
        name = f"{vector}_{index}"
        if name in self.held:
            return self.held[name]
        if vector in self.context.vectors:
            _inside(index, self.length(vector))
        definition = self.context.definition(vector)
        if definition is not None and definition.index is not None:
            return self._defined(definition, index)
        return self.pool.symbol(name, self.context.domain(vector))

    def _defined(self, definition: Definition, index: int) -> Node:
        key = (definition.name, index)
        if key not in self._known:
            scope: dict[str, Bound] = {}
            if definition.index is not None:
                scope[definition.index] = self.pool.number(index)
            self._known[key] = self.lower(definition.formula, scope)
        return self._known[key]

    def length(self, vector: str) -> int:
        """How many entries a vector has here."""
        length = self.context.vectors[vector]
        return length if isinstance(length, int) else self.sizes[length]

    def _integer(self, expr: Expr, scope: Scope) -> int:
        node = self.lower(expr, scope)
        if node.op is not Op.NUMBER or node.value.denominator != 1:
            raise Meaningless("index-not-a-number")
        return int(node.value)

    def _sum(self, index: str, lower: int, upper: int, body: Expr, scope: Scope) -> Node:
        self._terms += max(0, upper - lower + 1)
        if self._terms > MAX_TERMS:
            raise TooMuchWork("terms")
        terms = [self.lower(body, {**scope, index: self.pool.number(k)}) for k in range(lower, upper + 1)]
        return self.pool.sum(*terms)

    def condition(self, condition: Condition, scope: Scope) -> Test | bool:
        """A condition over nodes, True or False where it is certain."""
        if isinstance(condition, Compare):
            left, right = self.lower(condition.left, scope), self.lower(condition.right, scope)
            return compare(self.pool, condition.relation, self.pool.minus(left, right))
        parts = [self.condition(part, scope) for part in condition.conditions]
        return join(parts, isinstance(condition, AnyOf))

    # ------------------------------------------------------------------ derivatives

    def _derivative(self, expr: Derivative, scope: Scope) -> Node:
        """Definitions the variable stands for are held free, then put back."""
        variable = expr.variable
        if isinstance(variable, Sym):
            name, value = variable.name, self._symbol(variable.name, scope)
        else:
            index = self._integer(variable.index, scope)
            name, value = f"{variable.vector}_{index}", self._entry(variable.vector, index, scope)
        if value.op is Op.SYMBOL:
            return self._times_derived(self.lower(expr.body, scope), value, expr.order)
        symbol = self.pool.fresh(name)
        held = Lowering(self.pool, self.context, self.sizes, {**self.held, name: symbol})
        body = held.lower(expr.body, self._freed(variable, scope, symbol))
        return replace_node(self.pool, self._times_derived(body, symbol, expr.order), symbol, value)

    def _freed(self, variable: Sym | Entry, scope: Scope, symbol: Node) -> Scope:
        """The scope with the variable's local meaning, if it has one, replaced by a free symbol."""
        if isinstance(variable, Sym):
            return {name: value for name, value in scope.items() if name != variable.name}
        bound = scope.get(variable.vector)
        if not isinstance(bound, tuple):
            return scope
        at = self._integer(variable.index, scope) - 1
        return {**scope, variable.vector: (*bound[:at], symbol, *bound[at + 1 :])}

    def _times_derived(self, body: Node, variable: Node, order: int) -> Node:
        if order > MAX_ORDER:
            raise TooMuchWork("order")
        for _ in range(order):
            body = derivative(self.pool, body, variable, self.context.at_kink)
        return body

    # ------------------------------------------------------------------ functions

    def _call(self, call: Call, scope: Scope) -> Node:
        function = self.context.functions.get(call.name)
        if call.order:
            variable = self.pool.fresh("u")
            rest = [self.lower(a, scope) for a in call.args[1:]]
            body = self._applied(call, function, [variable, *rest], scope)
            slope = self._times_derived(body, variable, call.order)
            return replace_node(self.pool, slope, variable, self.lower(call.args[0], scope))
        if function is None or function.is_primitive:
            return primitive(self.pool, call.name, [self.lower(a, scope) for a in call.args])
        args: list[Bound] = [
            self.lower(given, scope) if declared.index is None else self._vector(given, scope)
            for declared, given in zip(function.arguments, call.args, strict=False)
        ]
        args += [self.lower(a, scope) for a in call.args[len(function.arguments) :]]
        return self._applied(call, function, args, scope)

    def _applied(self, call: Call, function: Function | None, args: Sequence[Bound], scope: Scope) -> Node:
        if function is None or function.is_primitive:
            return primitive(self.pool, call.name, [a for a in args if isinstance(a, Node)])
        inner: dict[str, Bound] = {a.name: v for a, v in zip(function.arguments, args, strict=False)}
        given = args[len(function.arguments) :]
        for i, parameter in enumerate(function.parameters):
            if i < len(given):
                inner[parameter.name] = given[i]
            elif parameter.default is not None:
                inner[parameter.name] = self.pool.number(parameter.default)
            else:
                raise Meaningless("parameter-missing")
        lengths = [len(value) for value in args if isinstance(value, tuple)]
        if lengths:
            inner[LENGTH] = self.pool.number(lengths[0])
        if function.entry is not None and call.index is not None:
            inner[function.entry] = self.pool.number(self._integer(call.index, scope))
        node = self.lower(function.formula, inner)
        own = function.at_kink if self.context.at_kink is AtKink.ANY else None
        return node if own in (None, AtKink.ANY) else with_kink(self.pool, node, own)

    def _vector(self, expr: Expr, scope: Scope) -> tuple[Node, ...]:
        """The entries of a vector-valued argument."""
        length = self._vector_length(expr, scope)
        return tuple(self.lower(entry_of(expr, number(k), self.context), scope) for k in range(1, length + 1))

    def _vector_length(self, expr: Expr, scope: Scope) -> int:
        for part in walk(expr):
            bound = scope.get(part.name) if isinstance(part, Vector) else None
            if isinstance(bound, tuple):
                return len(bound)
        length = length_of(expr, self.context)
        if length is None:
            raise Meaningless("not-a-vector")
        return length if isinstance(length, int) else self.sizes[length]


def _inside(index: int, length: int) -> int:
    if not 1 <= index <= length:
        raise Meaningless("index-outside")
    return index
