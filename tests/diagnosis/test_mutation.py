"""Every known slip that changes a value is noticed, whichever numbers a student gets."""

from __future__ import annotations

import numpy as np
import pytest

from grader.arrays import Array
from grader.content import Content
from grader.course import Course
from grader.diagnosis import mutation_score
from grader.exercise import Hypothesis, Kind

COURSE = Course(Content.packaged())
WRITTEN = [key for key, exercise in COURSE.exercises.items() if exercise.path]
SEEDS = range(20)


@pytest.mark.parametrize("key", WRITTEN)
def test_every_mutant_of_an_exercise_is_noticed_over_twenty_variants(key: str) -> None:
    score = mutation_score(COURSE.exercise(key), SEEDS)
    assert score.missed == ()
    assert score.total > 0


def test_a_mutant_that_only_some_variants_notice_is_missed() -> None:
    def odd(x: Array) -> Array:
        return np.maximum(x, 0) + (np.size(x) == 5)

    rare = Hypothesis("rare", {}, odd, Kind.MISTAKE)  # five numbers are drawn at some seeds only
    assert mutation_score(COURSE.exercise("relu"), SEEDS, [rare]).missed == ("rare",)


def test_another_spelling_of_the_reference_is_no_mutant() -> None:
    same = Hypothesis("same", {}, lambda x: (x + np.abs(x)) / 2, Kind.MISTAKE)
    plain = mutation_score(COURSE.exercise("relu"), SEEDS)
    assert mutation_score(COURSE.exercise("relu"), SEEDS, [same]) == plain
