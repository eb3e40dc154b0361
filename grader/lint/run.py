"""The whole proof of a course, its items side by side."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path

from ..content import Content
from ..course import Course
from ..diagnosis import MutationScore
from ..errors import ContentError, Problem
from ..lesson import CodeBase, DerivationItem, Lesson
from ..sandbox import Sandbox, open_sandbox
from .findings import Findings, Row
from .mutation import scored, unnoticed
from .proofs import prove, prove_prose
from .structure import structure
from .texts import texts
from .trials import Trials

Step = Callable[[str, int, int], None]
"""Told in which lesson something was proved, how many pieces are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something proved on its own: an item, by its place in the lesson, or without one the lesson's text."""

    lesson: str
    index: int | None


@dataclass(frozen=True, slots=True)
class Proven:
    """A piece in numbers, as `Row` counts them. `distinct` is None where nothing is drawn."""

    problems: tuple[Problem, ...]
    variants: int = 0
    distinct: int | None = None
    declared: int = 0
    caught: int = 0
    mutants: int = 0
    noticed: int = 0
    confirmed: int = 0


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
    proven: dict[str, list[Proven]] = {lesson.id: [] for lesson in lessons}
    pieces = _pieces(lessons)
    for done, (piece, result) in enumerate(_results(course, pieces, seeds, jobs), 1):
        proven[piece.lesson].append(result)
        step(piece.lesson, done, len(pieces))
    found = [problem for results in proven.values() for result in results for problem in result.problems]
    return Findings(_sorted(found), tuple(_row(course, lesson, proven[lesson.id]) for lesson in lessons))


def _loaded(course: Course, wanted: Sequence[str]) -> tuple[tuple[Lesson, ...], list[Problem]]:
    lessons: list[Lesson] = []
    problems: list[Problem] = []
    for name in wanted:
        try:
            lessons.append(course.lesson(name))
        except ContentError as error:
            problems += error.problems
    return tuple(lessons), problems


def _pieces(lessons: Sequence[Lesson]) -> list[Piece]:
    """What is proved on its own, what takes longest first: nobody waits for one long piece at the end."""
    items = [(item, Piece(lesson.id, k)) for lesson in lessons for k, item in enumerate(lesson.items)]
    items.sort(key=lambda pair: not isinstance(pair[0], CodeBase | DerivationItem))
    return [*(piece for _, piece in items), *(Piece(lesson.id, None) for lesson in lessons)]


def _results(
    course: Course, pieces: Sequence[Piece], seeds: int, jobs: int
) -> Iterator[tuple[Piece, Proven]]:
    """Each piece's proof as it comes; with more than one job each worker opens the course for itself."""
    if jobs == 1 or len(pieces) == 1:
        with open_sandbox("auto") as sandbox:
            for piece in pieces:
                yield piece, _proven(course, sandbox, piece, seeds)
        return
    # Spawned, not forked: the progress bar has a thread, and a fork would copy it half.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(pieces)), mp_context=context) as pool:
        running = {pool.submit(prove_piece, course.content.root, piece, seeds): piece for piece in pieces}
        for future in as_completed(running):
            yield running[future], future.result()


def prove_piece(root: Path, piece: Piece, seeds: int) -> Proven:
    """One piece of the course at `root`, in a worker process."""
    return _proven(*_opened(root), piece, seeds)


@cache  # a worker proves many pieces of one course
def _opened(root: Path) -> tuple[Course, Sandbox]:
    sandbox = open_sandbox("auto")
    Finalize(None, sandbox.close, exitpriority=0)
    return Course(Content(root)), sandbox


def _proven(course: Course, sandbox: Sandbox, piece: Piece, seeds: int) -> Proven:
    lesson, index = course.lesson(piece.lesson), piece.index
    if index is None:
        return Proven(tuple(prove_prose(course, lesson, seeds)))
    proof = prove(Trials(course, lesson, sandbox), index, seeds)
    # An item that could not be posed has no cases to score.
    score = MutationScore(0, ()) if proof.problems else scored(course, lesson, index)
    return Proven(
        problems=(*proof.problems, *unnoticed(lesson, index, score)),
        variants=proof.variants,
        distinct=None if lesson.items[index].fixed else len(proof.distinct),
        declared=len(proof.declared),
        caught=len(proof.declared - proof.missed),
        mutants=score.total,
        noticed=score.total - len(score.missed),
        confirmed=proof.confirmed,
    )


def _row(course: Course, lesson: Lesson, proven: Sequence[Proven]) -> Row:
    return Row(
        lesson=lesson.id,
        items=len(lesson.items),
        variants=sum(p.variants for p in proven),
        distinct=min((p.distinct for p in proven if p.distinct is not None), default=None),
        declared=sum(p.declared for p in proven),
        caught=sum(p.caught for p in proven),
        mutants=sum(p.mutants for p in proven),
        noticed=sum(p.noticed for p in proven),
        confirmed=sum(p.confirmed for p in proven),
        languages=course.languages,
    )


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.path, p.line, p.column)))
