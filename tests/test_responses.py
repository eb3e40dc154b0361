"""What students write is read in any reasonable spelling, and refused with a cure otherwise."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from math import isqrt

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import ResponseError
from grader.model import Response
from grader.responses import fold, fold_words, quoted, read_letters, read_number, read_rows, square_root

F = Fraction


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.5", F(1, 2)),
        ("-1.2", F(-6, 5)),
        ("+3", F(3)),
        (".5", F(1, 2)),
        ("5.", F(5)),
        ("0.5。", F(1, 2)),
        ("１２．５", F(25, 2)),
        ("－３", F(-3)),
        ("−3", F(-3)),
        ("ー3", F(-3)),
        ("- 3", F(-3)),
        ("1.2e-3", F(3, 2500)),
        ("1.2E3", F(1200)),
        ("1.2×10⁻³", F(3, 2500)),
        ("1.2 x 10^-3", F(3, 2500)),
        ("1.2*10^(-3)", F(3, 2500)),
        ("3/4", F(3, 4)),
        ("-3/4", F(-3, 4)),
        ("3／４", F(3, 4)),
        ("0.3/0.4", F(3, 4)),
        ("½", F(1, 2)),
        ("y = 0.731", F(731, 1000)),
        ("≈ 0.7", F(7, 10)),
        ("= 2", F(2)),
        ("sqrt(4)", F(2)),
        ("√9/2", F(3, 2)),
    ],
)
def test_a_number_is_read_exactly(text: str, value: Fraction) -> None:
    assert read_number(text).value == value


@pytest.mark.parametrize(
    ("text", "factor", "square"),
    [
        ("√2", 1, 2),
        ("-√2", -1, 2),
        ("2√5", 2, 5),
        ("2*sqrt(5)", 2, 5),
        ("√5/2", F(1, 2), 5),
        ("\\sqrt{2}", 1, 2),
    ],
)
def test_a_root_is_the_nearest_double(text: str, factor: Fraction, square: int) -> None:
    with mpmath.workdps(50):
        exact = mpmath.mpf(F(factor).numerator) / F(factor).denominator * mpmath.sqrt(square)
        assert read_number(text).value == float(exact)


@pytest.mark.parametrize(
    ("text", "unit", "figures"),
    [
        ("0.731", F(1, 1000), 3),
        ("0.10", F(1, 100), 2),
        ("120", F(1), 3),
        ("1.50e3", F(10), 3),
        ("3/4", None, 0),
    ],
)
def test_the_digits_typed_are_counted(text: str, unit: Fraction | None, figures: int) -> None:
    typed = read_number(text)
    assert (typed.unit, typed.figures) == (unit, figures)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("", "response/not-a-number"),
        ("--2", "response/not-a-number"),
        ("1..2", "response/not-a-number"),
        ("0,5", "response/comma"),
        ("1,000", "response/comma"),
        ("1 000", "response/comma"),
        ("50%", "response/percent"),
        ("５０％", "response/percent"),
        ("±2", "response/plus-minus"),
        ("inf", "response/not-finite"),
        ("-∞", "response/not-finite"),
        ("3 cm", "response/unit"),
        ("x + 1", "response/formula-for-number"),
        ("sigmoid(2)", "response/formula-for-number"),
        ("__import__('os')", "response/formula-for-number"),
        ("1/0", "response/division-by-zero"),
        ("√2/0", "response/division-by-zero"),
        ("1e999", "response/exponent-too-large"),
        ("9" * 81, "response/number-too-long"),
    ],
)
def test_what_is_no_number_is_refused_by_its_cause(text: str, note: str) -> None:
    with pytest.raises(ResponseError) as caught:
        read_number(text)
    assert caught.value.note == note


@given(st.fractions(min_value=0, max_value=10**6, max_denominator=10**6))
def test_square_roots_are_exact_or_correctly_rounded(square: Fraction) -> None:
    root = square_root(square)
    if isinstance(root, Fraction):
        assert root * root == square
        return
    assert (
        isqrt(square.numerator) ** 2 != square.numerator
        or isqrt(square.denominator) ** 2 != square.denominator
    )
    with mpmath.workdps(60):
        assert root == float(mpmath.sqrt(mpmath.mpf(square.numerator) / square.denominator))


@pytest.mark.parametrize(
    ("response", "rows"),
    [
        ("(1, 2, 3)", ["1 2 3"]),
        ("1 2 3", ["1 2 3"]),
        ("1 -2 3", ["1 -2 3"]),
        ("[1,2]", ["1 2"]),
        ("（１、２）", ["1 2"]),
        ("a = (1, 2)", ["1 2"]),
        ("[[1,2],[3,4]]", ["1 2", "3 4"]),
        ("[[1 2]\n [3 4]]", ["1 2", "3 4"]),
        ("((1, 2), (3, 4))", ["1 2", "3 4"]),
        ("1 2\n3 4\n", ["1 2", "3 4"]),
        ("1, 2; 3, 4", ["1 2", "3 4"]),
        ("7", ["7"]),
        ("1/2, √2", ["1/2 √2"]),
        (("1", "2"), ["1 2"]),
        ((("1", "2"), ("3", "4")), ["1 2", "3 4"]),
        (("1 2", "3 4"), ["1 2", "3 4"]),
        (("(1, 2)", "(3, 4)"), ["1 2", "3 4"]),
    ],
)
def test_rows_are_read_in_any_usual_layout(response: Response, rows: list[str]) -> None:
    assert [" ".join(cell.text for cell in row) for row in read_rows(response)] == rows


@pytest.mark.parametrize(
    ("response", "note"),
    [
        ("1, 2\n3", "response/ragged"),
        ("1,,2", "response/empty-cell"),
        ("1, x", "response/formula-for-number"),
        (" ".join("1" * 401), "response/too-many-numbers"),
        ("1 " * 3000, "response/too-long"),
        ({"a": "1"}, "response/list-expected"),
    ],
)
def test_rows_that_cannot_be_read_are_refused_by_their_cause(response: Response, note: str) -> None:
    with pytest.raises(ResponseError) as caught:
        read_rows(response)
    assert caught.value.note == note


@pytest.mark.parametrize(
    ("response", "places"),
    [
        ("b", (1,)),
        ("(B)", (1,)),
        ("Ｂ", (1,)),
        ("a, c", (0, 2)),
        ("a c", (0, 2)),
        ("ａ、ｃ", (0, 2)),
        ("a and c", (0, 2)),
        ("aとc", (0, 2)),
        ("cab", (2, 0, 1)),
        ("c > a > b", (2, 0, 1)),
        ("c→a→b", (2, 0, 1)),
        ("c-a-b", (2, 0, 1)),
        (("c", "A"), (2, 0)),
        ("none", ()),
        ("なし", ()),
    ],
)
def test_letters_are_read_in_any_usual_layout(response: Response, places: tuple[int, ...]) -> None:
    assert read_letters(response, "abc") == places


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_number, read_rows, lambda t: read_letters(t, "abcd"), fold_words, quoted, fold):
        with suppress(ResponseError):
            read(text)


@given(st.recursive(st.text(max_size=8), lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=20))
def test_any_nested_list_is_read_or_refused(response: Response) -> None:
    with suppress(ResponseError):
        read_rows(response)


def test_quoted_text_is_short_and_has_no_control_characters() -> None:
    assert quoted("\x1b[31m" + "x" * 100) == " [31m" + "x" * 35 + "…"


def test_words_are_compared_without_case_width_or_quotes() -> None:
    assert fold_words("「ＲＯＳＥＮＢＬＡＴＴ」。") == fold_words(" rosenblatt ") == "rosenblatt"
