"""Renaming, commenting and laying out anew change no word; what is no Python loses no more than its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.similarity.words import words_of

PLAIN = """
def relu(x):
    return np.maximum(0.5, x) + f("a")
"""
DISGUISED = '''"""My own work."""

# a thought
def my_function( values ):

    """Says what it does."""
    return (numpy
        .maximum)( 0.5, values ) + g('b')   # done
'''


def test_names_comments_docstrings_and_layout_do_not_matter() -> None:
    words = [word for word in words_of(DISGUISED).words if word not in "()"]
    assert words == [word for word in words_of(PLAIN).words if word not in "()"]


@pytest.mark.parametrize(
    "other", ["def f(x): return x - 1", "def f(x): return x + 2", "def f(x): yield x + 1"]
)
def test_signs_numbers_and_keywords_do_matter(other: str) -> None:
    assert words_of(other).words != words_of("def f(x): return x + 1").words


def test_each_word_knows_its_line() -> None:
    found = words_of("a = 1\n\n# nothing\nb = 2\n")
    assert list(zip(found.words, found.lines, strict=True)) == [
        ("name", 1), ("=", 1), ("1", 1), ("name", 4), ("=", 4), ("2", 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "broken", ["def f(:\n  'open", "if x:\n\ty\n        z\n", "x = (1,\n", "'''", "\x00"]
)
def test_the_lines_that_can_be_read_are_read_around_one_that_cannot(broken: str) -> None:
    found = words_of(f"a = b + 1\n{broken}\n")
    assert found.words[:5] == ("name", "=", "name", "+", "1")


@given(st.text(max_size=200))
def test_no_text_stops_the_reader(text: str) -> None:
    found = words_of(text)
    assert len(found.words) == len(found.lines)
    assert list(found.lines) == sorted(found.lines)
