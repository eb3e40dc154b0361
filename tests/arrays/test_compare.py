"""Comparing tells in what arrays differ, and never lets broadcasting hide it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.arrays import (
    Array,
    Between,
    Tolerance,
    Wrong,
    constant_offset,
    constant_ratio,
    decimals_kept,
    difference,
)

CLOSE = Tolerance()
numbers = st.floats(-100, 100)


@given(st.lists(numbers, min_size=1, max_size=6))
def test_an_array_does_not_differ_from_itself(values: list[float]) -> None:
    array = np.array(values)
    assert difference(array, array.copy(), CLOSE) is None


@given(st.lists(numbers, min_size=1, max_size=6), st.data())
def test_one_changed_cell_is_the_one_marked(values: list[float], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(values) - 1))
    expected, given_ = np.array(values), np.array(values)
    given_[place] += 1
    found = difference(expected, given_, CLOSE)
    assert found is not None
    assert found.kind is Wrong.VALUE
    assert found.first == (place,)
    assert found.wrong is not None
    assert found.wrong.sum() == 1
    assert found.largest == pytest.approx(1)


@pytest.mark.parametrize(
    ("expected", "given_"),
    [((3,), (3, 1)), ((3,), (1, 3)), ((), (1,)), ((2, 2), (4,)), ((3,), ())],
)
def test_another_shape_is_a_difference_even_where_broadcasting_would_hide_it(
    expected: tuple[int, ...], given_: tuple[int, ...]
) -> None:
    found = difference(np.ones(expected), np.ones(given_), CLOSE)
    assert found is not None
    assert found.kind is Wrong.SHAPE
    assert found.same_values == (np.prod(expected) == np.prod(given_))


@pytest.mark.parametrize(("bad", "kind"), [(np.nan, Wrong.NAN), (np.inf, Wrong.INFINITE), (5.0, Wrong.VALUE)])
def test_the_kind_of_a_difference_is_told(bad: float, kind: Wrong) -> None:
    found = difference(np.array([1.0, 2.0]), np.array([1.0, bad]), CLOSE)
    assert found is not None
    assert found.kind is kind


def test_nan_where_nan_is_right_and_minus_zero_for_zero_are_no_differences() -> None:
    assert difference(np.array([np.nan, 0.0, np.inf]), np.array([np.nan, -0.0, np.inf]), CLOSE) is None


def test_truth_values_and_whole_numbers_count_as_the_numbers_they_are() -> None:
    assert difference(np.array([0.0, 1.0]), np.array([False, True]), CLOSE) is None
    assert difference(np.array([0.0, 1.0]), np.array([0, 1]), CLOSE) is None


def test_single_precision_is_held_to_single_precision() -> None:
    exact = np.array([1 / 3, 2 / 3])
    assert difference(exact, exact.astype(np.float32), CLOSE) is None


def test_complex_results_differ_by_their_imaginary_part() -> None:
    assert difference(np.array([1.0]), np.array([1.0 + 0j]), CLOSE) is None
    assert difference(np.array([1.0]), np.array([1.0 + 1j]), CLOSE) is not None


def test_between_the_bounds_any_value_is_right_and_only_in_their_cells() -> None:
    nothing = np.nan
    between = Between(np.array([nothing, 0.0]), np.array([nothing, 1.0]))
    expected = np.array([2.0, 0.0])
    for right in (0.0, 0.5, 1.0):
        assert difference(expected, np.array([2.0, right]), CLOSE, between) is None
    assert difference(expected, np.array([2.0, 1.1]), CLOSE, between) is not None
    assert difference(expected, np.array([2.5, 0.5]), CLOSE, between) is not None


@given(st.lists(numbers, min_size=2, max_size=6), st.sampled_from([-1.0, 2.0, 0.5, 3.0, 1 / 7]))
def test_a_constant_ratio_is_found(values: list[float], ratio: float) -> None:
    expected = np.array(values)
    assume(len(np.unique(expected[np.abs(expected) > 1e-3])) > 1 and (np.abs(expected) > 1e-3).all())
    assert constant_ratio(expected, expected * ratio) == pytest.approx(ratio)


@pytest.mark.parametrize(
    ("expected", "given_"),
    [
        ([1.0, 2.0], [2.0, 5.0]),
        ([3.0, 3.0], [6.0, 6.0]),  # one value repeated proves nothing
        ([0.0, 1.0, 2.0], [1.0, 2.0, 4.0]),  # 0 became 1
    ],
)
def test_no_ratio_is_claimed_where_there_is_none(expected: list[float], given_: list[float]) -> None:
    assert constant_ratio(np.array(expected), np.array(given_)) is None


def test_a_constant_offset_is_found() -> None:
    expected = np.array([1.0, 2.0, 5.0])
    assert constant_offset(expected, expected - 0.5) == pytest.approx(-0.5)
    assert constant_offset(expected, expected * 2) is None


@pytest.mark.parametrize("places", [2, 3, 4, 5])
def test_rounding_is_recognised_with_its_decimals(places: int) -> None:
    values: Array = np.array([0.1234567, 0.7654321, 0.5])
    assert decimals_kept(values, np.round(values, places)) == places


def test_wrong_values_with_few_decimals_are_not_called_rounded() -> None:
    assert decimals_kept(np.array([0.1234567, 0.7654321]), np.array([0.1, 0.9])) is None
