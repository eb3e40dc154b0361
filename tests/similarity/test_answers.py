"""Answers that are right for somebody else's numbers, against looking at every pair."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from grader.similarity.answers import RARE, Key, Keys, Wrong, elsewhere
from grader.similarity.code import few

cells = st.lists(st.fractions(-3, 3, max_denominator=4), min_size=2, max_size=2).map(tuple)
radii = st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(1)])
some_keys = st.lists(st.tuples(cells, radii), min_size=1, max_size=12).map(
    lambda drawn: [Key(f"s{k}", c, (r,) * len(c)) for k, (c, r) in enumerate(drawn)]
)


def meets(given_cells: tuple[Fraction, ...], key: Key) -> bool:
    return all(abs(a - b) <= r for a, b, r in zip(given_cells, key.cells, key.radii, strict=True))


@given(some_keys, cells)
def test_everybody_whose_key_is_met_is_found_and_nobody_else(
    keys: list[Key], answer: tuple[Fraction, ...]
) -> None:
    assert set(Keys(keys).fitting(answer)) == {key.student for key in keys if meets(answer, key)}


@given(some_keys)
def test_coincidence_counts_the_pairs_that_meet(keys: list[Key]) -> None:
    pairs = list(permutations(keys, 2))
    same = sum(meets(a.cells, b) for a, b in pairs)
    expected = (same / 2 + 1) / (len(pairs) / 2 + 1)
    assert abs(Keys(keys).coincidence() - min(1.0, expected)) < 1e-12


def keys_of(count: int, step: int = 1) -> Keys:
    return Keys(Key(f"s{k}", (Fraction(k * step),), (Fraction(1, 10),)) for k in range(count))


def wrong(student: str, item: str, value: int) -> Wrong:
    return Wrong(student, item, (Fraction(value),))


def test_two_answers_that_point_at_one_student_are_told() -> None:
    keys = {"a": keys_of(40), "b": keys_of(40, 7)}
    (found,) = elsewhere([wrong("s1", "a", 5), wrong("s1", "b", 35)], keys)
    assert (found.student, found.owner, found.items) == ("s1", "s5", ("a", "b"))
    assert 0 < found.chance <= RARE


def test_answers_that_point_at_different_students_are_not() -> None:
    keys = {"a": keys_of(20), "b": keys_of(20, 7)}
    assert elsewhere([wrong("s1", "a", 5), wrong("s1", "b", 42)], keys) == ()


def test_a_single_answer_in_a_small_class_is_too_little() -> None:
    assert elsewhere([wrong("s1", "a", 5)], {"a": keys_of(10)}) == ()


def test_an_answer_that_fits_many_says_nothing() -> None:
    same = Keys(Key(f"s{k}", (Fraction(k > few(100) + 1),), (Fraction(0),)) for k in range(100))
    assert elsewhere([wrong("s90", "a", 0)] * 3, {"a": same}) == ()


def test_ones_own_key_and_unknown_items_are_passed_over() -> None:
    assert elsewhere([wrong("s1", "a", 1), wrong("s1", "zzz", 1)], {"a": keys_of(1000)}) == ()
