"""Points, statuses, and how much a student is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.model import (
    CheckResult,
    Comparison,
    Derivation,
    DerivationLine,
    Evidence,
    Message,
    Picture,
    Show,
    Shown,
    SourceLine,
    Status,
    Verdict,
)
from grader.scoring import notes_of, reduced, score_of, status_of

ANSWER = "0.7310585"


def check(status: Status, score: float = 0.0, weight: float = 1.0, **more: object) -> CheckResult:
    return CheckResult("c", Message("t"), status, score, weight, **more)  # type: ignore[arg-type]  # fields by name


def full_evidence() -> tuple[Evidence, ...]:
    comparison = Comparison(Shown("x=1"), Shown(ANSWER), Shown("0.5"), f"off by {ANSWER}")
    line = DerivationLine(1, "= 1", "wrong", witness=(("x", ANSWER),))
    picture = Picture({"en": ANSWER}, {"en": ANSWER}, (), (0, 1), (0, 1))
    return comparison, Derivation((line,)), picture, SourceLine("a.py", 1, "x = 1")


def test_an_item_scores_the_weighted_mean_of_its_checks() -> None:
    verdict = Verdict((check(Status.CORRECT, 1.0, 3.0), check(Status.WRONG, 0.0, 1.0)))
    assert score_of(verdict) == 0.75


def test_a_verdict_without_checks_scores_nothing() -> None:
    assert score_of(Verdict(())) == 0.0


def test_a_verdicts_own_score_wins_over_its_checks() -> None:
    assert score_of(Verdict((check(Status.CORRECT, 1.0),), score=0.25)) == 0.25


@pytest.mark.parametrize(
    ("statuses", "score", "expected"),
    [
        ([Status.CORRECT, Status.CORRECT], 1.0, Status.CORRECT),
        ([Status.CORRECT, Status.WRONG], 0.5, Status.PARTIAL),
        ([Status.WRONG, Status.WRONG], 0.0, Status.WRONG),
        ([Status.WRONG, Status.TIMEOUT], 0.0, Status.TIMEOUT),
        ([Status.TIMEOUT, Status.CORRECT], 0.5, Status.PARTIAL),
        ([Status.CORRECT, Status.INTERNAL], 0.9, Status.INTERNAL),
    ],
)
def test_the_status_of_an_item_follows_its_checks(
    statuses: list[Status], score: float, expected: Status
) -> None:
    assert status_of(Verdict(tuple(check(s) for s in statuses)), score) is expected


def test_thirds_that_add_up_to_one_are_full_marks() -> None:
    verdict = Verdict(tuple(check(Status.CORRECT, 1.0, weight) for weight in (0.1, 0.2, 0.7)))
    assert status_of(verdict, score_of(verdict)) is Status.CORRECT


@pytest.mark.parametrize("level", list(Show))
def test_expected_values_are_told_only_at_the_level_expected(level: Show) -> None:
    shown = reduced(check(Status.WRONG, evidence=full_evidence()), level)
    told = ANSWER in repr([e for e in shown.evidence if not isinstance(e, Derivation)])
    assert told is (level is Show.EXPECTED)


@pytest.mark.parametrize("level", list(Show))
def test_a_hidden_check_tells_only_its_verdict_at_every_level(level: Show) -> None:
    loud = check(
        Status.WRONG,
        hidden=True,
        note="numeric/sign",
        message=Message("m", {"x": ANSWER}),
        remarks=(Message("r", {"x": ANSWER}),),
        evidence=full_evidence(),
    )
    quiet = reduced(loud, level)
    assert (quiet.status, quiet.message, quiet.note, quiet.evidence, quiet.remarks) == (
        Status.WRONG,
        None,
        None,
        (),
        (),
    )


def test_why_an_answer_could_not_be_read_is_told_at_every_level() -> None:
    unread = replace(check(Status.INVALID), message=Message("hand-in-unreadable-zip", {"file": "a.zip"}))
    assert reduced(unread, Show.VERDICT).message == unread.message
    assert reduced(replace(unread, hidden=True), Show.EXPECTED).message is None


def test_a_verdict_level_keeps_the_score() -> None:
    assert reduced(check(Status.PARTIAL, 0.5, evidence=full_evidence()), Show.VERDICT).score == 0.5


def test_notes_are_listed_once_in_reading_order() -> None:
    noted = [check(Status.WRONG, note=n) for n in ("b", "a", "b", None)]
    assert notes_of(noted) == ("b", "a")
