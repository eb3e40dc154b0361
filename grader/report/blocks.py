"""Authors' Markdown for a terminal or a file: paragraphs joined, programs, tables and formulas row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from .columns import columns, pad
from .spoken import spoken, spoken_prose

_FENCE, _RULE = "```", re.compile(r"\|[\s:|-]+\|")
_POINT = re.compile(r"(?:[-*]|\d+\.) ")
_SHOWN = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
_ALIGNED = re.compile(r"\\begin\{aligned\}(.*)\\end\{aligned\}", re.DOTALL)

Kind = Literal["prose", "point", "code", "table", "maths"]


@dataclass(frozen=True, slots=True)
class Block:
    """`rows`: the text of a paragraph or of a point of a list as one row, else what stands on each line.

    Of a program the rows are as the author typed them, of a table its cells are between bars.
    """

    kind: Kind
    rows: tuple[str, ...]


def blocks(markdown: str) -> Iterator[Block]:
    """The parts of a text one below the other, without markup except in a program."""
    for code, parts in groupby(_fenced(markdown), key=lambda part: part[0]):
        rows = [row for _, row in parts]
        if code:
            yield Block("code", tuple(rows))
        else:
            yield from _written("\n".join(rows))


def _fenced(markdown: str) -> Iterator[tuple[bool, str]]:
    """Each line but the fences, and whether it is of a program."""
    inside = False
    for line in markdown.splitlines():
        if line.startswith(_FENCE):
            inside = not inside
        else:
            yield inside, line


def _written(markdown: str) -> Iterator[Block]:
    for place, part in enumerate(_SHOWN.split(markdown)):  # prose, formula, prose, …
        if place % 2:
            yield Block("maths", tuple(_rows(part)))
        else:
            for paragraph in re.split(r"\n\s*\n", part):
                yield from _paragraph(paragraph.strip("\n"))


def _rows(latex: str) -> Iterator[str]:
    aligned = _ALIGNED.search(latex)
    rows = aligned[1].replace("&", " ").split(r"\\") if aligned else [latex]
    return (said for row in rows if (said := spoken(row)))


def _paragraph(text: str) -> Iterator[Block]:
    """A table, the points of a list, or prose; prose may lead to points on the next line."""
    lines = text.splitlines()
    if lines and all(line.lstrip().startswith("|") for line in lines):
        yield Block("table", tuple(line.strip() for line in lines if not _RULE.fullmatch(line.strip())))
        return
    parts: list[list[str]] = []
    for line in lines:
        if not parts or _POINT.match(line.lstrip()):
            parts.append([])
        parts[-1].append(line)
    for part in parts:
        if said := " ".join(spoken_prose("\n".join(part)).split()):
            yield Block("point" if _POINT.match(said) else "prose", (said,))


def table_rows(block: Block, width: int) -> list[str]:
    """A table in aligned columns; where that is too wide, each row with the columns' names."""
    cells = [[spoken_prose(cell.strip()) for cell in row.strip("|").split("|")] for row in block.rows]
    widths = [max(map(columns, column)) for column in zip(*cells, strict=False)]
    if sum(widths) + 2 * (len(widths) - 1) <= width:
        return ["  ".join(map(pad, row, widths)).rstrip() for row in cells]
    return [_named(cells[0], row) for row in cells[1:]]


def _named(names: Sequence[str], row: Sequence[str]) -> str:
    return ", ".join(f"{name}: {cell}" if name else cell for name, cell in zip(names, row, strict=False))
