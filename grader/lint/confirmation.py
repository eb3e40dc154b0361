"""Reference derivations, confirmed by SymPy: a program that shares no code with ours reads every line."""

from __future__ import annotations

from collections.abc import Iterator

from ..checks.derivation import DERIVATION
from ..checks.symbolic import author_line, student_context
from ..course import Course
from ..errors import Problem
from ..lesson import DerivationItem, Lesson
from ..loading import origin_of
from ..variants import Variant


def confirmed(course: Course, lesson: Lesson, index: int, variant: Variant) -> Iterator[bool | Problem]:
    """For each line of the item's reference derivations: True where SymPy agrees, else a Problem.

    Lines that SymPy cannot compare (equations to be solved, whole vectors) are passed over. Lines that we
    ourselves could only check numerically are problems, too.
    """
    from ..algebra.second_opinion import agree  # loads SymPy, which only a proof pays for

    item = lesson.items[index]
    if not isinstance(item, DerivationItem):
        return
    context = student_context(variant, course)
    for unproved in DERIVATION.unproved(variant, course):
        yield origin_of(lesson).problem(
            ("items", index, "chain"), unproved, "add a line between, or rewrite it"
        )
    start = author_line(item.start, variant, course)
    if start.lhs is not None:
        return
    for where, text in _lines(item):
        line = author_line(text, variant, course)
        verdict = agree(line.rhs, start.rhs if line.lhs is None else line.lhs, context)
        if verdict is False:
            origin = origin_of(lesson)
            yield origin.problem(
                ("items", index, *where), "SymPy finds that this line is not equal to the start"
            )
        elif verdict:
            yield True


def _lines(item: DerivationItem) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for k, text in enumerate(item.chain):
        yield ("chain", k), text
    for row, chain in enumerate(item.alternatives):
        for k, text in enumerate(chain):
            yield ("alternatives", row, k), text
