"""From what a function did to what it is: the verdict, the known mistake, the remarks. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ..arrays import Form, Wrong
from ..exercise import Case, Exercise, Group, Hypothesis, Kind, Setting
from ..model import Absent, Observation, Raised, Returned, Status, Stopped
from .crashes import explained
from .matching import CORE, Known, known_of, matched
from .outcomes import Outcome, outcomes_of
from .relations import relation, rounded


class Word(StrEnum):
    """The verdict on a function: the first of these that applies."""

    MISSING = "missing"
    TIMEOUT = "timeout"
    CRASH = "crash"
    WRONG = "wrong"
    CONVENTION = "convention"
    ONE_DIMENSION = "one_dimension"
    ROUNDED = "rounded"
    TYPE = "type"
    MUTATES = "mutates"
    FRAGILE = "fragile"
    CORRECT = "correct"


_NUMBERLESS = {Form.NONE: "none", Form.TEXT: "text", Form.RAGGED: "ragged"}

_GRAVITY = tuple(Word)

_SUPERSEDED = (Word.WRONG, Word.ONE_DIMENSION, Word.TYPE)
"""Words that say less than the name of the convention that was followed."""


@dataclass(frozen=True, slots=True, eq=False)
class Diagnosis:
    """What a function turned out to be.

    note      what is known beyond the word (a mistake, a crash's cause, a constant ratio), without numbers
    values    of the note's sentence
    outcomes  of the cases that count, in order; those of TYPES only led to remarks
    accepted  whether it does what was asked, however unusually
    """

    word: Word
    outcomes: tuple[Outcome, ...]
    accepted: bool
    note: str | None = None
    values: Mapping[str, str] | None = None
    hypothesis: Hypothesis | None = None
    remarks: tuple[str, ...] = ()
    also: tuple[Word, ...] = ()
    causes: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Every note, the telling one first: mistakes, causes of exceptions, the other words, remarks."""
        known = (self.note,) if self.note else ()
        words = (word.value for word in self.also)
        return tuple(dict.fromkeys((*known, *self.causes, *words, *self.remarks)))


def diagnose(
    exercise: Exercise,
    params: Mapping[str, Setting],
    cases: Sequence[Case],
    observations: Sequence[Observation],
    *,
    known: Known | None = None,
) -> Diagnosis:
    """What the function is that was observed on these cases, in order.

    `known`: what it may be instead, where that is more than the exercise's own hypotheses.
    """
    outcomes = outcomes_of(exercise, params, cases, observations)
    judged = [o for o in outcomes if o.case.group is not Group.TYPES]
    words = _words(judged)
    if words and words[0] in (Word.MISSING, Word.TIMEOUT):
        return Diagnosis(words[0], tuple(judged), accepted=False, causes=_causes(judged))
    if known is None:
        known = known_of(exercise, params, tuple(cases)) if words else Known(())
    hypothesis = matched(known, judged, exercise.tolerance)
    if hypothesis is not None and hypothesis.kind is Kind.CONVENTION:
        words = sorted({Word.CONVENTION, *(w for w in words if w not in _SUPERSEDED)}, key=_GRAVITY.index)
    word = words[0] if words else Word.CORRECT
    note, values = (hypothesis.note, hypothesis.values) if hypothesis else _noted(word, judged)
    return Diagnosis(
        word=word,
        outcomes=tuple(judged),
        accepted=_accepted(word, judged),
        note=note,
        values=values,
        hypothesis=hypothesis,
        remarks=_remarks(word, outcomes),
        also=tuple(words[1:]),
        causes=_causes(judged),
    )


# ------------------------------------------------------------------------------------- words


def _words(judged: Sequence[Outcome]) -> list[Word]:
    """Every word that applies, the gravest first; empty for a function without any fault."""
    applies: Mapping[Word, Callable[[], bool]] = {
        Word.MISSING: lambda: any(isinstance(o.observation, Absent) for o in judged),
        Word.TIMEOUT: lambda: any(_stopped(o, Status.TIMEOUT) for o in judged),
        Word.CRASH: lambda: (
            any(_crashed(o) for o in judged if o.case.group in CORE)
            or any(isinstance(o.observation, Stopped) for o in judged)
        ),
        Word.WRONG: lambda: _is_wrong(judged),
        Word.ONE_DIMENSION: lambda: _right_for_one_dimension(judged),
        Word.ROUNDED: lambda: not _is_right(judged, CORE) and rounded(judged) is not None,
        Word.TYPE: lambda: any(_odd_type(o) for o in judged),
        Word.MUTATES: lambda: any(o.behaviour.mutated for o in judged),
        Word.FRAGILE: lambda: _is_fragile(judged),
    }
    return [word for word, test in applies.items() if test()]


def _stopped(outcome: Outcome, status: Status) -> bool:
    return isinstance(outcome.observation, Stopped) and outcome.observation.status is status


def _crashed(outcome: Outcome) -> bool:
    return isinstance(outcome.observation, Raised | Stopped)


def _is_right(outcomes: Sequence[Outcome], groups: tuple[Group, ...]) -> bool:
    return all(o.right for o in outcomes if o.case.group in groups)


def _is_wrong(judged: Sequence[Outcome]) -> bool:
    """Numbers that differ and are neither rounded ones nor right ones in another shape."""
    core = [o for o in judged if o.case.group in CORE and not _crashed(o) and not o.right]
    if not any(not _reshaped(o) for o in core) or rounded(judged) is not None:
        return False
    return not _right_for_one_dimension(judged)


def _right_for_one_dimension(judged: Sequence[Outcome]) -> bool:
    """Right on every vector but not on tables, or the other way round."""
    usual = [o for o in judged if o.case.group is not Group.LARGE]
    faults = {_dimensions(o) for o in usual if not o.right and not _reshaped(o)}
    if 1 in faults and any(o.right for o in usual if _dimensions(o) == 1):
        return False
    right = [o for o in usual if (o.right or _reshaped(o)) and _dimensions(o) not in faults]
    return bool(faults) and len(right) >= 2


def _dimensions(outcome: Outcome) -> int:
    return max((np.ndim(a) for a in outcome.case.args if isinstance(a, np.ndarray | list)), default=0)


def _is_fragile(judged: Sequence[Outcome]) -> bool:
    """No numbers on extreme inputs; or inexact ones, where the usual inputs are right."""
    large = [o for o in judged if o.case.group is Group.LARGE]
    usual = (*CORE, Group.SHAPES)
    return any(map(_breaks, large)) or (_is_right(judged, usual) and not _is_right(judged, (Group.LARGE,)))


def _reshaped(outcome: Outcome) -> bool:
    return outcome.difference is not None and outcome.difference.same_values


def _odd_type(outcome: Outcome) -> bool:
    """Right numbers in a list, as truth values, or in another shape."""
    if outcome.case.group not in CORE or outcome.behaviour.values is None:
        return False
    values = outcome.behaviour.values
    as_truth = all(v.dtype.kind == "b" for v in values) and outcome.right
    as_list = outcome.behaviour.form is Form.LIST and len(outcome.expected) == 1 and outcome.right
    return as_truth or as_list or _reshaped(outcome)


def _breaks(outcome: Outcome) -> bool:
    """Nan, infinity or an exception where a number was expected."""
    if outcome.difference is not None:
        return outcome.difference.kind in (Wrong.NAN, Wrong.INFINITE)
    return isinstance(outcome.observation, Raised)


def _accepted(word: Word, judged: Sequence[Outcome]) -> bool:
    if word is Word.TYPE:
        return _is_right(judged, CORE) and _is_right(judged, (Group.SHAPES,))
    return word in (Word.CORRECT, Word.FRAGILE, Word.MUTATES)


# ------------------------------------------------------------------------------------- notes


def _causes(judged: Sequence[Outcome]) -> tuple[str, ...]:
    """Why calls raised or gave no numbers, each cause once."""
    return tuple(dict.fromkeys(filter(None, map(_cause, judged))))


def _cause(outcome: Outcome) -> str | None:
    match outcome.observation:
        case Raised() as raised:
            return explained(raised).note
        case Absent(because=Raised() as raised):
            return explained(raised).note
        case Returned() if outcome.behaviour.values is None:
            return _NUMBERLESS.get(outcome.behaviour.form, "no-numbers")
        case _:
            return None


def _noted(word: Word, judged: Sequence[Outcome]) -> tuple[str | None, Mapping[str, str] | None]:
    """What else is known about a function that no hypothesis explains."""
    if word is Word.CRASH:
        raised = next((o.observation for o in judged if isinstance(o.observation, Raised)), None)
        crash = explained(raised) if raised else None
        return (crash.note, crash.values) if crash else (None, None)
    if word is Word.ROUNDED:
        return "rounded", {"places": str(rounded(judged))}
    if word is Word.WRONG:
        return relation(judged)
    return None, None


def _remarks(word: Word, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Notes that never cost points. About other inputs only once the asked ones are right."""
    returned = [o.observation for o in outcomes if isinstance(o.observation, Returned)]
    right = _is_right(outcomes, CORE)
    found = {
        "overflow-warning": right and any("RuntimeWarning" in w for r in returned for w in r.warnings),
        "removed-name": any("was removed from NumPy" in w for r in returned for w in r.warnings),
        "printed": any(r.stdout for r in returned),
        "tuple-with-cache": right and any(o.behaviour.form is Form.CACHE for o in outcomes),
        "integer-truncation": right and _fails(outcomes, "whole-numbers"),
        "two-dimensions-only": right
        and _is_right(outcomes, (Group.SHAPES,))
        and _fails(outcomes, "three-dimensions"),
        "number-refused": right and any(_fails(outcomes, n) for n in ("python-number", "zero-dimensional")),
        "list-misread": right and _fails(outcomes, "list", silently=True),
        "empty-refused": right and _fails(outcomes, "empty"),
        "broadcasts": any(o.case.name == "column-against-row" and o.right for o in outcomes),
        "mutates": word is not Word.MUTATES and any(o.behaviour.mutated for o in outcomes),
    }
    return tuple(note for note, applies in found.items() if applies)


def _fails(outcomes: Sequence[Outcome], name: str, *, silently: bool = False) -> bool:
    """Whether a case of TYPES goes wrong; `silently`: other than by an exception."""
    failed = (o for o in outcomes if o.case.name == name and o.case.group is Group.TYPES and not o.right)
    return any(not (silently and isinstance(o.observation, Raised)) for o in failed)
