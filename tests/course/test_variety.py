"""A thousand students have numbers of their own; what is the same for all says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pytest

from grader.checks import KINDS
from grader.content import Content
from grader.course import Course
from grader.lesson import ItemBase
from grader.model import Param
from grader.seeds import student_key
from grader.variants import vary

LESSONS = Course(Content.packaged()).lesson_ids
STUDENTS = tuple(student_key(b"a class of a thousand", f"s{k:04}") for k in range(1000))
ENOUGH = 20


def numbers(course: Course, lesson: str, item: ItemBase, student: bytes) -> frozenset[tuple[str, Param]]:
    """What this student's question has drawn for itself, without the order of its options."""
    params = vary(item, lesson, course, KINDS[item.kind], student).params
    return frozenset((name, value) for name, value in params.items() if name in item.draw)


def individual(course: Course, lesson: str) -> list[ItemBase]:
    return [item for item in course.lesson(lesson).items if not item.fixed]


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_no_two_of_a_thousand_students_share_all_numbers_of_a_lesson(lesson: str, course: Course) -> None:
    sharing: Iterable[list[bytes]] = [list(STUDENTS)]
    for item in individual(course, lesson):
        sharing = [alike for group in sharing for alike in split(course, lesson, item, group)]
    assert sharing == []


def split(course: Course, lesson: str, item: ItemBase, students: list[bytes]) -> list[list[bytes]]:
    """Those who still share everything after this question, too, with those whom they share it with."""
    by_numbers: dict[frozenset[tuple[str, Param]], list[bytes]] = defaultdict(list)
    for student in students:
        by_numbers[numbers(course, lesson, item, student)].append(student)
    return [group for group in by_numbers.values() if len(group) > 1]


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_every_question_that_is_not_fixed_has_twenty_sets_of_numbers(lesson: str, course: Course) -> None:
    few = {}
    for item in individual(course, lesson):
        seen: set[frozenset[tuple[str, Param]]] = set()
        for student in STUDENTS:
            seen.add(numbers(course, lesson, item, student))
            if len(seen) == ENOUGH:
                break
        else:
            few[item.id] = len(seen)
    assert few == {}


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_is_fixed_draws_nothing_and_says_why(lesson: str, course: Course) -> None:
    for item in course.lesson(lesson).items:
        assert item.fixed is None or (not item.draw and len(item.fixed) > 10), item.id


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_question_has_a_ladder_of_three_hints_in_both_languages(lesson: str, course: Course) -> None:
    short = [item.id for item in course.lesson(lesson).items if len(item.hints) != 3]
    assert short == []
    for item in course.lesson(lesson).items:
        assert all(set(hint) == {"en", "ja"} for hint in item.hints), item.id
