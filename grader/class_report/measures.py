"""The statistics of a class. Pure; every one says nothing (None) where there are too few students."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import StatisticsError, correlation, fmean, median, pstdev, quantiles

FEW = 5
"""Below so many students a statistic says more about chance than about the class."""
BINS = 10
OUTER = 0.27
"""Share of the class in the upper and in the lower group."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How scores (0 to 1) are spread: quartiles by linear interpolation, and their standard deviation."""

    count: int
    mean: float
    median: float
    lower: float
    upper: float
    deviation: float


def spread(scores: Sequence[float]) -> Spread | None:
    """None below FEW scores."""
    if len(scores) < FEW:
        return None
    lower, _, upper = quantiles(scores, method="inclusive")
    return Spread(len(scores), fmean(scores), median(scores), lower, upper, pstdev(scores))


def histogram(scores: Sequence[float]) -> tuple[int, ...]:
    """How many scores lie in each tenth from 0 to 1; the last tenth holds full marks, too."""
    counts = [0] * BINS
    for score in scores:
        counts[min(int(score * BINS + 1e-9), BINS - 1)] += 1
    return tuple(counts)


def item_rest(points: Sequence[float], totals: Sequence[float]) -> float | None:
    """Corrected item-total correlation: Pearson's r between an item's points and those of all other items.

    From -1 to 1. None below FEW students, and where all have the same. S. Henrysson, Correction of item-total
    correlations in item analysis, Psychometrika 28 (1963); leaving the item out of the total is what
    "corrected" means.
    """
    if len(points) < FEW:
        return None
    try:
        return correlation(points, [total - own for total, own in zip(totals, points, strict=True)])
    except StatisticsError:
        return None


def upper_lower(scores: Sequence[float], totals: Sequence[float]) -> float | None:
    """Mean score of the upper 27 % of the class by total less that of the lower 27 %, from -1 to 1.

    T. L. Kelley, The selection of upper and lower groups for the validation of test items, Journal of
    Educational Psychology 30 (1939). Students with equal totals at the border count in equal parts. None
    below FEW students.
    """
    if len(scores) < FEW:
        return None
    size = ceil(OUTER * len(scores))
    return _top(scores, totals, size) - _top(scores, [-total for total in totals], size)


def _top(scores: Sequence[float], totals: Sequence[float], size: int) -> float:
    """The mean score of the `size` highest totals."""
    border = sorted(totals, reverse=True)[size - 1]
    inside = [score for score, total in zip(scores, totals, strict=True) if total > border]
    tied = [score for score, total in zip(scores, totals, strict=True) if total == border]
    return (sum(inside) + (size - len(inside)) * fmean(tied)) / size
