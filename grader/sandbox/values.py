"""Between Python objects beside a student's code and what a frame can hold.

Runs inside the wall: standard library and NumPy only. What leaves here is the student's word about a value;
the grader's reader checks its form and compares it with answers that were never on this side.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from . import wire

_TEXT_LIMIT = 200  # characters of a description
_PLAIN_BASES: tuple[tuple[type, Callable[..., object]], ...] = (
    # a subclass can lie in any method it overrides; the base's own methods read what is really there
    (bool, bool),
    (int, int.__int__),
    (float, float.__float__),
    (complex, complex.__complex__),
    (str, str.__str__),
    (list, lambda value: list(list.__iter__(value))),
    (tuple, lambda value: tuple(tuple.__iter__(value))),
    (dict, lambda value: dict(dict.items(value))),
)


_WIDE = {"g": np.dtype("<f8"), "G": np.dtype("<c16")}  # long double: different on every machine


def lower(value: object) -> object:
    """A student's object as a plain value or a leaf of the wire."""
    if isinstance(value, np.generic):
        return _array(np.asarray(value), scalar=True)
    if isinstance(value, np.ndarray):
        return _array(np.asarray(value), scalar=False)
    for base, read in _PLAIN_BASES:
        if issubclass(type(value), base):
            return read(value)
    return wire.Opaque(type_name(value), describe(value))


def _array(array: np.ndarray, *, scalar: bool) -> wire.Leaf:
    given = array.dtype.str
    if given not in wire.ITEM_SIZES:
        dtype = _WIDE.get(array.dtype.char, array.dtype.newbyteorder("<"))
        if dtype.str not in wire.ITEM_SIZES:
            return wire.Opaque(f"ndarray of {array.dtype}"[:_TEXT_LIMIT], describe(array))
        array, given = array.astype(dtype), dtype.str
    return wire.Array(given, array.shape, array.tobytes(), scalar)


def encode(value: object) -> bytes:
    """A frame's payload; raises wire.UnsendableError."""
    return wire.encode(value, lower)


def sendable(value: object) -> object:
    """`value`, or a description of it when it is too large, too deep or too strange for a frame."""
    try:
        encode(value)
    except wire.UnsendableError as error:
        return wire.Opaque(type_name(value), str(error))
    return value


def lift(leaf: wire.Leaf) -> object:
    """An argument from the grader as a fresh, writable object."""
    if isinstance(leaf, wire.Array):
        array = np.frombuffer(leaf.data, leaf.dtype).reshape(leaf.shape).copy()
        return array[()] if leaf.scalar else array
    if isinstance(leaf, wire.Source):
        return eval(compile(leaf.text, "<argument>", "eval"), {"np": np})  # noqa: S307 - the author's text
    return leaf


def describe(value: object) -> str:
    """A short text for any object, whatever its `__repr__` does."""
    try:
        return str.__str__(repr(value))[:_TEXT_LIMIT]
    except Exception:  # noqa: BLE001 - the student's method may raise anything
        return ""


def type_name(value: object) -> str:
    return str(type.__dict__["__name__"].__get__(type(value)))[:_TEXT_LIMIT]
