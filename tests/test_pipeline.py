"""One submission, one Report: nothing a student hands in costs more than its own item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from grader.assignments import Assignment, assign
from grader.checks import KINDS
from grader.course import Course
from grader.model import (
    Call,
    Isolation,
    Job,
    Message,
    Observation,
    Report,
    Response,
    Run,
    Status,
    Stopped,
    Submission,
)
from grader.pipeline import grade
from grader.sandbox import Sandbox
from grader.sandbox.base import Finding

SECRET = b"sixteen bytes or more"


@pytest.fixture(scope="module")
def assignment(course: Course) -> Assignment:
    return assign(course, "relu", "s001", SECRET, "en")


def right_answers(assignment: Assignment, course: Course) -> tuple[dict[str, Response], dict[str, bytes]]:
    """Every item's own right example, files renamed so that they do not collide."""
    responses: dict[str, Response] = {}
    files: dict[str, bytes] = {}
    for variant in assignment.variants:
        right = next(e for e in KINDS[variant.item.kind].examples(variant, course) if e.name == "right")
        responses[variant.item.id] = right.answer.response
        for source in right.answer.files.values():
            files[f"{variant.item.id}.py"] = source
            responses[variant.item.id] = f"{variant.item.id}.py"
    return responses, files


def submitted(responses: Mapping[str, Response], files: Mapping[str, bytes] | None = None) -> Submission:
    return Submission("s001", "s001", "relu", responses, files or {}, digest="d")


def by_item(report: Report) -> dict[str, Status]:
    return {r.item: r.status for r in report.results}


def test_right_answers_to_everything_earn_full_marks(
    assignment: Assignment, course: Course, inline: Sandbox
) -> None:
    report = grade(assignment, submitted(*right_answers(assignment, course)), course, inline)
    assert set(by_item(report).values()) == {Status.CORRECT}
    assert report.score == 1.0
    assert report.points == report.max_points == sum(v.item.points for v in assignment.variants)


def test_an_empty_submission_is_blank_everywhere_and_earns_nothing(
    assignment: Assignment, course: Course, inline: Sandbox
) -> None:
    report = grade(assignment, submitted({}), course, inline)
    assert set(by_item(report).values()) == {Status.BLANK}
    assert report.points == 0


def test_the_same_submission_gives_an_equal_report(
    assignment: Assignment, course: Course, inline: Sandbox
) -> None:
    submission = submitted(*right_answers(assignment, course))
    assert grade(assignment, submission, course, inline) == grade(assignment, submission, course, inline)


def test_an_unreadable_answer_costs_only_its_own_item(
    assignment: Assignment, course: Course, inline: Sandbox
) -> None:
    responses, files = right_answers(assignment, course)
    report = grade(assignment, submitted({**responses, "grid-step": "a lot"}, files), course, inline)
    assert by_item(report)["grid-step"] is Status.INVALID
    assert {s for item, s in by_item(report).items() if item != "grid-step"} == {Status.CORRECT}


def test_what_the_reader_could_not_take_out_of_a_hand_in_is_invalid_with_its_reason(
    assignment: Assignment, course: Course, inline: Sandbox
) -> None:
    broken = replace(submitted({}), invalid={"grid-step": Message("hand-in-too-long")})
    result = next(r for r in grade(assignment, broken, course, inline).results if r.item == "grid-step")
    assert result.status is Status.INVALID
    assert result.notes == ("hand-in-too-long",)


def test_an_item_that_needs_another_waits_until_that_is_right(course: Course, inline: Sandbox) -> None:
    descent = assign(course, "gradient-descent", "s001", SECRET, "en")
    responses, _ = right_answers(descent, course)
    given = {"one-step": "1000000", "forgotten-clearing": responses["forgotten-clearing"]}
    submission = replace(submitted(given), lesson="gradient-descent")
    report = grade(descent, submission, course, inline)
    result = next(r for r in report.results if r.item == "forgotten-clearing")
    assert (result.status, result.waits_for, result.points) == (Status.SKIPPED, "one-step", 0.0)


class Dying:
    """A sandbox in which every call of one file kills its child."""

    isolation = Isolation.KERNEL
    findings: tuple[Finding, ...] = ()

    def __init__(self, inner: Sandbox, fatal: str) -> None:
        self._inner, self._fatal = inner, fatal

    def run(self, job: Job) -> Run:
        run = self._inner.run(job)
        seen = [self._seen(c, o) for c, o in zip(job.calls, run.observations, strict=True)]
        return replace(run, observations=tuple(seen))

    def _seen(self, call: Call, observation: Observation) -> Observation:
        return Stopped(Status.ERROR, "exit") if call.file == self._fatal else observation

    def close(self) -> None: ...

    def __enter__(self) -> Dying:
        return self

    def __exit__(self, *exc: object) -> None: ...


def test_a_function_that_kills_its_process_costs_only_its_own_item(
    assignment: Assignment, course: Course, inline: Sandbox
) -> None:
    responses, files = right_answers(assignment, course)
    report = grade(assignment, submitted(responses, files), course, Dying(inline, "relu.py"))
    assert by_item(report)["relu"] is Status.ERROR
    assert {s for item, s in by_item(report).items() if item != "relu"} == {Status.CORRECT}


def test_a_fault_of_ours_withholds_the_score_and_costs_no_points(
    assignment: Assignment, course: Course, inline: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> Sequence[Call]:
        raise ZeroDivisionError("a bug of ours")

    monkeypatch.setattr(type(KINDS["multi"]), "judge", broken)
    responses, files = right_answers(assignment, course)
    report = grade(assignment, submitted(responses, files), course, inline)
    result = next(r for r in report.results if r.kind == "multi")
    assert (result.status, result.max_points) == (Status.INTERNAL, 0.0)
    assert report.score == 1.0


def test_without_the_secret_no_hidden_check_runs(
    assignment: Assignment, course: Course, inline: Sandbox
) -> None:
    submission = submitted(*right_answers(assignment, course))
    with_secret = grade(assignment, submission, course, inline)
    without = grade(replace(assignment, secret=b""), submission, course, inline)
    assert any(check.hidden for r in with_secret.results for check in r.checks)
    assert not any(check.hidden for r in without.results for check in r.checks)


def test_hidden_inputs_differ_between_submissions(assignment: Assignment) -> None:
    variant = next(v for v in assignment.variants if v.item.kind == "code")
    one, two = submitted({}), replace(submitted({}), digest="another")
    assert assignment.seed(variant, one) != assignment.seed(variant, two)
    assert assignment.seed(variant, one) == assignment.seed(variant, submitted({}))
