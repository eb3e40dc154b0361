"""plot shows what its question is about without giving it away; reflect is never scored."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from grader.checks import KINDS
from grader.checks.kind import Answer
from grader.model import Status
from grader.scoring import worth

from .judging import ask

F = Fraction
BEND = """
plot: p
picture:
  curves: [{formula: "relu(w*x + b)"}]
  over: [-5, 5]
  describes: {en: A line with a bend., ja: 折れ線。}
answer: b
tolerance: 0.5
"""


def test_the_picture_is_the_formula_with_the_variants_numbers(tmp_path: Path) -> None:
    asked = ask(tmp_path, BEND, {"w": F(2), "b": F(-4), "x": F(99)})
    (picture,) = KINDS["plot"].question(asked.variant, asked.course).pictures
    (curve,) = picture.curves
    values = dict(zip(curve.xs, curve.ys, strict=True))
    assert (values[2.0], values[5.0], values[-5.0]) == (0.0, 6.0, 0.0)
    assert picture.x == (-5.0, 5.0)


def test_neither_labels_nor_titles_hold_the_formula(tmp_path: Path) -> None:
    asked = ask(tmp_path, BEND, {"w": F(2), "b": F(-4)})
    (picture,) = KINDS["plot"].question(asked.variant, asked.course).pictures
    assert [c.label for c in picture.curves] == [{"": "f"}]
    assert picture.title == picture.description == {"en": "A line with a bend.", "ja": "折れ線。"}


def test_a_number_read_from_a_plot_has_room(tmp_path: Path) -> None:
    asked = ask(tmp_path, BEND, {"w": F(2), "b": F(-4)})
    assert asked.result("-3.7") == (Status.CORRECT, 1, None)
    assert asked.result("4") == (Status.WRONG, 0, "numeric/sign")


def test_an_empty_range_is_a_flaw(tmp_path: Path) -> None:
    asked = ask(tmp_path, BEND.replace("[-5, 5]", "[b, -4]"), {"w": F(2), "b": F(-4)})
    assert "the picture's range is empty" in asked.flaws()


def test_any_reflection_is_accepted_and_worth_no_points(tmp_path: Path) -> None:
    asked = ask(tmp_path, "reflect: r\nmodel: {en: Because., ja: だから。}")
    assert asked.result("I think so") == (Status.CORRECT, 1, None)
    assert worth(asked.variant.item) == 0
    (check,) = asked.verdict("I think so").checks
    assert check.message is not None
    assert check.message.text == {"en": "Because.", "ja": "だから。"}
    assert KINDS["reflect"].is_blank(asked.variant, Answer(" \n "), asked.course)
