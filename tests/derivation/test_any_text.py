"""Any text as lines gives a verdict, and the same one each time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.derivation import judge
from grader.derivation.score import score

from .tasks import NEURON, task

PIECES = [
    "=",
    "dE/dw",
    "dE/dy",
    "dy/dz",
    "y",
    "(1-y)",
    "x",
    "w",
    "2",
    "σ(z)",
    "+",
    "-",
    "*",
    "/",
    "^2",
    "(",
    ")",
]
PIECES += [
    "[chain rule]",
    "[x > 0]",
    "{1 if x>0; 0 otherwise}",
    "|x|",
    "e^-x",
    "Σ_i",
    "σ'(z)",
    "0",
    "max(0,x)",
]
LINES = st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join), max_size=4)
TASK = task("dE/dw", definitions=NEURON, symbols=dict.fromkeys("xwbt", "real"))


@settings(max_examples=150)
@given(LINES)
def test_pieces_of_formulas_in_any_order_give_a_verdict(lines: list[str]) -> None:
    found = judge(TASK, lines)
    assert len(found.lines) == len(lines)
    assert 0 <= score(found, found.arrives) <= 1


@settings(max_examples=100)
@given(st.lists(st.text(max_size=40), max_size=3))
def test_any_characters_give_a_verdict(lines: list[str]) -> None:
    first, second = judge(TASK, lines), judge(TASK, lines)
    assert [line.step for line in first.lines] == [line.step for line in second.lines]
