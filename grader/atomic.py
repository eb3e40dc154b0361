"""Writing files so that a reader, a full disk or a killed process never sees half of one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from .errors import UsageError


def write_bytes(path: Path, data: bytes, durable: bool = True) -> None:
    """Replace `path` by `data` in one step, making its folder; a UsageError when that fails.

    `durable` waits until the disk has it; files that can be made again need not.
    """
    with _replacing(path, durable) as file:
        file.write(data)


@contextlib.contextmanager
def _replacing(path: Path, durable: bool) -> Iterator[BinaryIO]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error


def write_text(path: Path, text: str, durable: bool = True) -> None:
    """`write_bytes` of UTF-8 text with `\\n` line ends on every platform."""
    write_bytes(path, text.encode("utf-8"), durable)


def write_parts(path: Path, parts: Iterable[str], durable: bool = True) -> None:
    """`write_text` of a text that comes in parts, and never is in memory as a whole."""
    with _replacing(path, durable) as file:
        for part in parts:
            file.write(part.encode("utf-8"))
