"""What lint found, and the table it prints for each lesson."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One lesson in numbers. `distinct` is the smallest count of different variants among its drawn items.

    `mutants` counts functions with a slip that differ in value, `noticed` those that every student's cases
    notice; `confirmed` counts the lines of reference derivations that SymPy agrees with.
    """

    lesson: str
    items: int
    variants: int
    distinct: int | None
    declared: int
    caught: int
    mutants: int
    noticed: int
    confirmed: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    problems: tuple[Problem, ...]
    rows: tuple[Row, ...] = ()
