"""Which variants a student was given, and the manifest that remembers it for grading.

A manifest stores what was drawn and the order of the options, never a seed or a key: grading rebuilds
exactly these variants, whatever version of the program runs later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from . import __version__
from .atomic import write_text
from .checks import KINDS
from .content import Content
from .course import Course
from .errors import UsageError, did_you_mean
from .lesson import CodeBase, ItemBase, Lesson
from .model import Submission, Text
from .moments import Moment, moment
from .scoring import worth
from .seeds import hidden_seed, student_key, variant_id, variant_seed
from .terms import USUAL, Local, Terms, terms_from
from .variants import Variant, bind, from_stored, to_stored, vary

MANIFEST_VERSION = 1


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one student was given: the variants of a lesson's items, in order.

    `key` is the student's key, which draws their numbers. `secret` is the course's, which draws hidden
    inputs; empty where it is not known (practice, a student's own machine): then no hidden check runs.
    On a student's own machine `limits` are the items of which less than the verdict is told, and `absent`
    says that the lesson is not there: its items stand in for it.
    """

    student: str
    lesson: str
    title: Text
    variants: tuple[Variant, ...]
    id: str = ""
    key: bytes = b""
    secret: bytes = b""
    language: str = ""
    terms: Terms = USUAL
    limits: Mapping[str, Local] = field(default_factory=dict)
    absent: bool = False

    def seed(self, variant: Variant, submission: Submission) -> bytes:
        """The seed of the hidden inputs of one item of one submission; empty without a secret."""
        if not self.secret:
            return b""
        own = variant_seed(self.key, self.lesson, variant.item.id, variant.redraw)
        return hidden_seed(self.secret, own, submission.digest)


def worths(assignment: Assignment) -> Mapping[str, float]:
    """What each item was handed out to be worth."""
    return {v.item.id: worth(v.item) for v in assignment.variants}


def assign(
    course: Course,
    lesson_id: str,
    student: str,
    secret: bytes | None,
    language: str = "",
    redraws: Mapping[str, int] = MappingProxyType({}),
) -> Assignment:
    """Draw every item of a lesson for one student; without a secret from the public seed, for practice.

    `redraws` counts, by item, how often new numbers were asked for.
    """
    lesson = course.lesson(lesson_id)
    key = student_key(secret or public_secret(course), student)
    variants = tuple(
        vary(item, lesson_id, course, KINDS[item.kind], key, redraws.get(item.id, 0)) for item in lesson.items
    )
    return Assignment(
        student,
        lesson_id,
        lesson.title,
        variants,
        id=variant_id(key, lesson_id),
        key=key,
        secret=secret or b"",
        language=language or course.languages[0],
    )


def public_secret(course: Course) -> bytes:
    """The seed of self-study: in the package, so nothing drawn from it is secret."""
    return f"public:{course.info.id}:{course.info.seed}".encode()


# --------------------------------------------------------------------------- the manifest


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was handed out for one lesson, by student; `content` is a hash of the lesson file."""

    lesson: str
    content: str
    students: Mapping[str, Mapping[str, Any]]
    secret: bool = True  # drawn from a secret, not from the public seed
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # by item, what a set changed
    terms: Terms = USUAL
    deadlines: Mapping[str, Moment] = field(default_factory=dict)  # of who was told another one

    def assignment(self, student: str, course: Course, secret: bytes | None) -> Assignment:
        """Rebuild a student's variants as they were issued. Raises UsageError for an unknown student."""
        entry = self.students.get(student)
        if entry is None:
            near = did_you_mean(student, tuple(self.students))
            raise UsageError(
                f"the manifest has no student {student!r}" + (f"; did you mean {near!r}?" if near else "")
            )
        return Assignment(
            student,
            self.lesson,
            course.lesson(self.lesson).title,
            self._variants(entry["items"], course),
            id=str(entry["variant"]),
            key=self._key(student, course, secret),
            secret=secret or b"",
            language=str(entry["language"]),
            terms=replace(self.terms, deadline=self.deadlines.get(student, self.terms.deadline)),
        )

    def drawn_from(self, course: Course, secret: bytes | None) -> bool:
        """Whether the numbers came from this secret (or the public seed), by the first student."""
        return all(
            str(entry["variant"]) == variant_id(self._key(student, course, secret), self.lesson)
            for student, entry in islice(self.students.items(), 1)
        )

    def _variants(self, stored: Mapping[str, Any], course: Course) -> tuple[Variant, ...]:
        made = _rebuilt(course.lesson(self.lesson), stored, course)
        return tuple(adjusted(variant, self.changes.get(variant.item.id, {})) for variant in made)

    def _key(self, student: str, course: Course, secret: bytes | None) -> bytes:
        known = secret if self.secret else public_secret(course)
        return student_key(known, student) if known else b""


def manifest_of(
    course: Course,
    lesson_id: str,
    assignments: Iterable[Assignment],
    secret: bool,
    changes: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    terms: Terms = USUAL,
) -> Manifest:
    """The manifest of these assignments of one lesson; `secret` unless drawn from the public seed.

    `changes` are the values that a problem set gives items of its own: item id → field → value.
    """
    content = lesson_hash(course.content, lesson_id)
    issued = tuple(assignments)
    deadlines = {a.student: due for a in issued if (due := a.terms.deadline) not in (None, terms.deadline)}
    students = {a.student: _entry(a) for a in issued}
    return Manifest(lesson_id, content, students, secret, changes, terms, deadlines)


def adjusted(variant: Variant, changes: Mapping[str, Any]) -> Variant:
    """The variant with some values of its item changed (points, tolerance, …); they were checked already."""
    if not changes:
        return variant
    given = {**changes, **_accepting(variant.item, changes.get("accepts", {}))}
    if not isinstance(variant.item, CodeBase):
        given.pop("accepts", None)
    return replace(variant, item=variant.item.model_copy(update=given))


def _accepting(item: ItemBase, accepts: Mapping[str, float]) -> dict[str, Any]:
    """The field in which an item of this kind says what a convention or a mistake is worth."""
    if isinstance(item, CodeBase):
        return {"accepts": {**item.accepts, **accepts}}
    if not accepts:
        return {}
    mistakes = (
        m.model_copy(update={"score": accepts[m.note]}) if m.note in accepts else m
        for m in getattr(item, "mistakes", ())
    )
    return {"mistakes": tuple(mistakes)}


def _entry(assignment: Assignment) -> dict[str, Any]:
    return {
        "variant": assignment.id,
        "language": assignment.language,
        "items": {v.item.id: to_stored(v) for v in assignment.variants},
    }


def rebuilt(course: Course, lesson_id: str, stored: Mapping[str, Any]) -> tuple[Variant, ...]:
    """Variants from what a manifest or an issued folder stores: item id → drawn quantities and order."""
    return _rebuilt(course.lesson(lesson_id), stored, course)


def _rebuilt(lesson: Lesson, stored: Mapping[str, Any], course: Course) -> tuple[Variant, ...]:
    known = {item.id for item in lesson.items}
    gone = [name for name in stored if name not in known]
    if gone:
        raise UsageError(
            f"lesson {lesson.id} no longer has the item {gone[0]!r} that was handed out; "
            "grade with the content it was issued from (--content)"
        )
    given = (item for item in lesson.items if item.id in stored)
    return tuple(bind(item, lesson.id, course, *from_stored(stored[item.id])) for item in given)


def lesson_hash(content: Content, lesson_id: str) -> str:
    """A hash of the lesson's file, for noticing that it changed after it was issued."""
    return hashlib.sha256(content.lesson_path(lesson_id).read_bytes()).hexdigest()[:16]


def save_manifest(manifest: Manifest, path: Path) -> None:
    """Write a manifest atomically, keys sorted."""
    data = {
        "version": MANIFEST_VERSION,
        "chainrule": __version__,
        "lesson": manifest.lesson,
        "content": manifest.content,
        "students": manifest.students,
        "secret": manifest.secret,
        **({"changes": manifest.changes} if manifest.changes else {}),
        **({"terms": stored} if (stored := manifest.terms.stored()) else {}),
        **({"deadlines": told} if (told := {s: str(d) for s, d in manifest.deadlines.items()}) else {}),
    }
    write_text(path, json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def load_manifest(path: Path) -> Manifest:
    """Read a manifest. Raises UsageError when it is missing or is not one."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != MANIFEST_VERSION:
            raise UsageError(
                f"{path}: manifest version {data['version']}; this program reads {MANIFEST_VERSION}"
            )
        return Manifest(
            str(data["lesson"]),
            data["content"],
            _entries(data["students"]),
            data["secret"],
            data.get("changes", {}),
            terms_from(data.get("terms", {})),
            {student: moment(due) for student, due in data.get("deadlines", {}).items()},
        )
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be read ({error.strerror}); generate writes it beside the handouts"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(
            f"{path}: not a manifest that `chainrule generate` wrote, or a damaged one"
        ) from None


def _entries(students: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    """What each student was given. Raises KeyError, TypeError or AttributeError unless all of it is there."""
    if any(
        not {"variant", "language"} <= given.keys() or not given["items"].keys()
        for given in students.values()
    ):
        raise KeyError("items")
    return students
