"""Numbers and arrays written as a person reads them: short, with a window around what is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from ..model import ArrayData, FunctionSource, Opaque, Shown, Value
from .compare import Difference
from .data import Array, Form, read

ROWS, COLUMNS = 8, 8  # of a table that is shown whole
DEEPEST_SHOWN = 3  # dimensions written out as text
LONGEST = 200  # characters of anything a student returned
DIGITS = 6
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")  # another one in every run


def show_number(number: object, digits: int = DIGITS) -> str:
    """`0.5`, `-3`, `1e+20`, `nan`: at most `digits` significant digits, no trailing zeros."""
    if isinstance(number, complex | np.complexfloating):
        return f"({show_number(number.real, digits)}{number.imag:+.{digits}g}j)"
    if isinstance(number, bool | np.bool_):
        return str(bool(number))
    if isinstance(number, int | np.integer):
        return str(int(number)) if abs(int(number)) < 10**15 else f"{float(number):.{digits}g}"
    value = float(number)  # type: ignore[arg-type]  # what is left is a float, ours or NumPy's
    if math.isnan(value) or math.isinf(value):
        return str(value)
    return f"{value + 0.0:.{digits}g}"  # adding 0.0 turns -0 into 0


def digits_to_differ(one: Array, other: Array) -> int:
    """How many significant digits show that two arrays of one shape differ; DIGITS when fewer would do."""
    apart = [(a, b) for a, b in zip(one.ravel()[:64], other.ravel()[:64], strict=False) if a != b]
    for digits in (DIGITS, 9, 12, 15):
        if any(show_number(a, digits) != show_number(b, digits) for a, b in apart):
            return digits
    return 17 if apart else DIGITS


def show_array(array: Array, difference: Difference | None = None, digits: int = DIGITS) -> Shown:
    """An array with the cells that differ marked. A large one is cut to a window around the first of them.

    Of more than two dimensions the text shows all, the table the slice that holds the first difference.
    """
    if array.ndim == 0:
        marked = frozenset([(0, 0)]) if difference is not None else frozenset[tuple[int, int]]()
        return Shown(show_number(array[()], digits), marked=marked)
    wrong = None if difference is None else difference.wrong
    table, mask, prefix = _slice(array, wrong, difference.first if difference else None)
    top, left = _window(mask)
    rows = range(top, min(top + ROWS, table.shape[0]))
    columns = range(left, min(left + COLUMNS, table.shape[1]))
    cells = tuple(tuple(show_number(table[r, c], digits) for c in columns) for r in rows)
    marked = frozenset((r - top, c - left) for r in rows for c in columns if mask[r, c])
    return Shown(prefix + _text(array, digits), cells=cells, marked=marked)


def _slice(array: Array, wrong: Array | None, first: tuple[int, ...] | None) -> tuple[Array, Array, str]:
    """The last two dimensions as a table, its mask, and which slice it is."""
    mask = np.zeros(array.shape, bool) if wrong is None else wrong
    if array.ndim == 1:
        return array[None, :], mask[None, :], ""
    if array.ndim == 2 or array.size == 0:
        shape = (-1, array.shape[-1]) if array.size else (0, 0)
        return array.reshape(shape), mask.reshape(shape), ""
    lead = (first or (0,) * array.ndim)[: array.ndim - 2]
    return array[lead], mask[lead], f"[{', '.join(map(str, lead))}, :, :] "


def _window(mask: Array) -> tuple[int, int]:
    """The upper left corner of a window that holds the first marked cell, near its middle."""
    rows, columns = mask.shape
    if not mask.any():
        return 0, 0
    row, column = (int(i) for i in np.argwhere(mask)[0])
    return (
        max(0, min(row - ROWS // 2, rows - ROWS)),
        max(0, min(column - COLUMNS // 2, columns - COLUMNS)),
    )


def _text(array: Array, digits: int) -> str:
    """`[1, -2, 0.5]`, rows in brackets of their own; more than a window's worth ends in …"""
    if array.ndim == 0:
        return show_number(array[()], digits)
    if array.ndim > DEEPEST_SHOWN:
        return f"array of shape {show_shape(array.shape)}"
    parts = [_text(np.asarray(part), digits) for part in array[:COLUMNS]]
    return f"[{', '.join(parts)}{', …' if len(array) > COLUMNS else ''}]"


def show_value(value: Value) -> Shown:
    """Anything that came back, in one line of at most LONGEST characters."""
    match value:
        case ArrayData() | list() | tuple():
            array = read(value).array
            return show_array(array) if array is not None else Shown(_shortened(_parts(value)))
        case Opaque(kind, text):
            return Shown(_shortened(f"{kind}: {_ADDRESS.sub('', text)}" if text else kind))
        case dict():
            named = (f"{key!r}: {show_value(part).text}" for key, part in list(value.items())[:COLUMNS])
            return Shown(_shortened(f"{{{', '.join(named)}}}"))
        case FunctionSource(source):
            return Shown(source)
        case bool() | int() | float() | complex():
            return Shown(show_number(value))
        case _:
            return Shown(_shortened(repr(value)))


def _parts(value: ArrayData | Sequence[Value]) -> str:
    if isinstance(value, ArrayData):
        return f"array, dtype {value.dtype}, shape {show_shape(value.shape)}"
    return f"({', '.join(show_value(part).text for part in value[:COLUMNS])})"


def show_arguments(args: Sequence[object]) -> Shown:
    """The inputs of a call: one alone as itself, several one after the other."""
    shown = [_argument(arg) for arg in args]
    return shown[0] if len(shown) == 1 else Shown(", ".join(s.text for s in shown))


def _argument(arg: object) -> Shown:
    if isinstance(arg, np.ndarray):
        return show_array(arg)
    if isinstance(arg, list | tuple):
        return Shown(f"[{', '.join(_argument(part).text for part in arg)}]")
    if isinstance(arg, FunctionSource):
        return Shown(arg.source)
    return Shown(show_number(arg))


def show_shape(shape: tuple[int, ...]) -> str:
    """`(3,)`, `(2, 3)`; a single number is `()`."""
    return str(tuple(int(n) for n in shape))


def show_form(form: Form, value: Value) -> str:
    """What kind of thing came back, by its Python name."""
    match value:
        case Opaque(kind):
            return kind
        case ArrayData(dtype):
            return f"array, dtype {np.dtype(dtype).name}"
        case _:
            return "None" if form is Form.NONE else type(value).__name__


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
