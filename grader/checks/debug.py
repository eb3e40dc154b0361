"""A faulty function to repair: the starter is a known mistake under the exercise's own name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..course import Course
from ..diagnosis import Diagnosis, Word
from ..exercise import Mistake, faulty
from ..lesson import Code, Debug
from ..variants import Variant
from .code import CodeKind, declared_share, handed_in
from .coding import Task, bound, code_item
from .kind import Example

_TOUCHED = "\n# read, and left as it was\n"


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

    def _share(self, item: Code | Debug, diagnosis: Diagnosis) -> float | None:
        if isinstance(item, Debug) and diagnosis.note == item.faulty:
            return 0.0  # the fault that was handed out is still there, however much of the rest is right
        declared = declared_share(item, diagnosis)
        if declared is None and diagnosis.accepted and diagnosis.word is not Word.CORRECT:
            return 0.0
        return declared

    def _mistaken(self, variant: Variant, task: Task, mistake: Mistake) -> Example:
        """The fault that was handed out is an answer once its file has been changed in any way."""
        made = super()._mistaken(variant, task, mistake)
        if mistake != _fault(variant, task):
            return made
        return replace(made, answer=handed_in(variant, self._starter(variant, task) + _TOUCHED))


DEBUG = DebugKind()


def _fault(variant: Variant, task: Task) -> Mistake:
    item = code_item(variant)
    assert isinstance(item, Debug)  # noqa: S101 - the table of kinds sends no other here
    return next(m for m in task.exercise.mistakes if m.note == item.faulty)
