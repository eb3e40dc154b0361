"""Every kind knows answers with known verdicts, and judges them so for whatever numbers are drawn."""

from __future__ import annotations

import pytest

from grader.checks import KINDS
from grader.checks.kind import Example
from grader.course import Course
from grader.errors import ResponseError
from grader.model import Status
from grader.scoring import notes_of, score_of, status_of
from grader.seeds import student_key
from grader.variants import Variant, vary

from .sample_course import LESSON, make_course

SEEDS = 50


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("course"), LESSON)


def items() -> list[str]:
    lines = (line.strip() for line in LESSON.splitlines() if line.startswith("  - "))
    return [line.split(": ")[1] for line in lines]


def outcome(variant: Variant, example: Example, course: Course) -> tuple[Status, tuple[str, ...]]:
    """The status and notes that a report would show for the example."""
    kind = KINDS[variant.item.kind]
    if kind.is_blank(variant, example.answer, course):
        return Status.BLANK, ()
    try:
        verdict = kind.judge(variant, example.answer, course, b"", ())
    except ResponseError as unreadable:
        return Status.INVALID, (unreadable.note,)
    return status_of(verdict, score_of(verdict)), notes_of(verdict.checks)


def drawn(item_id: str, course: Course, seed: int) -> Variant:
    item = next(i for i in course.lesson("sample").items if i.id == item_id)
    return vary(item, "sample", course, KINDS[item.kind], student_key(b"tests", f"s{seed}"))


@pytest.mark.parametrize("item_id", items())
def test_examples_are_judged_as_they_say_over_many_seeds(item_id: str, course: Course) -> None:
    for seed in range(SEEDS):
        variant = drawn(item_id, course, seed)
        examples = KINDS[variant.item.kind].examples(variant, course)
        for example in examples:
            status, notes = outcome(variant, example, course)
            told = f"{example} of {dict(variant.params)} was {status} {notes}"
            assert status is example.status, told
            if example.name == "right":
                assert not notes, told
            elif example.note:
                assert example.note in notes, told


@pytest.mark.parametrize("item_id", items())
def test_every_kind_offers_a_right_answer_and_where_it_can_a_wrong_one(item_id: str, course: Course) -> None:
    variant = drawn(item_id, course, 1)
    names = [e.name for e in KINDS[variant.item.kind].examples(variant, course)]
    wanted = (
        {"right", "blank"} if variant.item.kind == "reflect" else {"right", "wrong", "unreadable", "blank"}
    )
    assert wanted <= set(names)


@pytest.mark.parametrize("item_id", ["exact", "rounded", "three", "slope", "where", "gaps", "steps"])
def test_every_declared_mistake_has_an_example_of_its_own(item_id: str, course: Course) -> None:
    variant = drawn(item_id, course, 2)
    declared = {m.note for m in getattr(variant.item, "mistakes", ())} - {"impossible"}
    names = {e.name for e in KINDS[variant.item.kind].examples(variant, course)}
    assert declared <= names


@pytest.mark.parametrize("item_id", items())
def test_questions_and_solutions_speak_every_language_and_leave_no_placeholder(
    item_id: str, course: Course
) -> None:
    variant = drawn(item_id, course, 3)
    kind = KINDS[variant.item.kind]
    question, solution = kind.question(variant, course), kind.solution(variant, course)
    for text in (question.text, solution, *(o.text for o in question.options)):
        assert set(text) == {"en", "ja"}
        assert all("{{" not in t.replace("{{plot ", "") for t in text.values())
    for place in range(len(question.pictures)):
        assert all(f"{{{{plot {place}}}}}" in t for t in question.text.values())


@pytest.mark.parametrize("item_id", items())
def test_the_same_student_gets_the_same_question_again(item_id: str, course: Course) -> None:
    first, again = drawn(item_id, course, 4), drawn(item_id, course, 4)
    assert first == again
    kind = KINDS[first.item.kind]
    assert kind.question(first, course) == kind.question(again, course)


def test_no_kind_asks_for_code_to_run(course: Course) -> None:
    for item_id in items():
        variant = drawn(item_id, course, 5)
        right = KINDS[variant.item.kind].examples(variant, course)[0]
        assert KINDS[variant.item.kind].plan(variant, right.answer, course, b"") == ()


def test_the_table_names_twelve_kinds_and_refuses_others() -> None:
    assert len(KINDS) == 12
    assert "numeric" in KINDS
    assert all(name == KINDS[name].name for name in ("choice", "multi", "order", "reflect"))
    with pytest.raises(KeyError):
        KINDS["essay"]
