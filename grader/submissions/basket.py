"""The files of one hand-in, collected under limits, whatever they came in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from posixpath import commonpath
from typing import Final

from ..errors import ResponseError
from ..model import Message
from .limits import (
    MAX_ANSWERS_BYTES,
    MAX_ENTRIES,
    MAX_FILES,
    MAX_NOTEBOOK_BYTES,
    MAX_SOURCE_BYTES,
    MAX_TOTAL_BYTES,
)
from .naming import is_answers, shown, shown_size, suffix

_MAX_OTHERS: Final = 5  # names listed in "nothing here can be read; found: …"


@dataclass(frozen=True, slots=True)
class HandIn:
    """What was handed in, as bytes: answer sheets, notebooks and Python files by their name inside it.

    `refused` are files of these kinds that were not read, and why; `others` a few names of files that
    nobody reads. `problem` is set when nothing can be read at all. `name` is the folder's or file's name.
    """

    name: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    refused: Mapping[str, Message] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    problem: Message | None = None

    @property
    def digest(self) -> str:
        """SHA-256 over the sorted names and bytes, in hexadecimal: a folder and its zip have the same."""
        total = hashlib.sha256()
        for name, data in sorted(self.files.items()):
            for part in (name.encode(), data):
                total.update(len(part).to_bytes(8, "big") + part)
        return total.hexdigest()


class Basket:
    """Collects files and counts what they cost. Raises ResponseError when the whole is too much."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.refused: dict[str, Message] = {}
        self.others: list[str] = []
        self._entries = 0
        self._bytes = 0

    def look(self) -> None:
        """Count one entry of a folder or archive, read or not."""
        self._entries += 1
        if self._entries > MAX_ENTRIES:
            raise ResponseError("hand-in-too-many-entries", {"limit": str(MAX_ENTRIES)})

    def reserve(self, name: str, size: int) -> bool:
        """Count a file of `size` bytes before it is read; False when it is not to be read at all."""
        if name in self.files or name in self.refused:
            self.refuse(name, "hand-in-name-twice")
            return False
        if size > room_for(name):
            self.refuse(name, "hand-in-file-too-large", limit=shown_size(room_for(name)))
            return False
        self._bytes += size
        if self._bytes > MAX_TOTAL_BYTES:
            raise ResponseError("hand-in-too-large", {"limit": shown_size(MAX_TOTAL_BYTES)})
        self.files[name] = b""
        self._count()
        return True

    def put(self, name: str, data: bytes) -> None:
        """The content of a file that has its place."""
        self.files[name] = data

    def refuse(self, name: str, note: str, **values: str) -> None:
        """Leave a file out and keep the reason."""
        self.files.pop(name, None)
        self.refused[name] = Message(note, {"file": shown(name), **values})
        self._count()

    def _count(self) -> None:
        if len(self.files) + len(self.refused) > MAX_FILES:
            raise ResponseError("hand-in-too-many-files", {"limit": str(MAX_FILES)})

    def pass_over(self, name: str) -> None:
        """A file of a kind that nobody reads; a few names are kept to say what was found."""
        if len(self.others) < _MAX_OTHERS:
            self.others.append(name)

    def hand_in(self, name: str) -> HandIn:
        """What was collected. A folder around everything is taken off: a zipped folder reads the same."""
        top = _common_folder(self.files)
        problem = None if self.files else self._nothing()
        return HandIn(
            name,
            {_without(top, file): data for file, data in sorted(self.files.items())},
            {_without(top, file): why for file, why in sorted(self.refused.items())},
            tuple(sorted(self.others)),
            problem,
        )

    def _nothing(self) -> Message:
        if self.refused:
            return self.refused[min(self.refused)]
        if self.others:
            return Message("hand-in-nothing-readable", {"found": ", ".join(map(shown, sorted(self.others)))})
        return Message("hand-in-empty")


def is_read(name: str) -> bool:
    """Whether a file of this name is read at all."""
    return suffix(name) in (".py", ".ipynb", ".yaml", ".yml") or is_answers(name)


def room_for(name: str) -> int:
    """How many bytes a file of this name may have."""
    room = {".py": MAX_SOURCE_BYTES, ".ipynb": MAX_NOTEBOOK_BYTES}
    return room.get(suffix(name), MAX_ANSWERS_BYTES)


def _common_folder(names: Mapping[str, bytes]) -> str:
    parents = {str(PurePosixPath(name).parent) for name in names}
    top = commonpath(parents) if parents and "." not in parents else ""
    return top + "/" if top else ""


def _without(top: str, name: str) -> str:
    return name.removeprefix(top)
