"""Arrays are written as a person reads them, with what is wrong inside the window that is shown."""

from __future__ import annotations

import numpy as np
import pytest

from grader.arrays import (
    Tolerance,
    difference,
    digits_to_differ,
    show_arguments,
    show_array,
    show_number,
    show_value,
    to_data,
)
from grader.model import Opaque, Value

CLOSE = Tolerance()


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.5, "0.5"),
        (-3.0, "-3"),
        (-0.0, "0"),
        (np.float64(2), "2"),
        (np.int64(7), "7"),
        (True, "True"),
        (1e20, "1e+20"),
        (0.30000000000000004, "0.3"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (1 + 2j, "(1+2j)"),
    ],
)
def test_numbers_are_short(number: object, text: str) -> None:
    assert show_number(number) == text


def test_numbers_that_differ_late_get_the_digits_to_tell_them_apart() -> None:
    one, other = np.array([1.0]), np.array([1.00000001])
    digits = digits_to_differ(one, other)
    assert show_array(one, digits=digits).text != show_array(other, digits=digits).text


def test_a_vector_is_one_row_and_a_matrix_its_rows() -> None:
    assert show_array(np.array([1.0, -2.5])).cells == (("1", "-2.5"),)
    assert show_array(np.eye(2)).cells == (("1", "0"), ("0", "1"))
    assert show_array(np.eye(2)).text == "[[1, 0], [0, 1]]"


def test_wrong_cells_are_marked_where_they_are_shown() -> None:
    expected = np.zeros((3, 3))
    given = expected.copy()
    given[1, 2] = 5
    shown = show_array(given, difference(expected, given, CLOSE))
    assert shown.marked == {(1, 2)}


@pytest.mark.parametrize("place", [(0, 0), (50, 3), (99, 99), (3, 50)])
def test_of_a_large_matrix_a_window_holds_the_first_difference(place: tuple[int, int]) -> None:
    expected = np.zeros((100, 100))
    given = expected.copy()
    given[place] = 42
    shown = show_array(given, difference(expected, given, CLOSE))
    assert len(shown.cells) <= 8
    assert max(map(len, shown.cells)) <= 8
    ((row, column),) = shown.marked
    assert shown.cells[row][column] == "42"


def test_of_three_dimensions_the_slice_with_the_difference_is_shown_and_named() -> None:
    expected = np.zeros((4, 2, 2))
    given = expected.copy()
    given[2, 1, 0] = 9
    shown = show_array(given, difference(expected, given, CLOSE))
    assert shown.cells == (("0", "0"), ("9", "0"))
    assert shown.text.startswith("[2, :, :]")


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0), (2, 0, 2)])
def test_empty_arrays_can_be_shown(shape: tuple[int, ...]) -> None:
    assert show_array(np.zeros(shape)).text


def test_anything_returned_fits_into_a_line() -> None:
    values: tuple[Value, ...] = (
        None,
        "x" * 10_000,
        Opaque("generator", "<…>"),
        [1.0, "a"],
        to_data(np.zeros(1000)),
        {"a": 1},
    )
    for value in values:
        assert len(show_value(value).text) <= 200


def test_arguments_stand_side_by_side() -> None:
    assert show_arguments((np.array([1.0, 2.0]), 0.5)).text == "[1, 2], 0.5"
