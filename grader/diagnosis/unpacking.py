"""Gradients that come back packed otherwise than asked: in a dict by their names, or behind the loss."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ..exercise import Exercise
from ..model import ArrayData, Observation, Returned, Value

_ALSO: Mapping[str, tuple[str, ...]] = {
    "x": ("aprev", "input", "inputs", "a", "h"),
    "w": ("weight", "weights", "kernel"),
    "b": ("bias", "biases"),
}
"""What else people call an argument of a layer."""


def unpacked(exercise: Exercise, observation: Observation) -> Observation:
    """The observation with the gradients as they were asked, if they can be told apart."""
    if exercise.gradient is None or not isinstance(observation, Returned):
        return observation
    match observation.value:
        case dict() as held:
            found = tuple(_named(held, name) for name in exercise.gradient.by)
            whole = all(part is not None for part in found)
            return replace(observation, value=found if len(found) > 1 else found[0]) if whole else observation
        case (loss, ArrayData(shape=shape) as gradient) if shape and _is_number(loss):
            return replace(observation, value=gradient)
        case _:
            return observation


def _named(held: Mapping[str, Value], name: str) -> Value:
    """What is kept under the name of an argument or of its gradient: `dW`, `grad_w`, `weights`."""
    names = (name, *_ALSO.get(name, ()))
    plain = {re.sub(r"[^a-z0-9]", "", str(key).lower()): value for key, value in held.items()}
    spelt = (f"{front}{n}{end}" for n in names for front in ("d", "grad", "") for end in ("", "grad"))
    return next((plain[key] for key in spelt if key in plain), None)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) or (isinstance(value, ArrayData) and not value.shape)
