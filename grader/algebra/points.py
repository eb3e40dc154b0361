"""Where formulas are compared: numbers a person can check, then kinks and their neighbours, then a spread.

All points are rational and the same for everybody; no randomness, no seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import floor
from typing import TypeAlias

from .context import Domain
from .doubles import Doubles
from .nodes import Node, Op, order
from .ranges import is_positive, whole_of
from .rationals import rational

Point: TypeAlias = Mapping[str, Fraction]

SPREAD = 14
FAR = 4
MAX_KINK_POINTS = 48
_STEPS = 1 << 16
_QUARTER = Fraction(1, 4)


def _numbers(text: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(word) for word in text.split())


_NICE = {
    Domain.REAL: _numbers("1 2 -1 1/2 3 -2 0 -1/2"),
    Domain.POSITIVE: _numbers("1 2 1/2 3 4 1/4 5 3/2"),
    Domain.NONNEGATIVE: _numbers("1 2 1/2 3 0 4 1/4 5"),
    Domain.UNIT: _numbers("1/2 1/4 3/4 1/8 7/8 3/8 5/8 15/16"),
    Domain.INTEGER: _numbers("1 2 -1 3 0 -2 4 5"),
    Domain.NATURAL: _numbers("1 2 3 4 5 6 7 8"),
}


def symbols_of(roots: Sequence[Node]) -> list[Node]:
    return [n for n in order(roots) if n.op is Op.SYMBOL]


def sample(roots: Sequence[Node]) -> list[Point]:
    """Points for every symbol in the roots, in the order in which a witness should be looked for."""
    symbols = symbols_of(roots)
    if not symbols:
        return [{}]
    names = [s.name for s in symbols]
    nice, spread = _base_points(tuple(s.domain for s in symbols))
    first = [dict(zip(names, values, strict=True)) for values in nice]
    rest = [dict(zip(names, values, strict=True)) for values in spread]
    return first + _kink_points(roots, [*first[:2], rest[0]]) + rest


_Rows: TypeAlias = tuple[tuple[Fraction, ...], ...]


@lru_cache(maxsize=256)
def _base_points(domains: tuple[Domain, ...]) -> tuple[_Rows, _Rows]:
    """Values for symbols of these domains: some that are easy to check, then some spread evenly."""
    nice = tuple(_nice(domains, k) for k in range(len(_NICE[Domain.REAL])))
    near = tuple(_spread(domains, k, 1) for k in range(SPREAD))
    return nice, near + tuple(_spread(domains, k + SPREAD, 8) for k in range(FAR))


def _nice(domains: Sequence[Domain], k: int) -> tuple[Fraction, ...]:
    size = len(_NICE[Domain.REAL])
    return tuple(_NICE[d][(k + j + (k * j) // size) % size] for j, d in enumerate(domains))


def _spread(domains: Sequence[Domain], k: int, scale: int) -> tuple[Fraction, ...]:
    """Dyadic numbers that fill the domains evenly (multiples of an odd number modulo 2^16)."""
    steps = [(k + 1) * (40503 + 2 * (j * 7919 % 8192)) + j * 12345 for j in range(len(domains))]
    return tuple(_placed(d, step % _STEPS, scale) for d, step in zip(domains, steps, strict=True))


def _placed(domain: Domain, position: int, scale: int) -> Fraction:
    match domain:
        case Domain.REAL:
            return Fraction((position - _STEPS // 2) * scale, _STEPS // 8)
        case Domain.UNIT:
            return Fraction(2 * position + 1, 2 * _STEPS)
        case Domain.INTEGER:
            return Fraction(position % (12 * scale + 1) - 6 * scale)
        case Domain.NATURAL:
            return Fraction(position % (9 * scale) + 1)
    return Fraction((position + 1) * scale, _STEPS // 8)


def neighbours(point: Point, symbols: Iterable[Node]) -> list[Point]:
    """Points close by in general directions, whole numbers staying as they are."""
    moving = [s for s in symbols if s.domain not in (Domain.INTEGER, Domain.NATURAL)]
    if not moving:
        return []
    around = []
    for direction in range(4):
        moved = dict(point)
        for j, symbol in enumerate(moving):
            sign = 1 if (direction >> (j % 2)) & 1 else -1
            moved[symbol.name] += sign * Fraction(5 + 2 * (j % 50) + direction, 4096)
        around.append(_inside(moved, moving))
    return around


def _inside(point: dict[str, Fraction], symbols: Iterable[Node]) -> Point:
    """The point with values that left their domain put back by mirroring."""
    for symbol in symbols:
        value = point[symbol.name]
        if symbol.domain is not Domain.REAL and value <= 0:
            point[symbol.name] = -value + Fraction(1, 8192)
        if symbol.domain is Domain.UNIT and value >= 1:
            point[symbol.name] = 2 - value - Fraction(1, 8192)
    return point


# --------------------------------------------------------------------------- kinks


def turning_nodes(roots: Sequence[Node]) -> list[Node]:
    """Nodes at whose zeros something changes: what cases compare, and what a logarithm or root may be
    undefined for."""
    found: dict[Node, None] = {}
    for node in order(roots):
        if node.op is Op.CASES:
            found.update(dict.fromkeys(node.args[len(node.tests) + 1 :]))
        elif node.op in (Op.LN, Op.ROOT, Op.POWER) and not (whole_of(node) or is_positive(node.args[0])):
            found[node.args[0]] = None
    return list(found)


def _kink_points(roots: Sequence[Node], bases: Sequence[Point]) -> list[Point]:
    at_kinks: list[Point] = []
    beside: list[Point] = []
    found: dict[tuple[int, Node], list[Fraction]] = {}
    for node in turning_nodes(roots):
        for k, base in enumerate(bases):
            if len(at_kinks) + len(beside) >= MAX_KINK_POINTS:
                break
            for symbol, zero in _zeros(node, base):
                found.setdefault((k, symbol), []).append(zero)
                at_kinks += _moved(base, symbol, [zero])
                beside += _moved(base, symbol, [zero - _QUARTER, zero + _QUARTER])
    for (k, symbol), zeros in found.items():
        beside += _moved(bases[k], symbol, [(low + high) / 2 for low, high in pairwise(sorted(set(zeros)))])
    return at_kinks + beside


def _moved(base: Point, symbol: Node, places: Iterable[Fraction]) -> list[Point]:
    """The point with its symbol put there if the domain allows; to both sides if it is a whole number."""
    if symbol.domain in (Domain.INTEGER, Domain.NATURAL):
        places = dict.fromkeys(Fraction(whole) for x in places for whole in (floor(x), floor(x) + 1))
    return [{**base, symbol.name: x} for x in places if _allowed(symbol.domain, x)]


def _zeros(node: Node, base: Point) -> Iterator[tuple[Node, Fraction]]:
    """Zeros of a node along one of its symbols, the others as in `base`: exact where rational, else
    nearby."""
    for symbol in symbols_of([node]):
        zero = rational_zero(node, base, symbol)
        found = [zero] if zero is not None else [z for z, _ in crossings(node, base, symbol)]
        inside = [z for z in found if _allowed(symbol.domain, z)]
        yield from ((symbol, z) for z in inside)
        if inside:
            return


def rational_zero(node: Node, base: Point, symbol: Node) -> Fraction | None:
    """The zero of a node that is affine in the symbol (as far as three points tell), checked exactly."""
    values = [rational(node, {**base, symbol.name: Fraction(x)}) for x in (1, 2, 5)]
    at_one, at_two, at_five = values
    if at_one is None or at_two is None or at_five is None or at_one == at_two:
        return None
    slope = at_two - at_one
    zero = 1 - at_one / slope
    affine = at_five == at_one + 4 * slope
    return zero if affine and rational(node, {**base, symbol.name: zero}) == 0 else None


def crossings(node: Node, base: Point, symbol: Node) -> list[tuple[Fraction, Fraction]]:
    """(place, half width) where a node changes its sign between −6 and 6; width 0 where a small fraction
    is the zero."""
    grid = [Fraction(k, 4) + Fraction(1, 64) for k in range(-24, 25)]
    return [_bisected(node, base, symbol, *ends) for ends in _changes(node, base, symbol, grid)[:3]]


def _changes(
    node: Node, base: Point, symbol: Node, grid: Sequence[Fraction]
) -> list[tuple[Fraction, Fraction]]:
    """The intervals of the grid at whose ends the node has different signs."""
    values = _along(node, base, symbol, grid)
    return [(grid[k], grid[k + 1]) for k in range(len(grid) - 1) if values[k] * values[k + 1] < 0]


def _bisected(
    node: Node, base: Point, symbol: Node, low: Fraction, high: Fraction
) -> tuple[Fraction, Fraction]:
    for _ in range(2):  # each pass divides the interval by 32
        grid = [low + (high - low) * k / 32 for k in range(33)]
        low, high = next(iter(_changes(node, base, symbol, grid)), (low, high))
    middle = (low + high) / 2
    near = middle.limit_denominator(12)
    if rational(node, {**base, symbol.name: near}) == 0:
        return near, Fraction(0)
    return middle, (high - low) / 2


def _along(node: Node, base: Point, symbol: Node, grid: Sequence[Fraction]) -> list[float]:
    (ball,) = Doubles([{**base, symbol.name: x} for x in grid]).at([node])
    return [float(v) for v in ball.value]


def _allowed(domain: Domain, value: Fraction) -> bool:
    match domain:
        case Domain.REAL | Domain.INTEGER:
            return True
        case Domain.UNIT:
            return 0 < value < 1
        case Domain.NONNEGATIVE:
            return value >= 0
    return value > 0
