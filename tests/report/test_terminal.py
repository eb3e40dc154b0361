"""The report in a terminal: narrow, Japanese, without colour, and never steered by a student's text."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import CheckResult, Message, Status
from grader.report.columns import columns, encodable, pad, wrap
from grader.report.harmless import harmless
from grader.report.terminal import NARROWEST, terminal

from . import build, samples
from .pages import LANGUAGES, phrases

COLOUR = re.compile(r"\x1b\[\d+m")


def show(name: str, lang: str = "en", width: int = 80, color: bool = False, encoding: str = "utf-8") -> str:
    return terminal(samples.ALL[name](), lang, phrases(), width, color, encoding)


@pytest.mark.parametrize("name", samples.ALL)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [30, 40, 61, 80, 120])
@pytest.mark.parametrize("color", [False, True])
def test_no_line_is_wider_than_the_terminal(name: str, lang: str, width: int, color: bool) -> None:
    for line in show(name, lang, width, color).splitlines():
        assert columns(COLOUR.sub("", line)) <= width, line


def test_a_terminal_too_narrow_for_words_gets_the_narrowest_report() -> None:
    assert show("typical", width=3) == show("typical", width=NARROWEST)


@pytest.mark.parametrize("name", samples.ALL)
def test_without_colour_there_is_no_escape_and_colour_adds_nothing_else(name: str) -> None:
    assert "\x1b" not in show(name)
    assert COLOUR.sub("", show(name, color=True)) == show(name)


@given(st.text(alphabet=st.characters(), max_size=60))
def test_no_text_of_a_student_reaches_the_terminal_as_a_command(text: str) -> None:
    check = CheckResult(
        "c", build.VALUE, Status.WRONG, 0.0, message=Message("report/line-of", {"file": text})
    )
    made = build.item("a", "numeric", {"": "A"}, Status.WRONG, 0.0, check, response=text)
    shown = terminal(build.report(made, student=text, command=text), "en", phrases())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)


def test_escapes_are_made_visible_instead_of_vanishing() -> None:
    assert harmless("\x1b[31m\x00\x9b\u202e\r\n\tx") == "⟨U+001B⟩[31m⟨U+0000⟩⟨U+009B⟩⟨U+202E⟩\n\tx"
    assert harmless("good\rbad") == "good⟨U+000D⟩bad"


def test_the_next_step_comes_first_and_what_passed_in_one_line() -> None:
    shown = show("typical")
    assert shown.index("What to do next") < shown.index("the bias") < shown.index("What the sigmoid does")
    assert "Hints on the page of the lesson: 2" in shown
    assert "✓ What the sigmoid does" in shown
    assert "The sentence that fits" not in shown


def test_a_derivation_is_echoed_line_by_line_with_the_first_wrong_line_explained() -> None:
    shown = show("typical", width=100)
    assert re.search(r"✓  1 -\(1\+e\^\(-x\)\)\^\(-2\).* follows", shown)
    assert re.search(r"✗  2 .* does not follow", shown)
    assert "x = 1, line above = 0.1966, this line = −0.1966" in shown


def test_a_matrix_keeps_its_columns_and_marks_wrong_cells() -> None:
    rows = [line for line in show("typical").splitlines() if "1.5820✗" in line or "1.0187✗" in line]
    assert rows[0].index("1.1565✗") == rows[1].index("1.0187✗")


def test_full_marks_are_short() -> None:
    assert "Everything is right" in show("good")
    assert len(show("good").splitlines()) < 14


def test_our_own_fault_is_said() -> None:
    assert "no fault of yours" in " ".join(show("hostile").split())


def test_old_consoles_get_ascii_twins() -> None:
    for encoding in ("ascii", "cp932", "cp1252"):
        assert show("typical", "en", 80, encoding=encoding).encode(encoding)
    assert "x The value" in show("typical", encoding="ascii")
    assert encodable("✓ σ", "ascii") == "v ?"
    assert encodable("✓ σ", "utf-8") == "✓ σ"


@given(st.text(), st.integers(2, 40))
def test_wrapping_fits_and_loses_nothing_but_blanks(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_japanese_breaks_between_signs_and_keeps_its_punctuation() -> None:
    assert wrap("重みを足します。次へ", 14) == ["重みを足しま", "す。次へ"]
    assert columns("重み w") == 6
    assert pad("重み", 6) == "重み  "


def test_the_terminal_needs_neither_html_nor_numerics() -> None:
    code = "import sys, grader.report.terminal; print(' '.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"jinja2", "markdown_it", "math_core", "numpy", "sympy", "pydantic", "rich"} & set(loaded)


def test_a_hidden_check_is_called_so() -> None:
    check = CheckResult("h", build.VALUE, Status.WRONG, 0.0, hidden=True)
    report = build.report(replace(samples.NUMERIC, checks=(check,)))
    assert "The value (hidden check)" in terminal(report, "en", phrases())
