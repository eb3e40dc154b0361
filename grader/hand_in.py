"""Whose hand-in is this, and what was that student given?

In a class the folder's or archive's name says who it is and the manifest what was issued. For practice the
numbers come from the public seed, and the answer sheet may say whose they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from .assignments import Assignment, Manifest, assign, worths
from .at_home import at_home, issued_in, redraws_of, with_stand_ins
from .checks import KINDS
from .course import Course
from .errors import UsageError
from .lesson import CodeBase
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
        course = with_stand_ins(self.course, assignment)
        kinds = {v.item.id: v.item.kind for v in assignment.variants}
        # Only code is handed out with a file; posing the other questions, pictures and all, would cost more
        # than grading them.
        graded = (v for v in assignment.variants if v.item.id not in assignment.limits)
        coded = [v for v in graded if isinstance(v.item, CodeBase)]
        starters = {v.item.id: source for v in coded if (source := _starter(v, course))}
        submission = interpret(
            hand_in, kinds, lesson=assignment.lesson, student=assignment.student, starters=starters
        )
        return assignment, submission

    def _at_home(self, hand_in: HandIn, path: Path) -> Assignment:
        """In practice everything, drawn again; of a class's handout what it tells about itself.

        A practice folder says how often new numbers were asked for, and only that is taken from it.
        """
        says = declared(hand_in)
        student = self.student or next(iter(says.students), SOMEBODY)
        lesson = self.lesson or _only(says.lessons, path)
        issued = issued_in(hand_in, lesson)
        if issued is not None and "home" in issued:
            return at_home(issued, student, self.course)
        return assign(self.course, lesson, student, None, redraws=redraws_of(issued))


def _starter(variant: Variant, course: Course) -> str:
    """The Python a student was handed for this item: an untouched copy is no answer."""
    return "".join(KINDS[variant.item.kind].question(variant, course).starter.values())


def grade_path(
    issue: Issue, path: Path, sandbox: Sandbox, decisions: Decisions = MappingProxyType({})
) -> Report:
    """Grade the hand-in at `path`, with people's decisions in it. Raises UsageError as `Issue.open` does."""
    assignment, submission = issue.open(path)
    command = f"chainrule check {assignment.lesson}"
    report = grade(assignment, submission, with_stand_ins(issue.course, assignment), sandbox, command)
    own = decisions.get((assignment.student, assignment.lesson), ())
    return with_decisions(report, own, submission.digest, worths(assignment))


def _named(path: Path) -> str:
    """The student a folder or archive is named after."""
    real = path.resolve()
    return real.name if real.is_dir() else real.stem


def _only(lessons: tuple[str, ...], path: Path) -> str:
    if len(lessons) == 1:
        return lessons[0]
    said = "none" if not lessons else " and ".join(lessons)
    raise UsageError(f"{path}: the answers name {said} as their lesson; say which with --lesson NAME")
