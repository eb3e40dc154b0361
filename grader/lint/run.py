"""The whole proof of a course, lesson by lesson."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..course import Course
from ..errors import ContentError, Problem
from ..lesson import Lesson
from ..sandbox import Sandbox, open_sandbox
from .findings import Findings, Row
from .proofs import Proof, prove, prove_prose
from .structure import structure
from .texts import texts

Step = Callable[[str, int, int], None]
"""Told what is being looked at, how many items are done, and how many there are."""


def lint(course: Course, wanted: Sequence[str], seeds: int, step: Step) -> Findings:
    """Prove the wanted lessons (all when empty). Raises UsageError for a lesson the course lacks.

    Texts and structure come first: while a formula cannot be read, proofs would only repeat it.
    """
    lessons, problems = _loaded(course, wanted or course.lesson_ids)
    problems += structure(course, lessons)
    for lesson in lessons:
        problems += texts(course, lesson)
    if problems:
        return Findings(_sorted(problems))
    with open_sandbox("auto") as sandbox:
        proven = list(_proven(course, lessons, seeds, step, sandbox))
    found = [problem for _, more in proven for problem in more]
    return Findings(_sorted(found), tuple(row for row, _ in proven))


def _loaded(course: Course, wanted: Sequence[str]) -> tuple[tuple[Lesson, ...], list[Problem]]:
    lessons: list[Lesson] = []
    problems: list[Problem] = []
    for name in wanted:
        try:
            lessons.append(course.lesson(name))
        except ContentError as error:
            problems += error.problems
    return tuple(lessons), problems


def _proven(
    course: Course, lessons: Sequence[Lesson], seeds: int, step: Step, sandbox: Sandbox
) -> list[tuple[Row, list[Problem]]]:
    total, done, proven = sum(len(lesson.items) for lesson in lessons), 0, []
    for lesson in lessons:
        proofs = []
        for index, item in enumerate(lesson.items):
            step(f"{lesson.id}/{item.id}", done, total)
            proofs.append(prove(course, lesson, index, seeds, sandbox))
            done += 1
        problems = [problem for proof in proofs for problem in proof.problems]
        problems += prove_prose(course, lesson, seeds)
        proven.append((_row(course, lesson, proofs), problems))
    return proven


def _row(course: Course, lesson: Lesson, proofs: Sequence[Proof]) -> Row:
    drawn = [len(p.distinct) for p, item in zip(proofs, lesson.items, strict=True) if not item.fixed]
    declared = sum(len(p.declared) for p in proofs)
    return Row(
        lesson=lesson.id,
        items=len(lesson.items),
        variants=sum(p.variants for p in proofs),
        distinct=min(drawn, default=None),
        declared=declared,
        caught=declared - sum(len(p.missed & p.declared) for p in proofs),
        confirmed=sum(p.confirmed for p in proofs),
        languages=course.languages,
    )


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.path, p.line, p.column)))
