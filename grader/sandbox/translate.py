"""Between the shared data types of `grader.model` and the wire. The grader's side of the wall.

What comes from a child is checked in form here and believed in nothing: a frame is an Observation or
MalformedError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import TypeAlias, cast

from .. import model
from ..model import Absent, Call, Job, Limits, Observation, Raised, Returned, Status, Stopped, Value
from . import wire

Frame: TypeAlias = "tuple[object, ...]"

_MOST_CHARACTERS = 2000  # of a message; an honest child cuts it there
_MOST_TEXTS = 50


def job_bytes(job: Job, calls: Sequence[Call]) -> bytes:
    """What a child reads: limits it sets on itself, then files, calls and limits it reports by."""
    limits = job.limits
    files = {path: _blob(content) for path, content in job.files.items() if not oversized(job, path)}
    orders = [(call.file, tuple(call.names), call.watch, _blob(_encoded(tuple(call.args)))) for call in calls]
    body = _encoded((files, orders, limits.stdout_bytes, limits.result_bytes))
    cpu_seconds = ceil(limits.cpu_seconds * 2 * len(calls)) + 2
    return cpu_seconds.to_bytes(8, "big") + limits.memory_bytes.to_bytes(8, "big") + body


def oversized(job: Job, path: str) -> bool:
    """Whether a file is larger than a submission's may be: it is not even sent."""
    return len(job.files.get(path, b"")) > job.limits.source_bytes


def without_file(job: Job, call: Call) -> Absent:
    """The observation for a call into an oversized file."""
    size, limit = len(job.files[call.file]), job.limits.source_bytes
    return Absent(
        call.names, Raised("OverflowError", f"{size:,} bytes, at most {limit:,} are read", call.file)
    )


def _blob(data: bytes) -> wire.Array:
    return wire.Array("|u1", (len(data),), data, scalar=False)


def _encoded(value: object) -> bytes:
    return wire.encode(value, _lower)


def _lower(value: object) -> object:
    match value:
        case model.ArrayData(dtype, shape, data, scalar):
            return wire.Array(dtype, shape, data, scalar)
        case model.FunctionSource(source):
            _check_expression(source)
            return wire.Source(source)
        case model.Opaque(type_, text):
            return wire.Opaque(type_, text)
    raise wire.UnsendableError(f"no place for a {type(value).__name__}")


def _check_expression(source: str) -> None:
    """Refuse an author's slip here: in the child it would pass for the student's."""
    try:
        compile(source, "<argument>", "eval")
    except SyntaxError as error:
        raise wire.UnsendableError(f"not an expression: {source!r} ({error.msg})") from None


# --------------------------------------------------------------------------- what a child says


def frame_of(payload: bytes) -> Frame:
    """A frame's content: a tuple that begins with a word. Raises wire.MalformedError."""
    frame = wire.decode(payload, _lift)
    if not isinstance(frame, tuple) or not frame or not isinstance(frame[0], str):
        raise wire.MalformedError("a frame without a name")
    return frame


def _lift(leaf: wire.Leaf) -> object:
    match leaf:
        case wire.Array():
            return model.ArrayData(*leaf)
        case wire.Opaque():
            return model.Opaque(*leaf)
    raise wire.MalformedError("a child has no functions to send")


def observation(frame: Frame, call: Call, limits: Limits) -> Observation:
    """The observation that a child's frame states about `call`. Raises wire.MalformedError."""
    word, _number, *rest = frame if len(frame) > 1 else ("", 0)
    read = _OBSERVATIONS.get(cast("str", word))
    if read is None:
        raise wire.MalformedError(f"unknown frame {word!r:.40}")
    try:
        return read(call, limits, *rest)
    except TypeError:
        raise wire.MalformedError("a frame of the wrong length") from None


def _returned(
    call: Call, limits: Limits, name: object, value: Value, after: object, stdout: object, warnings: object
) -> Returned:
    _require(after is None or (call.watch and type(after) is tuple))
    printed = _text(stdout, limits.stdout_bytes)
    return Returned(
        value, cast("tuple[Value, ...] | None", after), printed, _texts(warnings), _name(name, call)
    )


def _raised(
    call: Call, limits: Limits, name: object, error: object, because: object, stdout: object
) -> Raised:
    type_, message, file, line = _exception(error)
    earlier = None if because is None else Raised(*_exception(because))
    found = "" if name == "" else _name(name, call)
    return Raised(type_, message, file, line, _text(stdout, limits.stdout_bytes), found, earlier)


def _absent(call: Call, _limits: Limits, because: object, defined: object) -> Absent:
    return Absent(call.names, None if because is None else Raised(*_exception(because)), _texts(defined))


def _stopped(_call: Call, _limits: Limits, reason: object) -> Stopped:
    _require(reason in ("memory", "output"))
    return Stopped(Status.MEMORY if reason == "memory" else Status.OUTPUT, str(reason))


_OBSERVATIONS: dict[str, Callable[..., Observation]] = {
    "returned": _returned,
    "raised": _raised,
    "absent": _absent,
    "stopped": _stopped,
}


def _exception(value: object) -> tuple[str, str, str | None, int | None]:
    _require(type(value) is tuple and len(value) == 4)
    type_, message, file, line = cast("tuple[object, object, object, object]", value)
    _require(line is None or (type(line) is int and 0 <= line < 2**31))
    place = None if file is None else _text(file)
    return _text(type_), _text(message), place, cast("int | None", line)


def _name(value: object, call: Call) -> str:
    _require(value in call.names)
    return str(value)


def _text(value: object, most: int = _MOST_CHARACTERS) -> str:
    _require(type(value) is str and len(value) <= most)
    return cast("str", value)


def _texts(value: object) -> tuple[str, ...]:
    _require(isinstance(value, list | tuple) and len(value) <= _MOST_TEXTS)
    return tuple(_text(item) for item in cast("list[object]", value))


def _require(condition: bool) -> None:
    if not condition:
        raise wire.MalformedError("a frame with a field of the wrong form")
