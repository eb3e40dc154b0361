"""Reading a folder: regular files only, no link followed, nothing that could block, all within the limits."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from ..errors import ResponseError
from .basket import Basket, is_read
from .limits import MAX_DEPTH
from .naming import left_by_tools, relative_name, shown, suffix

# O_NONBLOCK: a FIFO put in place of a file must not keep us waiting. Names that a platform lacks are 0.
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_folder(root: Path) -> tuple[Basket, tuple[Path, ...]]:
    """The readable files below `root`, and the zips lying among them (unread).

    Raises ResponseError when there is too much, OSError when `root` itself cannot be listed.
    """
    basket = Basket()
    archives: list[Path] = []
    for entry, name in _walk(root, basket):
        if suffix(name) == ".zip":
            archives.append(Path(entry.path))
        elif is_read(name):
            _take(entry, name, basket)
        else:
            basket.pass_over(name)
    return basket, tuple(archives)


def take_file(path: str | Path, name: str, basket: Basket) -> None:
    """Put the regular file at `path` into the basket. Raises OSError for anything else and for a link."""
    with open_file(path) as file:
        size = os.fstat(file.fileno()).st_size
        if basket.reserve(name, size):
            basket.put(name, file.read(size))


def open_file(path: str | Path) -> BinaryIO:
    """A regular file, opened without waiting and without following a link.

    Raises OSError: ELOOP for a link, EINVAL for anything that is not a regular file.
    """
    file = os.fdopen(os.open(path, _FLAGS), "rb")
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise OSError(errno.EINVAL, "not a regular file")


def _walk(root: Path, basket: Basket) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Every entry that is not a folder, with its name inside `root`, in the order of the names."""
    waiting = [(os.fspath(root), "", 0)]
    while waiting:
        folder, prefix, depth = waiting.pop()
        for entry in _listed(folder, prefix, depth, basket):
            try:
                name = relative_name(prefix + _readable(entry.name))
            except ResponseError as problem:
                basket.refuse(prefix + shown(entry.name), problem.note)
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, name + "/", depth + 1))
            else:
                yield entry, name


def _listed(folder: str, prefix: str, depth: int, basket: Basket) -> list[os.DirEntry[str]]:
    """The student's own entries of one folder, sorted. Only the outermost folder may fail to open."""
    if depth > MAX_DEPTH:
        basket.refuse(prefix, "hand-in-too-deep", limit=str(MAX_DEPTH))
        return []
    found: list[os.DirEntry[str]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                basket.look()
                found.append(entry)
    except OSError:
        if depth == 0:
            raise
        basket.refuse(prefix, "hand-in-unopenable")
    if any(entry.name == "pyvenv.cfg" for entry in found):
        return []  # a virtual environment
    return sorted((entry for entry in found if not left_by_tools(entry.name)), key=lambda entry: entry.name)


def _take(entry: os.DirEntry[str], name: str, basket: Basket) -> None:
    try:
        if entry.is_symlink():
            basket.refuse(name, "hand-in-link")
        elif not entry.is_file(follow_symlinks=False):
            basket.refuse(name, "hand-in-not-a-file")
        else:
            take_file(entry.path, name, basket)
    except OSError:
        basket.refuse(name, "hand-in-unopenable")


def _readable(name: str) -> str:
    """A file name as text. Bytes that are not UTF-8 (unpacked from a Windows zip) are read as cp932."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("ascii", "replace").replace("\ufffd", "?")
