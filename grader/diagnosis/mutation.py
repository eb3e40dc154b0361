"""Would an exercise's cases notice every known slip? Its mutation score, from our own functions alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..arrays import Between
from ..exercise import Case, Exercise, Function, Hypothesis, Rng
from ..seeds import Stream, derive
from .behaviour import Behaviour, alike, performed

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


def mutation_score(
    exercise: Exercise, seeds: Iterable[int], mutants: Sequence[Hypothesis] = ()
) -> MutationScore:
    """How many of the exercise's hypotheses, and of further `mutants`, its cases tell from the reference.

    A mutant that no seed tells apart is taken for another spelling of the reference, and does not count.
    """
    rounds = [_Round.of(exercise, seed) for seed in seeds]
    total, missed = 0, []
    for mutant in (*exercise.hypotheses({}), *mutants):
        noticed = [r.notices(exercise, mutant.function) for r in rounds]
        total += any(noticed)
        if any(noticed) and not all(noticed):
            missed.append(mutant.note)
    return MutationScore(total, tuple(missed))


@dataclass(frozen=True, slots=True, eq=False)
class _Round:
    """The cases of one seed, and what the reference does on them."""

    cases: tuple[tuple[Case, Behaviour, Between | None], ...]

    @classmethod
    def of(cls, exercise: Exercise, seed: int) -> _Round:
        stream = Stream(derive(b"mutation score", exercise.key, str(seed)))
        reference = exercise.reference({})
        made = exercise.inputs(Rng(stream), CASES)
        return cls(tuple((c, performed(reference, c), exercise.between({}, c.args)) for c in made))

    def notices(self, exercise: Exercise, function: Function) -> bool:
        return any(
            not alike(right, performed(function, case), exercise.tolerance, between)
            for case, right, between in self.cases
        )
