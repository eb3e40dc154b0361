"""choice, multi and order: letters in any spelling; guessing earns nothing; each slip has its sentence."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest

from grader.checks import KINDS
from grader.model import Status

from .judging import Asked, ask

CHOICE = """
choice: c
options:
  - {id: true-one, right: {en: "true", ja: 正しい}, says: {en: well seen, ja: その通り}}
  - {id: false-one, wrong: {en: "false", ja: 誤り}, says: {en: "no, {{ a }}", ja: "いいえ、{{ a }}"}}
  - {id: other, wrong: {en: neither, ja: どちらでもない}}
"""
MULTI = """
multi: m
options:
  - {id: p, right: {en: one, ja: 一}}
  - {id: q, right: {en: two, ja: 二}}
  - {id: r, wrong: {en: three, ja: 三}, says: {en: not three, ja: 三ではない}}
  - {id: s, wrong: {en: four, ja: 四}}
"""
ORDER = """
order: o
steps:
  - {id: one, text: {en: first, ja: 一}}
  - {id: two, text: {en: second, ja: 二}}
  - {id: three, text: {en: third, ja: 三}}
  - {id: four, text: {en: fourth, ja: 四}}
mistakes:
  - {first: four, then: two, note: four-too-early, says: {en: wait, ja: 待つ}}
"""


@pytest.fixture(scope="module")
def choice(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Shown as a: other, b: true-one, c: false-one."""
    return ask(tmp_path_factory.mktemp("c"), CHOICE, {"a": Fraction(3)}, order=(2, 0, 1))


@pytest.fixture(scope="module")
def multi(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Shown as a: s, b: p, c: r, d: q."""
    return ask(tmp_path_factory.mktemp("m"), MULTI, order=(3, 0, 2, 1))


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Shown as a: three, b: one, c: four, d: two."""
    return ask(tmp_path_factory.mktemp("o"), ORDER, order=(2, 0, 3, 1))


@pytest.mark.parametrize("spelling", ["b", "B", "Ｂ", "(b)", "b)", " b. ", "true", "TRUE", "正しい"])
def test_a_choice_is_read_in_any_spelling(choice: Asked, spelling: str) -> None:
    assert choice.result(spelling) == (Status.CORRECT, 1, None)


def test_each_distractor_has_its_own_note_and_words(choice: Asked) -> None:
    assert choice.result("c") == (Status.WRONG, 0, "false-one")
    message = choice.verdict("c").checks[0].message
    assert message is not None
    assert message.text == {"en": "no, 3", "ja": "いいえ、3"}
    assert choice.result("a") == (Status.WRONG, 0, "other")


@pytest.mark.parametrize(
    ("response", "note"),
    [
        ("d", "response/unknown-letter"),
        ("2", "response/unknown-letter"),
        ("a b", "choice/one-letter"),
        ("none", "choice/one-letter"),
        ("...", "response/no-letter"),
        (("a", "b"), "response/one-value"),
        ({"x": "a"}, "response/list-expected"),
    ],
)
def test_what_is_not_one_letter_is_invalid(choice: Asked, response: str, note: str) -> None:
    assert choice.result(response) == (Status.INVALID, 0, note)


def test_the_page_shows_options_in_the_variants_order(choice: Asked) -> None:
    question = KINDS["choice"].question(choice.variant, choice.course)
    assert [(o.letter, o.id) for o in question.options] == [
        ("a", "other"),
        ("b", "true-one"),
        ("c", "false-one"),
    ]


@pytest.mark.parametrize(
    ("response", "status", "score", "note"),
    [
        ("b, d", Status.CORRECT, 1, None),
        ("db", Status.CORRECT, 1, None),
        (("D", "b"), Status.CORRECT, 1, None),
        ("b", Status.PARTIAL, 0.5, "multi/missed"),
        ("b c d", Status.PARTIAL, 0.5, "multi/extra"),
        ("b c", Status.WRONG, 0, "multi/both"),
        ("a, c", Status.WRONG, 0, "multi/none-right"),
        ("abcd", Status.WRONG, 0, "multi/everything"),
        ("none", Status.WRONG, 0, "multi/missed"),
        ("b, b", Status.INVALID, 0, "response/letter-twice"),
    ],
)
def test_ticks_score_right_minus_wrong_over_right_options(
    multi: Asked, response: str, status: Status, score: float, note: str | None
) -> None:
    assert multi.result(response) == (status, score, note)


def test_each_wrong_tick_is_explained_without_changing_the_score(multi: Asked) -> None:
    verdict = multi.verdict("b, c, d")
    assert [c.name for c in verdict.checks] == ["answer", "option-r"]
    assert verdict.checks[1].message is not None
    assert verdict.checks[1].message.text == {"en": "not three", "ja": "三ではない"}
    assert verdict.checks[1].weight == 0


@pytest.mark.parametrize(
    ("response", "status", "score", "note"),
    [
        ("b, d, a, c", Status.CORRECT, 1, None),
        ("b > d > a > c", Status.CORRECT, 1, None),
        ("bdac", Status.CORRECT, 1, None),
        ("ｂ、ｄ、ａ、ｃ", Status.CORRECT, 1, None),
        ("d, b, a, c", Status.PARTIAL, 0.666667, "order/one-swap"),
        ("c, a, d, b", Status.WRONG, 0, "four-too-early"),
        ("d, a, b, c", Status.PARTIAL, 0.333333, "order/wrong"),
        ("b, c, d, a", Status.PARTIAL, 0.333333, "four-too-early"),
        ("b, d, a", Status.INVALID, 0, "order/incomplete"),
        ("b, d, a, a", Status.INVALID, 0, "response/letter-twice"),
    ],
)
def test_an_order_scores_by_its_inversions(
    order: Asked, response: str, status: Status, score: float, note: str | None
) -> None:
    assert order.result(response) == (status, score, note)


def test_the_spelling_of_an_order_has_its_letters_and_is_never_the_answer(order: Asked) -> None:
    spelling = KINDS["order"].question(order.variant, order.course).spelling
    assert spelling.values == {"count": "4", "letters": "a, b, c, d"}
    assert order.result(spelling.values["letters"])[0] is not Status.CORRECT


def test_most_shuffled_orders_earn_nothing(order: Asked) -> None:
    scores = [order.result(" ".join(p))[1] for p in permutations("abcd")]
    assert sum(score == 0 for score in scores) > len(scores) / 2
    assert max(scores) == 1


def test_reversed_steps_without_a_declared_mistake_are_named(tmp_path: Path) -> None:
    plain = ask(tmp_path, ORDER.split("mistakes")[0], order=(1, 0, 2, 3))
    assert plain.result("d c a b") == (Status.WRONG, 0, "order/reversed")


def test_steps_shown_in_the_right_order_are_a_flaw(tmp_path: Path) -> None:
    assert "the steps are shown in the right order" in ask(tmp_path, ORDER, order=(0, 1, 2, 3)).flaws()


def test_options_that_read_or_count_the_same_are_a_flaw(tmp_path: Path) -> None:
    block = """
choice: c
options:
  - {id: p, right: {en: "{{ a }}", ja: "{{ a }}"}, value: a}
  - {id: q, wrong: {en: "{{ value(2*a) }}", ja: "{{ value(2*a) }}"}, value: 2*a}
  - {id: r, wrong: {en: "four", ja: "四"}, value: 4}
"""
    assert ask(tmp_path / "1", block, {"a": Fraction(2)}, (0, 1, 2)).flaws() == [
        "options q and r have the same value"
    ]
    assert ask(tmp_path / "2", block, {"a": Fraction(0)}, (0, 1, 2)).flaws() == [
        "p and q read the same",
        "options p and q have the same value",
    ]
    assert ask(tmp_path / "3", block, {"a": Fraction(3)}, (0, 1, 2)).flaws() == []
