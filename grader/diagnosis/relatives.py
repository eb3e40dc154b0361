"""What a function of one array may be instead: another one of the catalogue, or itself elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from ..exercise import Array, Exercise, Function, Hypothesis, Kind
from .beside.functions import signed_ones

NOTE = "other-function"
_PLACES: tuple[tuple[str, str, Callable[[Array], Array]], ...] = (
    ("argument-sign", "-x", lambda x: -x),
    ("argument-absolute", "|x|", np.abs),
    *(("argument-scaled", f"{factor:g}·x", partial(np.multiply, factor)) for factor in (2, 0.5, 10, 0.1)),
    *(("argument-shifted", f"x{by:+g}", partial(np.add, by)) for by in (1, -1, 0.5, -0.5)),
)
_LIMITS = ((0.0, 1.0), (0.0, 6.0), (-1.0, 1.0))
"""Between which people cut results off."""
_GRID = np.array([-5.3, -3.0, -1.5, -0.4, 0.3, 0.9, 1.7, 2.6, 7.1])


def relatives(exercise: Exercise, exercises: Mapping[str, Exercise]) -> tuple[Hypothesis, ...]:
    """Every other written exercise of the same kind, at its defaults; then slips around the function."""
    return (*_relatives(exercise, exercises), *_displaced(exercise), *_beside_upstream(exercise))


def _relatives(exercise: Exercise, exercises: Mapping[str, Exercise]) -> Iterator[Hypothesis]:
    if not _keeps_shape(exercise):
        return
    for key, other in exercises.items():
        if other.path and key != exercise.key and _keeps_shape(other):
            yield Hypothesis(NOTE, {}, other.reference({}), Kind.MISTAKE, {"name": key})


def _keeps_shape(exercise: Exercise) -> bool:
    """Whether it turns one array into another of the same shape."""
    signature = exercise.signature
    return len(signature.inputs) == 1 and signature.inputs == signature.outputs


def _displaced(exercise: Exercise) -> Iterator[Hypothesis]:
    """The function itself, taken elsewhere or cut off, where that makes a difference."""
    if not exercise.signature.elementwise:
        return
    right = exercise.reference({})
    seen = [np.asarray(right(_GRID), float)]
    for note, place, moved in _PLACES:
        made = tuple(_new(seen, Hypothesis(note, {}, _at(right, moved), Kind.MISTAKE, {"place": place})))
        yield from made
        if made and exercise.kinks:  # a boundary that has moved belongs to either side of it
            yield replace(made[0], function=_at(right, _just_below(moved)))
    for low, high in _LIMITS:
        values = {"low": f"{low:g}", "high": f"{high:g}"}
        yield from _new(seen, Hypothesis("cut-off", {}, _cut(right, low, high), Kind.MISTAKE, values))


def _beside_upstream(exercise: Exercise) -> Iterator[Hypothesis]:
    """What a backward pass comes to that takes its slope, or its mask, from the gradient above, or leaves
    that out: told from the gradient that `beside` gives it."""
    if not exercise.signature.elementwise or not exercise.key.endswith("_derivative"):
        return
    right = exercise.reference({})
    yield Hypothesis("at-upstream", {}, lambda x, *a: right(signed_ones(x), *a), Kind.MISTAKE)
    yield Hypothesis(
        "upstream-forgotten", {}, lambda x, *a: np.asarray(right(x, *a)) / signed_ones(x), Kind.MISTAKE
    )


def _new(seen: list[Array], made: Hypothesis) -> Iterator[Hypothesis]:
    """The hypothesis, unless it gives what was seen, or a multiple of the right values."""
    values = np.asarray(made.function(_GRID), float)
    with np.errstate(all="ignore"):
        ratios = (values / seen[0])[seen[0] != 0]
    if not np.allclose(ratios, ratios[:1]) and not any(np.allclose(values, other) for other in seen):
        seen.append(values)
        yield made


def _at(right: Function, moved: Callable[[Array], Array]) -> Function:
    return lambda x, *others: right(moved(np.asarray(x, float)), *others)


def _just_below(moved: Callable[[Array], Array]) -> Callable[[Array], Array]:
    return lambda x: np.nextafter(moved(x), -np.inf)


def _cut(right: Function, low: float, high: float) -> Function:
    return lambda x, *others: np.clip(np.asarray(right(x, *others), float), low, high)
