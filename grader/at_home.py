"""variant.yaml: what a handout tells a check on the student's own machine, and what that check makes of it.

It holds the drawn numbers of those items that are graded at home, and outlines of the others. Of these it
holds no number: a quantity that only a picture shows may be the answer, and the order of options tells which
of them the author wrote first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import Field

from . import __version__
from .assignments import Assignment, adjusted, lesson_hash, rebuilt
from .course import Course
from .errors import ContentError, UsageError
from .lesson import CodeBase, ItemBase, ShowLevel, Tolerance
from .lesson.fields import GIVEN, Real
from .loading import parse_yaml
from .stand_ins import outlined, runnable, stand_in, stand_in_lesson
from .submissions import HandIn
from .terms import LEVELS, Local
from .variants import Variant, from_stored, to_stored

FILE = "variant.yaml"


class _Told(Tolerance):
    """What a set may change and the student may know; not what it accepts beside the answer."""

    points: Annotated[Real, Field(gt=0, le=100)] = 1.0
    show: Annotated[ShowLevel | None, GIVEN] = None


def issued_data(assignment: Assignment, course: Course, public: bool) -> dict[str, Any]:
    """What variant.yaml says; `public` numbers need no outlines unless the set limits what is told."""
    terms, variants = assignment.terms, assignment.variants
    levels = {v.item.id: terms.told(v.item, public) for v in variants}
    given: dict[str, Any] = {
        "version": __version__,
        "public": public,
        "lesson": assignment.lesson,
        "title": dict(assignment.title),
        "student": assignment.student,
        "language": assignment.language,
        "variant": assignment.id,
        "content": lesson_hash(course.content, assignment.lesson),
        "items": {v.item.id: to_stored(v) for v in variants if _kept(v, levels)},
        "redraws": {v.item.id: v.redraw for v in variants if v.redraw},
    }
    if not public or terms.local:
        given["home"] = {v.item.id: _entry(v, levels[v.item.id], course) for v in variants}
    if terms.opens is not None:
        given["release"] = str(terms.opens)
    return given


def _kept(variant: Variant, levels: Mapping[str, Local]) -> bool:
    """Whether its numbers go along: where it is graded at home, and for the starter of a function."""
    return isinstance(variant.item, CodeBase) or levels[variant.item.id] == "full"


def _entry(variant: Variant, level: Local, course: Course) -> dict[str, Any]:
    told = {name: getattr(variant.item, name) for name in _Told.model_fields if hasattr(variant.item, name)}
    return {"check": level, **told, **outlined(variant, course)}


# --------------------------------------------------------------------------- and back


def issued_in(hand_in: HandIn, lesson: str) -> Mapping[str, Any] | None:
    """What the variant.yaml of this lesson says; None where there is none. Raises UsageError for another."""
    for name, data in sorted(hand_in.files.items()):
        if PurePosixPath(name).name == FILE:
            found = read_issued(data, name)
            if found["lesson"] == lesson:
                return found
    return None


def read_issued(data: bytes, name: str) -> Mapping[str, Any]:
    """What a variant.yaml says. Raises UsageError when it is no longer as it was written."""
    try:
        found = parse_yaml(data.decode(), name).data
    except (ContentError, UnicodeDecodeError):
        found = None
    if isinstance(found, Mapping) and {"lesson", "public", "variant", "items"} <= set(found):
        parts = [found.get(part, {}) for part in ("items", "title", "home")]
        entries = parts[-1].values() if isinstance(parts[-1], Mapping) else ()
        if all(isinstance(part, Mapping) for part in (*parts, *entries)):
            return found
    raise _damaged(name)


def hidden_of(issued: Mapping[str, Any]) -> int:
    """How many hidden checks the items of a class's handout have."""
    counts = (entry.get("hidden") for entry in issued["home"].values())
    return sum(count for count in counts if type(count) is int)


def redraws_of(issued: Mapping[str, Any] | None) -> Mapping[str, int]:
    """How often new numbers were asked for, by item."""
    counts = issued.get("redraws", {}) if issued else {}
    if not isinstance(counts, Mapping):
        return {}
    return {str(k): n for k, n in counts.items() if type(n) is int and n >= 0}


def at_home(issued: Mapping[str, Any], student: str, course: Course) -> Assignment:
    """The items of a class's handout as far as they are graded here; the others stand for themselves.

    Raises UsageError when variant.yaml is no longer as it was written.
    """
    lesson = str(issued["lesson"])
    desk = _Desk(course, lesson, _same_lesson(issued, lesson, course), issued["items"])
    taken = [desk.take(str(name), entry) for name, entry in issued["home"].items()]
    title = {str(lang): str(words) for lang, words in issued.get("title", {}).items()}
    return Assignment(
        student,
        lesson,
        title or {"": lesson},
        tuple(variant for variant, _ in taken),
        str(issued["variant"]),
        limits={variant.item.id: level for variant, level in taken if level != "full"},
        absent=not desk.known,
    )


def _same_lesson(issued: Mapping[str, Any], lesson: str, course: Course) -> bool:
    """Whether the lesson is on this machine as it was when it was handed out."""
    return lesson in course.lesson_ids and lesson_hash(course.content, lesson) == issued.get("content")


@dataclass(frozen=True, slots=True)
class _Desk:
    """Makes variants of one issued lesson. `known`: the lesson is here; `stored`: the numbers that are."""

    course: Course
    lesson: str
    known: bool
    stored: Mapping[str, Any]

    def take(self, name: str, entry: Mapping[str, Any]) -> tuple[Variant, Local]:
        """The variant of an item, and what may be told of it here."""
        level = entry.get("check")
        if level not in LEVELS:
            raise _damaged(FILE)
        if level != "full" or name not in self.stored:
            return self._stand_in(name, entry), "none" if level == "none" else "form"
        if self.known:
            (variant,) = rebuilt(self.course, self.lesson, {name: self.stored[name]})
            return adjusted(variant, _told(entry, variant.item)), "full"
        if not runnable(entry, self.course):
            return self._stand_in(name, entry), "form"
        params, order, redraw, own = from_stored(self.stored[name])
        made = replace(self._stand_in(name, entry), params=params, order=order, redraw=redraw, id=own)
        return made, "full"

    def _stand_in(self, name: str, entry: Mapping[str, Any]) -> Variant:
        made = stand_in(name, entry, self.lesson)
        return adjusted(made, _told(entry, made.item))


def _told(entry: Mapping[str, Any], item: ItemBase) -> Mapping[str, Any]:
    """The values that the set gave an item, as they stand in its entry. Raises UsageError for others."""
    given = {name: entry[name] for name in _Told.model_fields if name in entry and hasattr(item, name)}
    try:
        read = _Told.model_validate({name: value for name, value in given.items() if value is not None})
    except ValueError:
        raise _damaged(FILE) from None
    return {name: getattr(read, name) for name in given}


def with_stand_ins(course: Course, assignment: Assignment) -> Course:
    """The course in which this assignment's lesson is found, be it only as far as its items go."""
    if not assignment.absent:
        return course
    items = tuple(variant.item for variant in assignment.variants)
    return course.with_lesson(stand_in_lesson(assignment.lesson, assignment.title, items))


def _damaged(name: str) -> UsageError:
    return UsageError(f"{name}: no longer as it was issued; fetch this file again from your course")
