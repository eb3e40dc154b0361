"""Cutting the lines of an answers.yaml into one block a key, so that a slip spoils no more than its block.

The cut needs no valid YAML: it looks only at how far a line is indented and whether it begins with a key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from .naming import fold

_KEY: Final = re.compile(
    r"""(?P<quote>["']?)(?P<key>\w[\w./ ‐‑‒–—―−ー－-]{0,79}?)(?P=quote)"""
    r"""[ \t\u3000]{0,8}(?P<colon>[:：])(?P<rest>.*)"""
)
_BLANKS: Final = " \t\u3000\u00a0"
_WIDTHS: Final = {" ": 1, "\t": 4, "\u3000": 2, "\u00a0": 1}  # columns that a blank sign takes
_ONE_TAB: Final = _WIDTHS["\t"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, its indentation in columns, and the text after the indentation."""

    number: int
    width: int
    text: str
    odd: bool = False  # indented with something other than blanks

    @property
    def is_content(self) -> bool:
        return bool(self.text) and not self.text.startswith("#")

    def __str__(self) -> str:
        return " " * self.width + self.text


@dataclass(frozen=True, slots=True)
class Block:
    """A key and what follows: `rest` of its own line, then `lines`. `slip` notes what was tolerated."""

    key: str
    number: int
    rest: str
    lines: tuple[Line, ...] = ()
    slip: str | None = None

    @property
    def text(self) -> str:
        """The block's value as it would stand after a key in the first column."""
        return "\n".join((self.rest, *map(str, self.lines)))


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of `text`, tabs and full-width blanks at their beginning taken for blanks."""
    return tuple(_line(number, raw) for number, raw in enumerate(text.split("\n"), start=1))


def cut(lines: Sequence[Line], is_known: Callable[[str], bool]) -> tuple[tuple[Line, ...], tuple[Block, ...]]:
    """The content lines before the first key, and a block for every key.

    A key stands at the indentation of the first content line; a known key also where a slip may have put it.
    """
    base = next((line.width for line in lines if line.is_content), 0)
    heads: list[tuple[int, Block]] = []
    for index, line in enumerate(lines):
        found = _key(line, base, heads[-1][1] if heads else None, is_known)
        if found:
            heads.append((index, found))
    edges = [index for index, _ in heads] + [len(lines)]
    before = tuple(line for line in lines[: edges[0]] if line.is_content)
    blocks = (
        replace(head, lines=tuple(_without_comment(line, base) for line in lines[start + 1 : end]))
        for (_, head), (start, end) in zip(heads, pairwise(edges), strict=True)
    )
    return before, tuple(blocks)


def _line(number: int, raw: str) -> Line:
    text = raw.lstrip(_BLANKS)
    blanks = raw[: len(raw) - len(text)]
    return Line(
        number, sum(map(_WIDTHS.__getitem__, blanks)), text.rstrip(), bool(text and blanks.strip(" "))
    )


def _without_comment(line: Line, base: int) -> Line:
    """A comment no deeper than the keys is not the answer's; its line stays, for the numbering."""
    return Line(line.number, 0, "") if line.text.startswith("#") and line.width <= base else line


def _key(line: Line, base: int, head: Block | None, is_known: Callable[[str], bool]) -> Block | None:
    """The block that begins on this line, still without its further lines; None when the line begins none."""
    match = _KEY.match(line.text) if line.is_content else None
    if match is None:
        return None
    key, rest = match["key"], match["rest"]
    spaced = not rest or rest[0] in _BLANKS
    if is_known(key):
        begins = (
            line.width <= base + 1 or (line.odd and line.width <= _ONE_TAB) or (head and _is_complete(head))
        )
    else:
        begins = spaced and line.width == base
    if not begins:
        return None
    return Block(
        key, line.number, rest.strip(_BLANKS), (), _slip(line, key, match["colon"] + rest[:1], spaced)
    )


def _slip(line: Line, key: str, colon: str, spaced: bool) -> str | None:
    if "：" in colon or "\u3000" in colon or fold(key) != key.casefold():
        return "hand-in-full-width"
    if not spaced:
        return "hand-in-no-blank-after-colon"
    return "hand-in-odd-blanks" if line.odd else None


def _is_complete(head: Block) -> bool:
    """Whether the answer stands wholly on its key's line: a deeper key below is then a slip."""
    closed = head.rest[1:].endswith(("]", "}", '"', "'"))
    return bool(head.rest) and (closed or not head.rest.startswith(("|", ">", "[", "{", '"', "'", "#")))
