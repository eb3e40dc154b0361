"""The one tree: what a formula is once it has been read. Frozen data and the few walks everybody needs.

A tree keeps what was typed: `a - b` is Add((a, Neg(b))), `a/b*c` is Mul((Div(a, b), c)), brackets around a
product inside a product stay (Mul((Mul((a, b)), c))), so that it can be echoed and its form judged.
Numbers are exact. The reader only makes non-negative numbers with a finite decimal expansion (`-3` is
Neg(Num(3)), `1/3` is Div); derived trees may hold any Fraction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, TypeAlias

Relation: TypeAlias = Literal["<", "<=", ">", ">=", "=", "!="]


@dataclass(frozen=True, slots=True)
class Num:
    value: Fraction


@dataclass(frozen=True, slots=True)
class Const:
    """Euler's number or the circle's: `e`, `pi`. (Where they are declared as symbols they are Sym.)"""

    name: Literal["e", "pi"]


@dataclass(frozen=True, slots=True)
class Sym:
    """A quantity as declared: a symbol, a definition, a free index, or the index of a Sum around it."""

    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """`x_i`, `x_1`: one entry of a vector (or of a definition with an index). Indices count from 1."""

    vector: str
    index: Expr


@dataclass(frozen=True, slots=True)
class Vector:
    """A whole vector. Occurs only inside an argument of a function of vectors: `softmax(x/T)_i`."""

    name: str


@dataclass(frozen=True, slots=True)
class Add:
    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Mul:
    factors: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Neg:
    argument: Expr


@dataclass(frozen=True, slots=True)
class Div:
    numerator: Expr
    denominator: Expr


@dataclass(frozen=True, slots=True)
class Pow:
    base: Expr
    exponent: Expr


@dataclass(frozen=True, slots=True)
class Call:
    """A function applied: a primitive (`primitives.py`) or one of the context's functions, by its own name.

    `order` counts primes: `σ''(z)` has 2 (only functions of one number). Parameters follow the arguments
    where they were given (`leaky_relu(x, 0.1)`). `index` is the entry taken of a vector: `softmax(x)_i`.
    """

    name: str
    args: tuple[Expr, ...]
    order: int = 0
    index: Expr | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Σ of `body` for `index` = `lower` … `upper`, both included; empty (0) when upper < lower.

    `index` is bound in `body` only. Limits that were left out have been filled in from the vectors indexed;
    `given` says whether they were typed (for the echo; it takes no part in equality).
    """

    index: str
    lower: Expr
    upper: Expr
    body: Expr
    given: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Delta:
    """Kronecker's δ_ij: 1 where both indices are equal, else 0."""

    first: Expr
    second: Expr


@dataclass(frozen=True, slots=True)
class Derivative:
    """d^order body / d variable^order. A mixed derivative is one inside another.

    Definitions in `body` are expanded down to `variable`; where `variable` is itself a definition it is held
    free: with z = w x + b and y = σ(z), dy/dz is σ'(z) and dy/dw is σ'(z) x. `partial` (∂) is only spelling.
    """

    body: Expr
    variable: Sym | Entry
    order: int = 1
    partial: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Iverson:
    """`[x > 0]`: 1 where the condition holds, else 0."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Branch:
    value: Expr
    condition: Condition


@dataclass(frozen=True, slots=True)
class Cases:
    """The value of the first branch whose condition holds; else `otherwise` (undefined if None)."""

    branches: tuple[Branch, ...]
    otherwise: Expr | None = None


@dataclass(frozen=True, slots=True)
class Compare:
    relation: Relation
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class All:
    """Conditions joined by "and"; `0 < x < 1` is read as two."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Conditions joined by "or"."""

    conditions: tuple[Condition, ...]


Expr: TypeAlias = (
    Num | Const | Sym | Entry | Vector | Add | Mul | Neg | Div | Pow
    | Call | Sum | Delta | Derivative | Iverson | Cases
)  # fmt: skip
Condition: TypeAlias = Compare | All | AnyOf
Node: TypeAlias = Expr | Condition

ZERO = Num(Fraction(0))
ONE = Num(Fraction(1))


def number(value: int | Fraction) -> Num:
    return Num(Fraction(value))


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts, in reading order (of a Sum: lower, upper, body; of a Derivative: body, variable)."""
    match node:
        case Num() | Const() | Sym() | Vector():
            return ()
        case Add(parts) | Mul(parts):
            return parts
        case Neg(a) | Entry(_, a) | Iverson(a):
            return (a,)
        case Div(a, b) | Pow(a, b) | Delta(a, b) | Compare(_, a, b) | Derivative(a, b):
            return (a, b)
        case Call(_, args, _, index):
            return args if index is None else (*args, index)
        case Sum(_, lower, upper, body):
            return (lower, upper, body)
        case Cases(branches, otherwise):
            flat: list[Node] = [part for b in branches for part in (b.value, b.condition)]
            return (*flat, otherwise) if otherwise is not None else tuple(flat)
        case All(conditions) | AnyOf(conditions):
            return conditions


def map_expr(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The same node with `change` applied to each direct sub-expression, those inside conditions included.

    A Derivative's variable and a Sum's index are names, not sub-expressions. An unchanged node is returned
    as it is.
    """
    match expr:
        case Num() | Const() | Sym() | Vector():
            return expr
        case Add(terms):
            return _kept(expr, Add(tuple(change(t) for t in terms)))
        case Mul(factors):
            return _kept(expr, Mul(tuple(change(f) for f in factors)))
        case Neg(a):
            return _kept(expr, Neg(change(a)))
        case Div(a, b):
            return _kept(expr, Div(change(a), change(b)))
        case Pow(a, b):
            return _kept(expr, Pow(change(a), change(b)))
        case Call(_, args, _, index):
            inner = None if index is None else change(index)
            return _kept(expr, replace(expr, args=tuple(change(a) for a in args), index=inner))
        case Entry(vector, index):
            return _kept(expr, Entry(vector, change(index)))
        case _:
            return _map_scoped(expr, change)


def _map_scoped(expr: Sum | Delta | Derivative | Iverson | Cases, change: Callable[[Expr], Expr]) -> Expr:
    match expr:
        case Sum(_, lower, upper, body):
            changed: Expr = replace(expr, lower=change(lower), upper=change(upper), body=change(body))
        case Delta(a, b):
            changed = Delta(change(a), change(b))
        case Derivative(body):
            changed = replace(expr, body=change(body))
        case Iverson(condition):
            changed = Iverson(map_condition(condition, change))
        case Cases(branches, otherwise):
            arms = tuple(Branch(change(b.value), map_condition(b.condition, change)) for b in branches)
            changed = Cases(arms, None if otherwise is None else change(otherwise))
    return _kept(expr, changed)


def _kept(before: Expr, after: Expr) -> Expr:
    """`before` itself when nothing changed, so that walks share structure and identity tests stay cheap."""
    pairs = zip(children(before), children(after), strict=True)
    return before if all(a is b for a, b in pairs) else after


def map_condition(condition: Condition, change: Callable[[Expr], Expr]) -> Condition:
    """The condition with `change` applied to both sides of each comparison."""
    match condition:
        case Compare(relation, left, right):
            new_left, new_right = change(left), change(right)
            same = new_left is left and new_right is right
            return condition if same else Compare(relation, new_left, new_right)
        case All(parts):
            mapped = tuple(map_condition(p, change) for p in parts)
            return condition if all(a is b for a, b in zip(parts, mapped, strict=True)) else All(mapped)
        case AnyOf(parts):
            mapped = tuple(map_condition(p, change) for p in parts)
            return condition if all(a is b for a, b in zip(parts, mapped, strict=True)) else AnyOf(mapped)


def walk(node: Node) -> Iterator[Node]:
    """Every node, parents before children, without recursion."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(children(here)))


def free_names(node: Node) -> frozenset[str]:
    """Names of symbols, vectors and indices that no Sum inside binds (a Derivative's variable included)."""
    match node:
        case Sym(name) | Vector(name):
            return frozenset((name,))
        case Entry(vector, index):
            return free_names(index) | {vector}
        case Sum(index, lower, upper, body):
            return free_names(lower) | free_names(upper) | (free_names(body) - {index})
        case _:
            return frozenset().union(*map(free_names, children(node)))
