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
from collections.abc import Callable, Collection
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
_DIMENSIONS = tuple(struct.Struct(f">{count + 1}Q") for count in range(MAX_DIMENSIONS + 1))
"""By number of dimensions: their lengths, then the number of bytes."""


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
    writer.put((value,), 0)
    return b"".join(writer.out)


def decode(data: bytes, lift: Callable[[Leaf], object]) -> object:
    """The one value that `data` holds, each leaf passed through `lift`. Raises MalformedError only."""
    reader = _Reader(data, lift)
    try:
        (value,) = reader.take(0)
    except (IndexError, struct.error):
        raise MalformedError("cut short") from None
    except UnicodeDecodeError:
        raise MalformedError("text that is not UTF-8") from None
    if reader.at != len(data):
        raise MalformedError("bytes after the value")
    return value


def frame(payload: bytes) -> bytes:
    return _U32.pack(len(payload)) + payload


# --------------------------------------------------------------------------- writing


class _Writer:
    __slots__ = ("lower", "nodes", "out")

    def __init__(self, lower: Callable[[object], object]) -> None:
        self.out: list[bytes] = []
        self.lower = lower
        self.nodes = 0

    def put(self, values: Collection[object], depth: int) -> None:
        """One value after the other."""
        self.nodes += len(values)
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise UnsendableError("too deeply nested" if depth > MAX_DEPTH else "too many values")
        for given in values:
            value, write = given, _WRITERS.get(type(given))
            if write is None:
                value = self.lower(given)
                write = _WRITERS.get(type(value))
            if write is None:
                raise UnsendableError("no place for a value of this type")
            write(self, value, depth)

    def text(self, value: str) -> None:
        data = value.encode("utf-8", "replace")
        self.out += (_U32.pack(len(data)), data)


def _put_int(writer: _Writer, value: int, _depth: int) -> None:
    size = value.bit_length() // 8 + 1
    if size > MAX_INT_BYTES:
        raise UnsendableError(f"an integer of {value.bit_length()} bits")
    writer.out += (b"i", _U32.pack(size), value.to_bytes(size, "big", signed=True))


def _put_complex(writer: _Writer, value: complex, _depth: int) -> None:
    writer.out += (b"c", _TWO_DOUBLES.pack(value.real, value.imag))


def _put_str(writer: _Writer, value: str, _depth: int) -> None:
    writer.out.append(b"s")
    writer.text(value)


def _put_sequence(writer: _Writer, value: list[object] | tuple[object, ...], depth: int) -> None:
    writer.out += (b"l" if type(value) is list else b"t", _U32.pack(len(value)))
    writer.put(value, depth + 1)


def _put_dict(writer: _Writer, value: dict[str, object], depth: int) -> None:
    writer.out += (b"d", _U32.pack(len(value)))
    for key, item in value.items():
        if type(key) is not str:
            raise UnsendableError("a dict with a key that is not text")
        writer.text(key)
        writer.put((item,), depth + 1)


def _put_array(writer: _Writer, value: Array, _depth: int) -> None:
    if not _plausible(value):
        raise UnsendableError("an array of unusual type or shape")
    writer.out.append(b"A" if value.scalar else b"a")
    writer.text(value.dtype)
    lengths = _DIMENSIONS[len(value.shape)].pack(*value.shape, len(value.data))
    writer.out += (bytes((len(value.shape),)), lengths, value.data)


def _put_opaque(writer: _Writer, value: Opaque, _depth: int) -> None:
    writer.out.append(b"o")
    writer.text(value.type)
    writer.text(value.text)


def _put_source(writer: _Writer, value: Source, _depth: int) -> None:
    writer.out.append(b"x")
    writer.text(value.text)


_WRITERS: dict[type, Callable[..., None]] = {
    type(None): lambda writer, _value, _depth: writer.out.append(b"N"),
    bool: lambda writer, value, _depth: writer.out.append(b"T" if value else b"F"),
    int: _put_int,
    float: lambda writer, value, _depth: writer.out.append(b"f" + _DOUBLE.pack(value)),
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
    dtype, shape, data, scalar = array
    if dtype not in ITEM_SIZES or len(shape) > MAX_DIMENSIONS or (scalar and shape):
        return False
    count = prod(shape)
    room = count or prod(length or 1 for length in shape)  # NumPy counts an empty dimension as one
    return room <= MAX_ELEMENTS and count * ITEM_SIZES[dtype] == len(data)


# --------------------------------------------------------------------------- reading


class _Reader:
    """Reads from `at` on, and raises what `decode` catches."""

    __slots__ = ("at", "data", "end", "lift", "nodes")

    def __init__(self, data: bytes, lift: Callable[[Leaf], object]) -> None:
        self.data = data
        self.end = len(data)
        self.lift = lift
        self.at = 0
        self.nodes = 0

    def take(self, depth: int, count: int = 1) -> list[object]:
        """The next `count` values."""
        self.nodes += count
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise MalformedError("too deep, or too many values")
        found = []
        for _ in range(count):
            read = _READERS.get(self.data[self.at])
            if read is None:
                raise MalformedError("unknown tag")
            self.at += 1
            found.append(read(self, depth))
        return found

    def bytes(self, size: int) -> bytes:
        start = self.at
        self.at = start + size
        if self.at > self.end:
            raise MalformedError("cut short")
        return self.data[start : self.at]

    def numbers(self, form: struct.Struct) -> tuple[Any, ...]:
        self.at += form.size
        return form.unpack_from(self.data, self.at - form.size)

    def u32(self) -> int:
        self.at += 4
        return cast("int", _U32.unpack_from(self.data, self.at - 4)[0])

    def text(self) -> str:
        return str(self.bytes(self.u32()), "utf-8")


def _take_int(reader: _Reader, _depth: int) -> int:
    size = reader.u32()
    if not 1 <= size <= MAX_INT_BYTES:
        raise MalformedError("an integer of that length")
    return int.from_bytes(reader.bytes(size), "big", signed=True)


def _take_items(reader: _Reader, depth: int) -> list[object]:
    return reader.take(depth + 1, reader.u32())


def _take_dict(reader: _Reader, depth: int) -> dict[str, object]:
    found: dict[str, object] = {}
    for _ in range(reader.u32()):
        key = reader.text()
        (found[key],) = reader.take(depth + 1)
    return found


def _take_array(reader: _Reader, scalar: bool) -> object:
    dtype = reader.text()
    *shape, length = reader.numbers(_DIMENSIONS[reader.bytes(1)[0]])
    array = Array(dtype, tuple(shape), reader.bytes(length), scalar)
    if not _plausible(array):
        raise MalformedError("an array whose type, shape and length disagree")
    if dtype == "|b1" and array.data.translate(None, b"\0\1"):
        raise MalformedError("a truth value that is neither 0 nor 1")
    return reader.lift(array)


_READERS: dict[int, Callable[[_Reader, int], object]] = {
    ord("N"): lambda _reader, _depth: None,
    ord("T"): lambda _reader, _depth: True,
    ord("F"): lambda _reader, _depth: False,
    ord("i"): _take_int,
    ord("f"): lambda reader, _depth: reader.numbers(_DOUBLE)[0],
    ord("c"): lambda reader, _depth: complex(*reader.numbers(_TWO_DOUBLES)),
    ord("s"): lambda reader, _depth: reader.text(),
    ord("l"): _take_items,
    ord("t"): lambda reader, depth: tuple(_take_items(reader, depth)),
    ord("d"): _take_dict,
    ord("a"): lambda reader, _depth: _take_array(reader, scalar=False),
    ord("A"): lambda reader, _depth: _take_array(reader, scalar=True),
    ord("o"): lambda reader, _depth: reader.lift(Opaque(reader.text(), reader.text())),
    ord("x"): lambda reader, _depth: reader.lift(Source(reader.text())),
}
