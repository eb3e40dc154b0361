"""A file diagnosed without a course: find its function or class, call it, say what it is.

One run of the sandbox for a function; a second one for a class, for a name spelt otherwise, or to find the
smallest input that goes wrong.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath

from ..arrays import to_value
from ..exercise import SWAPPED, Case, Exercise, Group, Hypothesis, Kind, Rng, Setting
from ..model import Absent, Call, Isolation, Job, Observation, Raised, Returned, Run
from ..seeds import Stream
from . import beside
from .crashes import explained
from .diagnose import Diagnosis, Word, diagnose
from .names import nearest
from .outcomes import Outcome

BESIDE = "chainrule_beside.py"
_SEED = b"chainrule diagnose"
_CASES = 5
_FLAGS = frozenset(
    (
        "derivative", "deriv", "deriv_flag", "derive", "grad", "gradient", "prime", "backward", "d", "dx",
        "diff", "is_derivative", "der", "ddx",
    )
)  # fmt: skip
"""Second parameters that ask for the derivative instead of being the slope of a Leaky ReLU."""
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
class Asked:
    """Which function of which file: `name` is None where the usual ones are looked for."""

    path: str
    files: Mapping[str, bytes]
    names: tuple[str, ...]
    named: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What was found out. `name` is the function's own; empty when there is none."""

    diagnosis: Diagnosis
    name: str
    isolation: Isolation
    smallest: Outcome | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    observations: tuple[Observation, ...]
    name: str
    kind: str
    parameters: tuple[str, ...]
    isolation: Isolation


def diagnose_file(
    exercise: Exercise,
    asked: Asked,
    run: Callable[[Job], Run],
    relatives: Sequence[Hypothesis] = (),
) -> Found:
    """What the function or class of the file is. `run` makes the calls of a job."""
    cases = _Cases.of(exercise)
    seen = _asked_plainly(cases.all, asked, run)
    if isinstance(seen.observations[0], Absent) and not asked.named:
        near = nearest(asked.names, seen.observations[0].defined)
        if near is not None:
            seen = _asked_plainly(cases.all, replace(asked, names=(near,)), run)
    if seen.kind in ("class", "method") or seen.parameters[:1] == ("self",):
        seen = _asked_beside(exercise, cases.all, asked, seen, run)
    found = cases.diagnosed(exercise, seen, relatives)
    if _may_be_turned(exercise, found, seen):
        found = _turned_round(exercise, cases, asked, seen, run) or found
    return Found(found, seen.name, seen.isolation)


def _may_be_turned(exercise: Exercise, found: Diagnosis, seen: _Seen) -> bool:
    """Whether a loss that is wrong as it stands could be right for the target first."""
    if exercise.arguments[1:2] != ("true",) or found.word is not Word.WRONG:
        return False
    return found.note is None or _swapped(seen.parameters)


def _turned_round(
    exercise: Exercise, cases: _Cases, asked: Asked, seen: _Seen, run: Callable[[Job], Run]
) -> Diagnosis | None:
    """What it is when called with the target first; None when it is wrong either way."""
    turned = tuple(replace(c, args=(c.args[1], c.args[0], *c.args[2:])) for c in cases.plain)
    again = _asked_beside(exercise, turned, asked, seen, run)
    found = diagnose(exercise, _SETTINGS, cases.plain, again.observations)
    if found.word in (Word.CRASH, Word.WRONG, Word.MISSING, Word.TIMEOUT):
        return None
    notes = (SWAPPED, found.note) if found.note and found.word is Word.CONVENTION else (SWAPPED,)
    hypothesis = Hypothesis("+".join(notes), {}, exercise.function, Kind.CONVENTION)
    return replace(
        found, word=Word.CONVENTION, accepted=False, note=hypothesis.note, hypothesis=hypothesis, also=()
    )


# ------------------------------------------------------------------------------------- the cases


@dataclass(frozen=True, slots=True)
class _Cases:
    """`plain` without the optional argument, `explicit` with its default given, then with other values."""

    plain: tuple[Case, ...]
    explicit: tuple[Case, ...]

    @classmethod
    def of(cls, exercise: Exercise) -> _Cases:
        made = exercise.inputs(Rng(Stream(_SEED)), _CASES)
        plain = tuple(c for c in made if c.group is not Group.ARGUMENTS)
        if not exercise.optional:
            return cls(made, ())
        defaults = tuple(exercise.optional.values())
        given = tuple(replace(c, args=(*c.args, *defaults)) for c in plain if len(c.args) == 1)
        return cls(plain, (*given, *(c for c in made if c.group is Group.ARGUMENTS)))

    @property
    def all(self) -> tuple[Case, ...]:
        return (*self.plain, *self.explicit)

    def diagnosed(self, exercise: Exercise, seen: _Seen, relatives: Sequence[Hypothesis]) -> Diagnosis:
        """Judged with the optional argument given, if it takes one and means the same by it."""
        count = len(self.plain)
        swapped = _swapped(seen.parameters)
        judged = partial(diagnose, exercise, _SETTINGS, swapped=swapped, relatives=relatives)
        plainly = judged(self.plain, seen.observations[:count])
        given = seen.observations[count:]
        second = seen.parameters[1:2]
        if not self.explicit or all(map(_other_arguments, given)) or _FLAGS.intersection(second):
            return plainly
        return judged(self.explicit, given)


_SETTINGS: Mapping[str, Setting] = {}


def _other_arguments(seen: Observation) -> bool:
    return isinstance(seen, Raised) and explained(seen).note == "arguments"


def _swapped(parameters: Sequence[str]) -> bool:
    """Whether the names of the first two parameters say: target first, then prediction."""
    if len(parameters) < 2:
        return False
    first, second = (p.lower().strip("_") for p in parameters[:2])
    return first in _TARGETS and second in _PREDICTIONS


# ------------------------------------------------------------------------------------- the calls


def _asked_plainly(cases: Sequence[Case], asked: Asked, run: Callable[[Job], Run]) -> _Seen:
    """Each case as a call of the first of the names; then one call that says what that name is."""
    calls = tuple(Call(asked.path, asked.names, tuple(map(to_value, c.args)), watch=True) for c in cases)
    described = Call(BESIDE, ("describe",), (_module(asked.path), asked.names))
    result = run(Job(_with_beside(asked.files), (*calls, described)))
    name, kind, parameters = _description(result.observations[-1])
    return _Seen(result.observations[:-1], name, kind, parameters, result.isolation)


def _description(answer: Observation) -> tuple[str, str, tuple[str, ...]]:
    match answer:
        case Returned(value=(str(name), str(kind), list(parameters))):
            return name, kind, tuple(str(p) for p in parameters)
        case _:
            return "", "", ()


def _asked_beside(
    exercise: Exercise, cases: Sequence[Case], asked: Asked, seen: _Seen, run: Callable[[Job], Run]
) -> _Seen:
    """The same cases put to an object of the class."""
    free = "with_self" if seen.parameters[:1] == ("self",) else "called"
    entry = free if seen.kind == "function" else _entry(exercise)
    front = (_module(asked.path), seen.name)
    calls = tuple(Call(BESIDE, (entry,), (*front, *map(to_value, c.args)), watch=True) for c in cases)
    result = run(Job(_with_beside(asked.files), calls))
    return replace(seen, observations=tuple(_own(o) for o in result.observations), isolation=result.isolation)


def _own(observation: Observation) -> Observation:
    """As if the student's function had been called itself."""
    match observation:
        case Returned(args_after=after) if after is not None:
            return replace(observation, args_after=after[2:])
        case Raised(file=file) if file == BESIDE:
            return replace(observation, file=None, line=None)
        case _:
            return observation


def _entry(exercise: Exercise) -> str:
    special = {
        "linear_forward": "built", "neuron": "built", "perceptron": "built", "simple_neuron": "built",
        "linear_backward": "layer_gradients", "gradient_descent_step": "step",
    }  # fmt: skip
    if exercise.key in special:
        return special[exercise.key]
    if exercise.key.endswith("_gradient"):
        return "loss_gradient"
    return "slope" if exercise.key.endswith(("_derivative", "_jacobian")) else "forward"


def _with_beside(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {**files, BESIDE: inspect.getsource(beside).encode()}


def _module(path: str) -> str:
    return str(PurePosixPath(path).with_suffix("")).replace("/", ".")
