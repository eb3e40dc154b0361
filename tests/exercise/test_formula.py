"""References against the formula in hundreds of digits, and exercises that come from a formula alone."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from grader.algebra import Call, Context, Domain, Expr, Sym, Undefined, catalogue, expand
from grader.algebra.differentiate import differentiate
from grader.algebra.oracle import mp_value
from grader.exercise import Exercise, Rng, load_exercises
from grader.exercise.formula import FromFormulas
from grader.exercise.mutants import mutants
from grader.exercise.numpy_text import numpy_text
from grader.seeds import Stream

ROOT = Path(__file__).parents[2]
FUNCTIONS = catalogue((ROOT / "course/functions.yaml").read_text(encoding="utf-8"), "functions.yaml")
WRITTEN = load_exercises(sorted((ROOT / "exercises").glob("*.py")))
MADE = FromFormulas(FUNCTIONS)
DIGITS = 400  # 1 + erf(-26) only begins to differ from 0 at the 300th digit
POINTS = [
    *(-1000.0, -700.0, -50.0, -37.0, -3.0, -1.0, -0.5, -1e-3, -1e-12, -1e-300),
    *(1e-300, 1e-12, 1e-3, 0.25, 0.5, 1.0, 2.5, 37.0, 50.0, 700.0, 1000.0),
]


def formula_of(exercise: Exercise) -> tuple[Expr, str, Context]:
    assert exercise.formula is not None
    function = FUNCTIONS[exercise.formula]
    argument = function.arguments[0].name
    names = (argument, *(p.name for p in function.parameters))
    context = Context(symbols=dict.fromkeys(names, Domain.REAL), functions=FUNCTIONS)
    call = Call(function.name, tuple(Sym(n) for n in names))
    expr = differentiate(call, argument, context) if exercise.derivative else call
    return expr, argument, context


def exactly(exercise: Exercise, x: float) -> float | None:
    """The formula's value in more digits than any double lacks; None where it has none."""
    expr, argument, context = formula_of(exercise)
    function = FUNCTIONS[exercise.formula or ""]
    values = {p.name: p.default if p.default is not None else Fraction(1) for p in function.parameters}
    try:
        return float(mp_value(expr, {**values, argument: Fraction(x)}, context, DIGITS))
    except Undefined:
        return None


WITH_FORMULA = [key for key, e in WRITTEN.items() if e.formula is not None and e.signature.elementwise]


@pytest.mark.parametrize("key", WITH_FORMULA)
def test_a_written_reference_agrees_with_its_formula_to_twelve_digits(key: str) -> None:
    exercise = WRITTEN[key]
    reference = exercise.reference({})
    compared = 0
    for x in POINTS:
        right = exactly(exercise, x)
        if right is not None:
            given = float(np.asarray(reference(np.array([x]))).item())
            assert given == pytest.approx(right, rel=1e-12, abs=1e-300), x
            compared += 1
    assert compared >= len(POINTS) - 1


@pytest.mark.parametrize("key", WITH_FORMULA)
def test_at_a_kink_the_bounds_are_the_one_sided_limits(key: str) -> None:
    exercise = WRITTEN[key]
    for kink in exercise.kinks:
        between = exercise.between({}, (np.array([kink, kink + 1]),))
        assert between is not None
        sides = [exactly(exercise, kink + s) for s in (-1e-9, 1e-9)]
        assert between.low[0] <= min(s for s in sides if s is not None) + 1e-8
        assert between.high[0] >= max(s for s in sides if s is not None) - 1e-8
        assert np.isnan(between.low[1])


@pytest.mark.parametrize("key", list(MADE))
def test_a_function_with_a_formula_gets_a_reference_that_agrees_with_it(key: str) -> None:
    exercise = MADE[key]
    reference = exercise.reference({})
    for case in exercise.inputs(Rng(Stream(b"formula")), 2):
        if len(case.args) == 1:
            x = np.asarray(case.args[0], float)
            values = np.asarray(reference(x))
            for point, value in zip(x.ravel()[:9].tolist(), values.ravel()[:9].tolist(), strict=True):
                if point not in exercise.kinks:
                    assert value == pytest.approx(exactly(exercise, point), rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("key", list(MADE))
def test_no_mistake_made_from_a_formula_gives_the_right_values(key: str) -> None:
    exercise = MADE[key]
    reference = exercise.reference({})
    cases = [c for c in exercise.inputs(Rng(Stream(b"mutants")), 5) if len(c.args) == 1]
    for hypothesis in exercise.hypotheses({}):
        pairs = [(np.asarray(hypothesis.function(*c.args)), np.asarray(reference(*c.args))) for c in cases]
        assert any(not np.allclose(a, b, equal_nan=True) for a, b in pairs), hypothesis.note


def test_a_written_exercise_comes_before_one_made_from_the_formula() -> None:
    found = load_exercises(sorted((ROOT / "exercises").glob("*.py")), FUNCTIONS)
    assert found["sigmoid"].path
    assert set(MADE) <= set(found)


@pytest.mark.parametrize("name", ["elu", "gelu", "mish", "swish", "softplus", "leaky_relu", "sigmoid"])
def test_a_formula_written_as_numpy_computes_the_formula(name: str) -> None:
    function = FUNCTIONS[name]
    exercise = MADE[name]
    scope: dict[str, object] = {}
    exec(f"import math\nimport numpy as np\n{exercise.source}", scope)  # noqa: S102 - our own text
    written = scope[name]
    assert callable(written)
    x = np.array([-2.0, -0.3, 0.4, 3.0])
    assert np.allclose(written(x), np.asarray(exercise.reference({})(x)), rtol=1e-12)
    assert function.name in exercise.names


def test_each_mutant_differs_from_its_formula_in_one_place() -> None:
    names = ("x", "alpha")
    context = Context(symbols=dict.fromkeys(names, Domain.REAL), functions=FUNCTIONS)
    elu = expand(Call("elu", tuple(Sym(n) for n in names)), context)
    found = {(note, numpy_text(expr)) for note, expr in mutants(elu)}
    assert ("cases-swapped", "np.where(x > 0, alpha * (np.exp(x) - 1), x)") in found
    assert ("factor-lost", "np.where(x > 0, x, np.exp(x) - 1)") in found
    assert ("constant-lost", "np.where(x > 0, x, alpha * np.exp(x))") in found
    assert ("sign-lost", "np.where(x > 0, x, alpha * (np.exp(x) + 1))") in found
