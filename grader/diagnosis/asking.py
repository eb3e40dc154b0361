"""Which calls find out what a file's function does, and what came back: plainly, or by way of an object."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ..arrays import to_value
from ..exercise import Case, Exercise
from ..model import Call, Isolation, Job, Observation, Raised, Returned, Run
from . import beside

BESIDE = "chainrule_beside.py"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which function of which file: the first of `names` that is there. `named`: the user picked the one."""

    path: str
    files: Mapping[str, bytes]
    names: tuple[str, ...]
    named: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What came back; `kind` and `parameters` of the function are the child's word, for notes only."""

    observations: tuple[Observation, ...]
    name: str
    kind: str
    parameters: tuple[str, ...]
    isolation: Isolation
    beside: bool = False


# ------------------------------------------------------------------------------------- the calls


def asked_plainly(cases: Sequence[Case], asked: Asked, run: Callable[[Job], Run]) -> Seen:
    """Each case as a call of the first of the names; then one call that says what that name is."""
    calls = tuple(Call(asked.path, asked.names, tuple(map(to_value, c.args)), watch=True) for c in cases)
    described = Call(BESIDE, ("describe",), (_module(asked.path), asked.names))
    result = run(Job(_with_beside(asked.files), (*calls, described)))
    name, kind, parameters = _description(result.observations[-1])
    seen = (o.name for o in result.observations[:-1] if isinstance(o, Returned | Raised))
    name = name or next(filter(None, seen), "")
    return Seen(result.observations[:-1], name, kind, parameters, result.isolation)


def _description(answer: Observation) -> tuple[str, str, tuple[str, ...]]:
    match answer:
        case Returned(value=(str(name), str(kind), list(parameters))):
            return name, kind, tuple(str(p) for p in parameters)
        case _:
            return "", "", ()


def asked_beside(
    exercise: Exercise, cases: Sequence[Case], asked: Asked, seen: Seen, run: Callable[[Job], Run]
) -> Seen:
    """The same cases put to an object of the class."""
    free = "with_self" if seen.parameters[:1] == ("self",) else "called"
    entry = free if seen.kind == "function" else _entry(exercise)
    front = (_module(asked.path), seen.name)
    calls = tuple(Call(BESIDE, (entry,), (*front, *map(to_value, c.args)), watch=True) for c in cases)
    result = run(Job(_with_beside(asked.files), calls))
    return replace(seen, observations=tuple(map(_own, result.observations)), beside=True)


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
    if exercise.arguments[1:2] == ("true",):
        return "loss"
    return "slope" if exercise.key.endswith(("_derivative", "_jacobian")) else "forward"


def _with_beside(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {**files, BESIDE: inspect.getsource(beside).encode()}


def _module(path: str) -> str:
    return str(PurePosixPath(path).with_suffix("")).replace("/", ".")
