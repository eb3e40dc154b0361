"""Which known function a student's is: the first hypothesis that does the same on every case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from operator import is_

import numpy as np

from ..arrays import Array, Tolerance
from ..exercise import Case, Exercise, Group, Hypothesis, Setting
from ..remembering import remembered
from .behaviour import Behaviour, alike, performed
from .outcomes import Outcome

CORE = (Group.VALUES, Group.ARGUMENTS)
STAGES = (CORE, (Group.SHAPES,), (Group.LARGE,))
"""From what every function should get right to what few do."""

Shapes = tuple[tuple[int, ...], ...]


@dataclass(slots=True, eq=False)
class Known:
    """Hypotheses and what they do, each looked at once: one object serves a whole batch of one function."""

    hypotheses: Sequence[Hypothesis]
    _done: dict[tuple[int, str], Behaviour] = field(default_factory=dict)
    _rows: dict[str, dict[Shapes, tuple[list[int], Array]]] = field(default_factory=dict)
    _without: dict[str, list[int]] = field(default_factory=dict)

    def behaviour(self, index: int, case: Case) -> Behaviour:
        """What one of them does on a case; cases are told apart by name."""
        place = (index, case.name)
        if place not in self._done:
            self._done[place] = performed(self.hypotheses[index].function, case)
        return self._done[place]

    def prepare(self, cases: Iterable[Case]) -> None:
        """Work out what `candidates` needs, before there is anything to match."""
        for case in cases:
            if case.name not in self._rows:
                self._tabulate(case)

    def candidates(self, outcome: Outcome, tolerance: Tolerance) -> list[int]:
        """Those that may have done what was seen in this one case: all of them compared at once."""
        self.prepare((outcome.case,))
        values = outcome.behaviour.values
        if values is None:
            return self._without[outcome.case.name]
        shapes = tuple(v.shape for v in values)
        if shapes not in self._rows[outcome.case.name]:
            return []
        members, rows = self._rows[outcome.case.name][shapes]
        slack = 2 * (tolerance.absolute + max(tolerance.relative, _coarseness(values)) * np.abs(rows))
        with np.errstate(all="ignore"):
            near = np.abs(rows - _row(values)) <= slack
        near |= ~np.isfinite(rows)
        return [member for member, fits in zip(members, near.all(axis=1), strict=True) if fits]

    def _tabulate(self, case: Case) -> None:
        by_shapes: dict[Shapes, list[int]] = defaultdict(list)
        self._without[case.name] = without = []
        for index in range(len(self.hypotheses)):
            values = self.behaviour(index, case).values
            if values is None:
                without.append(index)
            else:
                by_shapes[tuple(v.shape for v in values)].append(index)
        self._rows[case.name] = {
            shapes: (members, np.stack([_row(self.behaviour(i, case).values or ()) for i in members]))
            for shapes, members in by_shapes.items()
        }


@remembered(16)  # who else is judged on these cases is compared with the same
def known_of(exercise: Exercise, params: Mapping[str, Setting], cases: tuple[Case, ...]) -> Known:  # noqa: ARG001
    """What the exercise itself knows, for judging on these cases: `Known` tells them apart by name only."""
    return Known(exercise.hypotheses(params))


def telling(exercise: Exercise, params: Mapping[str, Setting], cases: Iterable[Case]) -> Case | None:
    """The case that tells hypotheses apart best: drawn numbers, none of them at a kink."""
    usual = [c for c in cases if c.group in CORE]
    drawn = [c for c in usual if c.name.startswith("random")] or usual
    return next((c for c in drawn if exercise.between(params, c.args) is None), None)


def matched(known: Known, outcomes: Sequence[Outcome], tolerance: Tolerance) -> Hypothesis | None:
    """The first hypothesis that did the same in every case; else one that did so up to a group that is wrong.

    A function that is right on the small inputs is thus only explained by one that fails the same later.
    Where none fits, an odd shape and what was written into the arguments are left aside, then values at
    kinks: people choose those in many ways.
    """
    wrong = frozenset(o.case.group for o in outcomes if not o.right)
    if not wrong and not any(o.behaviour.mutated for o in outcomes):
        return None
    found = _matched_in_stages(known, outcomes, wrong, tolerance)
    if found is None and wrong.intersection(CORE):
        plain = [_plain(o) for o in outcomes]
        if any(o is not p for o, p in zip(outcomes, plain, strict=True)) and not _all_right(plain, tolerance):
            found = _matched_in_stages(known, plain, wrong, tolerance)
        return found or _matched_beside_kinks(known, plain, tolerance)
    return found


def _matched_in_stages(
    known: Known, outcomes: Sequence[Outcome], wrong: frozenset[Group], tolerance: Tolerance
) -> Hypothesis | None:
    left = _possible(known, outcomes, tolerance)
    agreeing = []
    for groups in STAGES:
        part = [o for o in outcomes if o.case.group in groups]
        left = [i for i in left if _agrees(known, i, part, tolerance)]
        agreeing.append(left)
    if left:
        return known.hypotheses[left[0]]
    for k in (2, 1):
        if agreeing[k - 1] and wrong.intersection(chain(*STAGES[:k])):
            return known.hypotheses[agreeing[k - 1][0]]
    return None


def _plain(outcome: Outcome) -> Outcome:
    """As if nothing had been written into, and axes of length 1 were as asked."""
    seen = outcome.behaviour
    values = seen.values
    if values is not None and len(values) == len(outcome.expected):
        values = tuple(map(_in_shape, values, outcome.expected))
    if not seen.mutated and (values is None or all(map(is_, values, seen.values or ()))):
        return outcome
    return replace(outcome, behaviour=Behaviour(values, seen.raised, form=seen.form))


def _in_shape(given: Array, expected: Array) -> Array:
    same = given.shape == expected.shape or np.squeeze(given).shape != np.squeeze(expected).shape
    return given if same else given.reshape(expected.shape)


def _all_right(outcomes: Sequence[Outcome], tolerance: Tolerance) -> bool:
    core = (o for o in outcomes if o.case.group in CORE)
    return all(alike(Behaviour(o.expected), o.behaviour, tolerance, o.between) for o in core)


def _possible(known: Known, outcomes: Sequence[Outcome], tolerance: Tolerance) -> list[int]:
    """Those that fit the most telling case, as `telling` chooses it."""
    usual = [o for o in outcomes if o.case.group in CORE]
    drawn = [o for o in usual if o.case.name.startswith("random")] or usual
    seen = next((o for o in drawn if o.between is None), None)
    return list(range(len(known.hypotheses))) if seen is None else known.candidates(seen, tolerance)


def _matched_beside_kinks(
    known: Known, outcomes: Sequence[Outcome], tolerance: Tolerance
) -> Hypothesis | None:
    core = [o for o in outcomes if o.case.group in CORE]
    if all(_same_beside_kinks(Behaviour(o.expected), o, tolerance) for o in core):
        return None  # wrong only at the kinks themselves
    possible = _possible(known, outcomes, tolerance)
    fits = (
        i for i in possible if all(_same_beside_kinks(known.behaviour(i, o.case), o, tolerance) for o in core)
    )
    found = next(fits, None)
    return None if found is None else known.hypotheses[found]


def _same_beside_kinks(behaviour: Behaviour, outcome: Outcome, tolerance: Tolerance) -> bool:
    return alike(behaviour, outcome.behaviour, tolerance, outcome.between, kinks_aside=True)


def _agrees(known: Known, index: int, outcomes: Iterable[Outcome], tolerance: Tolerance) -> bool:
    return all(alike(known.behaviour(index, o.case), o.behaviour, tolerance, o.between) for o in outcomes)


def _row(values: Sequence[Array]) -> Array:
    """All numbers in one row: a complex one counts by its real part, `alike` looks again."""
    return np.concatenate([np.real(np.ravel(v)).astype(float) for v in values] or [np.zeros(0)])


def _coarseness(values: Sequence[Array]) -> float:
    """How exact the coarsest kind of number among the results is."""
    return max((20 * float(np.finfo(v.dtype).eps) for v in values if v.dtype.kind == "f"), default=0.0)
