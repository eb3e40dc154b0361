"""A lesson drafted from a formula passes lint as it stands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from grader.algebra import Context, Domain, read
from grader.cli.new import command
from grader.content import Content
from grader.course import Course
from grader.errors import UsageError
from grader.exercise.numpy_text import numpy_text
from grader.lesson import every_text
from grader.lint import lint
from grader.loading import load_lesson
from grader.new_function import new_function
from grader.scaffold import new_course
from grader.stable_source import stable_source

FUNCTIONS = {
    "softsign_draft": "x/(1 + abs(x))",
    "arctan": "atan(x)",
    "hard_sigmoid": "max(0, min(1, x/6 + 1/2))",
    "squareplus": "(x + sqrt(x^2 + 4))/2",
    "bent_identity": "(sqrt(x^2 + 1) - 1)/2 + x",
    "gaussian": "exp(-x^2)",
    "sinc_like": "x*exp(-x^2)",
    "cubic": "x^3",
    "hyperbola": "sqrt(1 + x^2)",
    "saturating_square": "x^2/(1 + x^2)",
}
QUICK = ("arctan", "sinc_like")


def drafted(tmp_path: Path, name: str, formula: str) -> Course:
    root = tmp_path / "c"
    new_course(root, ("en", "ja"))
    new_function(root, name, formula, name)
    return Course(Content.at(root))


@pytest.mark.parametrize(
    "name",
    [n if n in QUICK else pytest.param(n, marks=pytest.mark.slow) for n in FUNCTIONS],
)
def test_a_draft_is_complete_and_lints_clean(tmp_path: Path, name: str) -> None:
    course = drafted(tmp_path, name, FUNCTIONS[name])
    slug = name.replace("_", "-")
    findings = lint(course, (slug,), 3, lambda *_: None)
    assert [str(p) for p in findings.problems] == []
    kinds = [item.kind for item in course.lesson(slug).items]
    assert kinds == ["numeric", "derivation", "numeric", "choice", "code", "code", "debug"]
    assert findings.rows[0].declared == findings.rows[0].caught > 5


@pytest.mark.slow
def test_what_overflows_as_written_says_so_and_how_else_to_write_it(tmp_path: Path) -> None:
    course = drafted(tmp_path, "softplus_two", "ln(1 + exp(2*x))/2")
    assert lint(course, ("softplus-two",), 2, lambda *_: None).problems == ()
    text = course.content.lesson_path("softplus-two").read_text(encoding="utf-8")
    assert "overflows for large inputs" in text
    assert "accepts: {fragile: 1}" in text
    written = next(i for i in course.lesson("softplus-two").items if i.id == "write-it")
    assert "`np.logaddexp(0, 2 * x) / 2`" in written.hints[-1]["en"]


@pytest.mark.slow
def test_an_item_whose_slips_cannot_be_told_apart_is_left_out_and_the_slip_is_named(tmp_path: Path) -> None:
    course = drafted(tmp_path, "my_mish", "x*tanh(ln(1 + exp(x)))")
    assert lint(course, ("my-mish",), 2, lambda *_: None).problems == ()
    text = course.content.lesson_path("my-mish").read_text(encoding="utf-8")
    assert "No `code:` item for my_mish_derivative" in text
    assert "its usual slip 'slip-outer-missing'" in text
    assert "exercise: my_mish_derivative" not in text


@pytest.mark.parametrize(
    ("formula", "python"),
    [
        ("ln(1 + exp(x))", "np.logaddexp(0, x)"),
        ("2*ln(exp(-x) + 1)", "2 * np.logaddexp(0, -x)"),
        ("1/(1 + exp(-x))", "np.exp(-np.logaddexp(0, -x))"),
        ("exp(3*x)/(1 + exp(3*x))", "np.exp(-np.logaddexp(0, -3 * x))"),
        ("x*tanh(ln(1 + exp(x)))", "x * np.tanh(np.logaddexp(0, x))"),
    ],
)
def test_a_stable_way_of_writing_means_the_same_and_survives_large_inputs(formula: str, python: str) -> None:
    expr = read(formula, Context(symbols={"x": Domain.REAL}))
    assert stable_source(numpy_text(expr), expr) == python
    x = np.linspace(-20, 20, 41)
    with np.errstate(all="raise", under="ignore"):
        large = eval(python, {"np": np, "x": np.array([-1000.0, 1000.0])})  # noqa: S307 - our own text
    assert np.isfinite(large).all()
    typed, better = (eval(text, {"np": np, "x": x}) for text in (numpy_text(expr), python))  # noqa: S307
    np.testing.assert_allclose(better, typed, rtol=1e-7)


def test_a_formula_without_such_a_part_has_no_other_way() -> None:
    expr = read("x/(1 + abs(x)) + exp(x)/(2 + exp(x)) + ln(2 + exp(x))", Context(symbols={"x": Domain.REAL}))
    assert stable_source(numpy_text(expr), expr) is None


def test_every_item_of_a_draft_has_a_title_in_every_language(tmp_path: Path) -> None:
    for item in drafted(tmp_path, "arctan", "atan(x)").lesson("arctan").items:
        assert item.title is not None
        assert set(item.title) == {"en", "ja"}


@pytest.mark.parametrize("languages", [("en",), ("ja",), ("en", "ja", "de")])
def test_every_text_is_in_the_languages_of_the_course(tmp_path: Path, languages: tuple[str, ...]) -> None:
    new_course(tmp_path / "c", languages)
    (path,) = new_function(tmp_path / "c", "arctan", "atan(x)", "Arctan")
    for where, words in every_text(load_lesson(path)):
        assert tuple(words) == (languages if len(languages) > 1 else ("",)), where


def test_two_lessons_may_each_have_a_function_of_one_name(tmp_path: Path) -> None:
    course = drafted(tmp_path, "arctan", "atan(x)")
    first = course.content.lesson_path("arctan")
    second = first.with_name("03-other.yaml")
    text = first.read_text(encoding="utf-8").replace("id: arctan", "id: other", 1)
    second.write_text(text.replace('"atan(x)"', '"2*atan(x)"'), encoding="utf-8")
    course = Course(course.content)
    for lesson, size in (("arctan", 1), ("other", 2)):
        for made in (course.exercise("arctan", lesson), course.exercise(f"{lesson}/arctan")):
            assert made.function(np.array([1.0])) == pytest.approx(size * np.pi / 4)
    with pytest.raises(UsageError, match="no exercise 'arctan'"):
        course.exercise("arctan")


@pytest.mark.parametrize(
    ("name", "formula", "message"),
    [
        ("sigmoid", "x", "already"),
        ("softsign", "x/(1 + abs(x))", "already"),
        ("Bad Name", "x", "function's key"),
        ("broken", "x +", "cannot be read"),
        ("stranger", "x + y", "cannot be read"),
        ("flat", "3", "nothing to derive"),
        ("hole", "1/(x - 2)", "not defined|neither"),
    ],
)
def test_what_makes_no_lesson_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str, formula: str, message: str
) -> None:
    new_course(tmp_path / "c")
    before = sorted((tmp_path / "c").rglob("*"))
    with pytest.raises(UsageError, match=message):
        new_function(tmp_path / "c", name, formula, "T")
    assert sorted((tmp_path / "c").rglob("*")) == before


def test_a_function_of_positive_numbers_is_drawn_there(tmp_path: Path) -> None:
    lesson = drafted(tmp_path, "square_root", "sqrt(x)").lesson("square-root")
    plotted = lesson.define["square_root"].plot
    assert plotted is not None
    assert plotted[0] == "0.1"


def test_the_command_says_what_it_wrote_and_what_comes_next(tmp_path: Path) -> None:
    new_course(tmp_path / "c")
    done = CliRunner().invoke(command, ["function", "bump", "exp(-x^2)", "--content", str(tmp_path / "c")])
    assert done.exit_code == 0, done.output
    assert "02-bump.yaml" in done.output
    assert "chainrule lint bump" in done.output
