"""Single keys, as they are pressed. The terminal is as it was before, however the program ends."""

from __future__ import annotations

import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Protocol


class Keys(Protocol):
    works: bool

    def take(self) -> None:
        """Have keys without Enter and without echo from now on."""

    def release(self) -> None:
        """Leave the terminal as it was before `take`."""

    def wait(self, seconds: float) -> str:
        """The key pressed within that time, in lower case; "" for none."""


class NoKeys:
    """Where single keys cannot be had: a pipe, or a system with neither termios nor msvcrt."""

    works = False

    def take(self) -> None: ...

    def release(self) -> None: ...

    def wait(self, seconds: float) -> str:
        time.sleep(seconds)
        return ""


class _PosixKeys:
    works = True

    def __init__(self, descriptor: int) -> None:
        import termios

        self._descriptor = descriptor
        self._before = termios.tcgetattr(descriptor)

    def take(self) -> None:
        import tty

        tty.setcbreak(self._descriptor)

    def release(self) -> None:
        import termios

        termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)

    def wait(self, seconds: float) -> str:
        import os

        try:
            ready, _, _ = select.select([self._descriptor], [], [], seconds)
        except InterruptedError:  # the window has changed its size
            return ""
        if not ready:
            return ""
        pressed = os.read(self._descriptor, 64)
        # An arrow or function key sends several bytes that begin with ESC: not a letter of ours.
        return "" if pressed.startswith(b"\x1b") and len(pressed) > 1 else _letter(pressed)


class _WindowsKeys:
    works = True

    def __init__(self, console: ModuleType) -> None:
        self._console = console

    def take(self) -> None: ...

    def release(self) -> None: ...

    def wait(self, seconds: float) -> str:
        until = time.monotonic() + seconds
        while not self._console.kbhit():
            if time.monotonic() >= until:
                return ""
            time.sleep(0.01)
        pressed = self._console.getwch()
        if pressed in ("\x00", "\xe0"):  # a function key; its second half says which
            self._console.getwch()
            return ""
        if pressed == "\x03":
            raise KeyboardInterrupt
        return str(pressed).lower()


def _letter(pressed: bytes) -> str:
    """The last key of a burst; a closed input counts as `q`."""
    return pressed.decode("utf-8", "ignore")[-1:].lower() if pressed else "q"


@contextmanager
def open_keys() -> Iterator[Keys]:
    """Keys without Enter and without echo while the block runs."""
    keys = _keys() if sys.stdin.isatty() else NoKeys()
    try:
        keys.take()
        yield keys
    finally:
        keys.release()


def _keys() -> Keys:
    try:
        import termios  # noqa: F401 - is it there?
    except ImportError:
        return _console_keys()
    return _PosixKeys(sys.stdin.fileno())


def _console_keys() -> Keys:
    try:
        import msvcrt
    except ImportError:
        return NoKeys()
    return _WindowsKeys(msvcrt)
