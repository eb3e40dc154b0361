"""Do the files of a course name each other rightly?"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from ..course import Course
from ..errors import Problem, did_you_mean
from ..lesson import CodeBase, Lesson
from ..loading import origin_of


def structure(course: Course, lessons: tuple[Lesson, ...]) -> Iterator[Problem]:
    """Problems in how lessons, functions and exercises refer to each other, and stray files."""
    for lesson in lessons:
        yield from _needs(course, lesson)
        yield from _functions(course, lesson)
        yield from _exercises(course, lesson)
    yield from _circle(lessons)
    yield from stray_files(course)


def _needs(course: Course, lesson: Lesson) -> Iterator[Problem]:
    origin = origin_of(lesson)
    for k, need in enumerate(lesson.needs):
        if need not in course.lesson_ids:
            yield origin.problem(("needs", k), f"no lesson {need!r}", _nearest(need, course.lesson_ids))


def _functions(course: Course, lesson: Lesson) -> Iterator[Problem]:
    known = tuple(course.functions_of(lesson.id))
    for k, name in enumerate(lesson.functions):
        if name not in known:
            message = f"no function {name!r} in functions.yaml or in this lesson's define"
            yield origin_of(lesson).problem(("functions", k), message, _nearest(name, known))


def _exercises(course: Course, lesson: Lesson) -> Iterator[Problem]:
    known = tuple(course.exercises_of(lesson.id))
    for k, item in enumerate(lesson.items):
        if isinstance(item, CodeBase) and item.exercise not in known:
            message = f"no exercise {item.exercise!r}"
            yield origin_of(lesson).problem(("items", k, "exercise"), message, _nearest(item.exercise, known))


def _nearest(word: str, known: tuple[str, ...]) -> str:
    near = did_you_mean(word, known)
    return f"did you mean {near!r}?" if near else f"known: {', '.join(sorted(known)[:12])}"


def _circle(lessons: tuple[Lesson, ...]) -> Iterator[Problem]:
    try:
        tuple(TopologicalSorter({lesson.id: set(lesson.needs) for lesson in lessons}).static_order())
    except CycleError as error:
        path = " → ".join(error.args[1])
        first = next(lesson for lesson in lessons if lesson.id in error.args[1])
        yield origin_of(first).problem(("needs",), f"lessons need each other in a circle: {path}")


def stray_files(course: Course) -> Iterator[Problem]:
    """Files among the lessons that nothing reads: a lesson with a wrong name would be silently missing."""
    for path in course.content.strays():
        yield Problem(
            str(path), 0, 0, "nothing reads this file", "lessons are called NN-slug.yaml; move or remove it"
        )
