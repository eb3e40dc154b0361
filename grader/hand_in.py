"""Whose hand-in is this, and what was that student given?

In a class the folder's or archive's name says who it is and the manifest what was issued. For practice the
numbers come from the public seed, and the answer sheet may say whose they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, TypeAlias

from .assignments import Assignment, Manifest, assign, rebuilt, worths
from .checks import KINDS
from .course import Course
from .errors import ContentError, UsageError
from .lesson import CodeBase
from .loading import parse_yaml
from .model import Decision, Report, Submission
from .pipeline import grade
from .sandbox import Sandbox
from .scoring import with_decisions
from .submissions import HandIn, declared, interpret, read_hand_in
from .variants import Variant

SOMEBODY = "me"
"""The student of self-study, where nobody is asked for a name."""


Decisions: TypeAlias = Mapping[tuple[str, str], Sequence[Decision]]
"""What people decided, by student and lesson."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What was handed out: by a manifest, or drawn from the public seed for practice."""

    course: Course
    manifest: Manifest | None = None
    secret: bytes | None = None
    lesson: str | None = None
    student: str | None = None

    def open(self, path: Path) -> tuple[Assignment, Submission]:
        """The assignment of the student at `path` and what they handed in.

        Raises UsageError for a path that cannot be opened, a student the manifest does not name, or a
        practice hand-in that does not say its lesson.
        """
        return self.take(read_hand_in(path), path, self.student or _named(path))

    def take(self, hand_in: HandIn, path: Path, student: str) -> tuple[Assignment, Submission]:
        """As `open`, for a hand-in that was read already; in a class it is this student's."""
        if self.manifest is not None:
            assignment = self.manifest.assignment(student, self.course, self.secret)
        else:
            assignment = self._at_home(hand_in, path)
        kinds = {item.id: item.kind for item in self.course.lesson(assignment.lesson).items}
        # Only code is handed out with a file; posing the other questions, pictures and all, would cost more
        # than grading them.
        coded = [v for v in assignment.variants if isinstance(v.item, CodeBase)]
        starters = {v.item.id: source for v in coded if (source := self._starter(v))}
        submission = interpret(
            hand_in, kinds, lesson=assignment.lesson, student=assignment.student, starters=starters
        )
        return assignment, submission

    def _at_home(self, hand_in: HandIn, path: Path) -> Assignment:
        """In practice everything, drawn again; of a class's handout the functions it has parameters for.

        A practice folder says how often new numbers were asked for, and only that is taken from it.
        """
        says = declared(hand_in)
        student = self.student or next(iter(says.students), SOMEBODY)
        lesson = self.lesson or _only(says.lessons, path)
        issued = _issued(hand_in, lesson)
        if issued is None or issued["public"]:
            return assign(self.course, lesson, student, None, redraws=_redraws(issued))
        variants = rebuilt(self.course, lesson, issued["items"])
        return Assignment(student, lesson, self.course.lesson(lesson).title, variants, str(issued["variant"]))

    def _starter(self, variant: Variant) -> str:
        """The Python a student was handed for this item: an untouched copy is no answer."""
        return "".join(KINDS[variant.item.kind].question(variant, self.course).starter.values())


def grade_path(
    issue: Issue, path: Path, sandbox: Sandbox, decisions: Decisions = MappingProxyType({})
) -> Report:
    """Grade the hand-in at `path`, with people's decisions in it. Raises UsageError as `Issue.open` does."""
    assignment, submission = issue.open(path)
    command = f"chainrule check {assignment.lesson}"
    report = grade(assignment, submission, issue.course, sandbox, command)
    own = decisions.get((assignment.student, assignment.lesson), ())
    return with_decisions(report, own, submission.digest, worths(assignment))


def _issued(hand_in: HandIn, lesson: str) -> Mapping[str, Any] | None:
    """What the `variant.yaml` of this lesson says; None where there is none."""
    for name, data in sorted(hand_in.files.items()):
        if PurePosixPath(name).name == "variant.yaml":
            found = _read_issued(data, name)
            if found["lesson"] == lesson:
                return found
    return None


def _redraws(issued: Mapping[str, Any] | None) -> Mapping[str, int]:
    counts = issued.get("redraws", {}) if issued else {}
    return (
        {str(k): n for k, n in counts.items() if type(n) is int and n >= 0}
        if isinstance(counts, Mapping)
        else {}
    )


def _read_issued(data: bytes, name: str) -> Mapping[str, Any]:
    try:
        found = parse_yaml(data.decode(), name).data
    except (ContentError, UnicodeDecodeError):
        found = None
    if isinstance(found, Mapping) and {"lesson", "public", "variant", "items"} <= set(found):
        return found
    raise UsageError(f"{name}: no longer as it was issued; fetch this file again from your course")


def _named(path: Path) -> str:
    """The student a folder or archive is named after."""
    real = path.resolve()
    return real.name if real.is_dir() else real.stem


def _only(lessons: tuple[str, ...], path: Path) -> str:
    if len(lessons) == 1:
        return lessons[0]
    said = "none" if not lessons else " and ".join(lessons)
    raise UsageError(f"{path}: the answers name {said} as their lesson; say which with --lesson NAME")
