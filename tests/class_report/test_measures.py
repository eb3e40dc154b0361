"""The figures of a class, against NumPy and against counting."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.class_report.measures import FEW, histogram, item_rest, spread, upper_lower

scores = st.lists(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), min_size=FEW, max_size=40)


@given(scores)
def test_spread_is_what_numpy_says(values: list[float]) -> None:
    found = spread(values)
    assert found is not None
    assert found.mean == pytest.approx(np.mean(values))
    assert (found.lower, found.median, found.upper) == pytest.approx(np.percentile(values, [25, 50, 75]))
    assert found.deviation == pytest.approx(np.std(values), abs=1e-12)


@given(st.lists(st.floats(0, 1), max_size=50))
def test_every_score_is_in_one_bar(values: list[float]) -> None:
    assert sum(histogram(values)) == len(values)


def test_a_bar_begins_with_its_tenth_and_the_last_holds_full_marks() -> None:
    assert histogram([k / 10 for k in range(11)]) == (1, 1, 1, 1, 1, 1, 1, 1, 1, 2)


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.5, 1.0]), st.integers(0, 9)), min_size=FEW, max_size=30))
def test_discrimination_is_the_correlation_with_the_rest(rows: list[tuple[float, int]]) -> None:
    own, rest = [a for a, _ in rows], [float(b) for _, b in rows]
    found = item_rest(own, [a + b for a, b in rows])
    if np.ptp(own) == 0 or np.ptp(rest) == 0:
        assert found is None
    else:
        assert found == pytest.approx(np.corrcoef(own, rest)[0, 1], abs=1e-9)


@given(st.permutations(range(20)))
def test_upper_less_lower_is_the_difference_of_the_outer_groups(order: list[int]) -> None:
    item = [float(total >= 10) * 0.5 + 0.02 * total for total in order]
    size = math.ceil(0.27 * 20)
    by_total = [score for _, score in sorted(zip(order, item, strict=True))]
    expected = np.mean(by_total[-size:]) - np.mean(by_total[:size])
    assert upper_lower(item, [float(t) for t in order]) == pytest.approx(expected)


@given(scores, st.randoms(use_true_random=False))
def test_equal_totals_give_the_same_whatever_their_order(values: list[float], rng: object) -> None:
    rows = [(score, float(k % 3)) for k, score in enumerate(values)]
    mixed = list(rows)
    rng.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random
    one, other = (upper_lower([s for s, _ in r], [t for _, t in r]) for r in (rows, mixed))
    assert one == pytest.approx(other)


def test_too_few_students_say_nothing() -> None:
    few = [0.0, 1.0] * 2
    assert (spread(few), item_rest(few, [2.0, 3.0, 4.0, 5.0]), upper_lower(few, few)) == (None, None, None)
