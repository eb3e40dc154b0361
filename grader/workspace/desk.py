"""Grading at home: the answers in a workspace, with the numbers written there, and what that changes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ..assignments import Assignment
from ..checks import KINDS
from ..course import Course
from ..lesson import CodeBase
from ..model import Report, Status
from ..pipeline import grade
from ..sandbox import Sandbox
from ..scoring import total
from ..submissions import read_submission
from ..variants import Variant
from .numbers import remembered
from .place import Workspace
from .state import State

_COUNTED = frozenset({Status.CORRECT, Status.PARTIAL, Status.WRONG, Status.ERROR, Status.TIMEOUT})


class Desk:
    """Grades lessons of one workspace again and again: numbers and starters are made once."""

    def __init__(self, workspace: Workspace, course: Course, state: State, sandbox: Sandbox) -> None:
        self._workspace, self._course, self._sandbox = workspace, course, sandbox
        self._state = state
        self._known: dict[str, tuple[int, Assignment]] = {}
        self._starters: dict[tuple[str, str], str] = {}

    def grade(self, lesson: str, items: Collection[str] = ()) -> Report:
        """The report of a lesson, or of these items of it and those they wait for.

        Of a lesson that a class handed out: as far as the class lets it be told here.
        """
        if self._workspace.is_class_set(lesson):
            from ..hand_in import Issue, grade_path  # what only a class needs takes time to load

            issue = Issue(self._course, lesson=lesson)
            return _only(grade_path(issue, self._workspace.lesson(lesson), self._sandbox), items)
        assignment = self._assigned(lesson)
        kinds = {v.item.id: v.item.kind for v in assignment.variants}
        if items:
            assignment = _narrowed(assignment, items)
        submission = read_submission(
            self._workspace.lesson(lesson),
            kinds,
            lesson=lesson,
            student=self._state.student,
            starters={
                v.item.id: self._starter(v) for v in assignment.variants if isinstance(v.item, CodeBase)
            },
        )
        if items:
            submission = replace(submission, remarks=())
        return grade(assignment, submission, self._course, self._sandbox, f"chainrule check {lesson}")

    def _assigned(self, lesson: str) -> Assignment:
        """The numbers as they are written now: `again` in another window may have changed them."""
        written = self._workspace.written(lesson)
        if lesson not in self._known or self._known[lesson][0] != written:
            assignment = remembered(self._workspace, self._course, self._state, lesson)
            self._known[lesson] = written, assignment
        return self._known[lesson][1]

    def _starter(self, variant: Variant) -> str:
        """The Python that was handed out for this item."""
        place = variant.lesson, variant.item.id
        if place not in self._starters:
            files = KINDS[variant.item.kind].question(variant, self._course).starter
            self._starters[place] = "".join(files.values())
        return self._starters[place]


def _only(report: Report, items: Collection[str]) -> Report:
    results = tuple(r for r in report.results if not items or r.item in items)
    points, max_points, score = total(results)
    return replace(report, results=results, points=points, max_points=max_points, score=score)


def _narrowed(assignment: Assignment, items: Collection[str]) -> Assignment:
    wanted = set(items)
    for variant in reversed(assignment.variants):  # an item waits only for earlier ones
        if variant.item.id in wanted:
            wanted |= set(variant.item.needs)
    return replace(assignment, variants=tuple(v for v in assignment.variants if v.item.id in wanted))


def recorded(state: State, report: Report) -> State:
    """The state after this report: best scores; what was blank, unreadable or our fault leaves no trace."""
    scores = {f"{report.lesson}/{r.item}": r.score for r in report.results if r.status in _COUNTED}
    return state.scored({ref: 1.0 if score >= 1 - 1e-9 else score for ref, score in scores.items()})
