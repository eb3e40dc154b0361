"""Work on many entries: a bounded number at a time, and whatever happens to a worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest

from grader.batch.engine import Engine, Here, stream, survivors, workers


def square(number: int) -> int:
    return number * number


def dies_at_seven(number: int) -> int:
    if number == 7:
        os._exit(3)
    return number * number


def refuses_three(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


@pytest.fixture
def faults(tmp_path: Path) -> Path:
    return tmp_path / "faults.txt"


@pytest.mark.parametrize("chunk", [1, 7])
def test_each_entry_comes_back_once_with_its_result(faults: Path, chunk: int) -> None:
    engine = Engine(lambda jobs: workers(jobs, faults), jobs=2, chunk=chunk)
    got = list(survivors(engine, square, range(40)))
    assert sorted(got) == [(n, n * n) for n in range(40)]


@pytest.mark.parametrize("chunk", [1, 7])
def test_a_worker_that_dies_costs_only_the_entry_that_killed_it(faults: Path, chunk: int) -> None:
    engine = Engine(lambda jobs: workers(jobs, faults), jobs=2, chunk=chunk)
    got = dict(survivors(engine, dies_at_seven, range(40)))
    assert got == {n: None if n == 7 else n * n for n in range(40)}


def test_no_more_is_taken_than_is_under_way() -> None:
    taken: list[int] = []

    def entries() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    finished = stream(Here(), square, entries(), window=4)
    next(finished)
    assert len(taken) <= 4


def test_an_error_of_the_work_itself_is_raised() -> None:
    def here(jobs: int) -> Executor:
        return Here()

    with pytest.raises(ValueError, match="three"):
        dict(survivors(Engine(here), refuses_three, range(5)))
