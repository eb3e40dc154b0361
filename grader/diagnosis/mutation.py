"""Would an exercise's cases notice every known slip? Its mutation score, from our own functions alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..exercise import Case, Exercise, Function, Hypothesis, Kind, Rng, Setting
from ..seeds import Stream, derive
from .behaviour import alike, performed

CASES = 5
"""Random cases of each seed, as many as an item has unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class MutationScore:
    """Of `total` mutants that differ in value, all but `missed` are noticed at every seed."""

    total: int
    missed: tuple[str, ...]

    @property
    def share(self) -> float:
        """From 0 to 1; 1 where there is nothing to miss."""
        return 1 - len(self.missed) / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """An exercise as one student gets it."""

    params: Mapping[str, Setting]
    cases: Sequence[Case]


def mutation_score(
    exercise: Exercise, seeds: Iterable[int], mutants: Sequence[Hypothesis] = ()
) -> MutationScore:
    """How many of the exercise's hypotheses, and of further `mutants`, its cases tell from the reference."""
    return score_over(exercise, (_at_defaults(exercise, seed) for seed in seeds), mutants)


def score_over(
    exercise: Exercise, posed: Iterable[Posed], mutants: Sequence[Hypothesis] = ()
) -> MutationScore:
    """How many mistakes the cases of every student tell from the reference.

    A mutant that none of them tells apart is taken for another spelling of the reference, and does not count.
    """
    tried, noticed = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    for one in posed:
        reference = exercise.reference(one.params)
        right = [(c, performed(reference, c), exercise.between(one.params, c.args)) for c in one.cases]
        for name, function in _mistakes(exercise, one.params, mutants):
            tried[name] += 1
            noticed[name] += any(
                not alike(values, performed(function, case), exercise.tolerance, between)
                for case, values, between in right
            )
    differing = [name for name in tried if noticed[name]]
    return MutationScore(len(differing), tuple(n[0] for n in differing if noticed[n] < tried[n]))


def _mistakes(
    exercise: Exercise, params: Mapping[str, Setting], mutants: Sequence[Hypothesis]
) -> Iterator[tuple[tuple[str, int], Function]]:
    """Each mistake by its note and how many of that note came before it: a note may have several forms."""
    before = Counter[str]()
    for mutant in (*exercise.hypotheses(params), *mutants):
        if mutant.kind is Kind.MISTAKE:
            yield (mutant.note, before[mutant.note]), mutant.function
            before[mutant.note] += 1


def _at_defaults(exercise: Exercise, seed: int) -> Posed:
    stream = Stream(derive(b"mutation score", exercise.key, str(seed)))
    return Posed({}, exercise.inputs(Rng(stream), CASES))
