"""The concrete questions behind one about lengths and indices: some sizes, every entry a free index can pick.

Where entries are interchangeable, one assignment stands for all that differ by renumbering.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from .context import Context, Domain
from .rewriting import LENGTH
from .tree import ONE, Call, Compare, Delta, Entry, Expr, Node, Num, Sum, Sym, Vector, free_names, walk

SIZES = (2, 3, 4)
SUM_SIZES = (1, 2, 3, 5, 8, 13)  # where only limits of sums depend on them, a size costs little
MAX_SIZE = 64
MAX_ASSIGNMENTS = 200
_USUAL = 3


@dataclass(frozen=True, slots=True)
class Instance:
    """Lengths and index values at which formulas become plain ones."""

    sizes: Mapping[str, int]
    indices: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Instances:
    """All instances that are looked at; `complete` unless there were too many assignments to try each."""

    each: tuple[Instance, ...]
    complete: bool = True


def instances(exprs: Sequence[Expr], context: Context) -> Instances:
    """At which sizes and index values to compare these expressions."""
    nodes = list(_reachable(exprs, context))
    if not context.vectors and not context.indices and not any(isinstance(n, Sum) for n in nodes):
        return Instances((Instance({}, {}),))
    names = frozenset().union(*map(free_names, exprs))
    lengths = _size_symbols(nodes, context)
    ranges = _index_vectors(nodes, context, [i for i in context.indices if i in names])
    alike = interchangeable(nodes, context)
    found: list[Instance] = []
    complete = not _compared(lengths, nodes)
    for size in _sizes(lengths, nodes, context):
        sizes = dict.fromkeys(lengths, size)
        options = [_choices(_length(vector, sizes, context), len(ranges)) for vector in ranges.values()]
        complete &= alike or all(whole for _, whole in options)
        assignments = product(*(values for values, _ in options))
        found += [
            Instance(sizes, dict(zip(ranges, values, strict=True)))
            for values in assignments
            if not alike or _first_of_its_kind(values)
        ]
        if len(found) > MAX_ASSIGNMENTS // 8:
            break
    return Instances(tuple(found[:MAX_ASSIGNMENTS]), complete and len(found) <= MAX_ASSIGNMENTS)


def _sizes(lengths: Sequence[str], nodes: Sequence[Node], context: Context) -> list[int]:
    """The sizes tried: small ones at which every entry named by its number exists, and those around numbers
    that a length is compared with."""
    if not lengths:
        return [_USUAL]
    usual = SIZES if any(isinstance(n, str) for n in context.vectors.values()) else SUM_SIZES
    named = max((_number_of(n.index) for n in nodes if isinstance(n, Entry)), default=1)
    least = max(named, usual[0])
    turns = [k for c in _compared(lengths, nodes) for n in walk(c) if (k := _number_of(n))]
    sizes = [*(s for s in usual if s >= least), *range(least, least + 2)]
    sizes += [k + side for k in turns for side in (-1, 0, 1)]
    return [s for s in dict.fromkeys(sizes) if named <= s <= MAX_SIZE]


def _compared(lengths: Sequence[str], nodes: Sequence[Node]) -> list[Compare]:
    """Conditions on a length: what holds at some sizes need not hold at others."""
    return [n for n in nodes if isinstance(n, Compare) and not free_names(n).isdisjoint(lengths)]


def _number_of(node: Node) -> int:
    """The number that a node is; 0 if it is none."""
    return int(node.value) if isinstance(node, Num) else 0


def _first_of_its_kind(values: Sequence[int]) -> bool:
    """Whether each index takes an earlier one's value or the next new number: 1, 1 and 1, 2 stand for all
    pairs."""
    return all(v <= max(values[:i], default=0) + 1 for i, v in enumerate(values))


def _reachable(exprs: Sequence[Expr], context: Context) -> Iterator[Node]:
    """Every node of the expressions and of the definitions they may lead to."""
    for expr in exprs:
        yield from walk(expr)
    for definition in context.definitions:
        yield from walk(definition.formula)


def interchangeable(nodes: Sequence[Node], context: Context) -> bool:
    """Whether renumbering the entries of all vectors changes nothing: one common length, no entry named by
    a number,
    sums over all entries, and indices used for nothing but picking entries and being compared."""
    if len(set(context.vectors.values())) != 1:
        return False
    used = {n.name for n in nodes if isinstance(n, Call)} & context.functions.keys()
    everything = [*nodes, *(n for name in used for n in walk(context.functions[name].formula))]
    bound = {n.index for n in everything if isinstance(n, Sum)}
    entries = {f.entry for name in used if (f := context.functions[name]).entry}
    letters = bound | entries | set(context.indices) | {d.index for d in context.definitions if d.index}
    mentions = sum(isinstance(n, Sym) and n.name in letters for n in everything)
    return (
        mentions == sum(_index_mentions(n) for n in everything)
        and all(_covers_all(n, context) for n in everything if isinstance(n, Sum))
        and not any(isinstance(n, Entry) and not isinstance(n.index, Sym) for n in everything)
    )


def _index_mentions(node: Node) -> int:
    """How many indices stand here where only which entry is meant matters."""
    match node:
        case Entry(_, Sym()):
            return 1
        case Delta(a, b) | Compare("=" | "!=", a, b):
            return 2 if isinstance(a, Sym) and isinstance(b, Sym) else 0
        case Call(index=Sym()):
            return 1
    return 0


def _covers_all(node: Sum, context: Context) -> bool:
    length = next(iter(context.vectors.values()))
    whole = Num(Fraction(length)) if isinstance(length, int) else Sym(length)
    return node.lower == ONE and node.upper in (whole, Sym(LENGTH))


def _size_symbols(nodes: Sequence[Node], context: Context) -> list[str]:
    """Natural symbols that a vector's length, a sum's limit or an entry's index depends on."""
    found = dict.fromkeys(length for length in context.vectors.values() if isinstance(length, str))
    bound = {n.index for n in nodes if isinstance(n, Sum)}
    for node in nodes:
        limits: tuple[Expr, ...] = ()
        if isinstance(node, Sum):
            limits = (node.lower, node.upper)
        elif isinstance(node, Entry):
            limits = (node.index,)
        elif isinstance(node, Delta):
            limits = (node.first, node.second)
        for limit in limits:
            for name in sorted(free_names(limit) - bound):
                if (
                    context.symbols.get(name) in (Domain.NATURAL, Domain.INTEGER)
                    and name not in context.indices
                ):
                    found[name] = None
    return list(found)


def _index_vectors(nodes: Sequence[Node], context: Context, indices: Sequence[str]) -> dict[str, str | None]:
    """For each free index a vector it runs over (None: one of the usual length)."""
    ranges: dict[str, str | None] = dict.fromkeys(indices)
    for node in nodes:
        for vector, index in _uses(node):
            if index in ranges and ranges[index] is None:
                ranges[index] = vector
    fallback = next(iter(context.vectors), None)
    return {i: v if v is not None else fallback for i, v in ranges.items()}


def _uses(node: Node) -> Iterator[tuple[str, str]]:
    """(vector, index) pairs: `x_i`, and `softmax(x)_i` through the vectors of its argument."""
    if isinstance(node, Entry) and isinstance(node.index, Sym):
        yield node.vector, node.index.name
    if isinstance(node, Call) and isinstance(node.index, Sym):
        for inner in walk(node):
            if isinstance(inner, Vector):
                yield inner.name, node.index.name


def _length(vector: str | None, sizes: Mapping[str, int], context: Context) -> int:
    if vector is None:
        return _USUAL
    length = context.vectors.get(vector, _USUAL)
    return length if isinstance(length, int) else sizes.get(length, _USUAL)


def _choices(length: int, indices: int) -> tuple[list[int], bool]:
    """Every value of an index, or of a long vector the first few and the last."""
    if length**indices <= MAX_ASSIGNMENTS:
        return list(range(1, length + 1)), True
    few = max(2, int(MAX_ASSIGNMENTS ** (1 / indices)) - 1)
    return [*range(1, few), length], False
