"""The wire: what is written is read, and nothing else is ever believed."""

from __future__ import annotations

import contextlib
import random
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Call, Limits, Observation
from grader.sandbox import stream, wire
from grader.sandbox.translate import frame_of, observation


def same(value: object) -> object:
    return value


LEAVES = (
    st.none() | st.booleans() | st.integers(-(2**200), 2**200) | st.floats(allow_nan=False) | st.text()
    | st.complex_numbers(allow_nan=False)
    | st.builds(wire.Opaque, st.text(), st.text()) | st.builds(wire.Source, st.text())
    | st.lists(st.floats(allow_nan=False)).map(
        lambda values: wire.Array("<f8", (len(values),), struct.pack(f"<{len(values)}d", *values), False)
    )
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read(value: object) -> None:
    assert wire.decode(wire.encode(value, same), same) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_malformed(data: bytes) -> None:
    with contextlib.suppress(wire.MalformedError):
        wire.decode(data, same)


def corpus() -> list[bytes]:
    """Frames of every kind, as a child writes them."""
    array = wire.Array("<f8", (2, 2), bytes(32), scalar=False)
    value = [array, wire.Opaque("set", "{1}"), {"a": (1, 2.5, None, True, "text", 3j)}, [[[]]], 10**50]
    exception = ("ValueError", "no", "a.py", 3)
    frames = [
        ("returned", 0, "f", value, (array, 1), "printed", ("RuntimeWarning: overflow",)),
        ("raised", 0, "f", exception, exception, "printed"),
        ("absent", 0, exception, ["g", "h"]),
        ("stopped", 0, "memory"),
        ("loaded", 0),
    ]
    return [wire.encode(frame, same) for frame in frames]


def mutated(data: bytes, dice: random.Random) -> bytes:
    """A few bytes changed, removed, repeated, or a length made enormous."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(changed) + 1)
        match dice.randrange(5):
            case 0:
                changed[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del changed[at : at + dice.randint(1, 8)]
            case 2:
                changed[at:at] = changed[at : at + dice.randint(1, 8)]
            case 3:
                changed[at : at + 4] = struct.pack(">I", dice.choice([0, 1, 2**31, 2**32 - 1, len(data)]))
            case 4:
                changed[at:at] = bytes([dice.choice(b"NTFifcsltdaAox")])
    return bytes(changed)


def read(payload: bytes, call: Call) -> Observation | None:
    frame = frame_of(payload)
    return None if frame[0] == "loaded" else observation(frame, call, Limits())


def test_a_hundred_thousand_mutated_frames_give_an_observation_or_malformed() -> None:
    """Only the declared exception ever comes out, whatever a child writes."""
    dice = random.Random(20261121)  # noqa: S311 - a test's dice
    frames, call, malformed = corpus(), Call("a.py", ("f",), watch=True), 0
    for _ in range(100_000):
        try:
            read(mutated(dice.choice(frames), dice), call)
        except wire.MalformedError:
            malformed += 1
    assert 50_000 < malformed < 100_000


def test_the_frames_themselves_are_read() -> None:
    for payload in corpus():
        read(payload, Call("a.py", ("f",), watch=True))


@pytest.mark.parametrize(
    "payload",
    [
        b"l" + struct.pack(">I", 2**32 - 1) + b"N" * 200_000,
        b"l\0\0\0\1" * 100 + b"N",
        b"i" + struct.pack(">I", 2**31) + b"\1" * 5000,
        b"a" + struct.pack(">I", 3) + b"<f8" + b"\2" + struct.pack(">QQQ", 2**40, 0, 0),
        b"a" + struct.pack(">I", 3) + b"|O8" + b"\1" + struct.pack(">QQ", 1, 8) + bytes(8),
        b"a" + struct.pack(">I", 3) + b"|b1" + b"\1" + struct.pack(">QQ", 1, 1) + b"\2",
        b"a" + struct.pack(">I", 3) + b"<f8" + b"\1" + struct.pack(">QQ", 2, 8) + bytes(8),
        b"A" + struct.pack(">I", 3) + b"<f8" + b"\1" + struct.pack(">QQ", 1, 8) + bytes(8),
        b"s" + struct.pack(">I", 1) + b"\xff",
        b"NN",
        b"",
        b"\x80\x04\x95",
    ],
    ids=[
        "endless list", "too deep", "enormous integer", "enormous empty array",
        "array of objects", "third truth value",
        "array too short", "scalar with a shape", "text that is none", "two values", "nothing", "a pickle",
    ],
)  # fmt: skip
def test_what_would_hurt_a_reader_is_malformed(payload: bytes) -> None:
    with pytest.raises(wire.MalformedError):
        wire.decode(payload, same)


@pytest.mark.parametrize(
    "frame",
    [
        1, (), (1,), ("unknown", 0), ("returned", 0), ("returned", 0, "g", 1, None, "", ()),
        ("returned", 0, "f", 1, 2, "", ()),
        ("returned", 0, "f", 1, None, 5, ()), ("raised", 0, "f", ("E", "m", None, -1), None, ""),
        ("stopped", 0, "cpu"),
        ("returned", 0, "f", wire.Source("x"), None, "", ()), ("absent", 0, None, [1]),
    ],
    ids=repr,
)  # fmt: skip
def test_a_frame_of_the_wrong_form_is_malformed(frame: object) -> None:
    with pytest.raises(wire.MalformedError):
        read(wire.encode(frame, same), Call("a.py", ("f",), watch=True))


@given(st.lists(st.binary(max_size=50)), st.integers(1, 7))
def test_frames_are_cut_out_of_a_stream_wherever_it_breaks(payloads: list[bytes], step: int) -> None:
    sent = b"".join(map(wire.frame, payloads))
    frames = stream.Frames(len(sent))
    found = [frame for at in range(0, len(sent), step) for frame in frames.feed(sent[at : at + step])]
    assert found == payloads


@pytest.mark.parametrize("sent", [b"\xff\xff\xff\xff", b"\0\0\0\x20" + b"x" * 10, bytes(1000)])
def test_a_stream_longer_than_allowed_is_refused_before_it_has_come(sent: bytes) -> None:
    with pytest.raises(OverflowError):
        list(stream.Frames(20).feed(sent))
