"""Draws: the little language is read exactly, and every number it allows can come up, exactly."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.draws import draw_from, names_in, read_draw
from grader.faults import TextError
from grader.model import Param
from grader.seeds import Stream

F = Fraction


def drawn(text: str, count: int = 400, **known: Param) -> set[Param]:
    stream = Stream(b"draws")
    draw = read_draw(text)
    return {draw_from(draw, stream, known) for _ in range(count)}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("integers 1 to 4", {F(1), F(2), F(3), F(4)}),
        ("integers -1 to 1 nonzero", {F(-1), F(1)}),
        ("tenths -0.1 to 0.2", {F(-1, 10), F(0), F(1, 10), F(1, 5)}),
        ("tenths -0.1 to 0.1 nonzero", {F(-1, 10), F(1, 10)}),
        ("hundredths 0.01 to 0.03", {F(1, 100), F(1, 50), F(3, 100)}),
        ("halves 0 to 1", {F(0), F(1, 2), F(1)}),
        ("quarters 1/2 to 1", {F(1, 2), F(3, 4), F(1)}),
        ("pick 0.1 1/3 -2", {F(1, 10), F(1, 3), F(-2)}),
        ("words mean batch-sum", {"mean", "batch-sum"}),
        ("tenths 0.05 to 0.25", {F(1, 10), F(1, 5)}),
    ],
)
def test_a_draw_yields_exactly_the_values_it_allows(text: str, values: set[Param]) -> None:
    assert drawn(text) == values


def test_nonzero_draws_are_as_likely_on_both_sides() -> None:
    stream, draw = Stream(b"n"), read_draw("integers -2 to 2 nonzero")
    values = [draw_from(draw, stream, {}) for _ in range(4000)]
    assert all(850 < values.count(F(v)) < 1150 for v in (-2, -1, 1, 2))


def test_bounds_may_use_quantities_drawn_before() -> None:
    assert drawn("integers -n to n-1", n=F(2)) == {F(-2), F(-1), F(0), F(1)}
    assert drawn("pick n n+1/2", n=F(2)) == {F(2), F(5, 2)}


def test_names_in_bounds_are_listed_with_their_places() -> None:
    assert names_in(read_draw("matrix m by 3 of integers -n to n-1")) == (("m", 7), ("n", 26), ("n", 32))


def test_vectors_and_matrices_have_the_shape_asked_for() -> None:
    (vector,) = drawn("vector n of integers 1 to 1", n=F(3))
    (matrix,) = drawn("matrix 2 by 3 of pick 7")
    assert vector == (F(1),) * 3
    assert matrix == ((F(7),) * 3,) * 2


@pytest.mark.parametrize(
    ("text", "says", "offset"),
    [
        ("", "missing", 0),
        ("tenhs 1 to 2", "'tenhs' is no draw", 0),
        ("tenths(-2, 2)", "no draw", 0),
        ("integers 1 to", "integers LOW to HIGH", 0),
        ("integers 1 bis 4", "expected 'to'", 11),
        ("integers 1 to 2 x", "integers LOW to HIGH", 0),
        ("integers 1, to 2", "'1,' is no number", 10),
        ("integers 1 to n -1", "integers LOW to HIGH", 0),
        ("pick", "something to choose from", 0),
        ("pick 1/0", "divides by zero", 5),
        ("words a, b", "'a,' is no word", 6),
        ("vector 3", "vector LENGTH of DRAW", 0),
        ("vector 3 in integers 1 to 2", "expected 'of'", 9),
        ("vector 3 of words a b", "are numbers", 12),
        ("matrix 2 by 2 of vector 2 of pick 1", "are numbers", 17),
        ("pick " + "1 " * 200, "at most 200 characters", 200),
    ],
)
def test_a_misspelt_draw_is_refused_with_its_place_and_a_cure(text: str, says: str, offset: int) -> None:
    with pytest.raises(TextError) as caught:
        read_draw(text)
    assert says in caught.value.fault.message
    assert caught.value.fault.offset == offset


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("integers 0 to 0 nonzero", "no such number"),
        ("tenths 0.01 to 0.09", "no such number"),
        ("integers 3 to 1", "no such number"),
        ("integers 1 to q", "'q' is no number drawn above"),
        ("integers 1 to word", "'word' is no number drawn above"),
        ("vector 0 of pick 1", "a length is"),
        ("vector 1/2 of pick 1", "a length is"),
        ("vector 65 of pick 1", "too many numbers"),
        ("matrix 64 by 64 of pick 1", "too many numbers"),
    ],
)
def test_a_draw_that_cannot_be_made_says_why(text: str, says: str) -> None:
    with pytest.raises(TextError, match=says):
        draw_from(read_draw(text), Stream(b"x"), {"word": "mean"})


def test_a_near_miss_is_offered_the_right_word() -> None:
    with pytest.raises(TextError) as caught:
        read_draw("interger 1 to 2")
    assert "did you mean 'integers'?" in str(caught.value.fault.help)


@given(st.text(max_size=60))
def test_any_text_is_a_draw_or_refused(text: str) -> None:
    with suppress(TextError):
        draw_from(read_draw(text), Stream(b"any"), {"n": F(3)})
