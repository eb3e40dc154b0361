"""blank: each gap by itself; one that cannot be read costs only its own credit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.checks import KINDS
from grader.checks.kind import Answer
from grader.model import Response, Status
from grader.scoring import score_of

from .judging import Asked, ask

F = Fraction
GAPS = """
blank: g
ask:
  en: "{{ gap(product) }} {{ gap(sum) }} {{ gap(how) }} {{ gap(who) }}"
  ja: "{{ gap(product) }} {{ gap(sum) }} {{ gap(how) }} {{ gap(who) }}"
gaps:
  product: {answer: w*x}
  sum: {answer: w*x + b}
  how: {accept: [mean, average], choose: [mean, sum]}
  who: {accept: [Rosenblatt, ローゼンブラット]}
mistakes:
  - {gives: {product: w*x + b, sum: w*x}, note: swapped, says: {en: swapped, ja: 逆}}
  - {gives: {sum: w*x - b}, note: bias-subtracted, score: 0.5, says: {en: minus, ja: 引いた}}
"""
RIGHT = {"product": "6", "sum": "7", "how": "mean", "who": "Rosenblatt"}


@pytest.fixture(scope="module")
def gaps(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return ask(tmp_path_factory.mktemp("g"), GAPS, {"w": F(2), "x": F(3), "b": F(1)})


@pytest.mark.parametrize(
    ("changes", "score", "notes"),
    [
        ({}, 1, {}),
        ({"who": "ＲＯＳＥＮＢＬＡＴＴ"}, 1, {}),
        ({"who": "「ローゼンブラット」"}, 1, {}),
        ({"how": "Average"}, 1, {}),
        ({"sum": "5"}, 0.875, {"gap-sum": "bias-subtracted"}),
        ({"product": "7", "sum": "6"}, 0.5, {"gap-product": "swapped", "gap-sum": "swapped"}),
        ({"sum": "6"}, 0.75, {"gap-sum": "numeric/wrong"}),
        ({"how": "sum"}, 0.75, {"gap-how": "blank/word"}),
        ({"how": "median"}, 0.75, {"gap-how": "blank/not-offered"}),
        ({"who": "Rosenblat"}, 0.75, {"gap-who": "blank/misspelt"}),
        ({"who": "Minsky"}, 0.75, {"gap-who": "blank/word"}),
        ({"who": ""}, 0.75, {"gap-who": "blank/empty"}),
        ({"product": "six"}, 0.75, {"gap-product": "response/formula-for-number"}),
    ],
)
def test_each_gap_is_judged_by_itself(
    gaps: Asked, changes: dict[str, str], score: float, notes: dict[str, str]
) -> None:
    verdict = gaps.verdict({**RIGHT, **changes})
    assert score_of(verdict) == score
    assert {c.name: c.note for c in verdict.checks if c.note} == notes


def test_an_unreadable_gap_is_marked_so_and_the_others_count(gaps: Asked) -> None:
    checks = {c.name: c.status for c in gaps.verdict({**RIGHT, "product": "six"}).checks}
    assert checks["gap-product"] is Status.INVALID
    assert checks["gap-sum"] is Status.CORRECT


@pytest.mark.parametrize(
    ("response", "note"),
    [
        ("6", "blank/gap-count"),
        (("6", "7"), "blank/gap-count"),
        ({"produkt": "6"}, "blank/unknown-gap"),
    ],
)
def test_values_that_belong_to_no_gap_make_the_answer_invalid(
    gaps: Asked, response: Response, note: str
) -> None:
    assert gaps.result(response) == (Status.INVALID, 0, note)


def test_a_list_fills_the_gaps_in_order(gaps: Asked) -> None:
    assert gaps.result(tuple(RIGHT.values())) == (Status.CORRECT, 1, None)


def test_only_empty_gaps_are_no_answer(gaps: Asked) -> None:
    kind = KINDS["blank"]
    assert kind.is_blank(gaps.variant, Answer(dict.fromkeys(RIGHT, " ")), gaps.course)
    assert not kind.is_blank(gaps.variant, Answer({"sum": "0"}), gaps.course)


def test_words_to_choose_from_are_shown(gaps: Asked) -> None:
    question = KINDS["blank"].question(gaps.variant, gaps.course)
    assert "**how**: mean / sum" in question.text["ja"]
    assert question.empty == dict.fromkeys(RIGHT, "")
