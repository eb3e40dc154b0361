"""Functions to write, declared in `exercises/*.py`, each with its twin, its inputs and its mistakes."""

from ..arrays import Array, Tolerance
from .declare import exercise
from .family import Convention, Exercise, Hypothesis, Kind, Mistake, Setting, fresh, outputs, quiet
from .load import exercises_of, load_exercises
from .rng import Rng
from .shapes import Case, Group, Signature
from .source import faulty, right, shapes_line, starter

__all__ = [
    "Array",
    "Case",
    "Convention",
    "Exercise",
    "Group",
    "Hypothesis",
    "Kind",
    "Mistake",
    "Rng",
    "Setting",
    "Signature",
    "Tolerance",
    "exercise",
    "exercises_of",
    "faulty",
    "fresh",
    "load_exercises",
    "outputs",
    "quiet",
    "right",
    "shapes_line",
    "starter",
]
