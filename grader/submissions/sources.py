"""Which Python file a code item is answered by. Names are looked up among what was read, never on a disk."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import join, normpath
from typing import Final

from ..errors import ResponseError, did_you_mean
from ..model import Message
from .naming import shown, suffix

_LOOKS_LIKE_CODE: Final = re.compile(r"\n|\bdef\b|\blambda\b|=")
_USUAL_NAME: Final = "solution"
_MAX_LISTED: Final = 6


def is_code(text: str) -> bool:
    """Whether a response is Python itself rather than the name of a file."""
    return bool(_LOOKS_LIKE_CODE.search(text.strip()))


def file_names(item: str) -> tuple[str, str]:
    """What the file of an item is called: `by-hand.py`, or as a module's name `by_hand.py`."""
    stem = item.rpartition("/")[2]
    return f"{stem}.py", f"{stem.replace('-', '_')}.py"


@dataclass(frozen=True, slots=True)
class Sources:
    """The Python of a hand-in by file name, and the files that were not read, with the reason.

    `claimed` are files that belong to certain items: no other item falls back on them.
    """

    files: Mapping[str, bytes]
    refused: Mapping[str, Message]
    claimed: Collection[str] = ()

    def named(self, text: str, folder: str) -> str:
        """The file that a response names, seen from `folder`. Raises ResponseError for none, or several."""
        wanted = text.strip().strip("\"'").replace("\\", "/")
        found = self._find(wanted, folder) or self._find(wanted + ".py", folder)
        if found:
            return found
        known = sorted(self.files)
        listed = ", ".join(map(shown, known[:_MAX_LISTED])) or "–"
        values = {"path": shown(text.strip()), "found": listed}
        near = did_you_mean(shown(wanted), known)
        if near is None:
            raise ResponseError("hand-in-no-such-file", values)
        raise ResponseError("hand-in-no-such-file-near", {**values, "near": shown(near)})

    def usual(self, item: str, folder: str) -> str | None:
        """The file of an item whose response names none: `<item>.py`, `solution.py`, else the only one
        there is, unless it is another item's.

        Raises ResponseError when that file was not read, or there are several of that name.
        """
        for name in (*file_names(item), _USUAL_NAME + ".py"):
            found = self._find(name, folder)
            if found:
                return found
        scripts = [name for name in self.files if suffix(name) == ".py"]
        only = scripts or list(self.files)
        return only[0] if len(only) == 1 and only[0] not in self.claimed else None

    def _find(self, wanted: str, folder: str) -> str | None:
        """`wanted` beside the sheet, else from the top, else anywhere by its last name."""
        present = {**self.refused, **self.files}
        for name in (normpath(join(folder, wanted)), normpath(wanted)):
            if name in present:
                return self._readable(name)
        last = PurePosixPath(wanted).name
        same = [name for name in present if PurePosixPath(name).name == last]
        if len(same) > 1:
            raise ResponseError(
                "hand-in-ambiguous-file", {"files": ", ".join(map(shown, sorted(same)[:_MAX_LISTED]))}
            )
        return self._readable(same[0]) if same else None

    def _readable(self, name: str) -> str:
        if name in self.refused:
            raise ResponseError(self.refused[name].id, dict(self.refused[name].values))
        return name
