"""chainrule equal: in words, as JSON, and a batch that never stops."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from .conftest import Run


def feed(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text), encoding="utf-8"))


def answers(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_equal_formulas_say_so(run: Run) -> None:
    ran = run("equal", "σ(x)(1-σ(x))", "d/dx (1/(1+e^-x))")
    assert (ran.code, "Equal" in ran.out) == (0, True)


def test_different_formulas_show_where(run: Run) -> None:
    ran = run("equal", "(x+1)^2", "x^2+1")
    assert ran.code == 1
    assert "x = 1" in ran.out


def test_declarations_and_definitions_are_options(run: Run) -> None:
    assert run("equal", "sqrt(x^2)", "x", "--positive", "x").code == 0
    assert run("equal", "sqrt(x^2)", "x", "--real", "x").code == 1
    assert run("equal", "dy/dw", "y(1-y) x", "--define", "y = σ(w x)").code == 0
    assert run("equal", "s_i(δ_ij - s_j)", "s_i δ_ij - s_i s_j", "--index", "i:3", "--index", "j:3").code == 0


def test_the_answer_speaks_the_language_asked_for(run: Run) -> None:
    assert "等しい" in run("equal", "x", "x", "--lang", "ja").out


def test_json_is_one_line_with_the_agreed_keys(run: Run) -> None:
    (found,) = answers(run("equal", "x", "y", "--json").out)
    assert {"id", "equal", "verdict", "by", "witness", "read_as", "ms"} <= found.keys()


@pytest.mark.parametrize("arguments", [("x +", "x"), ("x",), ("foo", "x"), ("x", "x", "--define", "z")])
def test_what_cannot_be_used_is_said_and_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run("equal", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error")


def test_a_batch_answers_each_line_and_outlives_bad_ones(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    good = {"id": 1, "a": "x + x", "b": "2x", "symbols": {"x": "real"}}
    lines = [
        json.dumps(good).encode(),
        b"{",
        b"\xff\xfe",
        b"[" * 5000,
        b'{"id": NaN}',
        b"",
        b'{"id": 7, "a": 1}',
    ]
    feed(monkeypatch, b"\n".join([*lines, json.dumps({**good, "id": 2}).encode()]))
    ran = run("equal", "--batch")
    found = answers(ran.out)
    assert ran.code == 0
    assert [f["id"] for f in found] == [1, None, None, None, None, 7, 2]
    assert [f["equal"] for f in found] == [True, None, None, None, None, None, True]
    assert all(f["error"]["message"] for f in found[1:-1])


def test_the_keys_of_a_batch_are_sorted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b'{"id": 1, "a": "x", "b": "x", "symbols": {"x": "real"}}')
    (line,) = run("equal", "--batch").out.splitlines()
    assert line == json.dumps(json.loads(line), ensure_ascii=False, sort_keys=True)
