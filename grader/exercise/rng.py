"""Random inputs made from whole numbers only, so that a seed means the same arrays under every NumPy."""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import Protocol, TypeVar

import numpy as np

from ..arrays import Array

T = TypeVar("T")


class Numbers(Protocol):
    """Where randomness comes from: `seeds.Stream`."""

    def below(self, n: int) -> int: ...


class Rng:
    """Draws of the sizes and kinds that exercises need, short enough to be read by a person."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def integer(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + self._numbers.below(high - low + 1)

    def choice(self, options: tuple[T, ...]) -> T:
        return options[self._numbers.below(len(options))]

    def tenths(self, *shape: int, low: float = -3, high: float = 3) -> Array:
        """Multiples of 0.1 from `low` to `high`, never 0."""
        pool = _tenths(low, high)
        drawn = [self.choice(pool) for _ in range(prod(shape))]
        return np.array(drawn, float).reshape(shape) / 10

    def number(self, low: float = -3, high: float = 3) -> float:
        """One multiple of 0.1, never 0."""
        return float(self.tenths(1, low=low, high=high)[0])

    def shares(self, *shape: int) -> Array:
        """Hundredths strictly between 0 and 1."""
        drawn = [self.integer(3, 97) for _ in range(prod(shape))]
        return np.array(drawn, float).reshape(shape) / 100

    def distributions(self, rows: int, classes: int) -> Array:
        """Rows of positive numbers that sum to 1."""
        weights = np.array([self.integer(1, 20) for _ in range(rows * classes)], float).reshape(rows, classes)
        rows_of_weights: Array = weights / weights.sum(axis=1, keepdims=True)
        return rows_of_weights

    def labels(self, rows: int, classes: int) -> Array:
        """Class numbers, counted from 0."""
        return np.array([self._numbers.below(classes) for _ in range(rows)])

    def one_hot(self, rows: int, classes: int) -> Array:
        """A 1 in one column of each row."""
        return np.eye(classes)[self.labels(rows, classes)]


@lru_cache(maxsize=64)
def _tenths(low: float, high: float) -> tuple[int, ...]:
    """Ten times each multiple of 0.1 from `low` to `high`, without 0."""
    return tuple(n for n in range(round(low * 10), round(high * 10) + 1) if n)
