"""Problems as a compiler shows them: place and message, the line with a caret under it, and the cure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from ..errors import Problem

_WIDEST = 96  # columns of an excerpt; a longer line is cut around the caret
_UNSHOWN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))  # control, format and line-separating characters
_BEFORE = 32  # columns kept before the caret of a cut line


def render_problems(problems: Sequence[Problem], base: Path | None = None) -> str:
    """All problems as text, in the order of files and lines; paths inside `base` are shown relative to it.

    Control characters are shown as `�`, so that a file cannot write to the terminal of who reads of it.
    """
    ordered = sorted(problems, key=lambda p: (p.path, p.line, p.column))
    blocks = [_block(problem, base) for problem in ordered]
    count = f"{len(problems)} problem" + "s" * (len(problems) != 1)
    return "\n".join([*blocks, count])


def _block(problem: Problem, base: Path | None) -> str:
    place = _shown_path(problem.path, base)
    if problem.line:
        place += f":{problem.line}:{problem.column}"
    head = f"{place}: {_harmless(problem.message)}"
    cure = _harmless(problem.help) if problem.help else ""
    if problem.source is None or not problem.line:
        return f"{head}\n  {cure}" if cure else head
    line, indent, width = _excerpt(problem.source, problem.column - 1, problem.width)
    margin = f"{problem.line:>5} | "
    under = f"{'| ':>8}{' ' * indent}{'^' * width} {cure}".rstrip()
    return f"{head}\n{margin}{line}\n{under}"


def _shown_path(path: str, base: Path | None) -> str:
    if base is not None and Path(path).is_relative_to(base):
        path = str(Path(path).relative_to(base))
    return _harmless(path)


def _excerpt(source: str, start: int, width: int) -> tuple[str, int, int]:
    """The line as shown, the columns before the caret and under it; both count display columns."""
    first = 0
    if columns(source[: _WIDEST + 1]) > _WIDEST:
        first = start - _fitting(source[max(0, start - _BEFORE) : start][::-1], _BEFORE)
    lead = "…" if first else ""
    marked = source[start : start + min(width, _WIDEST)]
    under = max(1, min(columns(marked), _WIDEST - _BEFORE))
    return lead + _cut(source[first : first + _WIDEST + 1]), columns(lead + source[first:start]), under


def _cut(line: str) -> str:
    """A line that fits the excerpt, with a sign where it went on."""
    fits = _fitting(line, _WIDEST - 1)
    return _harmless(line if columns(line) <= _WIDEST else line[:fits] + "…")


def _fitting(text: str, most: int) -> int:
    """How many characters at the start of a text take at most so many columns."""
    taken = 0
    for count, character in enumerate(text):
        taken += _columns_of(character)
        if taken > most:
            return count
    return len(text)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: two for wide signs, none for combining ones."""
    return sum(_columns_of(c) for c in text)


def _columns_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _harmless(text: str) -> str:
    return "".join("�" if unicodedata.category(c) in _UNSHOWN else c for c in text)
