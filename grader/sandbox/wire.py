"""Values and frames as bytes: all that passes between the grader and a process that runs a student's code.

Loaded on both sides of the wall, so standard library only. No pickle: the reader builds nothing but
numbers, text, containers and the three records below, and refuses everything it does not know.

    frame := length(u32) value            value := tag(1) body           integers big-endian, text UTF-8
    N T F                 None, True, False
    i len(u32) bytes      integer, two's complement
    f / c                 one or two IEEE doubles
    s len(u32) bytes      text
    l / t count(u32) …    list, tuple
    d count(u32) (text value)…            dict
    a / A text ndim(u8) dim(u64)… len(u64) bytes        array, NumPy scalar (C order, little-endian)
    o text text           something that is not data: its type and a short description
    x text                a lambda expression that the child compiles
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from math import prod
from typing import Any, NamedTuple, TypeAlias, cast

MAX_DEPTH = 32
MAX_NODES = 100_000  # values in one frame; an array counts as one
MAX_INT_BYTES = 1024  # about 2,466 digits: below the length at which Python refuses to print an integer
MAX_DIMENSIONS = 32
MAX_ELEMENTS = 2**31

ITEM_SIZES = {
    "|b1": 1, "|i1": 1, "|u1": 1, "<i2": 2, "<u2": 2, "<i4": 4, "<u4": 4, "<i8": 8, "<u8": 8,
    "<f2": 2, "<f4": 4, "<f8": 8, "<c8": 8, "<c16": 16,
}  # fmt: skip
"""NumPy dtype strings that may cross, with bytes per element."""

_U32 = struct.Struct(">I")
_DOUBLE = struct.Struct(">d")
_TWO_DOUBLES = struct.Struct(">dd")


class MalformedError(Exception):
    """Bytes that are not what this module writes."""


class UnsendableError(ValueError):
    """A value too large, too deep or of a kind that has no place in a frame."""


class Array(NamedTuple):
    dtype: str
    shape: tuple[int, ...]
    data: bytes
    scalar: bool


class Opaque(NamedTuple):
    type: str
    text: str


class Source(NamedTuple):
    text: str


Leaf: TypeAlias = "Array | Opaque | Source"


def encode(value: object, lower: Callable[[object], object]) -> bytes:
    """`value` as bytes. `lower` turns what is not a plain value into a plain one or a leaf.

    Raises UnsendableError.
    """
    writer = _Writer(lower)
    writer.put(value, 0)
    return bytes(writer.out)


def decode(data: bytes, lift: Callable[[Leaf], object]) -> object:
    """The one value that `data` holds, each leaf passed through `lift`. Raises MalformedError only."""
    reader = _Reader(data, lift)
    value = reader.take(0)
    if reader.at != len(data):
        raise MalformedError("bytes after the value")
    return value


def frame(payload: bytes) -> bytes:
    return _U32.pack(len(payload)) + payload


# --------------------------------------------------------------------------- writing


class _Writer:
    def __init__(self, lower: Callable[[object], object]) -> None:
        self.out = bytearray()
        self.lower = lower
        self.nodes = 0

    def put(self, value: object, depth: int) -> None:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise UnsendableError("too deeply nested" if depth > MAX_DEPTH else "too many values")
        write = _WRITERS.get(type(value))
        if write is None:
            value = self.lower(value)
            write = _WRITERS.get(type(value))
        if write is None:
            raise UnsendableError("no place for a value of this type")
        write(self, value, depth)

    def text(self, value: str) -> None:
        data = value.encode("utf-8", "replace")
        self.out += _U32.pack(len(data)) + data


def _put_bool(writer: _Writer, value: bool, _depth: int) -> None:
    writer.out += b"T" if value else b"F"


def _put_int(writer: _Writer, value: int, _depth: int) -> None:
    size = value.bit_length() // 8 + 1
    if size > MAX_INT_BYTES:
        raise UnsendableError(f"an integer of {value.bit_length()} bits")
    writer.out += b"i" + _U32.pack(size) + value.to_bytes(size, "big", signed=True)


def _put_complex(writer: _Writer, value: complex, _depth: int) -> None:
    writer.out += b"c" + _TWO_DOUBLES.pack(value.real, value.imag)


def _put_str(writer: _Writer, value: str, _depth: int) -> None:
    writer.out += b"s"
    writer.text(value)


def _put_sequence(writer: _Writer, value: list[object] | tuple[object, ...], depth: int) -> None:
    writer.out += (b"l" if type(value) is list else b"t") + _U32.pack(len(value))
    for item in value:
        writer.put(item, depth + 1)


def _put_dict(writer: _Writer, value: dict[str, object], depth: int) -> None:
    writer.out += b"d" + _U32.pack(len(value))
    for key, item in value.items():
        if type(key) is not str:
            raise UnsendableError("a dict with a key that is not text")
        writer.text(key)
        writer.put(item, depth + 1)


def _put_array(writer: _Writer, value: Array, _depth: int) -> None:
    if not _plausible(value):
        raise UnsendableError("an array of unusual type or shape")
    writer.out += b"A" if value.scalar else b"a"
    writer.text(value.dtype)
    writer.out.append(len(value.shape))
    writer.out += struct.pack(f">{len(value.shape) + 1}Q", *value.shape, len(value.data))
    writer.out += value.data


def _put_opaque(writer: _Writer, value: Opaque, _depth: int) -> None:
    writer.out += b"o"
    writer.text(value.type)
    writer.text(value.text)


def _put_source(writer: _Writer, value: Source, _depth: int) -> None:
    writer.out += b"x"
    writer.text(value.text)


_WRITERS: dict[type, Callable[..., None]] = {
    type(None): lambda writer, _value, _depth: writer.out.extend(b"N"),
    bool: _put_bool,
    int: _put_int,
    float: lambda writer, value, _depth: writer.out.extend(b"f" + _DOUBLE.pack(value)),
    complex: _put_complex,
    str: _put_str,
    list: _put_sequence,
    tuple: _put_sequence,
    dict: _put_dict,
    Array: _put_array,
    Opaque: _put_opaque,
    Source: _put_source,
}


def _plausible(array: Array) -> bool:
    """Whether type, shape and length agree, and a NumPy array of that shape can exist."""
    size = ITEM_SIZES.get(array.dtype, 0)
    return (
        size > 0
        and len(array.shape) <= MAX_DIMENSIONS
        and prod(max(dimension, 1) for dimension in array.shape) <= MAX_ELEMENTS
        and prod(array.shape) * size == len(array.data)
        and not (array.scalar and array.shape)
    )


# --------------------------------------------------------------------------- reading


class _Reader:
    def __init__(self, data: bytes, lift: Callable[[Leaf], object]) -> None:
        self.data = data
        self.lift = lift
        self.at = 0
        self.nodes = 0

    def take(self, depth: int) -> object:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise MalformedError("too deep, or too many values")
        read = _READERS.get(self.bytes(1))
        if read is None:
            raise MalformedError("unknown tag")
        return read(self, depth)

    def bytes(self, size: int) -> bytes:
        start = self.at
        self.at = end = start + size
        if end > len(self.data):
            raise MalformedError("cut short")
        return self.data[start:end]

    def numbers(self, form: struct.Struct) -> tuple[Any, ...]:
        start = self.at
        self.at = end = start + form.size
        if end > len(self.data):
            raise MalformedError("cut short")
        return form.unpack_from(self.data, start)

    def u32(self) -> int:
        return cast("int", self.numbers(_U32)[0])

    def text(self) -> str:
        try:
            return self.bytes(self.u32()).decode()
        except UnicodeDecodeError:
            raise MalformedError("text that is not UTF-8") from None


def _take_int(reader: _Reader, _depth: int) -> int:
    size = reader.u32()
    if not 1 <= size <= MAX_INT_BYTES:
        raise MalformedError("an integer of that length")
    return int.from_bytes(reader.bytes(size), "big", signed=True)


def _take_items(reader: _Reader, depth: int) -> list[object]:
    return [reader.take(depth + 1) for _ in range(reader.u32())]


def _take_dict(reader: _Reader, depth: int) -> dict[str, object]:
    found: dict[str, object] = {}
    for _ in range(reader.u32()):
        key = reader.text()
        found[key] = reader.take(depth + 1)
    return found


def _take_array(reader: _Reader, scalar: bool) -> object:
    dtype = reader.text()
    *shape, length = reader.numbers(struct.Struct(f">{reader.bytes(1)[0] + 1}Q"))
    array = Array(dtype, tuple(shape), reader.bytes(length), scalar)
    if not _plausible(array):
        raise MalformedError("an array whose type, shape and length disagree")
    if dtype == "|b1" and array.data.translate(None, b"\0\1"):
        raise MalformedError("a truth value that is neither 0 nor 1")
    return reader.lift(array)


_READERS: dict[bytes, Callable[[_Reader, int], object]] = {
    b"N": lambda _reader, _depth: None,
    b"T": lambda _reader, _depth: True,
    b"F": lambda _reader, _depth: False,
    b"i": _take_int,
    b"f": lambda reader, _depth: reader.numbers(_DOUBLE)[0],
    b"c": lambda reader, _depth: complex(*reader.numbers(_TWO_DOUBLES)),
    b"s": lambda reader, _depth: reader.text(),
    b"l": _take_items,
    b"t": lambda reader, depth: tuple(_take_items(reader, depth)),
    b"d": _take_dict,
    b"a": lambda reader, _depth: _take_array(reader, scalar=False),
    b"A": lambda reader, _depth: _take_array(reader, scalar=True),
    b"o": lambda reader, _depth: reader.lift(Opaque(reader.text(), reader.text())),
    b"x": lambda reader, _depth: reader.lift(Source(reader.text())),
}
