"""The small language decisions are made in: sums, products, powers and a dozen functions, shared.

Nodes are numbered as they are made, parts before wholes, so that every walk is a loop over `order(…)` and
never recursion. Equal nodes of one pool are the same object: compared by identity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from .context import AtKink, Domain
from .tree import Relation


class TooMuchWork(Exception):  # noqa: N818  it says what happened, not what is broken
    """A counted bound (nodes, terms, bits) was reached: the question stays open."""


class Span(NamedTuple):
    """An interval; None is infinite. `low_open`: the lower end itself is never reached."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False


class Op(StrEnum):
    NUMBER = "number"  # value
    SYMBOL = "symbol"  # name, domain
    PI = "pi"
    ADD = "add"  # value + Σ weight·arg
    MUL = "mul"  # value · Π arg^weight, whole exponents
    ROOT = "root"  # arg^value, value between 0 and 1 after folding where the argument is not negative
    POWER = "power"  # arg^arg, where the base may be negative
    EXP = "exp"
    LN = "ln"
    SIN = "sin"
    COS = "cos"
    ATAN = "atan"
    SINH = "sinh"
    COSH = "cosh"
    TANH = "tanh"
    ERF = "erf"
    CASES = "cases"  # arms, then what holds otherwise, then the nodes its conditions compare with 0
    UNDEFINED = "undefined"


@dataclass(frozen=True, slots=True)
class Atom:
    """`node relation 0`."""

    relation: Relation
    node: Node


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Some:
    parts: tuple[Test, ...]


Test: TypeAlias = "Atom | Every | Some"


class Node:
    """One shared formula. Compared by identity; the last two fields are filled in when first asked for."""

    __slots__ = (
        "args",
        "domain",
        "id",
        "kink",
        "mode",
        "name",
        "op",
        "span",
        "tests",
        "value",
        "weights",
        "whole",
    )

    def __init__(self, op: Op, args: tuple[Node, ...] = (), value: Fraction = Fraction(0)) -> None:
        self.op = op
        self.args = args
        self.value = value
        self.weights: tuple[Fraction | int, ...] = ()
        self.name = ""
        self.domain = Domain.REAL
        self.tests: tuple[Test, ...] = ()
        self.mode: AtKink | None = None  # what a derivative of these cases is worth where an atom is 0
        self.kink = (
            False  # these cases are a derivative: where an atom is 0 any value between the arms is meant
        )
        self.id = 0
        self.span: Span | None = None
        self.whole: bool | None = None


def order(roots: Sequence[Node]) -> list[Node]:
    """Every node the roots are made of, parts before wholes."""
    seen: dict[int, Node] = {}
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if node.id not in seen:
            seen[node.id] = node
            waiting.extend(node.args)
    return [seen[i] for i in sorted(seen)]


def atoms_of(test: Test) -> list[Atom]:
    """The comparisons a condition is made of, in order."""
    if isinstance(test, Atom):
        return [test]
    return [atom for part in test.parts for atom in atoms_of(part)]


def join(parts: Iterable[Test | bool], decisive: bool) -> Test | bool:
    """The parts joined by "or" (decisive: True) or "and" (False), what is certain folded away."""
    kept: list[Test] = []
    for part in parts:
        if part is decisive:
            return decisive
        if not isinstance(part, bool):
            kept.append(part)
    if len(kept) < 2:
        return kept[0] if kept else not decisive
    return Some(tuple(kept)) if decisive else Every(tuple(kept))


def map_test(test: Test, change: Callable[[Atom], Test | bool]) -> Test | bool:
    """The condition with each comparison replaced; what became certain is folded away."""
    if isinstance(test, Atom):
        return change(test)
    return join((map_test(part, change) for part in test.parts), isinstance(test, Some))
