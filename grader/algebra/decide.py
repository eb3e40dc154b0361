"""Whether two formulas are equal on the declared domain: by structure, by points, by exact proof, by digits.

`identical`  the same after collecting, sorting and folding
`refuted`    at a witness both are known well enough to differ, or one is undefined on an interval around it
`proved`     the difference vanishes as a fraction of polynomials in kernels, in every region of every case
`numeric`    neither, but they agree at many points to hundreds of digits
`undecided`  the counted bounds were reached, or nothing could be compared
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from .cases import Instance, Instances, instances
from .context import Context
from .decimals import Decimals, apart, precise
from .forms import Budget
from .lowering import Lowering, Meaningless
from .nodes import Node, TooMuchWork, order
from .points import Point, sample, symbols_of
from .pool import Pool
from .prover import Prover
from .refuting import Pair, Question, refuted_at_points
from .regions import regions
from .tree import Call, Derivative, Expr, walk
from .witness import Witness, witness_at

PROOF_WORK = 80_000  # products of two terms, for all pairs of a question
MAX_FACTOR = 1000
MAX_PAIRS = 4
DIGIT_WORK = 15_000  # digits times nodes, for one step of the ladder and pair
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


def decide(a: Expr, b: Expr, context: Context) -> Decision:
    """Whether a and b are equal wherever the context's symbols lie in their domains. Never raises for any
    tree."""
    try:
        return _decide(a, b, context)
    except Meaningless as problem:
        return Decision(Verdict.UNDECIDED, "structure", note=f"undecided-{problem}")
    except (TooMuchWork, RecursionError):
        return Decision(Verdict.UNDECIDED, "structure", note="undecided-too-large")


@lru_cache(maxsize=2048)  # the lines of a reference are judged for one student after another
def _decide(a: Expr, b: Expr, context: Context) -> Decision:
    cases = instances((a, b), context)
    question = _lowered(a, b, context, cases.each)
    question.pairs = [p for p in question.pairs if p.a is not p.b]
    if not question.pairs:
        return _same_nodes(a, b, context, cases)
    witness = refuted_at_points(question)
    if witness is not None:
        return Decision(Verdict.REFUTED, "points", witness)
    budget = Budget(PROOF_WORK)
    open_pairs = [p for p in question.pairs if not _proved(question.pool, p, budget)]
    if not open_pairs and cases.complete:
        return Decision(Verdict.PROVED, "exact")
    return _by_digits(question, open_pairs or question.pairs[:3])


def _same_nodes(a: Expr, b: Expr, context: Context, cases: Instances) -> Decision:
    """Identical if nothing had to be written out, differentiated or tried at several sizes; else that was
    a proof, as far as the sizes tried speak for all."""
    if not cases.complete:
        return Decision(Verdict.NUMERIC, "points", note="equal-at-points")
    written_out = (
        any(isinstance(n, Derivative | Call) for e in (a, b) for n in walk(e)) or context.definitions
    )
    if a == b or (not written_out and len(cases.each) == 1):
        return Decision(Verdict.IDENTICAL, "structure")
    return Decision(Verdict.PROVED, "exact")


def _lowered(a: Expr, b: Expr, context: Context, each: Sequence[Instance]) -> Question:
    pool = Pool()
    pairs: list[Pair] = []
    for instance in each:
        lowering = Lowering(pool, context, instance.sizes)
        scope = {name: pool.number(value) for name, value in instance.indices.items()}
        pairs.append(Pair(instance, lowering.lower(a, scope), lowering.lower(b, scope)))
    return Question(pool, pairs)


# --------------------------------------------------------------------------- proof


def _proved(pool: Pool, pair: Pair, budget: Budget) -> bool:
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
        if precise(x, 30) and precise(y, 30) and y.value:
            return _small_fraction(x.value / y.value)
    return None


def _small_fraction(ratio: Decimal) -> Fraction | None:
    if not 1 <= abs(ratio) * MAX_FACTOR <= MAX_FACTOR**2:
        return None
    return Fraction(ratio).limit_denominator(MAX_FACTOR)


# --------------------------------------------------------------------------- many digits


def _by_digits(question: Question, pairs: Sequence[Pair]) -> Decision:
    agreed = 0
    for digits, count in LADDER:
        for pair in pairs[:MAX_PAIRS]:
            affordable = DIGIT_WORK // (digits * len(order((pair.a, pair.b))))
            for i in _spaced(question.points, min(count, affordable)):
                a, b = Decimals(question.points[i], digits).at([pair.a, pair.b])
                if apart(a, b):
                    return Decision(Verdict.REFUTED, "bits", _witness(pair, question.points[i]))
                agreed += precise(a, digits // 2, 1) and precise(b, digits // 2, 1)
    if agreed:
        return Decision(Verdict.NUMERIC, "bits", note="equal-at-points")
    return Decision(Verdict.UNDECIDED, "bits", note="undecided-nothing-comparable")


def _witness(pair: Pair, point: Point) -> Witness:
    return witness_at(pair.instance, pair.a, pair.b, point)


def _spaced(points: Sequence[Point], count: int) -> Iterator[int]:
    """Points from the whole list, the last ones (which no formula is made for) first."""
    if count > 0:
        step = max(1, len(points) // count)
        yield from range(len(points) - 1, -1, -step)
