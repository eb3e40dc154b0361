"""What feedback can show of an exercise: which picture fits it, and of what its gradients are gradients."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class View(StrEnum):
    """The picture of an exercise. Values of a student's come from the calls that are made anyway."""

    CURVE = "curve"  # of one number: the curve and its error
    MATRIX = "matrix"  # a table of numbers: a map of them, wrong ones outlined
    PLANE = "plane"  # of two numbers, yes or no: which side each point of the plane is on
    DESCENT = "descent"  # a step of an optimiser: the loss from step to step


@dataclass(frozen=True, slots=True)
class Gradient:
    """What a function differentiates, so that its results can be checked against central differences.

    of        key of the forward function: an exercise, or a function of functions.yaml
    by        the forward function's arguments, one for each result
    upstream  the argument that holds the gradient of the forward function's output. Without it a number is
              differentiated, an elementwise function cell by cell, and of any other every output in every
              entry: the Jacobian.

    The arguments of the gradient, `upstream` left out, are the first ones of the forward function, in order;
    one that the gradient does not take has no influence on it.
    """

    of: str
    by: tuple[str, ...]
    upstream: str | None = None

    def flaw(self, arguments: Collection[str], forward: Collection[str] | None) -> str | None:
        """Why this cannot be. `arguments` are its own, `forward` those of `of`: None if there is none."""
        if forward is None:
            return f"the gradient of {self.of!r} is asked, which is no exercise"
        if self.upstream is not None and self.upstream not in arguments:
            return f"upstream: there is no argument {self.upstream!r}"
        unknown = [name for name in self.by if name not in forward]
        return f"by: {self.of} has no argument {unknown[0]!r}" if unknown else None
