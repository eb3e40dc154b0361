"""Taking a hand-in from the disk: a folder, a zip, or one file. The only part that touches the world."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from ..errors import ResponseError, UsageError
from ..model import Message, Submission
from .archive import read_archive
from .basket import Basket, HandIn, is_read
from .folder import open_file, read_folder, take_file
from .interpret import interpret
from .limits import MAX_ARCHIVE_BYTES
from .naming import shown, shown_size, suffix
from .sheet import message


def read_submission(
    path: Path,
    items: Mapping[str, str],
    *,
    lesson: str | None = None,
    student: str | None = None,
    starters: Mapping[str, str] | None = None,
) -> Submission:
    """The hand-in at `path` as responses to `items` (id to kind: "code", "choice", …).

    `lesson`, `student` and `starters` as for `interpret`. What is wrong with the hand-in becomes `invalid`
    items and `remarks`. Raises UsageError only when `path` does not exist or cannot be opened.
    """
    return interpret(read_hand_in(path), items, lesson=lesson, student=student, starters=starters)


def read_hand_in(path: Path) -> HandIn:
    """The files of the hand-in at `path`, which may itself be a link.

    Raises UsageError when `path` does not exist or cannot be opened.
    """
    try:
        real = path.resolve(strict=True)
        if not (real.is_dir() or real.is_file()):
            raise UsageError(f"{path}: this is neither a folder nor a file")
        return _read_folder(real) if real.is_dir() else _read_file(real)
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        reason = getattr(error, "strerror", None) or "links in a circle"
        raise UsageError(f"{path}: cannot be opened ({reason})") from error


def _read_folder(path: Path) -> HandIn:
    try:
        basket, archives = read_folder(path)
    except ResponseError as problem:
        return HandIn(path.name, problem=message(problem))
    # What a course platform hands over is often a folder with nothing but the student's zip.
    if not basket.files and len(archives) == 1:
        return _read_archive(archives[0], path.name)
    for archive in archives:
        basket.refuse(archive.name, "hand-in-nested-zip")
    return basket.hand_in(path.name)


def _read_file(path: Path) -> HandIn:
    if suffix(path.name) == ".zip":
        return _read_archive(path, path.stem)
    basket = Basket()
    if is_read(path.name):
        take_file(path, path.name, basket)
    else:
        basket.pass_over(path.name)
    return basket.hand_in(path.name)


def _read_archive(path: Path, name: str) -> HandIn:
    try:
        with open_file(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_ARCHIVE_BYTES:
                raise ResponseError("hand-in-too-large", {"limit": shown_size(MAX_ARCHIVE_BYTES)})
            return read_archive(file.read(size), path.name).hand_in(name)
    except ResponseError as problem:
        return HandIn(name, problem=message(problem))
    except OSError:
        return HandIn(name, problem=Message("hand-in-unopenable", {"file": shown(path.name)}))
