"""The terminal as a page that is painted anew; it is left as it was found."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from ..report.columns import encodable

_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
_HOME, _REST_OF_LINE, _REST_OF_PAGE = "\x1b[H", "\x1b[K", "\x1b[J"


class Stage:
    """Paints whole pages; without a terminal that knows how, each page is printed below the last."""

    def __init__(self) -> None:
        self._paints = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        self.lost = False
        """Whether something else has been on the screen since the last page."""

    @property
    def size(self) -> os.terminal_size:
        return shutil.get_terminal_size()

    def paint(self, lines: Sequence[str]) -> None:
        encoding = sys.stdout.encoding or "utf-8"
        safe = [encodable(line, encoding) for line in lines]
        if self._paints:
            page = _HOME + "\n".join(line + _REST_OF_LINE for line in safe) + _REST_OF_PAGE
        else:
            page = "\n".join(line for line in safe if line) + "\n"
        sys.stdout.write(page)
        sys.stdout.flush()
        self.lost = False

    def overlay(self, line: str, row: int) -> None:
        """Put a line in place of this row of the page, from 1; below the page where pages are printed."""
        shown = encodable(line, sys.stdout.encoding or "utf-8")
        sys.stdout.write(f"\x1b[{row}H{shown}{_REST_OF_LINE}" if self._paints else f"{shown}\n")
        sys.stdout.flush()

    def enter(self) -> None:
        if self._paints:
            _understand_escapes()
            self._straight(_ENTER)
            self.lost = True

    def leave(self) -> None:
        if self._paints:
            with suppress(OSError):  # the window may be gone
                self._straight(_LEAVE)

    def _straight(self, escapes: str) -> None:
        """Past Python's buffer, which a signal may have interrupted in the middle of a page."""
        os.write(sys.stdout.fileno(), escapes.encode("ascii"))

    def __enter__(self) -> Self:
        self.enter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()


def _understand_escapes() -> None:
    """Consoles of Windows read escape sequences only when told so."""
    if sys.platform == "win32":
        with suppress(ImportError):
            import colorama

            colorama.just_fix_windows_console()
