"""The generators of a proof, and arithmetic on forms within one budget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from . import forms
from .forms import Budget, Form


class Again(Exception):  # noqa: N818  a restart, not a fault
    """A kernel was found to need a finer unit (e^(x/2) besides e^x): start again with that unit."""


@dataclass(frozen=True, slots=True)
class Kernel:
    """One generator. `relation`: its power that equals `base`; `logarithm`: its logarithm, where it is e^…"""

    positive: bool = False
    relation: int = 0
    base: Form = forms.ONE
    logarithm: Form | None = None


class Kernels:
    """All generators met so far. `units` outlives a restart: into how many parts e^m or a root is divided."""

    def __init__(self, budget: Budget, units: dict[object, int]) -> None:
        self.budget = budget
        self.units = units
        self.all: list[Kernel] = []
        self.index: dict[object, int] = {}
        self.met: list[tuple[object, tuple[Form, ...], int]] = []

    def times(self, a: Form, b: Form) -> Form:
        return forms.times(a, b, self.budget)

    def plus(self, a: Form, b: Form) -> Form:
        return forms.plus(a, b, self.budget)

    def power(self, a: Form, exponent: int) -> Form:
        return forms.power(a, exponent, self.budget)

    def same(self, a: Form, b: Form) -> bool:
        return not forms.minus(a, b, self.budget).numerator

    def generator(self, index: int, exponent: int = 1) -> Form:
        return Form(Fraction(1), {forms.monomial(index, exponent): 1})

    def named(self, key: object, kernel: Kernel) -> int:
        if key not in self.index:
            self.index[key] = len(self.all)
            self.all.append(kernel)
        return self.index[key]

    def matched(self, kind: object, parts: tuple[Form, ...], make: Callable[[], Kernel]) -> int:
        """The kernel of this kind whose arguments are the same as functions, however they are written."""
        for other_kind, other, index in self.met:
            if kind == other_kind and all(map(self.same, parts, other)):
                return index
        index = len(self.all)
        self.all.append(make())
        self.met.append((kind, parts, index))
        return index

    def unit(self, key: object, denominator: int) -> int:
        """Into how many parts this kernel is divided; a new denominator starts the proof again."""
        unit = self.units.get(key, 1)
        if unit % denominator:
            self.units[key] = lcm(unit, denominator)
            raise Again
        return unit

    def imaginary(self) -> int:
        return self.named("i", Kernel(relation=2, base=forms.constant(Fraction(-1))))
