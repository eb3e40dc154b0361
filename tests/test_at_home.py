"""What a check on a student's own machine may tell, and that an issued folder gives nothing away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from grader.assignments import Assignment, adjusted, assign
from grader.at_home import at_home, issued_data, read_issued, with_stand_ins
from grader.checks import KINDS
from grader.checks.kind import Example
from grader.course import Course
from grader.errors import UsageError
from grader.lesson import CodeBase
from grader.loading import parse_yaml
from grader.model import Derivation, ItemResult, Message, Status, Submission
from grader.pipeline import grade
from grader.sandbox import Sandbox
from grader.terms import Local, Terms
from grader.variants import Variant

SECRET = b"a secret that no student has"


def issued(course: Course, lesson: str, **local: Local) -> Assignment:
    terms = Terms(local={name.replace("_", "-"): level for name, level in local.items()})
    return replace(assign(course, lesson, "aiko", SECRET), terms=terms)


def taken_home(assignment: Assignment, course: Course, here: bool = True) -> Assignment:
    """What a check makes of the file that was written; with `here` false its lesson is not on the machine."""
    text = yaml.safe_dump(issued_data(assignment, course, public=False), allow_unicode=True)
    data = parse_yaml(text, "variant.yaml").data
    assert isinstance(data, dict)
    return at_home(data if here else {**data, "content": "of another course"}, "aiko", course)


def checked(home: Assignment, course: Course, sandbox: Sandbox, example: Example, item: str) -> ItemResult:
    files = example.answer.files
    submission = Submission("in", "aiko", home.lesson, {item: example.answer.response}, files)
    alone = replace(home, variants=tuple(v for v in home.variants if v.item.id == item))
    (result,) = grade(alone, submission, with_stand_ins(course, home), sandbox).results
    return result


@pytest.mark.parametrize("here", [True, False], ids=["with the lesson", "without it"])
def test_of_paper_only_what_cannot_be_read_is_told(course: Course, inline: Sandbox, here: bool) -> None:
    """Every kind's own examples over the whole course: blank, unreadable, and all others look alike."""
    kinds = set()
    for lesson in course.lesson_ids:
        assignment = issued(course, lesson)
        home = taken_home(assignment, course, here)
        for variant in (v for v in assignment.variants if not isinstance(v.item, CodeBase)):
            kinds.add(variant.item.kind)
            for example in KINDS[variant.item.kind].examples(variant, course):
                found = checked(home, course, inline, example, variant.item.id)
                wanted = (
                    example.status if example.status in (Status.BLANK, Status.INVALID) else Status.SKIPPED
                )
                assert found.status is wanted, (lesson, variant.item.id, example)
                assert (found.points, found.max_points) == (0, 0)
                assert wanted is not Status.SKIPPED or found.notes == ()
    assert kinds == set(KINDS) - {"code", "debug"}


def right(variant: Variant, course: Course) -> Example:
    return next(e for e in KINDS[variant.item.kind].examples(variant, course) if e.name == "right")


@pytest.mark.parametrize("here", [True, False], ids=["with the lesson", "without it"])
def test_functions_are_graded_at_home_even_where_the_lesson_is_not(
    course: Course, inline: Sandbox, here: bool
) -> None:
    assignment = issued(course, "relu")
    home = taken_home(assignment, course, here)
    variant = next(v for v in assignment.variants if v.item.kind == "code")
    example = right(variant, course)
    found = checked(home, course, inline, example, variant.item.id)
    assert (found.status, found.points) == (Status.CORRECT, variant.item.points)


def test_each_item_is_told_as_much_as_the_set_says(course: Course, inline: Sandbox) -> None:
    assignment = issued(course, "relu", by_hand="full", grid_step="none", relu="form")
    home = taken_home(assignment, course)
    items = {v.item.id: v for v in assignment.variants}
    found = {
        name: checked(home, course, inline, right(items[name], course), name)
        for name in ("by-hand", "grid-step", "relu")
    }
    said = {name: (f.status, f.checks[0].message and f.checks[0].message.id) for name, f in found.items()}
    assert said["by-hand"][0] is Status.CORRECT
    assert said["grid-step"] == (Status.SKIPPED, "sets/not-checked")
    assert said["relu"] == (Status.SKIPPED, "sets/not-run")


def test_a_derivation_that_can_be_read_in_part_names_its_other_lines(course: Course, inline: Sandbox) -> None:
    assignment = issued(course, "sigmoid")
    variant = next(v for v in assignment.variants if v.item.kind == "derivation")
    example = right(variant, course)
    assert isinstance(example.answer.response, str | tuple)
    text = "\n".join([*_lines(example), "= 2 * ("])
    broken = replace(example, answer=replace(example.answer, response=text))
    found = checked(taken_home(assignment, course), course, inline, broken, variant.item.id)
    (check,) = found.checks
    assert found.status is Status.INVALID
    assert check.message == Message("sets/unread-lines", {"count": "1"})
    (shown,) = check.evidence
    assert isinstance(shown, Derivation)
    assert [line.raw for line in shown.lines] == ["= 2 * ("]


def _lines(example: Example) -> list[str]:
    response = example.answer.response
    return response.splitlines() if isinstance(response, str) else [str(line) for line in response]


def test_what_a_set_accepts_does_not_travel_and_what_the_page_says_does(course: Course) -> None:
    drawn = issued(course, "relu")
    changes = {"points": 7.0, "tolerance": 0.5, "relative": None, "figures": None, "accepts": {"off": 0.25}}
    variants = tuple(adjusted(v, changes if v.item.id == "grid-step" else {}) for v in drawn.variants)
    changed = replace(drawn, variants=variants, terms=Terms(local={"grid-step": "full"}))
    assert "0.25" not in str(issued_data(changed, course, public=False))
    item = next(v.item for v in taken_home(changed, course).variants if v.item.id == "grid-step")
    assert (item.points, getattr(item, "tolerance", None), getattr(item, "relative", 0)) == (7, 0.5, None)


def test_numbers_of_what_is_not_graded_at_home_stay_away(course: Course) -> None:
    assignment = issued(course, "relu", by_hand="full")
    data = issued_data(assignment, course, public=False)
    kept = {v.item.id for v in assignment.variants if isinstance(v.item, CodeBase)} | {"by-hand"}
    assert set(data["items"]) == kept


@pytest.mark.parametrize(
    "damage",
    [
        {"home": {"relu": {"check": "everything"}}},
        {"home": {"relu": {"check": "form", "kind": "code"}}},
        {"home": {"relu": {"check": "form", "kind": "no-such", "title": {"": "t"}}}},
        {"home": {"n": {"check": "form", "kind": "numeric", "title": {"": "t"}, "points": "many"}}},
        {"home": {"c": {"check": "form", "kind": "choice", "title": {"": "t"}, "options": "three"}}},
    ],
)
def test_an_entry_that_was_changed_is_refused_in_words(course: Course, damage: dict[str, Any]) -> None:
    data = issued_data(issued(course, "relu"), course, public=False) | damage
    with pytest.raises(UsageError, match=r"variant\.yaml: .*fetch this file again"):
        at_home(data, "aiko", course)


@pytest.mark.parametrize("damage", [{"home": 3}, {"home": {"relu": 3}}, {"items": [1]}, {"title": "ReLU"}])
def test_a_file_of_another_shape_is_refused_in_words(course: Course, damage: dict[str, Any]) -> None:
    data = issued_data(issued(course, "relu"), course, public=False) | damage
    with pytest.raises(UsageError, match=r"variant\.yaml: .*fetch this file again"):
        read_issued(yaml.safe_dump(data, allow_unicode=True).encode(), "variant.yaml")
