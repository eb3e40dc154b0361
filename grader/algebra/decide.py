"""Whether two formulas are equal on the declared domain: by structure, by points with error bounds, by
exact proof.

`identical`  the same after collecting, sorting and folding
`refuted`    at some point both are known well enough to differ, or one is undefined on an interval; the
point is shown
`proved`     the difference vanishes as a fraction of polynomials in kernels, in every region of every case
`numeric`    neither, but they agree at many points to hundreds of digits
`undecided`  the counted bounds were reached, or nothing could be compared
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from .bounds import Ball
from .cases import Instance, instances
from .context import Context
from .decimals import Decimals
from .forms import Budget
from .lowering import Lowering, Meaningless
from .nodes import Node, TooMuchWork
from .points import Point, neighbours, sample, symbols_of
from .pool import Pool
from .prover import Prover
from .regions import regions
from .tree import Call, Derivative, Expr, walk
from .witness import Witness, shown_values

PROOF_WORK = 40_000
MAX_FACTOR = 1000
LADDER = ((60, 12), (250, 3), (600, 1))  # digits, points


class Verdict(StrEnum):
    IDENTICAL = "identical"
    PROVED = "proved"
    NUMERIC = "numeric"
    REFUTED = "refuted"
    UNDECIDED = "undecided"

    @property
    def equal(self) -> bool | None:
        """True, False, or None where it could not be decided."""
        if self is Verdict.UNDECIDED:
            return None
        return self is not Verdict.REFUTED


@dataclass(frozen=True, slots=True)
class Decision:
    """`by`: structure, exact, points or bits. `note` is a sentence's id where there is something to add."""

    verdict: Verdict
    by: str
    witness: Witness | None = None
    note: str | None = None

    @property
    def equal(self) -> bool | None:
        return self.verdict.equal


@dataclass(slots=True)
class _Pair:
    instance: Instance
    a: Node
    b: Node


@dataclass(slots=True)
class _Question:
    pool: Pool
    context: Context
    pairs: list[_Pair]
    points: list[Point] = field(default_factory=list)


def decide(a: Expr, b: Expr, context: Context) -> Decision:
    """Whether a and b are equal wherever the context's symbols lie in their domains. Never raises for any
    tree."""
    try:
        return _decide(a, b, context)
    except Meaningless as problem:
        return Decision(Verdict.UNDECIDED, "structure", note=f"undecided-{problem}")
    except (TooMuchWork, RecursionError):
        return Decision(Verdict.UNDECIDED, "structure", note="undecided-too-large")


def _decide(a: Expr, b: Expr, context: Context) -> Decision:
    cases = instances((a, b), context)
    question = _lowered(a, b, context, cases.each)
    question.pairs = [p for p in question.pairs if p.a is not p.b]
    if not question.pairs:
        plain = (
            not any(isinstance(n, Derivative | Call) for e in (a, b) for n in walk(e))
            and not context.definitions
        )
        return (
            Decision(Verdict.IDENTICAL, "structure") if plain or a == b else Decision(Verdict.PROVED, "exact")
        )
    witness = _refuted_at_points(question)
    if witness is not None:
        return Decision(Verdict.REFUTED, "points", witness)
    open_pairs = [p for p in question.pairs if not _proved(question.pool, p)]
    if not open_pairs and cases.complete:
        return Decision(Verdict.PROVED, "exact")
    return _by_digits(question, open_pairs or question.pairs[:3])


def _lowered(a: Expr, b: Expr, context: Context, each: Sequence[Instance]) -> _Question:
    pool = Pool()
    pairs: list[_Pair] = []
    for instance in each:
        lowering = Lowering(pool, context, instance.sizes)
        scope = {name: pool.number(value) for name, value in instance.indices.items()}
        pairs.append(_Pair(instance, lowering.lower(a, scope), lowering.lower(b, scope)))
    return _Question(pool, context, pairs)


# --------------------------------------------------------------------------- points


def _refuted_at_points(question: _Question) -> Witness | None:
    from .doubles import Doubles

    roots = [n for p in question.pairs for n in (p.a, p.b)]
    question.points = sample(roots)
    balls = Doubles(question.points).at(roots)
    doubtful: list[tuple[int, int]] = []
    for k, pair in enumerate(question.pairs):
        found = _apart(balls[2 * k], balls[2 * k + 1])
        if found is not None:
            return _witness(question, pair, found)
        doubtful += [(k, i) for i in _half_defined(balls[2 * k], balls[2 * k + 1])]
    for k, i in sorted(doubtful, key=lambda pair: pair[1])[:24]:
        if _on_interval(question.pairs[k], question.points, i):
            return _witness(question, question.pairs[k], i)
    return None


def _apart(a: Ball, b: Ball) -> int | None:
    """The first point at which the balls do not meet, one where it shows preferred."""
    import numpy as np

    with np.errstate(all="ignore"):
        gap = np.abs(a.value - b.value)
        apart = gap > a.error + b.error
        plain = apart & (gap > 1e-3 * np.maximum(1.0, np.abs(b.value))) & (gap < 1e6)
    for mask in (plain, apart):
        if mask.any():
            return int(mask.argmax())
    return None


def _half_defined(a: Ball, b: Ball) -> list[int]:
    """Points at which exactly one side is certainly undefined and the other certainly defined."""
    import numpy as np

    no_a, no_b = np.isnan(a.value), np.isnan(b.value)
    known_a, known_b = ~no_a & np.isfinite(a.error), ~no_b & np.isfinite(b.error)
    return [int(i) for i in np.flatnonzero((no_a & known_b) | (no_b & known_a))]


def _on_interval(pair: _Pair, points: Sequence[Point], index: int) -> bool:
    """Whether one side stays undefined all around the point."""
    from .doubles import Doubles

    symbols = symbols_of((pair.a, pair.b))
    around = neighbours(points[index], symbols)
    if not around:
        return not symbols
    a, b = Doubles(around).at([pair.a, pair.b])
    return len(_half_defined(a, b)) == len(around)


# --------------------------------------------------------------------------- proof


def _proved(pool: Pool, pair: _Pair) -> bool:
    budget = Budget(PROOF_WORK)

    def same(a: Node, b: Node) -> int | None:
        factor = multiple(pool, a, b)
        if factor is None or not Prover(budget).is_zero(pool.add(((1, a), (-factor, b)))):
            return None
        return 1 if factor > 0 else -1

    try:
        difference = pool.minus(pair.a, pair.b)
        return all(Prover(budget).is_zero(region) for region in regions(pool, difference, same))
    except TooMuchWork:
        return False


def multiple(pool: Pool, a: Node, b: Node) -> Fraction | None:
    """A factor by which a may be a multiple of b: what their values at one point suggest."""
    symbols = symbols_of((a, b))
    if symbols_of([a]) != symbols or symbols_of([b]) != symbols:
        return None
    points = sample([pool.sum(*symbols)])
    for point in points[-2:]:
        x, y = Decimals(point, 40).at([a, b])
        if x.value.is_finite() and y.value.is_finite() and abs(y.value) > y.error:
            ratio = Fraction(x.value / y.value).limit_denominator(MAX_FACTOR)
            return ratio if ratio and abs(ratio) <= MAX_FACTOR else None
    return None


# --------------------------------------------------------------------------- many digits


def _by_digits(question: _Question, pairs: Sequence[_Pair]) -> Decision:
    agreed = 0
    for digits, count in LADDER:
        for pair in pairs[:4]:
            for i in _spaced(question.points, count):
                a, b = Decimals(question.points[i], digits).at([pair.a, pair.b])
                if abs(a.value - b.value) > a.error + b.error:
                    return Decision(Verdict.REFUTED, "bits", _witness(question, pair, i))
                agreed += _close(a, b, digits)
    if agreed:
        return Decision(Verdict.NUMERIC, "bits", note="equal-at-points")
    return Decision(Verdict.UNDECIDED, "bits", note="undecided-nothing-comparable")


def _spaced(points: Sequence[Point], count: int) -> Iterator[int]:
    """Points from the whole list, the last ones (which no formula is made for) first."""
    step = max(1, len(points) // count)
    yield from range(len(points) - 1, -1, -step)


def _close(a: Ball, b: Ball, digits: int) -> bool:
    limit = Decimal(10) ** -(digits // 2)
    return bool(a.error < limit * (1 + abs(a.value)) and b.error < limit * (1 + abs(b.value)))


# --------------------------------------------------------------------------- witnesses


def _witness(question: _Question, pair: _Pair, index: int) -> Witness:
    point = question.points[index]
    used = {s.name for s in symbols_of((pair.a, pair.b))}
    named = [(n, Fraction(v)) for n, v in (*pair.instance.sizes.items(), *pair.instance.indices.items())]
    named += [(n, v) for n, v in point.items() if n in used]
    a, b = shown_values(pair.a, pair.b, point)
    return Witness(tuple((n, str(v)) for n, v in named), a, b, tuple(named))
