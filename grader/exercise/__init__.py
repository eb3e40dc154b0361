"""Functions to write, declared in `exercises/*.py`, each with its twin, its inputs and its mistakes."""

from ..arrays import Array, Tolerance
from .declare import axis, exercise, option
from .family import Exercise
from .known import (
    SWAPPED,
    Function,
    Hypothesis,
    Kind,
    Mistake,
    Setting,
    bound_at,
    defined,
    definition_in,
    fresh,
    outputs,
)
from .load import Exercises, exercises_of, load_exercises
from .rng import Rng
from .shapes import Case, Group
from .source import faulty, right, shapes_line, starter
from .views import Gradient, View

__all__ = [
    "SWAPPED",
    "Array",
    "Case",
    "Exercise",
    "Exercises",
    "Function",
    "Gradient",
    "Group",
    "Hypothesis",
    "Kind",
    "Mistake",
    "Rng",
    "Setting",
    "Tolerance",
    "View",
    "axis",
    "bound_at",
    "defined",
    "definition_in",
    "exercise",
    "exercises_of",
    "faulty",
    "fresh",
    "load_exercises",
    "option",
    "outputs",
    "right",
    "shapes_line",
    "starter",
]
