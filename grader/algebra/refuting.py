"""Proof that two formulas differ: a point where their values, errors bounded, cannot be the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .bounds import Ball
from .cases import Instance
from .doubles import Doubles
from .nodes import Node
from .points import Point, neighbours, sample, symbols_of
from .pool import Pool
from .witness import Witness, differs_at, witness_at

MAX_DOUBTFUL = 24
MAX_TRIED = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides at given sizes and index values."""

    instance: Instance
    a: Node
    b: Node


@dataclass(slots=True)
class Question:
    """All pairs that must be equal, in one pool, and the points at which they were compared."""

    pool: Pool
    pairs: list[Pair]
    points: list[Point] = field(default_factory=list)


def refuted_at_points(question: Question) -> Witness | None:
    """The first point at which a pair differs, or where one side is undefined on an interval; fills
    `points`."""
    roots = [n for p in question.pairs for n in (p.a, p.b)]
    question.points = sample(roots)
    balls = Doubles(question.points).at(roots)
    doubtful: list[tuple[int, int]] = []
    for k, pair in enumerate(question.pairs):
        a, b = balls[2 * k], balls[2 * k + 1]
        for i in _apart(a, b):
            if differs_at(pair.a, pair.b, question.points[i]):
                return witness_at(pair.instance, pair.a, pair.b, question.points[i])
        doubtful += [(i, k) for i in _half_defined(a, b)]
    for i, k in sorted(doubtful)[:MAX_DOUBTFUL]:
        if _on_interval(question.pairs[k], question.points[i]):
            pair = question.pairs[k]
            return witness_at(pair.instance, pair.a, pair.b, question.points[i])
    return None


def _apart(a: Ball, b: Ball) -> Iterator[int]:
    """Points at which the balls do not meet, those first where it shows to the eye."""
    with np.errstate(all="ignore"):
        gap = np.abs(a.value - b.value)
        apart: NDArray[np.bool_] = gap > a.error + b.error
        plain = apart & (gap > 1e-3 * np.maximum(1.0, np.abs(b.value))) & (gap < 1e6)
    yield from np.flatnonzero(plain)[:MAX_TRIED].tolist()
    yield from np.flatnonzero(apart & ~plain)[:MAX_TRIED].tolist()


def _half_defined(a: Ball, b: Ball) -> list[int]:
    """Points at which exactly one side is certainly undefined and the other certainly defined."""
    no_a, no_b = np.isnan(a.value), np.isnan(b.value)
    known_a, known_b = ~no_a & np.isfinite(a.error), ~no_b & np.isfinite(b.error)
    found: list[int] = np.flatnonzero((no_a & known_b) | (no_b & known_a)).tolist()
    return found


def _on_interval(pair: Pair, point: Point) -> bool:
    """Whether one side stays undefined all around the point."""
    if not differs_at(pair.a, pair.b, point):
        return False
    symbols: Sequence[Node] = symbols_of((pair.a, pair.b))
    around = neighbours(point, symbols)
    if not around:
        return not symbols
    a, b = Doubles(around).at([pair.a, pair.b])
    return len(_half_defined(a, b)) == len(around)
