"""Do the cases of a code item notice every known slip, whichever student gets them?"""

from __future__ import annotations

from collections.abc import Iterator

from ..checks import KINDS
from ..checks.coding import posed
from ..course import Course
from ..diagnosis import MutationScore, Posed, score_over
from ..errors import Problem
from ..lesson import CodeBase, Lesson
from ..loading import origin_of
from ..seeds import student_key
from ..variants import vary

VARIANTS = 20


def scored(course: Course, lesson: Lesson, index: int) -> MutationScore:
    """The mutation score of an item over many variants; of one that asks for no code, nothing of nothing."""
    item = lesson.items[index]
    if not isinstance(item, CodeBase):
        return MutationScore(0, ())
    return score_over(course.exercise(item.exercise, lesson.id), _posed(course, lesson, index))


def unnoticed(lesson: Lesson, index: int, score: MutationScore) -> list[Problem]:
    """A problem for each mutant that some student's cases do not notice."""
    cure = "add a case to the exercise that tells it from the reference"
    return [
        origin_of(lesson).problem(
            ("items", index), f"the mutant {note!r} is not noticed by the cases of every variant", cure
        )
        for note in dict.fromkeys(score.missed)
    ]


def _posed(course: Course, lesson: Lesson, index: int) -> Iterator[Posed]:
    item = lesson.items[index]
    for k in range(VARIANTS):
        variant = vary(item, lesson.id, course, KINDS[item.kind], student_key(b"lint", str(k)))
        task = posed(variant, course, b"")
        yield Posed(task.params, task.cases)
