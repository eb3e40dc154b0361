"""Code that is alike is found, against a search that looks at everything."""

from __future__ import annotations

import random
from itertools import combinations, count

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.similarity.code import LEAST_STRETCH, few, like_code
from grader.similarity.fingerprints import CERTAIN, GRAM, fingerprints
from grader.similarity.words import Words, words_of

small = st.lists(st.sampled_from("abc"), max_size=60)


def as_words(words: list[str]) -> Words:
    return Words(tuple(words), tuple(range(1, len(words) + 1)))


def runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[k : k + length]) for k in range(len(words) - length + 1)}


@given(small, small, st.lists(st.sampled_from("abc"), min_size=CERTAIN, max_size=CERTAIN + 5))
def test_a_shared_stretch_that_is_long_enough_leaves_a_common_fingerprint(
    before: list[str], after: list[str], stretch: list[str]
) -> None:
    one, other = before + stretch, stretch + after
    assert fingerprints(one).keys() & fingerprints(other).keys()


@given(small, small)
def test_a_common_fingerprint_is_never_an_accident(one: list[str], other: list[str]) -> None:
    if not runs(one, GRAM) & runs(other, GRAM):
        assert not fingerprints(one).keys() & fingerprints(other).keys()


@given(st.lists(st.sampled_from("abcdefg"), min_size=GRAM, max_size=80))
def test_a_fingerprint_stands_for_the_same_words_wherever_it_is(words: list[str]) -> None:
    for places in fingerprints(words).values():
        assert len({tuple(words[k : k + GRAM]) for k in places}) == 1


def longest_common(one: list[str], other: list[str]) -> int:
    """By the table of all pairs of places."""
    best, row = 0, [0] * (len(other) + 1)
    for a in one:
        row = [0] + [row[k] + 1 if a == b else 0 for k, b in enumerate(other)]
        best = max(best, *row)
    return best


def class_of(seed: int) -> dict[str, list[str]]:
    """Five students who share pieces with each other, among words of their own."""
    rng, fresh = random.Random(seed), count()  # noqa: S311 - the same on every run
    pieces = [[f"p{k}-{j}" for j in range(rng.randint(10, 60))] for k in range(3)]
    return {
        f"s{k}": [
            word for _ in range(4) for word in rng.choice([*pieces, [f"own{next(fresh)}" for _ in range(20)]])
        ]
        for k in range(5)
    }


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_the_longest_stretch_is_that_of_a_search_through_all_places(seed: int) -> None:
    handed_in = class_of(seed)
    found = {
        (like.one, like.other): like
        for like in like_code({s: {"a.py": as_words(w)} for s, w in handed_in.items()}, ())
    }
    marks = {s: set(fingerprints(w)) for s, w in handed_in.items()}
    for pair in combinations(sorted(handed_in), 2):
        one, other = (handed_in[s] for s in pair)
        shared = marks[pair[0]] & marks[pair[1]]
        common = {m for m in shared if sum(m in each for each in marks.values()) > few(5)}
        if pair in found:
            assert found[pair].stretch <= longest_common(one, other)
            assert found[pair].share == len(shared) / min(len(marks[s]) for s in pair)
            if not common:
                assert found[pair].stretch == longest_common(one, other)
        elif not common and len(shared) >= 3 and len(shared) >= min(len(marks[s]) for s in pair) / 4:
            assert longest_common(one, other) < LEAST_STRETCH


SOLUTION = """
def relu(x):
    x = np.asarray(x, dtype=float)
    result = np.zeros_like(x)
    for place, value in np.ndenumerate(x):
        if value > 0 and not np.isnan(value):
            result[place] = value * 1.0
    return result
"""


def test_a_renamed_copy_is_found_with_its_lines() -> None:
    copied = "import numpy\n\n" + SOLUTION.replace("result", "out").replace("place", "k") + "\n# my own\n"
    other = "def relu(x):\n    return np.where(x < 0, 0, x) if x is not None else [abs(v) for v in x]\n" * 3
    files = {"ann": SOLUTION, "bo": copied, "cy": other}
    (like,) = like_code({s: {"relu.py": words_of(text)} for s, text in files.items()}, ())
    assert (like.one, like.other) == ("ann", "bo")
    assert like.share == 1
    assert (like.places[0].first, like.places[0].last) == (2, 8)
    assert (like.places[1].first, like.places[1].last) == (4, 10)


def test_what_was_handed_out_is_nobodys() -> None:
    files = {s: {"relu.py": words_of(SOLUTION)} for s in ("ann", "bo")}
    assert like_code(files, ()) != ()
    assert like_code(files, [words_of(SOLUTION)]) == ()


def test_what_many_write_is_no_hint() -> None:
    many = {f"s{k}": {"relu.py": words_of(SOLUTION)} for k in range(few(100) + 1)}
    rest = {f"t{k}": {"relu.py": words_of(f"a{k} = {k}")} for k in range(96)}
    assert like_code(many | rest, ()) == ()


def test_a_line_repeated_ten_thousand_times_is_one_idea() -> None:
    endless = words_of("x = f(x, 1) + g(x, 2) - h(x, 3)\n" * 10_000)
    (like,) = like_code({"ann": {"a.py": endless}, "bo": {"b.py": endless}}, ())
    assert like.stretch == len(endless.words)


def test_what_is_written_into_a_starter_is_compared_without_it() -> None:
    """Two who completed the same long starter in their own ways share nothing but the starter."""
    starter = SOLUTION.replace("relu", "given") * 2
    own = ("def f(a): return [a @ b for b in range(3)]\n", "def g(a):\n    while a > 1:\n        a /= 2\n")
    files = {s: {"a.py": words_of(starter + text)} for s, text in zip(("ann", "bo"), own, strict=True)}
    assert like_code(files, [words_of(starter)]) == ()
