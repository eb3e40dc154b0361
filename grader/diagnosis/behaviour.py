"""What a function does on one case: numbers, an exception, a changed argument. Ours and a student's alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Array, Between, Form, Tolerance, agree, read, read_like, to_value
from ..exercise import Case, Function, fresh, outputs
from ..model import Observation, Raised, Returned, Value
from .crashes import explained


@dataclass(frozen=True, slots=True, eq=False)
class Behaviour:
    """`values` is None when no numbers came back; `raised` is the cause of the exception, if any.

    `form` says as what the first result came back, `mutated` whether an argument was written into.
    """

    values: tuple[Array, ...] | None
    raised: str | None = None
    mutated: bool = False
    form: Form = Form.ARRAY


def observed(observation: Observation, case: Case, expected: tuple[Array, ...]) -> Behaviour:
    """A student's function, as the child reported it."""
    match observation:
        case Returned(value=value, args_after=after):
            readings = read_like(value, expected)
            arrays = tuple(r.array for r in readings if r.array is not None)
            complete = arrays if len(arrays) == len(readings) else None
            return Behaviour(complete, mutated=_changed(case.args, after), form=readings[0].form)
        case Raised():
            return Behaviour(None, raised=_cause(observation))
        case _:
            return Behaviour(None, raised=type(observation).__name__)


def performed(function: Function, case: Case) -> Behaviour:
    """One of our own functions, on arguments of its own."""
    args = fresh(case.args)
    try:
        values = outputs(function(*args))
    except Exception as fault:  # noqa: BLE001 - a known mistake may well be one that raises
        return Behaviour(None, raised=_cause(Raised(type(fault).__name__, str(fault))))
    return Behaviour(values, mutated=any(_differs(a, b) for a, b in zip(case.args, args, strict=True)))


def rehearsed(function: Function, case: Case) -> Observation:
    """What the child would report, were this function of ours handed in."""
    args = fresh(case.args)
    try:
        value = function(*args)
    except Exception as fault:  # noqa: BLE001 - as above
        return Raised(type(fault).__name__, str(fault))
    after = (given if callable(arg) else arg for given, arg in zip(case.args, args, strict=True))
    return Returned(to_value(value), tuple(map(to_value, after)))


def alike(
    one: Behaviour,
    other: Behaviour,
    tolerance: Tolerance,
    between: Between | None = None,
    *,
    kinks_aside: bool = False,
) -> bool:
    """Whether two functions did the same. Where several values are right, any two of those are the same;
    with `kinks_aside` such cells are not looked at."""
    if one.raised != other.raised or one.mutated != other.mutated:
        return False
    if one.values is None or other.values is None:
        return one.values is other.values
    if [v.shape for v in one.values] != [v.shape for v in other.values]:
        return False
    return all(
        bool(np.all(agree(a, b, tolerance) | _both_broken(a, b) | _passed_over(a, b, between, kinks_aside)))
        for a, b in zip(one.values, other.values, strict=True)
    )


def _cause(raised: Raised) -> str:
    """The known cause of an exception, else its type: two ValueErrors may have nothing in common."""
    note = explained(raised).note
    return raised.type if note == "raised" else note


def _passed_over(one: Array, other: Array, between: Between | None, kinks_aside: bool) -> Array:
    if between is None or one.shape != between.low.shape:
        return np.array(False)
    if kinks_aside:
        return ~np.isnan(between.low)
    return between.allows(one) & between.allows(other)


def _both_broken(one: Array, other: Array) -> Array:
    """Where neither is a number: a formula is undefined where its NumPy spelling may give an infinity."""
    return ~np.isfinite(one) & ~np.isfinite(other)


def _changed(before: tuple[object, ...], after: tuple[Value, ...] | None) -> bool:
    """The child's word on whether arguments changed; a wrong count of them counts for nothing."""
    if after is None or len(after) != len(before):
        return False
    return any(_differs(b, read(a).array) for b, a in zip(before, after, strict=True))


def _differs(before: object, after: object) -> bool:
    if not isinstance(before, np.ndarray) or not isinstance(after, np.ndarray):
        return False
    return before.shape != after.shape or not np.array_equal(before, after, equal_nan=True)
