"""A faulty function to repair: the starter is a known mistake under the exercise's own name."""

from __future__ import annotations

from collections.abc import Sequence

from ..course import Course
from ..diagnosis import Diagnosis, Word
from ..exercise import Mistake, faulty
from ..lesson import Code, Debug
from ..model import Status
from ..variants import Variant
from .code import CodeKind, declared_share
from .coding import Task, bound, code_item
from .kind import Answer, Example


class DebugKind(CodeKind):
    """Graded like a function to write, but only a function without any fault is repaired."""

    name = "debug"

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:
        found = super().flaws(variant, course)
        if found:
            return found
        exercise = bound(variant, course).exercise
        notes = [m.note for m in exercise.mistakes]
        item = code_item(variant)
        wanted = item.faulty if isinstance(item, Debug) else ""
        if wanted in notes:
            return ()
        return (f"faulty: {exercise.key!r} has no mistake {wanted!r}; it has {', '.join(notes)}",)

    def _starter(self, variant: Variant, task: Task) -> str:
        return faulty(task.exercise, _fault(variant, task).source, task.params)

    def _starts_blank(self) -> bool:
        return False  # what was given is an answer already: a wrong one, with its symptom

    def _share(self, item: Code | Debug, diagnosis: Diagnosis) -> float | None:
        if isinstance(item, Debug) and diagnosis.note == item.faulty:
            return 0.0  # the fault that was handed out is still there, however much of the rest is right
        declared = declared_share(item, diagnosis)
        if declared is None and diagnosis.accepted and diagnosis.word is not Word.CORRECT:
            return 0.0
        return declared

    def _blank_example(self, variant: Variant, course: Course) -> Example:  # noqa: ARG002 - no starter here
        return Example("blank", Answer("", {}), Status.BLANK)


DEBUG = DebugKind()


def _fault(variant: Variant, task: Task) -> Mistake:
    item = code_item(variant)
    assert isinstance(item, Debug)  # noqa: S101 - the table of kinds sends no other here
    return next(m for m in task.exercise.mistakes if m.note == item.faulty)
