"""What is asked of a student's functions and what was seen: calls, observations, and the values between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from .words import Isolation, Status


@dataclass(frozen=True, slots=True)
class ArrayData:
    """An array as data: NumPy dtype string (`<f8`, `<i8`, `|b1`, …), shape, C-order little-endian bytes.

    `scalar` marks a NumPy scalar (`np.float64(1.0)`) as opposed to a 0-d array.
    """

    dtype: str
    shape: tuple[int, ...]
    data: bytes
    scalar: bool = False


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something a student returned that is not data (a function, a generator, an object array)."""

    type: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class FunctionSource:
    """A small function of the author's that the child makes and passes on, for `numerical_gradient(f, x)`.

    `source` is a lambda expression over `np`. It is shown to nobody and must contain no answer.
    """

    source: str


Value: TypeAlias = (
    "bool | int | float | complex | str | ArrayData | Opaque | FunctionSource"
    " | list[Value] | tuple[Value, ...] | dict[str, Value] | None"
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a student's function: the first of `names` that `file` defines, with positional `args`.

    `watch` asks for the arguments as they are after the call, if it has changed them.
    """

    file: str
    names: tuple[str, ...]
    args: tuple[Value, ...] = ()
    watch: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    value: Value
    args_after: tuple[Value, ...] | None = None  # when watched and changed; the child's word, never scored
    stdout: str = ""
    warnings: tuple[str, ...] = ()
    name: str = ""  # which of the call's names was found


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception of the student's. `line` and `file` are the innermost frame in their own sources.

    `because`: how the earlier statement failed that should have bound the name it missed.
    """

    type: str
    message: str
    file: str | None = None
    line: int | None = None
    stdout: str = ""
    name: str = ""
    because: Raised | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """No function of the wanted name; `because` is what went wrong while its definition was executed.

    `defined` lists the functions that the file does define, for "did you mean".
    """

    names: tuple[str, ...]
    because: Raised | None = None
    defined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stopped:
    """The child died or was killed during this call: TIMEOUT, MEMORY, OUTPUT, or ERROR with a reason.

    `reason`: "exit" (ended its own process), "signal" (`detail` names it), "forbidden" (a refused system
    call), "cpu", "wall", "memory", "output", "malformed" (its result could not be decoded).
    """

    status: Status
    reason: str
    detail: str = ""


Observation: TypeAlias = Returned | Raised | Absent | Stopped


@dataclass(frozen=True, slots=True)
class Limits:
    """Per submission child. CPU decides; wall time is a multiple of it so a busy machine is not a verdict."""

    cpu_seconds: float = 2.0  # for one call
    wall_factor: float = 5.0
    memory_bytes: int = 512 * 2**20  # above what the worker itself needs
    stdout_bytes: int = 64 * 2**10
    result_bytes: int = 16 * 2**20
    source_bytes: int = 256 * 2**10


@dataclass(frozen=True, slots=True)
class Job:
    """A submission's Python sources (path → bytes) and the calls to make, in item order."""

    files: Mapping[str, bytes]
    calls: tuple[Call, ...]
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Run:
    """One observation for each call, in order, and what the parent measured itself."""

    observations: tuple[Observation, ...]
    isolation: Isolation
    cpu_seconds: float = 0.0
    children: int = 0
