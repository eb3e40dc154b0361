"""The values that a variant's numbers give to its author's formulas: answers, mistakes, options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..algebra import Call, Compare, Entry, Expr, Num, Sym, Undefined, evaluate, walk
from ..course import Course
from ..faults import faulty, located
from ..lesson import FormulaGrid, FormulaMistake
from ..model import Number, Param
from ..quantities import Quantities, quantities
from ..remembering import remembered
from ..variants import Variant
from .closeness import ROUNDING, Known, distance


@remembered(64)  # checked, answered and explained with the same numbers
def bound_of(variant: Variant, course: Course) -> Quantities:
    """What the author's formulas may use in this variant."""
    return quantities(variant.params, course.functions_of(variant.lesson))


def number_of(formula: str, bound: Quantities) -> Number:
    """The number a formula is worth. Raises Undefined, and TextError when it is no single number."""
    value = bound.value(formula)
    if isinstance(value, Fraction | float):
        return value
    raise faulty(f"{formula!r} is not a single number")


def known_numbers(mistakes: Sequence[FormulaMistake], bound: Quantities) -> tuple[Known, ...]:
    """What each mistake gives; one that is undefined for these numbers cannot have been made."""
    return tuple(_known(mistakes, bound))


def _known(mistakes: Sequence[FormulaMistake], bound: Quantities) -> Iterator[Known]:
    for place, mistake in enumerate(mistakes):
        with located("mistakes", place, "gives"):
            try:
                yield Known(number_of(mistake.gives, bound), mistake.note, mistake.score, place)
            except Undefined:
                continue


# --------------------------------------------------------------------------- vectors and matrices


@dataclass(frozen=True, slots=True)
class Grid:
    """Numbers in rows; `flat` is a vector: one row, that a student may write as a column too."""

    rows: tuple[tuple[Number, ...], ...]
    flat: bool

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.rows[0])

    @property
    def cells(self) -> tuple[Number, ...]:
        return tuple(cell for row in self.rows for cell in row)


def grid_of(formulas: FormulaGrid, bound: Quantities) -> Grid:
    """A vector or matrix of formulas' values; one formula with a free index gives all entries of a row.

    Raises Undefined, and TextError for rows of unequal length.
    """
    rows_given = [row for row in formulas if not isinstance(row, str)]
    flat = not rows_given
    texts = [[f for f in formulas if isinstance(f, str)]] if flat else rows_given
    rows = [[bound.value(text) for text in row] for row in texts]
    if len(rows) == 1 and len(rows[0]) == 1 and _is_matrix(rows[0][0]):
        return Grid(_checked(rows[0][0]), flat=False)
    return Grid(_checked([_spread(row) for row in rows]), flat)


def _is_matrix(value: Param) -> bool:
    return isinstance(value, tuple) and isinstance(value[0], tuple)


def _spread(row: Iterable[Param]) -> tuple[Param, ...]:
    return tuple(cell for value in row for cell in (value if isinstance(value, tuple) else (value,)))


def _checked(rows: object) -> tuple[tuple[Number, ...], ...]:
    """The rows, all numbers and of one length."""
    found = []
    for row in rows if isinstance(rows, Sequence) else ():
        numbers = tuple(cell for cell in row if isinstance(cell, Fraction | float))
        if len(numbers) != len(row):
            raise faulty("the cells of a vector or matrix are numbers")
        found.append(numbers)
    if len({len(row) for row in found}) != 1:
        raise faulty("all rows of a matrix have the same length")
    return tuple(found)


# --------------------------------------------------------------------------- ties


def has_tie(formula: str, bound: Quantities) -> bool:
    """Whether a computed quantity lands exactly on a jump of the formula: a step, a sign, a condition.

    A bare drawn quantity may: its author sees it in the draw, and excludes it by `nonzero` where it matters.
    """
    return any(_is_tie(node_sides, bound) for node_sides in _thresholds(bound.read(formula)))


def _thresholds(expr: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Both sides of every comparison that decides which side of a jump the formula is on."""
    for node in walk(expr):
        match node:
            case Call("step" | "sign", (argument,)):
                yield argument, Num(Fraction(0))
            case Call(_, (argument,), order) if order > 0:
                yield argument, Num(Fraction(0))
            case Compare(_, left, right):
                yield left, right


def _is_tie(sides: tuple[Expr, Expr], bound: Quantities) -> bool:
    if all(isinstance(side, Num | Sym | Entry) for side in sides):
        return False
    try:
        left, right = (evaluate(side, bound.values, bound.context) for side in sides)
    except (Undefined, KeyError):  # inside a sum, or with a free index: not one threshold
        return False
    return distance(left, right) < ROUNDING
