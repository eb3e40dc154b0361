"""Justifications are hints: a wrong one is told, an unknown one passed over, none costs anything."""

from __future__ import annotations

import pytest

from grader.derivation.labels import claims

from .tasks import NEURON, earned, judged


@pytest.mark.parametrize(
    ("start", "line"),
    [
        ("d/dx e^(-x)", "= -e^(-x)  [chain rule]"),
        ("d/dx e^(-x)", "= -e^(-x)  [連鎖律]"),
        ("d/dx (1/(1+e^(-x)))", "= e^(-x)/(1+e^(-x))^2  [quotient rule]"),
        ("d/dx (1/(1+e^(-x)))", "= e^(-x)/(1+e^(-x))^2  [chain rule]"),
        ("d/dx (x σ(x))", "= σ(x) + x σ'(x)  [積の微分]"),
        ("dE/dw", "= dE/dy * dy/dw  [合成関数の微分]"),
        ("dE/dw", "= 2(y-t) y (1-y) x  [substitute y = σ(z)]"),
        ("σ(x)", "= 1/(1+e^(-x))  [definition of σ]"),
        ("2x + 3x", "= 5x  [simplify]"),
        ("2x + 3x", "= 5x  [because I say so]"),
    ],
)
def test_a_fitting_or_unknown_label_is_left_alone(start: str, line: str) -> None:
    found = judged(start, [line], definitions=NEURON, symbols=dict.fromkeys("xwbt", "real"))
    assert found.lines[0].hint is None


@pytest.mark.parametrize(
    ("start", "line", "hint"),
    [
        ("d/dx x^2", "= 2x  [chain rule]", "chain"),
        ("d/dx (x + 1)", "= 1  [product rule]", "product"),
        ("d/dx (x sin(x))", "= sin(x) + x cos(x)  [quotient rule]", "quotient"),
        ("2x + 3x", "= 5x  [chain rule]", "chain"),
        ("d/dx x^2", "= 2x  [simplify]", "algebra"),
        ("dE/dw", "= 2(y-t) y (1-y) x  [y = 1 - σ(z)]", "equation-false"),
    ],
)
def test_a_label_that_does_not_fit_is_a_hint_and_costs_nothing(start: str, line: str, hint: str) -> None:
    found = judged(start, [line], definitions=NEURON, symbols=dict.fromkeys("xwbt", "real"))
    told = found.lines[0].hint
    assert told is not None
    assert told.id.endswith(hint)
    assert earned(found) == 1


@pytest.mark.parametrize(
    ("label", "claim"),
    [
        ("Chain rule!", "chain"),
        ("inner derivative −1", "chain"),
        ("積の微分公式", "product"),
        ("商の微分", "quotient"),
        ("定義より", "definition"),
        ("通分", "algebra"),
        ("factor out x", "algebra"),
        ("by magic", None),
    ],
)
def test_words_of_both_languages_are_understood(label: str, claim: str | None) -> None:
    assert claims(label) == claim
