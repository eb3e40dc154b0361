"""Where in its file a value of a lesson was written, so that every layer can raise a problem at the spot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ..errors import Problem

if TYPE_CHECKING:
    from ..yaml12 import Data, Node

Where: TypeAlias = Sequence[str | int]
"""Keys and indices from the root, as in the file: ("items", 3, "mistakes", 0, "gives")."""

_UNITS = {
    '"': re.compile(r"\\(?:x..|u....|U........|\s+|.)|.", re.DOTALL),
    "'": re.compile(r"''|.", re.DOTALL),
}
_CHARACTER = re.compile(".", re.DOTALL)
_BLANK_ESCAPES = frozenset((r"\n", r"\t", r"\r", r"\ ", r"\_", r"\N", r"\L", r"\P"))


@dataclass(frozen=True, slots=True)
class Origin:
    """A file that was read: its path, its lines and its tree. Without a tree, every place is the file."""

    path: str
    lines: tuple[str, ...] = ()
    root: Node | None = None

    @property
    def data(self) -> Data:
        """What the file holds: text, numbers, true/false, None, tuples, and mappings with text as keys."""
        return None if self.root is None else self.root.value

    def problem(
        self,
        where: Where,
        message: str,
        help: str | None = None,  # noqa: A002 - the word of Problem's field
        *,
        offset: int | None = None,
        width: int | None = None,
        key: bool = False,
    ) -> Problem:
        """A problem at the value `where` leads to, or at the nearest value around it that is in the file.

        `key` points at the key instead. `offset` points at that character (from 0) of a text, wherever its
        quotes, escapes and line breaks put it in the file; `width` is how many characters to underline.
        """
        if self.root is None:
            return Problem(self.path, 0, 0, message, help)
        node = self._key(where) if key else self._value(where)
        if offset is None:
            line, column, span = node.line, node.column, self._width(node)
        else:
            line, column = self._inside(node, offset)
            span = 1
        source = self.lines[line - 1] if line <= len(self.lines) else None
        return Problem(self.path, line, column, message, help, source, width or span)

    def _value(self, where: Where) -> Node:
        node = self.root
        assert node is not None  # noqa: S101 - the one caller has looked
        for step in where:
            found = node.parts.get(step)
            if found is None:
                # A key that is missing is best looked for at the first key of its mapping.
                return next(iter(node.keys.values()), node) if not node.style else node
            node = found
        return node

    def _key(self, where: Where) -> Node:
        parent = self.root
        assert parent is not None  # noqa: S101
        for step in where[:-1]:
            parent = parent.parts.get(step, parent)
        return parent.keys.get(str(where[-1])) or self._value(where) if where else parent

    def _width(self, node: Node) -> int:
        if node.style in ("|", ">"):
            return 1
        end = node.end_column if node.end_line == node.line else len(self.lines[node.line - 1]) + 1
        return max(1, end - node.column)

    def _inside(self, node: Node, offset: int) -> tuple[int, int]:
        """Line and column of the character `offset` of a scalar's value.

        Folding and escaping change blanks and the spelling of characters, never the order of what is no
        blank: the k-th such character of the value is the k-th of the source.
        """
        if not isinstance(node.value, str):
            return node.line, node.column
        wanted = sum(not c.isspace() for c in node.value[:offset])
        row, column, source = self._body(node)
        passed = 0
        for unit in _UNITS.get(node.style, _CHARACTER).finditer(source):
            if unit[0].lstrip("\\").isspace() or unit[0] in _BLANK_ESCAPES:
                continue
            if passed == wanted:
                before = source[: unit.start()]
                breaks = before.count("\n")
                return row + breaks, unit.start() - before.rfind("\n") if breaks else column + unit.start()
            passed += 1
        return node.line, node.column

    def _body(self, node: Node) -> tuple[int, int, str]:
        """Line and column where a scalar's own characters begin, and its source without quotes or header."""
        if node.style in ("|", ">"):
            return node.line + 1, 1, "\n".join(self.lines[node.line : node.end_line])
        first, last = node.line - 1, node.end_line - 1
        rows = list(self.lines[first : last + 1])
        rows[-1] = rows[-1][: node.end_column - 1]
        rows[0] = rows[0][node.column - 1 :]
        quotes = len(node.style)
        text = "\n".join(rows)
        return node.line, node.column + quotes, text[quotes : len(text) - quotes]
