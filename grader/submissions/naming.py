"""Names of files as they are compared, stored and shown. A name is a student's text: it is never opened."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

from ..errors import ResponseError
from .limits import KIB, MAX_SHOWN_CHARS, MIB

_LEFT_BY_TOOLS: Final = frozenset({"__MACOSX", "__pycache__", "node_modules", "site-packages"})
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))
_ANSWER_SUFFIXES: Final = frozenset({".yaml", ".yml", ".txt"})


def shown(text: str) -> str:
    """`text` on one line, control characters escaped, cut to a length a message can hold."""
    line = "".join(map(_visible, text[: MAX_SHOWN_CHARS + 1]))
    return line if len(line) <= MAX_SHOWN_CHARS else line[: MAX_SHOWN_CHARS - 1] + "…"


def shown_size(count: int) -> str:
    """A number of bytes for a person: 3 MB, 256 kB."""
    return f"{count / MIB:.0f} MB" if count >= MIB else f"{max(count, 0) / KIB:.0f} kB"


def relative_name(raw: str) -> str:
    """The name inside the hand-in: `/` between folders, composed accents (macOS sends them decomposed).

    Raises ResponseError for a name that is absolute, climbs out with `..`, or holds control characters.
    """
    name = unicodedata.normalize("NFC", raw).replace("\\", "/")
    parts = name.split("/")
    if name.startswith("/") or _DRIVE.match(name) or ".." in parts:
        raise ResponseError("hand-in-outside", {"file": shown(raw)})
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in name):
        raise ResponseError("hand-in-bad-name", {"file": shown(raw)})
    return "/".join(part for part in parts if part not in ("", "."))


def _visible(char: str) -> str:
    if unicodedata.category(char) == "Zs":
        return " "
    return char if char.isprintable() else f"\\x{ord(char):02x}"


def left_by_tools(part: str) -> bool:
    """Whether a file or folder of this name was put there by a program, not by the student."""
    return part.startswith(".") or part in _LEFT_BY_TOOLS


def suffix(name: str) -> str:
    """`.py` for `a/B.PY`."""
    return PurePosixPath(name).suffix.lower()


def is_answers(name: str) -> bool:
    """Whether it is an answer sheet: answers.yaml, Answers.yml, "answers (1).yaml", answers.yaml.txt."""
    last = PurePosixPath(name).name.lower()
    return last.startswith("answers") and suffix(last) in _ANSWER_SUFFIXES


def fold(word: str) -> str:
    """A key or name for comparison: full-width signs, capitals and the many dashes made equal."""
    return unicodedata.normalize("NFKC", word).translate(_DASHES).strip().casefold()
