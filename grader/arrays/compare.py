"""Arrays compared: shape, then nan, then values within a tolerance. Nothing is ever broadcast."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from .data import Array


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Two numbers a, b agree when |a - b| ≤ absolute + relative · |b|, b being the expected one."""

    relative: float = 1e-7
    absolute: float = 1e-9


class Wrong(StrEnum):
    """In what a given array differs from the expected one; the first that applies."""

    COUNT = "count"  # another number of results
    NOTHING = "nothing"  # no numbers at all
    SHAPE = "shape"
    NAN = "nan"  # not a number where a number was expected
    INFINITE = "infinite"
    VALUE = "value"


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """How a given array differs. `wrong` marks the cells; it is None where cells cannot be told apart.

    `largest` is the largest absolute difference of finite cells. `same_values` (for SHAPE): the numbers
    agree in reading order, only their shape differs.
    """

    kind: Wrong
    wrong: Array | None = None
    first: tuple[int, ...] | None = None
    largest: float = 0.0
    same_values: bool = False
    part: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """Bounds of what is accepted in each cell, both included up to `slack`; nan allows nothing."""

    low: Array
    high: Array
    slack: float = 1e-9

    def allows(self, given: Array) -> Array:
        """Which cells of an array of the same shape lie within the bounds."""
        inside: Array = (given >= self.low - self.slack) & (given <= self.high + self.slack)
        return inside


def difference(
    expected: Array, given: Array, tolerance: Tolerance, between: Between | None = None
) -> Difference | None:
    """How `given` differs from `expected`, or None. Nothing is ever broadcast.

    float32 results are held to float32's precision. `between` widens what is accepted.
    """
    if given.shape != expected.shape:
        same = given.size == expected.size and bool(np.all(agree(expected.ravel(), given.ravel(), tolerance)))
        return Difference(Wrong.SHAPE, same_values=same)
    if given.dtype == expected.dtype and given.tobytes() == expected.tobytes():
        return None  # most students' numbers are the very same ones
    right = agree(expected, given, tolerance)
    if between is not None:
        right |= between.allows(given)
    if right.all():
        return None
    return _differing_cells(expected, given, ~right)


def _differing_cells(expected: Array, given: Array, wrong: Array) -> Difference:
    index = np.argwhere(wrong)[0]
    first = tuple(int(i) for i in index)
    kind = Wrong.VALUE
    if (np.isnan(given) & wrong).any():
        kind = Wrong.NAN
    elif (np.isinf(given) & wrong).any():
        kind = Wrong.INFINITE
    finite = np.isfinite(given) & np.isfinite(expected) & wrong
    gaps = np.abs(given[finite].astype(complex) - expected[finite])
    return Difference(kind, wrong, first, float(gaps.max()) if gaps.size else 0.0)


def agree(expected: Array, given: Array, tolerance: Tolerance) -> Array:
    """Cell by cell, for arrays of one shape; nan agrees with nan, an infinity with itself."""
    relative = tolerance.relative
    if given.dtype.kind == "f" and given.dtype.itemsize < 8:
        relative = max(relative, 20 * float(np.finfo(given.dtype).eps))
    wide = np.complex128 if "c" in (given.dtype.kind, expected.dtype.kind) else np.float64
    x, y = given.astype(wide), expected.astype(wide)
    with np.errstate(all="ignore"):
        near = np.abs(x - y) <= tolerance.absolute + relative * np.abs(y)
    same: Array = (near & np.isfinite(y)) | (x == y) | (np.isnan(x) & np.isnan(y))
    return same


def constant_ratio(expected: Array, given: Array) -> float | None:
    """The one number by which every expected value was multiplied, or None; needs two different values."""
    usable = np.isfinite(expected) & np.isfinite(given) & (expected != 0)
    if np.iscomplexobj(given) or len(np.unique(expected[usable])) < 2:
        return None
    if np.any(given[~usable] != expected[~usable]):
        return None
    ratios = given[usable] / expected[usable]
    middle = float(np.median(ratios))
    return middle if middle != 0 and np.allclose(ratios, middle, rtol=1e-6, atol=0) else None


def constant_offset(expected: Array, given: Array) -> float | None:
    """The one number that was added to every expected value, or None; needs two different values."""
    usable = np.isfinite(expected) & np.isfinite(given)
    if np.iscomplexobj(given) or not usable.all() or len(np.unique(expected)) < 2:
        return None
    gaps = given.astype(float) - expected
    middle = float(np.median(gaps))
    return middle if np.allclose(gaps, middle, rtol=1e-6, atol=1e-9) else None


def decimals_kept(expected: Array, given: Array) -> int | None:
    """To how many decimals (2 … 8) the right values were rounded, or None when they were not."""
    if np.iscomplexobj(given) or not np.isfinite(given).all() or not given.size:
        return None
    for places in range(2, 9):
        rounded = np.abs(given - np.round(given, places)) < 1e-12
        near = np.abs(given - expected) <= 0.5 * 10.0**-places + 1e-12
        if rounded.all() and near.all():
            return places
    return None
