"""A problem set: items of several lessons with points of their own, in a file an instructor writes.

id: ps1
title: {en: Problem set 1, ja: 課題 1}
items:
  - sigmoid/by-hand
  - {item: relu/relu, points: 3, show: verdict}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from .assignments import Assignment, adjusted
from .course import Course
from .errors import ContentError, Problem, did_you_mean
from .lesson import FromFile, Frozen, ItemBase, ShowLevel, Slug, Words
from .lesson.fields import GIVEN, Real
from .loading import load_as


class Wanted(Frozen):
    """One item of a set, `lesson/item`, and what is otherwise about it here."""

    item: Annotated[str, Field(min_length=1, max_length=130)]
    points: Annotated[Annotated[Real, Field(gt=0, le=100)] | None, GIVEN] = None
    tolerance: Annotated[Annotated[Real, Field(ge=0)] | None, GIVEN] = None
    show: Annotated[ShowLevel | None, GIVEN] = None

    @property
    def place(self) -> tuple[str, str]:
        """Lesson and item."""
        lesson, _, item = self.item.partition("/")
        return lesson, item

    def changes(self) -> dict[str, Any]:
        """What replaces the item's own values; an absolute tolerance replaces the other ways to say one."""
        given: dict[str, Any] = {}
        if self.points is not None:
            given["points"] = self.points
        if self.show is not None:
            given["show"] = self.show
        if self.tolerance is not None:
            given |= {"tolerance": self.tolerance, "relative": None, "figures": None}
        return given


def _named(given: object) -> object:
    return {"item": given} if isinstance(given, str) else given


class ProblemSet(FromFile):
    """One set file."""

    id: Slug
    title: Words
    items: Annotated[tuple[Annotated[Wanted, BeforeValidator(_named)], ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Part:
    """What a set takes from one lesson: its items, and their changed values. Empty `items`: all of them."""

    lesson: str
    items: tuple[str, ...] = ()
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def of(self, assignment: Assignment) -> Assignment:
        """The assignment of the whole lesson, narrowed to this part."""
        if not self.items:
            return assignment
        kept = (v for v in assignment.variants if v.item.id in self.items)
        return replace(assignment, variants=tuple(adjusted(v, self.changes.get(v.item.id, {})) for v in kept))


def read_set(path: Path, course: Course) -> tuple[Part, ...]:
    """The parts of a set file, lesson by lesson in its order.

    Raises ContentError with every item that the course lacks, that stands twice, or that does not have what
    is changed; UsageError when the file cannot be opened.
    """
    wanted = load_as(path, ProblemSet)
    problems = list(_problems(wanted, course))
    if problems:
        raise ContentError(problems)
    parts: dict[str, list[Wanted]] = {}
    for each in wanted.items:
        parts.setdefault(each.place[0], []).append(each)
    return tuple(_part(lesson, items) for lesson, items in parts.items())


def _part(lesson: str, items: Sequence[Wanted]) -> Part:
    changes = {each.place[1]: each.changes() for each in items if each.changes()}
    return Part(lesson, tuple(each.place[1] for each in items), changes)


def _problems(wanted: ProblemSet, course: Course) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, each in enumerate(wanted.items):
        fault = _fault(each, course) or ("it stands here twice" if each.item in seen else None)
        seen.add(each.item)
        if fault:
            yield wanted.origin.problem(("items", place), f"{each.item}: {fault}")


def _fault(wanted: Wanted, course: Course) -> str | None:
    lesson, name = wanted.place
    if not name:
        return "an item is named with its lesson: lesson/item"
    if lesson not in course.lesson_ids:
        return _unknown("lesson", lesson, course.lesson_ids)
    items: Mapping[str, ItemBase] = {item.id: item for item in course.lesson(lesson).items}
    if name not in items:
        return _unknown(f"item in lesson {lesson}", name, tuple(items))
    if wanted.tolerance is not None and not hasattr(items[name], "tolerance"):
        return f"a {items[name].kind} has no tolerance"
    return None


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    near = did_you_mean(name, known)
    return f"no such {what}; " + (f"did you mean {near!r}?" if near else f"there are: {', '.join(known)}")
