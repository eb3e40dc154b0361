"""Whose hand-in is this, and what was that student given?

In a class the folder's or archive's name says who it is and the manifest what was issued. For practice the
numbers come from the public seed, and the answer sheet may say whose they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .assignments import Assignment, Manifest, assign
from .checks import KINDS
from .course import Course
from .errors import UsageError
from .model import Report, Submission
from .pipeline import grade
from .sandbox import Sandbox
from .submissions import declared, interpret, read_hand_in
from .variants import Variant

SOMEBODY = "me"
"""The student of self-study, where nobody is asked for a name."""


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
        hand_in = read_hand_in(path)
        says = declared(hand_in)
        if self.manifest is not None:
            student = self.student or _named(path)
            assignment = self.manifest.assignment(student, self.course, self.secret)
        else:
            student = self.student or next(iter(says.students), SOMEBODY)
            lesson = self.lesson or _only(says.lessons, path)
            assignment = assign(self.course, lesson, student, None)
        kinds = {v.item.id: v.item.kind for v in assignment.variants}
        starters = {v.item.id: source for v in assignment.variants if (source := self._starter(v))}
        submission = interpret(
            hand_in, kinds, lesson=assignment.lesson, student=assignment.student, starters=starters
        )
        return assignment, submission

    def _starter(self, variant: Variant) -> str:
        """The Python a student was handed for this item: an untouched copy of it is no answer."""
        return "".join(KINDS[variant.item.kind].question(variant, self.course).starter.values())


def grade_path(issue: Issue, path: Path, sandbox: Sandbox) -> Report:
    """Grade the hand-in at `path`. Raises UsageError as `Issue.open` does."""
    assignment, submission = issue.open(path)
    command = f"chainrule check {assignment.lesson}"
    return grade(assignment, submission, issue.course, sandbox, command)


def _named(path: Path) -> str:
    """The student a folder or archive is named after."""
    real = path.resolve()
    return real.name if real.is_dir() else real.stem


def _only(lessons: tuple[str, ...], path: Path) -> str:
    if len(lessons) == 1:
        return lessons[0]
    said = "none" if not lessons else " and ".join(lessons)
    raise UsageError(f"{path}: the answers name {said} as their lesson; say which with --lesson NAME")
