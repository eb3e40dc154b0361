"""A decision in every format: the points are the person's, and its reader learns who, why and from what."""

from __future__ import annotations

from itertools import product

import pytest

from grader.model import CheckResult, Decision, Message, Report, Status
from grader.report.formats import FORMATS, Setting, render
from grader.report.terminal import terminal
from grader.scoring import with_decisions

from .build import item, own, passed, report
from .pages import LANGUAGES, TEMPLATES, phrases, read, renderer

TITLE = {"en": "By hand", "ja": "手で計算"}
WRONG = CheckResult("value", own("The value", "値"), Status.WRONG, 0.0, note="numeric/wrong")
BROKEN = CheckResult(
    "value", own("The value", "値"), Status.INTERNAL, 0.0, message=Message("internal", {"id": "0f"})
)
CLASSROOM = {
    **dict.fromkeys(("CLASSROOM", "ASSIGNMENT", "USERNAME", "COMMIT_URL", "RELEASE_URL", "REVIEW_URL"), "x"),
    "SUBMISSION_TAG": "submit/2026-10-30T12-00-00Z-0123456",
}
WHO, REASON = "K. Mori", "<i>the picture</i> was unclear"


def decided(score: float = 0.75, digest: str = "d1", check: CheckResult = WRONG) -> Report:
    """Three items of 4 points: right, wrong or broken with a decision about it, wrong."""
    status = check.status
    middle = item("by-hand", "numeric", TITLE, status, 0.0, check, worth=0.0 if check is BROKEN else 4.0)
    made = report(
        item("a", "numeric", TITLE, Status.CORRECT, 1.0, passed("value", own("V", "値")), worth=4.0),
        middle,
        item("c", "numeric", TITLE, Status.WRONG, 0.0, WRONG, worth=4.0),
    )
    decision = Decision("by-hand", score, REASON, WHO, "d1")
    return with_decisions(made, (decision,), digest, {"a": 4.0, "by-hand": 4.0, "c": 4.0})


@pytest.mark.parametrize("check", [WRONG, BROKEN])
@pytest.mark.parametrize(
    ("score", "status"), [(1.0, Status.CORRECT), (0.75, Status.PARTIAL), (0.0, Status.WRONG)]
)
def test_points_status_and_total_are_the_persons(check: CheckResult, score: float, status: Status) -> None:
    made = decided(score, check=check)
    middle = made.results[1]
    assert (middle.status, middle.score, middle.points, middle.max_points) == (status, score, 4 * score, 4)
    assert (made.points, made.max_points) == (4 + 4 * score, 12)
    assert made.score == pytest.approx((4 + 4 * score) / 12)


def test_what_the_program_gave_is_kept_beside_it() -> None:
    kept = decided(check=BROKEN).results[1].decided
    assert kept is not None
    assert (kept.status, kept.points, kept.max_points) == (Status.INTERNAL, 0, 0)


def test_a_decision_about_an_item_that_is_not_there_changes_nothing() -> None:
    made = decided()
    assert with_decisions(made, (Decision("gone", 1, "r", "w", ""),), "d1", {}) == made


@pytest.mark.parametrize("digest", ["d1", "d2"])
@pytest.mark.parametrize(("lang", "form"), list(product(LANGUAGES, ("page", "terminal"))))
def test_the_student_reads_who_changed_what_and_why(lang: str, form: str, digest: str) -> None:
    made = decided(digest=digest)
    if form == "page":
        html = renderer().feedback(made, lang)
        assert "<i>the picture" not in html
        (text,) = {e.text for e in read(html).all("article") if e.attributes["id"] == "item-by-hand"}
    else:
        text = " ".join(terminal(made, lang, phrases(), 400).split())
    told = {
        "en": f"{WHO} changed your points here: 0 → 3. Reason: {REASON}",
        "ja": f"{WHO} さんがこの問題の点を 0 → 3",
    }
    again = {"en": "a person will look at this again", "ja": "もう一度担当者が確認します"}
    assert told[lang] in text
    assert (again[lang] in text) is (digest == "d2")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_broke_is_not_said_to_be_left_out_any_more(lang: str) -> None:
    html = renderer().feedback(decided(check=BROKEN), lang)
    assert phrases().wording("report/withheld", lang) not in html
    assert str(phrases().wording("report/internal", lang)) not in html
    assert "3" in html


@pytest.mark.parametrize("check", [WRONG, BROKEN])
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_holds_the_decided_report(form: str, check: CheckResult) -> None:
    made = decided(check=check)
    text = render(form, [made], Setting(TEMPLATES, phrases(), "en", variables=CLASSROOM))
    if form in ("csv", "moodle", "canvas"):
        assert made.student in text, "a mark that a person decided is not held back"
        assert "7" in text
    if form in ("gradescope", "classroom50", "summary"):
        assert "K. Mori" in text.replace("&#46;", ".")
