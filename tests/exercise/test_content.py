"""The exercises of the course prove themselves: two oracles agree, no mistake looks like the right answer."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from grader.arrays import Array
from grader.exercise import Case, Exercise, Group, Rng, fresh, load_exercises, outputs
from grader.seeds import Stream

FILES = sorted((Path(__file__).parents[2] / "exercises").glob("*.py"))
EXERCISES = load_exercises(FILES)
SEEDS = range(20)


def cases(exercise: Exercise, seed: int) -> tuple[Case, ...]:
    """Those that count: lists, or a column against a row, are there for remarks only."""
    made = exercise.inputs(Rng(Stream(seed.to_bytes(4, "big"))), 5)
    return tuple(c for c in made if c.group is not Group.TYPES)


def slowly(exercise: Exercise, args: tuple[object, ...]) -> tuple[Array, ...]:
    """The slow twin, applied number by number where the exercise is elementwise."""
    assert exercise.spec is not None
    if not exercise.signature.elementwise:
        return outputs(exercise.spec(*args))
    x = np.asarray(args[0])
    results = [exercise.spec(v, *args[1:]) for v in x.ravel().tolist()]
    return (np.array(results, float).reshape(x.shape),)


@pytest.mark.parametrize("key", EXERCISES)
def test_the_reference_agrees_with_its_slow_twin(key: str) -> None:
    exercise = EXERCISES[key]
    reference = exercise.reference({})
    near = 1e-8 if key == "numerical_gradient" else 1e-10  # there both are approximations
    for seed in SEEDS:
        for case in cases(exercise, seed):
            fast, slow = outputs(reference(*fresh(case.args))), slowly(exercise, fresh(case.args))
            between = exercise.between({}, case.args)
            free = np.array(False) if between is None else ~np.isnan(between.low)
            for a, b in zip(fast, slow, strict=True):
                assert a.shape == b.shape, case.name
                assert np.all(np.isclose(a, b, rtol=near, atol=near / 100) | free), (case.name, case.args)


@pytest.mark.parametrize("key", EXERCISES)
def test_the_reference_gives_numbers_everywhere_and_leaves_its_arguments_alone(key: str) -> None:
    exercise = EXERCISES[key]
    for case in cases(exercise, 0):
        args = fresh(case.args)
        for part in outputs(exercise.reference({})(*args)):
            assert np.isfinite(part).all(), case.name
        for before, after in zip(case.args, args, strict=True):
            assert callable(after) or np.array_equal(np.asarray(before), np.asarray(after))


@pytest.mark.parametrize("key", EXERCISES)
def test_every_sentence_is_there_in_both_languages_and_japanese_is_japanese(key: str) -> None:
    exercise = EXERCISES[key]
    said = [exercise.statement, *(m.says for m in exercise.mistakes), *(c.says for c in exercise.conventions)]
    for text in said:
        assert set(text) == {"en", "ja"}, text
        assert re.search("[ぁ-ん]", text["ja"]), text["ja"]
        assert text["ja"].endswith(("。", "か。")), text["ja"]
        assert text["en"].endswith((".", "?")), text["en"]


@pytest.mark.parametrize("key", EXERCISES)
def test_every_exercise_has_small_inputs_first_and_a_random_one(key: str) -> None:
    drawn = [c for c in cases(EXERCISES[key], 0) if c.group is Group.VALUES]
    assert any(c.name.startswith("random") for c in drawn)
    sizes = [np.asarray(c.args[0]).size for c in drawn]
    assert sizes[0] == min(sizes)


def test_names_of_cases_are_unique_within_an_exercise() -> None:
    for exercise in EXERCISES.values():
        names = [c.name for c in cases(exercise, 0)]
        assert len(names) == len(set(names)), exercise.key


def test_a_usual_name_belongs_to_one_function_unless_people_give_it_to_several() -> None:
    several = {"cost", "cost_function", "compute_cost", "loss", "loss_function", "compute_loss", "forward"}
    owners: dict[str, str] = {}
    for exercise in EXERCISES.values():
        for name in set(exercise.names) - several:
            assert owners.setdefault(name, exercise.key) == exercise.key, name
