"""numeric: close enough is right; a known mistake, a slip and a rounded answer each get a sentence."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grader.checks.closeness import radius
from grader.lesson import Tolerance
from grader.model import Comparison, Status

from .judging import Asked, ask

F = Fraction
SAYS = 'says: {en: "b is {{ b }}", ja: "b"}'


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Answer 2·0.7 - 0.15 = 1.25."""
    block = f"""
numeric: exact
answer: w*x + b
mistakes:
  - {{gives: w*x, note: bias-forgotten, {SAYS}}}
  - {{gives: w*x - b, note: bias-subtracted, score: 0.25, {SAYS}}}
"""
    params = {"w": F(2), "x": F(7, 10), "b": F(-15, 100)}
    return ask(tmp_path_factory.mktemp("exact"), block, params)


@pytest.mark.parametrize(
    ("response", "status", "score", "note"),
    [
        ("1.25", Status.CORRECT, 1, None),
        ("5/4", Status.CORRECT, 1, None),
        ("1.250000", Status.CORRECT, 1, None),
        ("１．２５", Status.CORRECT, 1, None),
        ("1.4", Status.WRONG, 0, "bias-forgotten"),
        ("1.55", Status.PARTIAL, 0.25, "bias-subtracted"),
        ("-1.25", Status.WRONG, 0, "numeric/sign"),
        ("12.5", Status.WRONG, 0, "numeric/power-of-ten"),
        ("0.8", Status.WRONG, 0, "numeric/reciprocal"),
        ("1.3", Status.PARTIAL, 0.5, "numeric/too-few-digits"),
        ("1.2", Status.PARTIAL, 0.5, "numeric/too-few-digits"),
        ("1", Status.WRONG, 0, "numeric/wrong"),
        ("1.24", Status.WRONG, 0, "numeric/wrong"),
        ("7", Status.WRONG, 0, "numeric/wrong"),
        ("1,25", Status.INVALID, 0, "response/comma"),
        ("w*x + b", Status.INVALID, 0, "response/formula-for-number"),
    ],
)
def test_a_rational_answer_is_wanted_exactly_and_slips_are_named(
    exact: Asked, response: str, status: Status, score: float, note: str | None
) -> None:
    assert exact.result(response) == (status, score, note)


def test_a_known_mistake_is_explained_in_the_authors_words_with_the_variants_numbers(exact: Asked) -> None:
    (check,) = exact.verdict("1.4").checks
    assert check.message is not None
    assert check.message.text == {"en": "b is -0.15", "ja": "b"}


def test_evidence_holds_the_students_number_and_the_answer(exact: Asked) -> None:
    (evidence,) = exact.verdict("7").checks[0].evidence
    assert isinstance(evidence, Comparison)
    assert evidence.yours is not None
    assert evidence.expected is not None
    assert (evidence.yours.text, evidence.expected.text, evidence.difference) == ("7", "1.25", "5.75")


def test_no_sentence_contains_the_answer(exact: Asked) -> None:
    for response in ("7", "-1.25", "12.5", "1.3", "0.8"):
        message = exact.verdict(response).checks[0].message
        assert message is not None
        assert "1.25" not in [v for v in message.values.values() if v != response]


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        ("tolerance: 0.0006", ["0.731", "0.7311", "0.7306"], ["0.732", "0.7318"]),
        ("figures: 3", ["0.731", "0.73106"], ["0.732", "0.7316"]),
        ("relative: 0.01", ["0.73", "0.738"], ["0.74", "0.72"]),
        ("", ["0.731", "0.7310586"], ["0.732", "0.7318"]),
    ],
)
def test_an_irrational_answer_has_a_tolerance(
    tmp_path: Path, rule: str, right: list[str], wrong: list[str]
) -> None:
    asked = ask(tmp_path, f"numeric: rounded\nanswer: sigmoid(1)\n{rule}".strip())
    assert [asked.result(r)[0] for r in right] == [Status.CORRECT] * len(right)
    assert all(asked.result(r)[0] is not Status.CORRECT for r in wrong)


def test_a_rounding_on_the_way_is_told_apart_from_a_wrong_method(tmp_path: Path) -> None:
    asked = ask(tmp_path, "numeric: n\nanswer: sigmoid(1)\ntolerance: 0.0005")
    assert asked.result("0.7331") == (Status.WRONG, 0, "numeric/rounding")
    assert asked.result("0.8") == (Status.WRONG, 0, "numeric/wrong")


def test_a_mistake_written_with_few_digits_is_still_recognised(tmp_path: Path) -> None:
    block = """
numeric: n
answer: sigmoid(1)
tolerance: 0.0005
mistakes: [{gives: sigmoid(-1), note: exponent-sign, says: {en: s, ja: s}}]
"""
    assert ask(tmp_path, block).result("0.27")[2] == "exponent-sign"


def test_zero_has_no_sign_slip_and_no_decimal_point(tmp_path: Path) -> None:
    asked = ask(tmp_path, "numeric: n\nanswer: 0")
    assert asked.result("0") == (Status.CORRECT, 1, None)
    assert asked.result("-0.0") == (Status.CORRECT, 1, None)
    assert asked.result("0.001")[2] == "numeric/wrong"


@pytest.mark.parametrize(
    ("answer", "figures", "allowed"),
    [
        (F(731059, 10**6), 3, F(5, 10**4)),
        (F(1), 1, F(1, 2)),
        (F(12345), 2, F(500)),
        (F(-0.00123), 2, F(5, 10**5)),
        (F(0), 3, F(5, 10**4)),
    ],
)
def test_n_figures_allow_half_a_unit_of_the_last(answer: Fraction, figures: int, allowed: Fraction) -> None:
    assert abs(radius(answer, Tolerance(figures=figures)) - allowed) <= abs(answer) * F(1, 10**11)


def test_a_mistake_next_to_the_answer_or_to_another_is_a_flaw(tmp_path: Path) -> None:
    block = """
numeric: n
answer: w*x + b
tolerance: 0.1
mistakes:
  - {gives: w*x, note: bias-forgotten, says: {en: s, ja: s}}
  - {gives: w*x - b, note: bias-subtracted, says: {en: s, ja: s}}
"""
    crowded = ask(tmp_path / "a", block, {"w": F(1), "x": F(1), "b": F(1, 5)})
    assert crowded.flaws() == [
        "mistake bias-forgotten gives the answer",
        "mistakes bias-forgotten and bias-subtracted give the same",
    ]
    roomy = ask(tmp_path / "b", block, {"w": F(1), "x": F(1), "b": F(1)})
    assert roomy.flaws() == []


def test_an_undefined_answer_is_a_flaw(tmp_path: Path) -> None:
    assert ask(tmp_path, "numeric: n\nanswer: 1/a", {"a": F(0)}).flaws() == ["the answer is undefined"]


@pytest.mark.parametrize(
    ("formula", "tie"),
    [
        ("step(w*x + b)", True),
        ("sign(w*x + b)", True),
        ("[w*x > -b]", True),
        ("{1 if w*x + b > 0; 0 otherwise}", True),
        ("step(w)", False),
        ("step(w*x + b + 1)", False),
        ("step(z)", False),  # a drawn zero is the author's choice
        ("max(0, w*x + b)", False),  # no jump there
    ],
)
def test_a_computed_tie_at_a_threshold_is_a_flaw(tmp_path: Path, formula: str, tie: bool) -> None:
    params = {"w": F(2), "x": F(3), "b": F(-6), "z": F(0)}
    found = ask(tmp_path, f'numeric: n\nanswer: "{formula}"', params).flaws()
    assert found == (["a computed quantity lies exactly on a threshold"] if tie else [])
