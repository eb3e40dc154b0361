"""What is kept is kept for the very objects it was made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from grader.remembering import remembered


def test_a_result_is_made_once_for_one_object_and_again_for_an_equal_one() -> None:
    asked: list[Mapping[str, int]] = []

    @remembered(8)
    def size(given: Mapping[str, int]) -> int:
        asked.append(given)
        return len(given)

    first, equal = {"a": 1}, {"a": 1}
    assert [size(first), size(first), size(equal)] == [1, 1, 1]
    assert [given is first for given in asked] == [True, False]


def test_texts_and_tuples_are_the_same_when_they_are_equal() -> None:
    asked = []

    @remembered(8)
    def joined(text: str, parts: tuple[str, ...]) -> str:
        asked.append(text)
        return text.join(parts)

    assert joined("-", ("a", "b")) == joined("-"[:], tuple("ab")) == "a-b"
    assert asked == ["-"]


def test_only_the_last_results_are_kept() -> None:
    asked = []

    @remembered(2)
    def twice(text: str) -> str:
        asked.append(text)
        return text * 2

    for text in ("a", "b", "c", "a"):
        assert twice(text) == text * 2
    assert asked == ["a", "b", "c", "a"]


def test_a_fault_is_not_kept() -> None:
    answers: Iterator[int | ValueError] = iter([ValueError("not yet"), 3])

    @remembered(2)
    def ready(_: str) -> int:
        answer = next(answers)
        if isinstance(answer, ValueError):
            raise answer
        return answer

    with pytest.raises(ValueError, match="not yet"):
        ready("x")
    assert ready("x") == 3
