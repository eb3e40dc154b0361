"""Makes the calls of a job one after another and reports each as it ends.

Runs beside a student's code, inside the wall: standard library and NumPy only. The frames it sends, tuples
on the wire:

    ("broken", text)                                        the walls could not be raised; nothing after it
    ("ready",)                                              the walls are up, nothing of the student's has run
    ("loaded", i)                                           the file of call i has been executed
    ("returned", i, name, value, args_after, stdout, warnings)      args_after: None when as they were
    ("raised", i, name, exception, because, stdout)         exception := (type, message, file, line)
    ("absent", i, because, defined)
    ("stopped", i, "memory" | "output")                     and nothing after it
"""

from __future__ import annotations

import contextlib
import io
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias, cast

import numpy as np

from . import wire
from .loader import Loaded, Loader
from .stubs import Missing, removed_names_restored
from .values import encode, lift, sendable, type_name

_MESSAGE_LIMIT = 2000  # characters
_WARNINGS_LIMIT = 20
_DEFINED_LIMIT = 50

Exceptional: TypeAlias = "tuple[str, str, str | None, int | None]"
Send: TypeAlias = Callable[[bytes], None]


class _Stop(BaseException):
    """Nothing more can be done in this process."""


class _Order(NamedTuple):
    """One call as the job states it."""

    number: int
    file: str
    names: tuple[str, ...]
    watch: bool
    arguments: bytes


def broken(text: str) -> bytes:
    return wire.frame(encode(("broken", text)))


def serve(job: bytes, send: Send) -> None:
    """Make every call of `job` (see `translate.job_bytes`), giving `send` one frame after another."""
    send(wire.frame(encode(("ready",))))
    plain = wire.decode(job, lambda leaf: leaf)
    files, calls, stdout_limit, result_limit = cast(
        "tuple[dict[str, wire.Array], list[tuple[str, tuple[str, ...], bool, wire.Array]], int, int]", plain
    )
    loader = Loader({path: content.data for path, content in files.items()})
    with _surroundings(loader) as caught, contextlib.suppress(_Stop):
        session = _Session(loader, send, stdout_limit, result_limit, caught)
        for number, (file, names, watch, arguments) in enumerate(calls):
            session.make(_Order(number, file, names, watch, arguments.data))


@contextlib.contextmanager
def _surroundings(loader: Loader) -> Iterator[list[warnings.WarningMessage]]:
    """The interpreter as a submission finds it; the warnings it causes are put into the list."""
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = io.StringIO()
    sys.meta_path.append(loader)
    try:
        with removed_names_restored(), warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield caught
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
        sys.meta_path.remove(loader)
        loader.forget()


_WARM_ROUNDS = 20
_WARM_SOURCE = b"""
import numpy as np
def warm(x):
    print(np.sum(np.exp(-np.abs(x)) @ np.maximum(x, 0).T))
    return 1 / (1 + np.exp(x * 1000.0))
"""


def warm_up() -> None:
    """Serve a job of our own: what it makes the interpreter prepare, every child inherits.

    Often enough for the bytecode to be specialised (PEP 659): afterwards it is read, no longer written, and a
    page that is not written need not be copied.
    """
    source, arguments = (_blob(data) for data in (_WARM_SOURCE, encode((np.ones((2, 3)),))))
    calls = [("warm.py", ("warm",), True, arguments)] * 2
    job = encode(({"warm.py": source}, calls, 1 << 16, 1 << 20))
    for _ in range(_WARM_ROUNDS):
        serve(job, lambda _frame: None)


def _blob(data: bytes) -> wire.Array:
    return wire.Array("|u1", (len(data),), data, scalar=False)


@dataclass
class _Session:
    loader: Loader
    send: Send
    stdout_limit: int
    result_limit: int
    caught: list[warnings.WarningMessage]
    loaded: dict[str, Loaded] = field(default_factory=dict)

    def make(self, order: _Order) -> None:
        """Find the function, call it, report."""
        self.caught.clear()
        sys.stdout = sys.stderr = printed = _Printed(self.stdout_limit, lambda: self.stop(order, "output"))
        name = ""
        try:
            name, function = self.find(order)
            report = self.call(order, name, function, printed) if name else self.absent(order)
        except MemoryError:
            self.stop(order, "memory")
        except _Stop:
            raise
        except BaseException as error:  # noqa: BLE001 - a submission may raise anything, SystemExit too
            report = self.raised(order, name, error, printed)
        self.report(order, report)

    def call(self, order: _Order, name: str, function: Callable[..., object], printed: _Printed) -> bytes:
        arguments = cast("tuple[object, ...]", wire.decode(order.arguments, lift))
        value = function(*arguments)
        after = arguments if order.watch and _changed(arguments, order) else None
        texts = _texts(self.caught)
        try:
            return encode(("returned", order.number, name, value, after, printed.text(), texts))
        except wire.UnsendableError:
            after = after and tuple(map(sendable, after))
            return encode(("returned", order.number, name, sendable(value), after, printed.text(), texts))

    def find(self, order: _Order) -> tuple[str, Callable[..., object]]:
        """The first of the wanted names that is bound, one that can be called before one that cannot."""
        namespace = vars(self.module(order).module)
        bound = [
            name for name in order.names if name in namespace and not isinstance(namespace[name], Missing)
        ]
        name = next((name for name in bound if callable(namespace[name])), bound[0] if bound else "")
        return name, cast("Callable[..., object]", namespace.get(name))

    def module(self, order: _Order) -> Loaded:
        if order.file not in self.loaded:
            self.loaded[order.file] = self.loader.load(order.file)
            self.send(wire.frame(encode(("loaded", order.number))))
        return self.loaded[order.file]

    def absent(self, order: _Order) -> bytes:
        loaded = self.loaded[order.file]
        failures = (loaded.failures[name] for name in order.names if name in loaded.failures)
        because = loaded.broken or next(failures, None)
        defined = [name[:80] for name in loaded.defined[:_DEFINED_LIMIT]]
        return encode(("absent", order.number, because and self.exceptional(because), defined))

    def raised(self, order: _Order, name: str, error: BaseException, printed: _Printed) -> bytes:
        missed = self.loader.failure(str(error.name)) if isinstance(error, NameError) else None
        because = missed and self.exceptional(missed)
        return encode(("raised", order.number, name, self.exceptional(error), because, printed.text()))

    def exceptional(self, error: BaseException) -> Exceptional:
        """Type, message and the innermost line in the student's own files."""
        file, line = None, None
        trace = error.__traceback__
        while trace is not None:
            if self.loader.has(trace.tb_frame.f_code.co_filename):
                file, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
            trace = trace.tb_next
        if isinstance(error, SyntaxError) and error.filename and self.loader.has(error.filename):
            file, line = error.filename, error.lineno
        return type_name(error), _message(error), file, line

    def report(self, order: _Order, payload: bytes) -> None:
        if len(payload) > self.result_limit:
            self.stop(order, "output")
        self.send(wire.frame(payload))

    def stop(self, order: _Order, reason: str) -> None:
        self.send(wire.frame(encode(("stopped", order.number, reason))))
        raise _Stop


class _Printed(io.TextIOBase):
    """What a call prints, up to a number of bytes; then `full` is called."""

    def __init__(self, limit: int, full: Callable[[], None]) -> None:
        self._parts: list[str] = []
        self._left = limit
        self._full = full

    def write(self, text: str) -> int:
        self._left -= len(text.encode("utf-8", "replace"))
        if self._left < 0:
            self._full()
        self._parts.append(text)
        return len(text)

    def text(self) -> str:
        return "".join(self._parts)


def _changed(arguments: tuple[object, ...], order: _Order) -> bool:
    """Whether they are no longer, bit for bit, what came with the order."""
    try:
        return encode(arguments) != order.arguments
    except wire.UnsendableError:
        return True


def _texts(caught: list[warnings.WarningMessage]) -> tuple[str, ...]:
    distinct = dict.fromkeys(f"{warning.category.__name__}: {warning.message}" for warning in caught)
    return tuple(text[:_MESSAGE_LIMIT] for text in distinct)[:_WARNINGS_LIMIT]


def _message(error: BaseException) -> str:
    """The exception's text, even when its `__str__` fails."""
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
        return str.__str__(text)[:_MESSAGE_LIMIT]
    except Exception:  # noqa: BLE001 - the student's method may raise anything
        return ""
