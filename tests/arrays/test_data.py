"""Arrays survive the way to the child and back; what students return is read as the numbers it holds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.arrays import Array, Form, read, read_like, to_array, to_data, to_value
from grader.model import ArrayData, Opaque, Value

DTYPES = ["<f8", ">f8", "<f4", "<i8", "|b1", "|u1", "<c16"]


@given(st.sampled_from(DTYPES), st.lists(st.integers(0, 3), max_size=3))
def test_an_array_comes_back_as_it_went(dtype: str, shape: list[int]) -> None:
    array = np.arange(int(np.prod(shape))).reshape(shape).astype(dtype)
    back = to_array(to_data(array))
    assert back.shape == array.shape
    assert np.array_equal(back, array)
    assert back.flags.writeable


def test_order_in_memory_does_not_matter() -> None:
    array = np.arange(6.0).reshape(2, 3).T
    assert np.array_equal(to_array(to_data(array)), array)


def test_bytes_that_do_not_fill_the_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="reshape"):
        to_array(ArrayData("<f8", (3,), bytes(16)))


def test_an_argument_that_is_not_data_is_refused() -> None:
    with pytest.raises(TypeError, match="not data"):
        to_value(object())


@pytest.mark.parametrize(
    ("value", "form", "shape"),
    [
        (1.5, Form.NUMBER, ()),
        (True, Form.NUMBER, ()),
        (to_data(np.float64(2.0)), Form.NUMBER, ()),
        (to_data(np.array(2.0)), Form.ARRAY, ()),
        ([1, 2.5], Form.LIST, (2,)),
        ([[1.0], [2.0]], Form.LIST, (2, 1)),
        ((to_data(np.ones(2)), to_data(np.ones(2))), Form.LIST, (2, 2)),
        ([], Form.LIST, (0,)),
    ],
)
def test_numbers_are_read_whatever_holds_them(value: Value, form: Form, shape: tuple[int, ...]) -> None:
    reading = read(value)
    assert reading.form is form
    assert reading.array is not None
    assert reading.array.shape == shape


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (None, Form.NONE),
        ("0.5", Form.TEXT),
        (Opaque("generator"), Form.OBJECT),
        ([[1.0], [1.0, 2.0]], Form.RAGGED),
        ([1.0, None], Form.OBJECT),
        (10**400, Form.OBJECT),
        ({"a": 1.0}, Form.OBJECT),
    ],
)
def test_what_holds_no_numbers_is_named(value: Value, form: Form) -> None:
    reading = read(value)
    assert reading.array is None
    assert reading.form is form


def test_a_list_nested_without_end_is_not_followed() -> None:
    value: Value = 1.0
    for _ in range(500):
        value = [value]
    assert read(value).array is None


def test_of_an_answer_with_a_cache_the_answer_is_taken() -> None:
    value = (to_data(np.array([1.0, 2.0, 3.0])), to_data(np.ones((2, 2))))
    (reading,) = read_like(value, (np.zeros(3),))
    assert reading.form is Form.CACHE
    assert reading.array is not None
    assert reading.array.tolist() == [1, 2, 3]


def test_a_pair_of_numbers_is_not_mistaken_for_an_answer_with_a_cache() -> None:
    (reading,) = read_like((0.5, 0.25), (np.zeros(2),))
    assert reading.form is Form.LIST


def test_several_results_are_read_one_by_one() -> None:
    expected: tuple[Array, ...] = (np.zeros(2), np.zeros(()))
    first, second = read_like((to_data(np.ones(2)), 3.0), expected)
    assert first.array is not None
    assert second.array is not None
    assert (first.array.shape, second.array.shape) == ((2,), ())
