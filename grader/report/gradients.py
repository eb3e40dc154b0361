"""A gradient check in lines of a terminal: one row a gradient, and what is wrong with it in words."""

from __future__ import annotations

from itertools import zip_longest

from ..model import GradientRow, GradientTable, Status
from .columns import columns, pad
from .harmless import one_line
from .screen import Screen
from .signs import GRADIENT, sign


def gradient_lines(s: Screen, table: GradientTable, indent: int) -> list[str]:
    """The input, the rows in aligned columns, a sentence for each gradient that is wrong."""
    lines = s.paragraph(one_line(s.word("gradient-at", at=table.at.text)), indent, "soft")
    lines += _rows(s, table, indent)
    if table.left_out:
        lines += s.paragraph(s.word("gradient-left-out", count=table.left_out), indent, "soft")
    return lines


def _rows(s: Screen, table: GradientTable, indent: int) -> list[str]:
    """Where the columns do not fit, only the sentences are left."""
    heads = ["", *(s.word(f"gradient-{name}") for name in GRADIENT)]
    cells = [heads, *([_sign(row), *_cells(row)] for row in table.rows)]
    widths = [max(map(columns, column)) for column in zip_longest(*cells, fillvalue="")]
    fits = indent + sum(widths) + 2 * len(widths) <= s.width
    lines = [_aligned(row, widths, indent) for row in cells] if fits else []
    for row in table.rows:
        if not (row.right and fits):
            lines += s.paragraph(f"{_sign(row)} {row.name}: {s.say(row.verdict)}", indent)
    return lines


def _aligned(cells: list[str], widths: list[int], indent: int) -> str:
    return " " * indent + "  ".join(pad(c, w) for c, w in zip(cells, widths, strict=True)).rstrip()


def _sign(row: GradientRow) -> str:
    return sign(Status.CORRECT if row.right else Status.WRONG)


def _cells(row: GradientRow) -> list[str]:
    told = (row.name, row.shape, row.place, row.yours, row.numeric, row.error, row.ratio)
    return [one_line(cell or "") for cell in told]
