"""The whole proof of a course, its lessons side by side."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from ..content import Content
from ..course import Course
from ..diagnosis import MutationScore
from ..errors import ContentError, Problem
from ..lesson import Lesson
from ..sandbox import open_sandbox
from .findings import Findings, Row
from .mutation import scored, unnoticed
from .proofs import Proof, prove, prove_prose
from .structure import structure
from .texts import texts
from .trials import Trials

Step = Callable[[str, int, int], None]
"""Told what has been looked at, how many items are done, and how many there are."""

Proven = tuple[Row, list[Problem]]


def lint(course: Course, wanted: Sequence[str], seeds: int, step: Step, jobs: int = 1) -> Findings:
    """Prove the wanted lessons (all when empty). Raises UsageError for a lesson the course lacks.

    Texts and structure come first: while a formula cannot be read, proofs would only repeat it.
    """
    lessons, problems = _loaded(course, wanted or course.lesson_ids)
    problems += structure(course, lessons)
    for lesson in lessons:
        problems += texts(course, lesson)
    if problems:
        return Findings(_sorted(problems))
    total, done = sum(len(lesson.items) for lesson in lessons), 0
    proven: dict[str, Proven] = {}
    for name, result in _results(course, [lesson.id for lesson in lessons], seeds, jobs):
        proven[name] = result
        done += result[0].items
        step(name, done, total)
    found = [problem for _, more in proven.values() for problem in more]
    return Findings(_sorted(found), tuple(proven[lesson.id][0] for lesson in lessons))


def _loaded(course: Course, wanted: Sequence[str]) -> tuple[tuple[Lesson, ...], list[Problem]]:
    lessons: list[Lesson] = []
    problems: list[Problem] = []
    for name in wanted:
        try:
            lessons.append(course.lesson(name))
        except ContentError as error:
            problems += error.problems
    return tuple(lessons), problems


def _results(course: Course, names: Sequence[str], seeds: int, jobs: int) -> Iterator[tuple[str, Proven]]:
    """Each lesson's proof as it comes; with more than one job each worker opens the course for itself."""
    if jobs == 1 or len(names) == 1:
        for name in names:
            yield name, _proven(course, name, seeds)
        return
    # Spawned, not forked: the progress bar has a thread, and a fork would copy it half.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(names)), mp_context=context) as pool:
        running = {pool.submit(prove_lesson, course.content.root, name, seeds): name for name in names}
        for future in as_completed(running):
            yield running[future], future.result()


def prove_lesson(root: Path, name: str, seeds: int) -> Proven:
    """One lesson of the course at `root`, in a process of its own."""
    return _proven(Course(Content(root)), name, seeds)


def _proven(course: Course, name: str, seeds: int) -> Proven:
    lesson = course.lesson(name)
    with open_sandbox("auto") as sandbox:
        trials = Trials(course, lesson, sandbox)
        proofs = [prove(trials, index, seeds) for index in range(len(lesson.items))]
    problems = [problem for proof in proofs for problem in proof.problems]
    # An item that could not be posed has no cases to score.
    scores = {k: scored(course, lesson, k) for k, proof in enumerate(proofs) if not proof.problems}
    problems += [problem for k, score in scores.items() for problem in unnoticed(lesson, k, score)]
    row = _row(course, lesson, proofs, tuple(scores.values()))
    return row, problems + prove_prose(course, lesson, seeds)


def _row(course: Course, lesson: Lesson, proofs: Sequence[Proof], scores: Sequence[MutationScore]) -> Row:
    drawn = [len(p.distinct) for p, item in zip(proofs, lesson.items, strict=True) if not item.fixed]
    declared = sum(len(p.declared) for p in proofs)
    return Row(
        lesson=lesson.id,
        items=len(lesson.items),
        variants=sum(p.variants for p in proofs),
        distinct=min(drawn, default=None),
        declared=declared,
        caught=declared - sum(len(p.missed & p.declared) for p in proofs),
        mutants=sum(score.total for score in scores),
        noticed=sum(score.total - len(score.missed) for score in scores),
        confirmed=sum(p.confirmed for p in proofs),
        languages=course.languages,
    )


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.path, p.line, p.column)))
