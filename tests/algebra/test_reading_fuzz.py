"""Any text is a formula or a fault with a place, for a bounded amount of work, and nothing is executed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from math_core import LatexToMathML

from grader.algebra import (
    Context,
    Unreadable,
    catalogue,
    latex,
    make_context,
    plain,
    read,
    read_condition,
    read_line,
)

FUNCTIONS = Path(__file__).parents[2] / "course" / "functions.yaml"
CONTEXT = make_context(
    dict.fromkeys(("x", "w", "b", "t", "d", "w_1", "w'"), "real") | {"N": "natural"},
    {"p": 3, "q": 3, "v": "N"},
    ("i", "j"),
    [("z", "w x + b"), ("y", "σ(z)"), ("E", "(y-t)^2"), ("s_i", "e^{p_i}/Σ_k e^{p_k}")],
    catalogue(FUNCTIONS.read_text(encoding="utf-8"), str(FUNCTIONS)),
)  # fmt: skip
Found = TypeVar("Found")
PIECES = [
    *"+-*/^_(){}[]|,;:?=<>'!%·√∂Σ∞±‖&\"", *"0123456789", *"xwbtdzyEespqvijkNn", *"σδηπ²³₁ᵢ⁻ｘ＋（）、。",
    "**", "<=", ">=", "!=", " ", "  ", "\n", "w_1", "p_i", "s_j", "w'", "d/dx ", "dE/dw", "∂E/∂w", "sin ",
    "ln", "exp",
    "sigmoid", "softmax", "leaky_relu", "relu'", "max(", "log_", "sum", "sum(", "Σ_", "sum_{i=1}^{3}",
    "if ", " else ",
    " otherwise", "where(", "{1 if x>0; 0 otherwise}", "[x>0]", r"\frac", r"\frac{", r"\sqrt", r"\left",
    r"\right.",
    r"\begin{cases}", r"\end{cases}", r"\hat{y}", r"\mathrm{d}", r"\sum_{k", r"\\", "&", "のとき", "それ以外",
    "δ_ij", "1e9",
    "e^-x", "mean(", "dot(", "diff(", "∫", "lim", " and ", " or ", "np.", "T", "0.5", "x̂", "ŷ", "‖p‖",
    "p·q",
]  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.text(max_size=60),
    st.text(alphabet="x(+-*/^_{}|'[]<>=, 12σ\\", max_size=80),
)


def _read_or_fault(reader: Callable[[str, Context], Found], text: str) -> Found | Unreadable:
    try:
        return reader(text, CONTEXT)
    except Unreadable as fault:
        return fault


@given(texts)
@settings(max_examples=2500)
def test_any_text_is_a_formula_that_prints_and_reads_back_or_a_fault_with_a_place(text: str) -> None:
    found = _read_or_fault(read, text)
    if isinstance(found, Unreadable):
        assert found.note.startswith("read-")
        assert 0 <= (found.position or 0) <= len(found.source or "")
        assert found.position is not None
    else:
        assert read(plain(found), CONTEXT) == found
        LatexToMathML().convert_with_local_state(latex(found, CONTEXT), displaystyle=False)


@pytest.mark.parametrize("reader", [read_condition, read_line])
@given(text=texts)
@settings(max_examples=600)
def test_conditions_and_lines_fail_in_no_other_way_either(reader: Callable[..., object], text: str) -> None:
    found = _read_or_fault(reader, text)
    assert not isinstance(found, Unreadable) or found.position is not None


HOSTILE = {
    "brackets": "(" * 5000, "letters": "x" * 100_000, "tower": "9**9**9**9", "factorial": "factorial(10^9)",
    "exponent": "1e999999999", "nested sums": "sum_{i=1}^{64} sum_{j=1}^{64} sum_{k=1}^{64} i*j*k",
    "dunder": "__import__('os').system('true')", "getattr": "x.__class__.__mro__",
    "zero width": "x\u200b" * 1000,
    "right to left": "\u202ex+1", "full width": "１" * 2000, "signs": "-" * 1999,
    "fractions": r"\frac{d" * 280,
    "functions": "sin " * 499, "primes": "σ" + "'" * 1900, "cases": "{1 (" * 490, "absolute": "|" * 1990,
    "blanks": " " * 8000,
    "subscripts": "p_{" * 600, "splitting": "wx" * 900, "unsplittable": "wx" * 29 + "Q",
    "quotients": "x/" * 290 + "x",
    "conditionals": "1 if x>0 else " * 140 + "0", "raised": "²" * 2000, "powers": "x^" * 290 + "x",
    "kana": "か" * 2000,
    "huge": "σ(x)+" * 20_000, "commands": r"\a" * 900, "combining": "y\u0302" * 900,
    "indicators": "[x>" * 600,
}  # fmt: skip
MOST_CALLS = 60_000


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_costs_a_bounded_number_of_steps(name: str) -> None:
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read(HOSTILE[name], CONTEXT)
    except Unreadable:
        pass
    finally:
        sys.setprofile(None)
    assert calls < MOST_CALLS
