"""derivation: judged line by line, scored by one law, and what an author may ask beyond it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grader.checks import KINDS
from grader.model import Derivation, Status

from .judging import Asked, ask

SIGMOID = """
derivation: d
symbols: {x: real}
start: d/dx sigmoid(x)
goal: sigmoid(x)*(1 - sigmoid(x))
form: {only: [sigmoid]}
chain:
  - -(1 + e^(-x))^(-2) * (-e^(-x))   [chain rule]
  - e^(-x)/(1 + e^(-x))^2
  - sigmoid(x)*(1 - sigmoid(x))
alternatives:
  - - (e^(-x))/(1 + e^(-x))^2
    - sigmoid(x) - sigmoid(x)^2
mistakes:
  - gives: 1 - sigmoid(x)^2
    note: tanh-rule
    score: 0.5
    says: {en: "That is tanh.", ja: "それは tanh です。"}
"""
BOUNDARY = """
derivation: d
symbols: {x: real, y: real}
start: p*x - q*y = 6
goal: y = p/q*x - 6/q
chain: ["-q*y = 6 - p*x", "y = p/q*x - 6/q"]
mistakes:
  - gives: y = -p/q*x - 6/q
    note: sign
    says: {en: "Sign of {{ q }}.", ja: "{{ q }} の符号です。"}
"""
NEURON = """
derivation: d
symbols: {w: real, x: real, b: real, t: real}
definitions: [[a, w*x + b], [y, sigmoid(a)], [E, (y - t)^2]]
start: dE/dw
chain: ["dE/dw = dE/dy * dy/da * da/dw", "dE/dw = 2*(y - t)*y*(1 - y)*x"]
milestones: [dE/dy * dy/da * da/dw, 2*(y - t), y*(1 - y)]
"""


CLASSES = """
derivation: d
vectors: {z: n}
definitions: [[s_i, softmax(z)_i]]
start: ds_k/dz_m
goal: -s_k*s_m
form: {only: [s]}
chain:
  - d/dz_m (exp(z_k)/(sum_i exp(z_i)))
  - -exp(z_k)*exp(z_m)/(sum_i exp(z_i))^2
  - -s_k*s_m
mistakes:
  - gives: s_k*(1 - s_m)
    note: diagonal
    says: {en: "{{ m }} is not {{ k }}.", ja: "{{ m }} は {{ k }} ではありません。"}
"""


@pytest.fixture(scope="module")
def sigmoid(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return ask(tmp_path_factory.mktemp("d"), SIGMOID)


@pytest.fixture(scope="module")
def boundary(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return ask(tmp_path_factory.mktemp("d"), BOUNDARY, {"p": Fraction(3), "q": Fraction(5)})


@pytest.fixture(scope="module")
def neuron(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return ask(tmp_path_factory.mktemp("d"), NEURON)


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return ask(tmp_path_factory.mktemp("d"), CLASSES, {"n": Fraction(4), "k": Fraction(3), "m": Fraction(2)})


WAY = "= -(1+e^-x)^-2 (-e^-x)\n= e^-x/(1+e^-x)^2\n"


def test_a_way_to_the_goal_in_the_form_asked_for_is_right(sigmoid: Asked) -> None:
    assert sigmoid.result(WAY + "= σ(x)(1-σ(x))") == (Status.CORRECT, 1.0, None)


def test_lines_may_come_as_a_list(sigmoid: Asked) -> None:
    assert sigmoid.result(("= e^-x/(1+e^-x)^2", "= σ(x)(1-σ(x))"))[0] is Status.CORRECT


def test_latex_around_the_lines_is_no_line(sigmoid: Asked) -> None:
    framed = "\\begin{aligned}\n" + WAY.replace("\n", " \\\\\n") + "&= σ(x)(1-σ(x))\n\\end{aligned}"
    assert sigmoid.result(framed) == (Status.CORRECT, 1.0, None)


def test_an_equation_is_compared_with_what_its_left_side_is_worth(neuron: Asked) -> None:
    (shown,) = (e for e in neuron.verdict("dE/dy = y").checks[0].evidence if isinstance(e, Derivation))
    assert [name for name, _ in shown.lines[1].witness][-2:] == ["truth", "after"]


def test_a_right_value_in_another_form_is_half(sigmoid: Asked) -> None:
    assert sigmoid.result(WAY) == (Status.PARTIAL, 0.5, "form/function")


@pytest.mark.parametrize(
    "lines",
    [
        "= σ(x)(1-σ(x))",
        "= d/dx σ(x)\n= σ(x)(1-σ(x))",
        "= (1-σ(x)) σ(x)\n= σ(x) - σ(x)^2",
        "σ'(x) = σ(x) - σ(x)^2",
    ],
)
def test_the_goal_alone_is_a_shortcut(sigmoid: Asked, lines: str) -> None:
    assert sigmoid.result(lines) == (Status.PARTIAL, 0.5, "derivation/shortcut")


RATIONAL = """
derivation: d
symbols: {p: unit, t: real}
start: d/dp (-(t*ln(p) + (1 - t)*ln(1 - p)))
goal: (p - t)/(p*(1 - p))
form: {simplified: true}
chain: ["-(t/p - (1 - t)/(1 - p))", "(p - t)/(p*(1 - p))"]
"""
GOAL = "= (p - t)/(p(1 - p))"


@pytest.mark.parametrize("first", ["= -(t/p - (1-t)/(1-p))", "= -(t(1-p) - (1-t)p)/(p(1-p))"])
def test_a_first_step_that_is_worth_the_same_as_the_goal_is_no_shortcut(tmp_path: Path, first: str) -> None:
    assert ask(tmp_path, RATIONAL).result(f"{first}\n{GOAL}") == (Status.CORRECT, 1.0, None)


@pytest.mark.parametrize(
    "first", ["= -(t - p)/((1 - p) p)", "= (p - t)/(p - p^2)", "= p/(p - p*p) - t/(p(1 - p))"]
)
def test_the_goal_in_another_spelling_is_a_shortcut(tmp_path: Path, first: str) -> None:
    assert ask(tmp_path, RATIONAL).result(f"{first}\n{GOAL}") == (Status.PARTIAL, 0.5, "derivation/shortcut")


def test_the_goal_in_a_single_line_is_a_shortcut_however_it_is_written(tmp_path: Path) -> None:
    expanded = RATIONAL.replace("form: {simplified: true}", "")
    assert ask(tmp_path, expanded).result("= -(t/p - (1-t)/(1-p))")[2] == "derivation/shortcut"


def test_a_shortcut_can_be_allowed(tmp_path: Path) -> None:
    allowed = ask(tmp_path, SIGMOID.replace("form:", "shortcut: allowed\nform:"))
    assert allowed.result("= σ(x)(1-σ(x))") == (Status.CORRECT, 1.0, None)


def test_a_declared_mistake_is_named_and_keeps_its_credit(sigmoid: Asked) -> None:
    status, score, note = sigmoid.result("= e^-x/(1+e^-x)^2\n= 1 - σ(x)^2")
    assert (status, note) == (Status.PARTIAL, "tanh-rule")
    assert score == 0.375  # half of (1 + 1/2) / 2


def test_nothing_readable_is_invalid_and_says_so_line_by_line(sigmoid: Asked) -> None:
    verdict = sigmoid.verdict("= 2 *\n= )")
    assert verdict.status is Status.INVALID
    (shown,) = (e for e in verdict.checks[0].evidence if isinstance(e, Derivation))
    assert [line.status for line in shown.lines] == ["start", "unreadable", "unreadable"]
    assert all(line.message for line in shown.lines[1:])


def test_the_evidence_shows_where_before_and_after_differ(sigmoid: Asked) -> None:
    verdict = sigmoid.verdict("= σ(x)")
    (shown,) = (e for e in verdict.checks[0].evidence if isinstance(e, Derivation))
    wrong = shown.lines[1]
    assert (wrong.number, wrong.raw, wrong.status) == (1, "= σ(x)", "wrong")
    assert [name for name, _ in wrong.witness] == ["x", "before", "after"]
    assert wrong.read_as is not None


@pytest.mark.parametrize("response", ["= x\n" * 101, "x" * 40_001, {"a": "= x"}])
def test_too_much_or_misplaced_text_is_refused_with_a_reason(sigmoid: Asked, response: object) -> None:
    status, _, note = sigmoid.result(response)  # type: ignore[arg-type]
    assert status is Status.INVALID
    assert note


def test_a_label_that_does_not_fit_costs_nothing(sigmoid: Asked) -> None:
    lines = "= e^-x/(1+e^-x)^2 [product rule]\n= σ(x)(1-σ(x))"
    assert sigmoid.result(lines) == (Status.CORRECT, 1.0, None)


# --------------------------------------------------------------------------- equations, milestones, examples


def test_an_equation_is_solved_for_the_unknown_of_the_goal(boundary: Asked) -> None:
    assert boundary.result("-5y = 6 - 3x\ny = 3/5 x - 6/5")[:2] == (Status.CORRECT, 1.0)
    assert boundary.result("-5y = 6 - 3x\n5y = 3x - 6") == (Status.PARTIAL, 0.5, "derivation/not-solved")
    assert boundary.result("y = 0.6x - 1.2") == (Status.PARTIAL, 0.5, "derivation/shortcut")


def test_an_expected_wrong_equation_is_named(boundary: Asked) -> None:
    assert boundary.result("-5y = 6 - 3x\ny = -0.6x - 1.2")[2] == "sign"


def test_milestones_replace_the_share_of_lines(neuron: Asked) -> None:
    lines = "dE/dw = dE/dy * dy/da * da/dw\ndE/dy = 2(y-t)\ndE/dw = 2(y-t) x"
    assert neuron.result(lines)[:2] == (Status.PARTIAL, round(0.5 * 2 / 3, 6))


def test_how_many_and_which_one_may_be_drawn(classes: Asked) -> None:
    four, three = "(e^z_1 + e^z_2 + e^z_3 + e^z_4)", "(e^z_1 + e^z_2 + e^z_3)"
    assert classes.result(f"= -e^z_3 e^z_2/{four}^2\n= -s_3 s_2")[0] is Status.CORRECT
    assert classes.result(f"= -e^z_3 e^z_2/{four}^2\n= -s_1 s_2")[0] is Status.PARTIAL
    assert classes.result(f"= -e^z_3 e^z_2/{three}^2\n= -s_3 s_2")[0] is Status.WRONG


def test_without_a_visible_goal_one_line_may_do(neuron: Asked) -> None:
    assert neuron.result("dE/dw = 2(y-t) y(1-y) x")[:2] == (Status.CORRECT, 1.0)


@pytest.mark.parametrize("name", ["sigmoid", "boundary", "neuron", "classes"])
def test_every_example_gets_the_verdict_it_promises(name: str, request: pytest.FixtureRequest) -> None:
    asked: Asked = request.getfixturevalue(name)
    examples = KINDS["derivation"].examples(asked.variant, asked.course)
    assert {"right", "wrong", "unreadable", "blank"} <= {example.name for example in examples}
    for example in examples:
        if example.name == "blank":
            assert KINDS["derivation"].is_blank(asked.variant, example.answer, asked.course)
            continue
        status, _, _ = asked.result(example.answer.response)
        notes = [check.note for check in asked.verdict(example.answer.response).checks]
        assert status is example.status, example
        assert example.note is None or example.note in notes


def test_a_mistake_that_is_right_is_a_flaw(tmp_path: Path) -> None:
    broken = SIGMOID.replace("gives: 1 - sigmoid(x)^2", "gives: sigmoid(x) - sigmoid(x)^2")
    assert ask(tmp_path, broken).flaws() == ["mistake tanh-rule is right"]


def test_the_solution_is_the_reference_chain(sigmoid: Asked) -> None:
    text = KINDS["derivation"].solution(sigmoid.variant, sigmoid.course)["en"]
    assert text.count("&=") == 3
    assert r"\frac{d}{dx}" in text
