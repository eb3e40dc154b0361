"""chainrule derive: a file, a batch, and a worked derivation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run
from .test_equal import answers, feed

FILE = """
symbols: {w: real, x: real, b: real, t: real}
definitions: {z: w x + b, y: σ(z), E: (y-t)^2}
start: dE/dw
lines:
  - dE/dw = dE/dy * dy/dz * dz/dw [chain rule]
  - dE/dy = SLIP
  - dE/dw = SLIP y(1-y) x
"""


@pytest.fixture
def write(tmp_path: Path) -> Path:
    return tmp_path / "mine.yaml"


def test_a_right_derivation_ends_with_0(run: Run, write: Path) -> None:
    write.write_text(FILE.replace("SLIP", "2(y-t)"), encoding="utf-8")
    ran = run("derive", write)
    assert ran.code == 0
    assert "CORRECT" in ran.out


def test_a_slip_is_shown_with_its_line_and_its_point(run: Run, write: Path) -> None:
    write.write_text(FILE.replace("SLIP", "(y-t)"), encoding="utf-8")
    ran = run("derive", write)
    assert ran.code == 1
    assert "✗  2" in ran.out
    assert "w = 1" in ran.out
    assert "0.33" in ran.out  # half of the two lines in three that hold


def test_the_lines_may_be_one_text_and_come_from_the_standard_input(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, b"symbols: {x: real}\nstart: d/dx x^2\nlines: |\n  = x + x\n  = 2x\n")
    (found,) = answers(run("derive", "-", "--json").out)
    assert (found["status"], len(found["lines"])) == ("CORRECT", 2)


def test_mere_numbers_in_a_file_are_formulas(run: Run, write: Path) -> None:
    write.write_text("start: 2 + 3\nlines: [5]\n", encoding="utf-8")
    assert run("derive", write).code == 0


@pytest.mark.parametrize("text", ["start: [", "start: x +\nlines: []", "lines: []", "- 1", "start: 1"])
def test_a_bad_file_is_said_without_a_traceback(run: Run, write: Path, text: str) -> None:
    write.write_text(text, encoding="utf-8")
    ran = run("derive", write)
    assert ran.code in (2, 3)
    assert ran.err.startswith("error")


def test_a_missing_file_is_said(run: Run, tmp_path: Path) -> None:
    assert run("derive", tmp_path / "none.yaml").code == 2
    assert run("derive").code == 2


def test_a_batch_answers_each_line_and_outlives_bad_ones(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    good = {"id": 1, "start": "d/dx x^2", "lines": ["= 2x"], "symbols": {"x": "real"}}
    feed(
        monkeypatch,
        b"\n".join([json.dumps(good).encode(), b"nonsense", b'{"id": 5}', json.dumps(good).encode()]),
    )
    ran = run("derive", "--batch")
    found = answers(ran.out)
    assert ran.code == 0
    assert [f["id"] for f in found] == [1, None, 5, 1]
    assert [f["score"] for f in found] == [1.0, None, None, 1.0]


@pytest.mark.parametrize(("lang", "rule"), [("en", "product rule"), ("ja", "積の微分")])
def test_a_worked_derivation_names_its_rules(run: Run, lang: str, rule: str) -> None:
    ran = run("derive", "--solve", "d/dx (x σ(x))", "--lang", lang)
    assert ran.code == 0
    assert f"[{rule}]" in ran.out


def test_a_worked_derivation_goes_through_definitions(run: Run) -> None:
    ran = run("derive", "--solve", "dE/dw", "--define", "y = σ(w x)", "--define", "E = (y-t)^2")
    assert "[chain rule]" in ran.out
    assert ran.out.splitlines()[-1].count("d/d") == 0


def test_what_cannot_be_solved_is_said(run: Run) -> None:
    ran = run("derive", "--solve", "d/dx (")
    assert ran.code == 2
    assert ran.err.startswith("error")
