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
    """Points of one curve; a None breaks the line (undefined, or a jump).

    `role`: reference, yours, plain, error.
    """

    label: Text
    xs: tuple[float, ...]
    ys: tuple[float | None, ...]
    role: str = "plain"


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot as data. `gap` is the x where yours and the reference differ most; captions say it in words.

    `log`: y on a logarithmic axis, where every y is positive. `error` is drawn below, over the same x.
    """

    title: Text | Message
    description: Text | Message
    curves: tuple[Curve, ...]
    x: tuple[float, float]
    y: tuple[float, float]
    gap: tuple[float, float] | None = None  # (x, absolute difference)
    log: bool = False
    error: Picture | None = None


@dataclass(frozen=True, slots=True)
class PlanePoint:
    """A point of a plane that was asked about: yes (1) or no (0); `yours` is None when it was neither."""

    x: float
    y: float
    expected: int
    yours: int | None


@dataclass(frozen=True, slots=True)
class Plane:
    """Which side of a boundary the points of a plane are on: values on a square grid, 0.5 at the boundary.

    Grids go from the lower left corner row by row upwards. `reference` is None where only points count.
    """

    title: Message
    description: Message
    names: tuple[str, str]
    x: tuple[float, float]
    y: tuple[float, float]
    yours: tuple[tuple[float, ...], ...]
    reference: tuple[tuple[float, ...], ...] | None = None
    points: tuple[PlanePoint, ...] = ()


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A matrix beside the right one: shares of the largest number from -1 to 1, None for what is none.

    `marked` holds (row, column) of cells that are wrong.
    """

    title: Message
    description: Message
    reference: tuple[tuple[float | None, ...], ...]
    yours: tuple[tuple[float | None, ...], ...]
    marked: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class GradientRow:
    """One gradient beside the central difference, at its worst entry; None where none can be compared."""

    name: str  # dw
    shape: str
    right: bool
    verdict: Message
    place: str | None = None
    yours: str | None = None
    numeric: str | None = None
    error: str | None = None
    ratio: str | None = None


@dataclass(frozen=True, slots=True)
class GradientTable:
    """Every gradient of a function at one input. `left_out` counts entries at a kink, which have no slope."""

    at: Shown
    rows: tuple[GradientRow, ...]
    left_out: int = 0


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


Evidence: TypeAlias = Comparison | GradientTable | Picture | Plane | HeatMap | Derivation | SourceLine
