"""Shapes, written as NumPy writes those of generalised ufuncs: `(n),(n),()->()`; inputs of such shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ..arrays import Array
from .rng import Rng

_SHAPE = r"\(((?:\.\.\.|\w+)?(?:,\w+)*)\)"


class Group(StrEnum):
    """What a case probes; each group of an item's cases becomes one check."""

    VALUES = "values"  # inputs of the declared shapes, smallest first
    ARGUMENTS = "arguments"  # the same with the optional argument given
    SHAPES = "shapes"  # other shapes: tables, columns, three dimensions
    LARGE = "large"  # ±50, ±1000: right but fragile
    TYPES = "types"  # whole numbers, Python numbers: remarks only


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One call to make: its positional arguments, and what it probes. `name` is stable over seeds."""

    name: str
    args: tuple[object, ...]
    group: Group = Group.VALUES


@dataclass(frozen=True, slots=True)
class Signature:
    """The shapes of the required arguments and of the results; names are lengths, equal names equal lengths.

    `()->()` is elementwise: an array of any shape gives one of the same shape. `...` stands for any further
    dimensions, for people to read; inputs of such shapes are written down, not drawn.
    """

    inputs: tuple[tuple[str, ...], ...]
    outputs: tuple[tuple[str, ...], ...]

    @property
    def elementwise(self) -> bool:
        return self.inputs == ((),) and self.outputs == ((),)

    @property
    def lengths(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for shape in self.inputs for name in shape))


def read_signature(text: str) -> Signature:
    """Raises ValueError when it is not of the form `(n),(n)->()`."""
    left, arrow, right = text.replace(" ", "").partition("->")
    if not arrow or not all(re.fullmatch(f"{_SHAPE}(,{_SHAPE})*", side) for side in (left, right)):
        raise ValueError(f"the shapes {text!r} are not of the form '(n),(n)->()'")
    return Signature(_shapes(left), _shapes(right))


def _shapes(side: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(filter(None, inner.split(","))) for inner in re.findall(_SHAPE, side))


def inputs_of(signature: Signature, rng: Rng, count: int) -> Iterator[Case]:
    """A ladder of small inputs, then `count` random ones, then large numbers, other shapes and containers."""
    if signature.elementwise:
        yield from _elementwise(rng, count)
    else:
        yield from _shaped(signature, rng, count)


def _elementwise(rng: Rng, count: int) -> Iterator[Case]:
    for name, numbers in (("one", [1.0]), ("minus-one", [-1.0]), ("zero", [0.0]), ("two", [2.0, -3.0])):
        yield Case(name, (np.array(numbers),))
    # Inside (0, 1) f'(z) and f'(a) look alike; outside they do not.
    yield Case("unit", (np.array([0.4, -0.7, 1.9, -2.3]),))
    yield Case("moderate", (np.array([-12.0, 8.0, 20.0, -30.0]),))
    for k in range(count):
        yield Case(f"random-{k + 1}", (rng.tenths(rng.integer(3, 6), low=-5, high=5),))
    yield from _other_shapes(rng)
    for bound in (50.0, 1000.0):
        yield Case(f"large-{bound:.0f}", (np.array([bound]),), Group.LARGE)
        yield Case(f"large-minus-{bound:.0f}", (np.array([-bound]),), Group.LARGE)
    yield Case("large-both", (np.array([-1000.0, -1.0, 1.0, 1000.0]),), Group.LARGE)
    yield Case("whole-numbers", (np.array([-2, -1, 1, 2]),), Group.TYPES)
    yield Case("python-number", (0.5,), Group.TYPES)
    yield Case("zero-dimensional", (np.array(0.5),), Group.TYPES)
    yield Case("list", ([0.5, -1.0],), Group.TYPES)
    yield Case("empty", (np.zeros(0),), Group.TYPES)


def _other_shapes(rng: Rng) -> Iterator[Case]:
    for name, shape in (("row", (1, 2)), ("column", (3, 1)), ("table", (2, 3)), ("three", (2, 1, 2))):
        yield Case(name, (rng.tenths(*shape),), Group.SHAPES)


def _shaped(signature: Signature, rng: Rng, count: int) -> Iterator[Case]:
    """Lengths all 1, then 2, then 2, 3, 4 … in turn so that none equals another, then drawn ones."""
    names = signature.lengths
    for k in (1, 2):
        yield Case(f"length-{k}", _arguments(signature, dict.fromkeys(names, k), rng))
    yield Case("lengths-differ", _arguments(signature, {n: k + 2 for k, n in enumerate(names)}, rng))
    for k in range(count):
        lengths = {name: rng.integer(1, 5) for name in names}
        yield Case(f"random-{k + 1}", _arguments(signature, lengths, rng))
    for sign, name in ((1, "large"), (-1, "large-minus")):
        first, *others = _arguments(signature, dict.fromkeys(names, 2), rng)
        yield Case(name, (np.abs(first) * 1000 * sign, *map(np.abs, others)), Group.LARGE)


def _arguments(signature: Signature, lengths: dict[str, int], rng: Rng) -> tuple[Array | float, ...]:
    return tuple(
        rng.tenths(*(lengths[name] for name in shape)) if shape else rng.number()
        for shape in signature.inputs
    )
