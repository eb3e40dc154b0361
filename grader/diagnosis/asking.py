"""Which calls find out what a file's function does, and what came back: plainly, or by way of an object."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePath, PurePosixPath
from types import ModuleType

from ..arrays import to_value
from ..exercise import Case, Exercise
from ..model import Call, Isolation, Job, Observation, Raised, Returned, Run
from . import beside
from .beside import finding, functions, holders, objects, optimisers

BESIDE = "chainrule_beside.py"
DESCRIBE = "chainrule_describe.py"
FLAGS = frozenset(
    (
        "derivative", "deriv", "deriv_flag", "derive", "grad", "gradient", "prime", "backward", "d", "dx",
        "diff", "is_derivative", "der", "ddx",
    )
)  # fmt: skip
"""Second parameters that ask for the derivative instead of being the slope of a Leaky ReLU."""


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
    required: int
    isolation: Isolation
    entry: str | None = None


# ------------------------------------------------------------------------------------- the calls


def asked_plainly(cases: Sequence[Case], asked: Asked, run: Callable[[Job], Run]) -> Seen:
    """Each case as a call of the first of the names; then one call that says what that name is."""
    calls = tuple(Call(asked.path, asked.names, tuple(map(to_value, c.args)), watch=True) for c in cases)
    described = Call(DESCRIBE, ("describe",), (_module(asked.path), asked.names))
    result = run(Job({**asked.files, DESCRIBE: _source(finding)}, (*calls, described)))
    name, kind, parameters, required = _description(result.observations[-1])
    seen = (o.name for o in result.observations[:-1] if isinstance(o, Returned | Raised))
    name = name or next(filter(None, seen), "")
    return Seen(result.observations[:-1], name, kind, parameters, required, result.isolation)


def _description(answer: Observation) -> tuple[str, str, tuple[str, ...], int]:
    match answer:
        case Returned(value=(str(name), str(kind), list(parameters), int(required))):
            return name, kind, tuple(str(p) for p in parameters), required
        case _:
            return "", "", (), 0


def asked_beside(
    cases: Sequence[Case], asked: Asked, seen: Seen, run: Callable[[Job], Run], entry: str
) -> Seen:
    """The same cases put to `entry` of the package `beside`, which asks the function or class in its way."""
    front = (_module(asked.path), seen.name)
    calls = tuple(Call(BESIDE, (entry,), (*front, *map(to_value, c.args)), watch=True) for c in cases)
    result = run(Job({**asked.files, **_beside()}, calls))
    return replace(seen, observations=tuple(map(_own, result.observations)), entry=entry)


def _own(observation: Observation) -> Observation:
    """As if the student's function had been called itself."""
    match observation:
        case Returned(args_after=after) if after is not None:
            return replace(observation, args_after=after[2:])
        case Raised(file=str(file)) if file.startswith("chainrule_"):
            return replace(observation, file=None, line=None)
        case _:
            return observation


def entry_of(exercise: Exercise, seen: Seen) -> str | None:
    """How this function or class has to be asked; None for a function that is simply called."""
    if seen.kind in ("class", "method"):
        return _entry_of_a_class(exercise)
    if seen.parameters[:1] == ("self",):
        return "with_self"
    if exercise.key == "gradient_descent_step" and any(isinstance(o, Raised) for o in seen.observations):
        return "stepped"
    if exercise.key == "linear_backward" and (seen.required == 2 or seen.required == 4):
        return "layer_backward"
    if not exercise.signature.elementwise or not exercise.key.endswith("_derivative"):
        return None
    if FLAGS.intersection(seen.parameters[1:2]) and seen.required == 1:
        return "flagged"
    takes_two = seen.required == 2
    return "backward" if takes_two and (not exercise.optional or "backward" in seen.name) else None


def _entry_of_a_class(exercise: Exercise) -> str:
    special = {
        "linear_forward": "built", "neuron": "built", "perceptron": "built", "simple_neuron": "built",
        "linear_backward": "layer_gradients", "gradient_descent_step": "descended",
        "momentum_step": "momentum", "adam_step": "adam", "softmax_vjp": "passed_back",
    }  # fmt: skip
    if exercise.key in special:
        return special[exercise.key]
    if exercise.key.endswith("_gradient"):
        return "loss_gradient"
    if exercise.arguments[1:2] == ("true",):
        return "loss"
    return "slope" if exercise.key.endswith(("_derivative", "_jacobian")) else "forward"


@cache
def _beside() -> Mapping[str, bytes]:
    """The package as files of the submission, and the file whose functions are called."""
    parts = (beside, finding, functions, holders, objects, optimisers)
    inside = {f"chainrule_parts/{_file(part)}": _source(part) for part in parts}
    return {**inside, BESIDE: b"from chainrule_parts import *"}


def _file(part: ModuleType) -> str:
    return PurePath(part.__file__ or "").name


@cache
def _source(part: ModuleType) -> bytes:
    return inspect.getsource(part).encode()


def _module(path: str) -> str:
    return str(PurePosixPath(path).with_suffix("")).replace("/", ".")
