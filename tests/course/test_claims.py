"""Every number behind the course, computed again.

`claims.yaml` holds one entry for each claim, in one of these forms:

    formula    evaluated with the course's own functions; `at` gives numbers or rows of them, `with` vectors;
               `printed` is the value to three decimals, as people quote it
    same       two formulas that are equal
    grid       [low, high, points]: the intervals, their length, the point nearest to 0
    line       [w_1, w_2, b]: where w·x + b = 0 meets the axis x_1 = 0, and its distance from the origin
    layers     sizes of a fully connected network; the value is the number of its parameters
    measured   a function of measured.py
    told       a lesson, with words that its text must hold: history and names cannot be computed
    nothing    why there is nothing to compute
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import sympy as sp
import yaml

from grader.algebra.decide import decide
from grader.course import Course
from grader.model import Param
from grader.quantities import quantities

from .measured import MEASURED

Claim = dict[str, object]
CLAIMS: dict[str, Claim] = yaml.safe_load((Path(__file__).parent / "claims.yaml").read_text(encoding="utf-8"))
FORMS = ("formula", "same", "grid", "line", "layers", "measured", "told")
TOLERANCE = 1e-8


def claims_of(form: str) -> list[str]:
    return [key for key, claim in CLAIMS.items() if form in claim]


def as_list(given: object) -> list[object]:
    return list(given) if isinstance(given, list) else [given]


def assert_close(computed: object, claim: Claim) -> None:
    found, stated = as_list(computed), as_list(claim["value"])
    assert len(found) == len(stated)
    within = claim.get("within")
    for one, other in zip(found, stated, strict=True):
        if isinstance(other, bool | str):
            assert one == other
        elif isinstance(within, float):
            assert one == pytest.approx(other, abs=within)
        else:
            assert one == pytest.approx(other, rel=TOLERANCE, abs=1e-300)


def exact(number: object) -> Fraction:
    return Fraction(str(number))


def test_there_are_147_claims_each_in_one_form() -> None:
    sizes = {"A": 18, "B": 30, "C": 61, "D": 9, "E": 29}
    wanted = [f"{letter}{k:02}" for letter, size in sizes.items() for k in range(1, size + 1)]
    assert sorted(CLAIMS) == wanted
    assert len(wanted) == 147
    assert [key for key, claim in CLAIMS.items() if sum(form in claim for form in FORMS) != 1] == []


@pytest.mark.parametrize("key", claims_of("formula"))
def test_the_formulas_of_the_course_give_the_number(key: str, course: Course) -> None:
    claim = CLAIMS[key]
    formulas = [str(f) for f in as_list(claim["formula"])]
    computed = [
        quantities(params, course.functions).value(formula)
        for params in settings_of(claim)
        for formula in formulas
    ]
    if "decimals" in claim:
        computed = [round(float(str(float(v))), 1) for v in computed if isinstance(v, float)]
    assert_close(computed, claim)
    if "printed" in claim:
        assert isinstance(computed[0], Fraction | float)
        assert round(float(computed[0]), 3) == claim["printed"]


def settings_of(claim: Claim) -> list[dict[str, Param]]:
    """The numbers to put in: `at` holds a number or a column of them for each name, `with` whole vectors."""
    vectors = claim.get("with", {})
    columns = claim.get("at", {})
    assert isinstance(vectors, dict)
    assert isinstance(columns, dict)
    shared: dict[str, Param] = {name: tuple(map(exact, entries)) for name, entries in vectors.items()}
    rows = zip(*(as_list(column) for column in columns.values()), strict=True) if columns else [()]
    return [{**shared, **dict(zip(columns, map(exact, row), strict=True))} for row in rows]


@pytest.mark.parametrize("key", claims_of("same"))
def test_the_two_formulas_are_equal(key: str, course: Course) -> None:
    one, other = (str(f) for f in as_list(CLAIMS[key]["same"]))
    bound = quantities({}, course.functions, "abcdx")
    assert decide(bound.read(one), bound.read(other), bound.context).verdict.equal


@pytest.mark.parametrize("key", claims_of("grid"))
def test_n_points_make_n_minus_1_intervals_and_an_even_number_misses_zero(key: str) -> None:
    low, high, points = (int(str(v)) for v in as_list(CLAIMS[key]["grid"]))
    grid = np.linspace(low, high, points)
    assert not np.any(grid == 0)
    assert_close([len(grid) - 1, float(grid[1] - grid[0]), float(np.min(np.abs(grid)))], CLAIMS[key])


@pytest.mark.parametrize("key", claims_of("line"))
def test_the_boundary_lies_where_it_is_said_to_lie(key: str) -> None:
    w1, w2, b = (int(str(v)) for v in as_list(CLAIMS[key]["line"]))
    x1, x2 = sp.symbols("x1 x2")
    (crossing,) = sp.solve((w1 * x1 + w2 * x2 + b).subs(x1, 0), x2)
    distance = sp.Line(sp.Point(0, crossing), slope=sp.Rational(-w1, w2)).distance(sp.Point(0, 0))
    assert_close([float(crossing), float(distance)], CLAIMS[key])


@pytest.mark.parametrize("key", claims_of("layers"))
def test_the_parameters_of_a_network_are_counted(key: str) -> None:
    sizes = [int(str(size)) for size in as_list(CLAIMS[key]["layers"])]
    arrays = [np.empty(shape) for n, m in pairwise(sizes) for shape in ((n, m), (m,))]
    assert_close(sum(array.size for array in arrays), CLAIMS[key])


@pytest.mark.parametrize("key", [k for k in claims_of("measured") if CLAIMS[k]["measured"] in MEASURED])
def test_what_was_measured_is_measured_again(key: str) -> None:
    assert_close(MEASURED[str(CLAIMS[key]["measured"])](), CLAIMS[key])


def test_leaky_relu_and_elu_have_the_usual_defaults(course: Course) -> None:
    """Claim C51."""
    defaults = [course.functions[name].parameters[0].default for name in ("leaky_relu", "elu")]
    assert_close([float(Fraction(str(d))) for d in defaults], CLAIMS["C51"])


def test_every_measurement_is_the_measurement_of_a_claim() -> None:
    named = {str(CLAIMS[key]["measured"]) for key in claims_of("measured")}
    assert named == {*MEASURED, "default_slopes"}


@pytest.mark.parametrize("key", claims_of("told"))
def test_the_lesson_says_what_cannot_be_computed(key: str, course: Course) -> None:
    text = " ".join(course.lesson(str(CLAIMS[key]["told"])).read["en"].split())
    assert [word for word in as_list(CLAIMS[key]["words"]) if str(word) not in text] == []


def test_the_uncorrected_adam_needs_2375_steps() -> None:
    """Claim E20: from that step on it is less than 5 % too long."""
    ratios = [(1 - 0.9**t) / math.sqrt(1 - 0.999**t) for t in range(1, 4001)]
    assert max(ratios) == ratios[11]
    assert [t for t, ratio in enumerate(ratios, 1) if ratio >= 1.05][-1] == 2374
