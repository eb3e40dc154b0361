"""Seeds: who gets which numbers, the same everywhere and for ever; nothing can be computed backwards."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter

import pytest

from grader.seeds import Stream, derive, hidden_seed, student_key, variant_id, variant_seed

# Pinned: changing any of these changes every student's numbers.
GOLDEN_KEY = "57ec832c60243da46800eac23cf748afaf68694ff8f9befebecb37cee25db45b"
GOLDEN_SEED = "d8d3e8f673f49215d9f2b716bd43b320cc473ca7c3c1e69fc4e65aeddec74810"
GOLDEN_DRAWS = [1, 9, 76, 960, 938145826, 4, 1, 5]


def test_a_key_is_the_keyed_hash_of_its_labels_each_with_its_length() -> None:
    framed = b"\x00\x00\x00\x07student" + b"\x00\x00\x00\x04s042"
    assert student_key(b"secret", "s042") == hmac.new(b"secret", framed, hashlib.sha256).digest()


def test_golden_keys_and_draws_never_change() -> None:
    key = student_key(b"course secret", "s042")
    seed = variant_seed(key, "sigmoid", "by-hand")
    stream = Stream(seed)
    assert key.hex() == GOLDEN_KEY
    assert seed.hex() == GOLDEN_SEED
    assert [stream.below(n) for n in (2, 10, 100, 1000, 10**9, 7, 7, 7)] == GOLDEN_DRAWS


def test_labels_are_kept_apart() -> None:
    assert derive(b"k", "ab", "c") != derive(b"k", "a", "bc")
    assert derive(b"k", "a", "") != derive(b"k", "a")


def test_a_name_means_the_same_student_in_both_unicode_forms() -> None:
    assert student_key(b"s", "Zo\u00eb") == student_key(b"s", "Zoe\u0308")


@pytest.mark.parametrize(
    ("lesson", "item", "redraw"),
    [("relu", "by-hand", 0), ("sigmoid", "invert", 0), ("sigmoid", "by-hand", 1)],
)
def test_lesson_item_and_redraw_each_lead_to_another_seed(lesson: str, item: str, redraw: int) -> None:
    key = student_key(b"s", "a")
    assert variant_seed(key, lesson, item, redraw) != variant_seed(key, "sigmoid", "by-hand", 0)


def test_hidden_inputs_depend_on_the_secret_the_variant_and_the_submission() -> None:
    base = hidden_seed(b"secret", b"seed", "digest")
    others = hidden_seed(b"other", b"seed", "digest"), hidden_seed(b"secret", b"x", "digest")
    assert base not in (*others, hidden_seed(b"secret", b"seed", "other"))


def test_an_id_is_ten_readable_characters_and_none_of_the_seed() -> None:
    seed = variant_seed(b"k" * 32, "l", "i")
    shown = variant_id(seed)
    assert len(shown) == 10
    assert shown.isalnum()
    assert shown.lower() == shown
    assert seed.hex()[:6] not in shown


def test_every_number_below_n_is_drawn_about_equally_often() -> None:
    stream = Stream(b"fair")
    counts = Counter(stream.below(6) for _ in range(12_000))
    assert set(counts) == set(range(6))
    # chi-square with 5 degrees of freedom exceeds 25.7 once in 10,000 seeds; this seed is fixed
    assert sum((c - 2000) ** 2 / 2000 for c in counts.values()) < 25.7


def test_below_one_is_zero_and_costs_nothing() -> None:
    plain, other = Stream(b"x"), Stream(b"x")
    assert [plain.below(1) for _ in range(3)] == [0, 0, 0]
    assert plain.below(10**6) == other.below(10**6)


def test_below_reaches_numbers_larger_than_one_block() -> None:
    assert Stream(b"large").below(2**600).bit_length() > 500


def test_nothing_is_below_zero() -> None:
    with pytest.raises(ValueError, match="no such number"):
        Stream(b"x").below(0)


def test_all_orders_of_three_come_up_about_equally_often() -> None:
    stream = Stream(b"orders")
    counts = Counter(stream.shuffle(3) for _ in range(6000))
    assert len(counts) == 6
    assert all(850 < count < 1150 for count in counts.values())


@pytest.mark.parametrize("n", [0, 1, 2, 12])
def test_a_shuffle_holds_each_place_once(n: int) -> None:
    assert sorted(Stream(b"s").shuffle(n)) == list(range(n))


def test_a_choice_is_one_of_the_options() -> None:
    stream = Stream(b"c")
    assert {stream.choice("abc") for _ in range(100)} == set("abc")
