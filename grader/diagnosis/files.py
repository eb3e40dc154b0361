"""A file diagnosed without a course: find its function or class, call it, say what it is.

One run of the sandbox for a function that is right; more only for a class, for a name spelt otherwise, and to
find the smallest input that goes wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..exercise import SWAPPED, Case, Exercise, Group, Hypothesis, Kind, Rng, Setting
from ..model import Absent, Isolation, Job, Observation, Raised, Returned, Run
from ..seeds import Stream
from .asking import FLAGS, Asked, Seen, asked_beside, asked_plainly, entry_of
from .crashes import explained
from .diagnose import Diagnosis, Word, diagnose
from .matching import Known, telling
from .names import Guesses, nearest
from .outcomes import Outcome, outcomes_of
from .relatives import relatives
from .shrinking import simpler, smallest
from .slips import slips

_SEED = b"chainrule diagnose"
_CASES = 5
_SETTINGS: Mapping[str, Setting] = {}
_VAGUE = (None, "one-result-wrong", "wrong-below-zero", "wrong-above-zero")
"""Notes that say where it is wrong and not why."""
_TARGETS = frozenset(
    (
        "t", "y", "y_true", "true", "target", "targets", "label", "labels", "actual", "truth", "y_actual",
        "ytrue", "t_true", "expected", "gt", "real", "y_real", "observed",
    )
)  # fmt: skip
_PREDICTIONS = frozenset(
    (
        "p", "y_pred", "pred", "preds", "yhat", "y_hat", "prediction", "predictions", "predicted", "a", "al",
        "o", "output", "outputs", "out", "y_p", "h", "probs", "logits", "z", "y", "ypred", "y_predicted",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What was found out. `name` is the function's own, empty when there is none; `smallest` goes wrong."""

    diagnosis: Diagnosis
    name: str
    isolation: Isolation
    smallest: Outcome | None = None


class Examiner:
    """Everything about one function of the catalogue that does not depend on whose file is looked at."""

    def __init__(self, exercise: Exercise, exercises: Mapping[str, Exercise]) -> None:
        self.exercise = exercise
        self.plain, self.explicit = _cases(exercise)
        self._others = relatives(exercise, exercises)
        self._guesses = Guesses(exercise, exercises)

    @cached_property
    def known(self) -> Known:
        return self._prepared(swapped=False)

    @cached_property
    def known_swapped(self) -> Known:
        return self._prepared(swapped=True)

    @cached_property
    def _slipped(self) -> Known:
        case = telling(self.exercise, _SETTINGS, self.explicit or self.plain)
        return Known(tuple(slips(self.exercise, case)) if case is not None else ())

    def _prepared(self, *, swapped: bool) -> Known:
        known = Known((*self.exercise.hypotheses(_SETTINGS, swapped=swapped), *self._others))
        for cases in (self.plain, self.explicit):
            best = telling(self.exercise, _SETTINGS, cases)
            known.prepare((best,) if best is not None else ())
        return known

    def look(self, asked: Asked, run: Callable[[Job], Run]) -> Found:
        """What the function or class of the file is. `run` makes the calls of a job."""
        _ = self.known  # worked out before the file runs, for the whole batch
        seen = self._seen(asked, run)
        found = self._diagnosed(seen)
        if self._may_be_turned(found, seen):
            turned = self._turned_round(asked, seen, run)
            found = found if turned is None else replace(turned, outcomes=found.outcomes)
        return Found(found, seen.name, seen.isolation, self._smallest(found, asked, seen, run))

    def _seen(self, asked: Asked, run: Callable[[Job], Run]) -> Seen:
        cases = (*self.plain, *self.explicit)
        asked, seen = self._found_by_name(cases, asked, run)
        entry = entry_of(self.exercise, seen)
        if entry is None:
            return seen
        again = asked_beside(cases, asked, seen, run, entry)
        # Who raises either way is told why the call as the task states it raised.
        failed = entry == "stepped" and any(isinstance(o, Raised) for o in again.observations)
        return seen if failed else again

    def _found_by_name(
        self, cases: Sequence[Case], asked: Asked, run: Callable[[Job], Run]
    ) -> tuple[Asked, Seen]:
        """What came back of the function, looked for under other names if it has none of the usual ones."""
        seen = asked_plainly(cases, asked, run)
        first = seen.observations[0]
        if not isinstance(first, Absent) or asked.named:
            return asked, seen
        near = nearest(asked.names, first.defined)
        guesses = self._guesses.among(first.defined) if near is None else iter([(near, False)])
        for name, forward in guesses:
            other = replace(asked, names=(name,))
            again = asked_plainly(cases, other, run)
            if name == near or self._may_be_meant(again, forward=forward):
                return other, again
        return asked, seen

    def _may_be_meant(self, seen: Seen, *, forward: bool) -> bool:
        """Whether a function of another name is this one, recognisably; or the forward one knows the
        gradient."""
        entry = entry_of(self.exercise, seen)
        if entry is not None:
            return not forward or seen.kind == "class" or entry == "flagged"
        found = self._diagnosed(seen)
        if found.word in (Word.CRASH, Word.TIMEOUT):
            return found.hypothesis is not None
        return found.word is not Word.WRONG or (found.note is not None and not forward)

    def _diagnosed(self, seen: Seen) -> Diagnosis:
        """Judged with the optional argument given, if it takes one and means the same by it."""
        known = self.known_swapped if _swapped(seen.parameters) else self.known
        count = len(self.plain)
        given = seen.observations[count:]
        if not given or all(map(_other_arguments, given)) or FLAGS.intersection(seen.parameters[1:2]):
            cases, given = self.plain, seen.observations[:count]
        else:
            cases = self.explicit
        found = diagnose(self.exercise, _SETTINGS, cases, given, known=known)
        if found.word is not Word.WRONG or found.hypothesis is not None or found.note not in _VAGUE:
            return found
        slipped = diagnose(self.exercise, _SETTINGS, cases, given, known=self._slipped)
        return found if slipped.hypothesis is None else slipped

    # ------------------------------------------------------------------ the target first

    def _may_be_turned(self, found: Diagnosis, seen: Seen) -> bool:
        """Whether a loss that is wrong as it stands could be right for the target first."""
        if self.exercise.arguments[1:2] != ("true",) or found.word is not Word.WRONG:
            return False
        return found.note is None or _swapped(seen.parameters)

    def _turned_round(self, asked: Asked, seen: Seen, run: Callable[[Job], Run]) -> Diagnosis | None:
        """What it is when called with the target first; None when it is wrong either way."""
        turned = tuple(replace(c, args=(c.args[1], c.args[0], *c.args[2:])) for c in self.plain)
        again = asked_beside(turned, asked, seen, run, seen.entry or "called")
        observations = tuple(map(_turned_back, again.observations))
        found = diagnose(self.exercise, _SETTINGS, self.plain, observations, known=self.known)
        if found.word in (Word.CRASH, Word.WRONG, Word.MISSING, Word.TIMEOUT):
            return None
        note = f"{SWAPPED}+{found.note}" if found.note and found.word is Word.CONVENTION else SWAPPED
        hypothesis = Hypothesis(note, {}, self.exercise.function, Kind.CONVENTION)
        return replace(found, word=Word.CONVENTION, accepted=False, note=note, hypothesis=hypothesis, also=())

    # ------------------------------------------------------------------ the smallest input

    def _smallest(
        self, found: Diagnosis, asked: Asked, seen: Seen, run: Callable[[Job], Run]
    ) -> Outcome | None:
        if found.accepted or found.word in (Word.MISSING, Word.TIMEOUT) or not seen.name:
            return None
        cases = simpler(self.exercise, _SETTINGS, found.outcomes)
        if not cases:
            return None
        if seen.entry is not None:
            again = asked_beside(cases, asked, seen, run, seen.entry)
        else:
            again = asked_plainly(cases, replace(asked, names=(seen.name,)), run)
        return smallest(found.outcomes, outcomes_of(self.exercise, _SETTINGS, cases, again.observations))


def _cases(exercise: Exercise) -> tuple[tuple[Case, ...], tuple[Case, ...]]:
    """Those without the optional argument; the same with its default given, then with other values."""
    made = exercise.inputs(Rng(Stream(_SEED)), _CASES)
    if not exercise.optional:
        return made, ()
    plain = tuple(c for c in made if c.group is not Group.ARGUMENTS)
    defaults = tuple(exercise.optional.values())
    given = tuple(replace(c, args=(*c.args, *defaults)) for c in plain if len(c.args) == 1)
    return plain, (*given, *(c for c in made if c.group is Group.ARGUMENTS))


def _other_arguments(seen: Observation) -> bool:
    return isinstance(seen, Raised) and explained(seen).note == "arguments"


def _turned_back(seen: Observation) -> Observation:
    """With the arguments in the order of the exercise."""
    if not isinstance(seen, Returned) or seen.args_after is None:
        return seen
    true, pred, *others = seen.args_after
    return replace(seen, args_after=(pred, true, *others))


def _swapped(parameters: Sequence[str]) -> bool:
    """Whether the names of the first two parameters say: target first, then prediction."""
    if len(parameters) < 2:
        return False
    first, second = (p.lower().strip("_") for p in parameters[:2])
    return first in _TARGETS and second in _PREDICTIONS
