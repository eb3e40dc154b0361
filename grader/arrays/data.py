"""Arrays as data: across the jail's wall and back, and whatever students return read as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..model import ArrayData, FunctionSource, Value

Array: TypeAlias = NDArray[Any]
"""An array of any dtype and shape: which one it is, is what comparisons find out."""

DEEPEST = 8  # nesting of lists that is still read as an array
NUMERIC = "biufc"  # dtype kinds that are numbers


# ------------------------------------------------------------------------------- data ↔ arrays


def to_data(array: Array | np.generic) -> ArrayData:
    """The array as data: little-endian, C order."""
    little = np.asarray(array)
    if not little.dtype.str.startswith(("<", "|")):
        little = little.astype(little.dtype.newbyteorder("<"))
    return ArrayData(little.dtype.str, little.shape, little.tobytes(), isinstance(array, np.generic))


def to_array(data: ArrayData) -> Array:
    """A fresh, writable array. Raises ValueError when the bytes do not fill the shape."""
    return np.frombuffer(data.data, dtype=np.dtype(data.dtype)).reshape(data.shape).copy()


def to_value(given: object) -> Value:
    """An argument of ours as a value that can cross the wall. Raises TypeError for anything but data."""
    match given:
        case np.ndarray() | np.generic():
            return to_data(given)
        case None | bool() | int() | float() | complex() | str() | FunctionSource():
            return given
        case list():
            return [to_value(part) for part in given]
        case tuple():
            return tuple(to_value(part) for part in given)
        case _:
            raise TypeError(f"{type(given).__name__} is not data")


# ------------------------------------------------------------------- what students return


class Form(StrEnum):
    """As what a value came back."""

    ARRAY = "array"
    NUMBER = "number"  # a Python number, or NumPy's
    LIST = "list"  # a list or tuple of numbers, however deep
    CACHE = "cache"  # a tuple whose first part is the answer: (A, cache)
    NONE = "none"
    TEXT = "text"
    RAGGED = "ragged"  # rows of different lengths
    OBJECT = "object"  # a function, a generator, an array of objects …


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a returned value amounts to; `array` is None when it holds no numbers."""

    array: Array | None
    form: Form


def read(value: Value) -> Reading:
    """The numbers in a value, whatever holds them."""
    match value:
        case ArrayData():
            array = to_array(value)
            form = Form.NUMBER if value.scalar else Form.ARRAY
            return Reading(array, form) if array.dtype.kind in NUMERIC else Reading(None, Form.OBJECT)
        case bool() | int() | float() | complex():
            number = np.asarray(value)
            return (
                Reading(number, Form.NUMBER) if number.dtype.kind in NUMERIC else Reading(None, Form.OBJECT)
            )
        case list() | tuple():
            return _read_rows(value, DEEPEST)
        case None:
            return Reading(None, Form.NONE)
        case str():
            return Reading(None, Form.TEXT)
        case _:
            return Reading(None, Form.OBJECT)


def _read_rows(rows: Sequence[Value], deepest: int) -> Reading:
    """Rows stacked into one array, if each is numbers and all have one shape."""
    if deepest == 0:
        return Reading(None, Form.OBJECT)
    if rows and all(type(row) in (bool, int, float) for row in rows):  # a long list is read at once
        array = np.array(rows)
        return Reading(array, Form.LIST) if array.dtype.kind in NUMERIC else Reading(None, Form.OBJECT)
    parts = []
    for row in rows:
        reading = _read_rows(row, deepest - 1) if isinstance(row, list | tuple) else read(row)
        if reading.array is None:
            return Reading(None, Form.RAGGED if reading.form is Form.RAGGED else Form.OBJECT)
        parts.append(reading.array)
    if len({part.shape for part in parts}) > 1:
        return Reading(None, Form.RAGGED)
    return Reading(np.stack(parts) if parts else np.zeros(0), Form.LIST)


def read_like(value: Value, expected: tuple[Array, ...]) -> tuple[Reading, ...]:
    """`value` read as the arrays that were expected: one, or a tuple of them.

    Where one array was expected and a tuple came whose first part has its shape, that part is the answer.
    """
    if len(expected) > 1:
        parts = value if isinstance(value, list | tuple) and value else (value,)
        return tuple(read(part) for part in parts)
    if isinstance(value, tuple) and len(value) > 1:
        first = read(value[0])
        if first.array is not None and first.array.shape == expected[0].shape:
            return (Reading(first.array, Form.CACHE),)
    return (read(value),)
