"""Which lesson has been saved: asked of the file system, so that network drives and containers work too."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

SUFFIXES = (".yaml", ".yml", ".py", ".ipynb")

_LOOKS, _BETWEEN_SECONDS = 10, 0.01
_Mark: TypeAlias = tuple[str, int, int]


class Watched:
    """The files of some folders, and how they were when last looked at."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._marks = {folder: _marks(folder) for folder in folders}

    def changed(self) -> dict[Path, frozenset[str]]:
        """The folders in which a file is new, gone or written since the last call, and the files' names."""
        found = {}
        for folder, before in self._marks.items():
            now = _marks(folder)
            if now != before:
                self._marks[folder] = now
                found[folder] = frozenset(name for name, *_ in set(now) ^ set(before))
        return found

    def settled(self) -> dict[Path, frozenset[str]]:
        """As `changed`, once nothing is being written any more: editors save in several steps."""
        found = self.changed()
        for _ in range(_LOOKS if found else 0):
            time.sleep(_BETWEEN_SECONDS)
            more = self.changed()
            if not more:
                break
            found |= {folder: names | found.get(folder, frozenset()) for folder, names in more.items()}
        return found

    def refresh(self, folder: Path) -> None:
        """Take the folder as it is now for seen: what we wrote ourselves is no news."""
        self._marks[folder] = _marks(folder)


def _marks(folder: Path) -> tuple[_Mark, ...]:
    """Name, time and size of each file that can hold an answer; hidden ones are an editor's."""
    marks = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(SUFFIXES) and not entry.name.startswith("."):
                    about = entry.stat()
                    marks.append((entry.name, about.st_mtime_ns, about.st_size))
    except OSError:  # removed or replaced this moment: the next look will see it
        return ()
    return tuple(sorted(marks))
