"""What a check can show: quantities, comparisons, pictures, derivations, places in a source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from .words import Message, Text


@dataclass(frozen=True, slots=True)
class Shown:
    """A quantity to look at: plain text always; LaTeX and table cells where it has them.

    `marked` holds (row, column) of cells that are wrong.
    """

    text: str
    latex: str | None = None
    cells: tuple[tuple[str, ...], ...] = ()
    marked: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Comparison:
    """input | expected | yours | difference. A None is not known, or not told at this level."""

    input: Shown | None = None
    expected: Shown | None = None
    yours: Shown | None = None
    difference: str | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of one curve; a None breaks the line (undefined, or a jump). `role`: reference, yours, plain."""

    label: str
    xs: tuple[float, ...]
    ys: tuple[float | None, ...]
    role: str = "plain"


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot as data. `gap` is the x where yours and the reference differ most; captions say it in words."""

    title: Text
    description: Text
    curves: tuple[Curve, ...]
    x: tuple[float, float]
    y: tuple[float, float]
    gap: tuple[float, float] | None = None  # (x, absolute difference)


@dataclass(frozen=True, slots=True)
class DerivationLine:
    """One line of a derivation. `status`: start follows wrong continues undecided unreadable repeats."""

    number: int
    raw: str
    status: str
    read_as: str | None = None  # LaTeX
    message: Message | None = None
    note: str | None = None
    by: str | None = None
    witness: tuple[tuple[str, str], ...] = ()  # ("x", "1"), ("before", "0.1966"), ("after", "-0.1966")


@dataclass(frozen=True, slots=True)
class Derivation:
    lines: tuple[DerivationLine, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A place in the student's own file."""

    file: str
    line: int
    code: str


Evidence: TypeAlias = Comparison | Picture | Derivation | SourceLine
