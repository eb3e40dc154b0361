"""What makes a question with options or steps a bad one: two of them that cannot be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

from ..algebra import Undefined
from ..course import Course
from ..faults import located
from ..lesson import Option, Words
from ..prose import fill_text
from ..responses import fold_words
from ..variants import Variant
from .closeness import EXACT, distance
from .values import bound_of, number_of


def equal_options(options: Sequence[Option], variant: Variant, course: Course) -> list[str]:
    """Options with the same words in some language, or with the same value."""
    words = ((option.id, option.right or option.wrong or {}) for option in options)
    return [*equal_texts(words, variant, course), *_equal_values(options, variant, course)]


def equal_texts(named: Iterable[tuple[str, Words]], variant: Variant, course: Course) -> list[str]:
    filled = [(name, fill_text(words, variant, course)) for name, words in named]
    return [
        f"{first} and {second} read the same"
        for (first, a), (second, b) in combinations(filled, 2)
        if any(fold_words(a[language]) == fold_words(b[language]) for language in course.languages)
    ]


def _equal_values(options: Sequence[Option], variant: Variant, course: Course) -> list[str]:
    with_value = [(place, option) for place, option in enumerate(options) if option.value is not None]
    if not with_value:
        return []
    bound, valued = bound_of(variant, course), []
    for place, option in with_value:
        try:
            with located("options", place, "value"):
                valued.append((option.id, number_of(option.value or "", bound)))
        except Undefined:
            return [f"option {option.id} has no value"]
    return [
        f"options {first} and {second} have the same value"
        for (first, a), (second, b) in combinations(valued, 2)
        if distance(a, b) <= EXACT * max(Fraction(1), abs(Fraction(a)))
    ]
