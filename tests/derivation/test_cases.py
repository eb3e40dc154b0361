"""`derive` for scripts: the agreed shape, and an error object for every bad case."""

from __future__ import annotations

import json
from typing import Any

import pytest

from grader.derivation.cases import answer

from .tasks import functions

CASE: dict[str, Any] = {
    "id": "d1",
    "symbols": {"w": "real", "x": "real", "b": "real", "t": "real"},
    "vectors": {},
    "indices": [],
    "definitions": [["z", "w x + b"], ["y", "σ(z)"], ["E", "(y-t)^2"]],
    "start": "dE/dw",
    "goal": None,
    "lines": ["dE/dw = dE/dy * dy/dz * dz/dw [chain rule]", "dE/dy = 2(y-t)", "dE/dw = 2(y-t) y (1-y) x"],
}


def ask(**changed: object) -> dict[str, Any]:
    return dict(answer({**CASE, **changed}, functions(), lambda note, _: note))


def test_the_agreed_keys_are_there() -> None:
    found = ask()
    assert (found["id"], found["status"], found["score"], found["first_wrong"]) == (
        "d1",
        "CORRECT",
        1.0,
        None,
    )
    assert [line["line"] for line in found["lines"]] == [1, 2, 3]
    for line in found["lines"]:
        assert {"line", "status", "note", "witness", "read_as", "by"} <= line.keys()
        assert (line["status"], line["by"]) == ("follows", "proved")
    json.dumps(found, allow_nan=False)


def test_a_witness_gives_the_point_and_both_values() -> None:
    line = ask(lines=["dE/dw = 2(y-t) x"])["lines"][0]
    assert line["status"] == "wrong"
    assert line["by"] == "refuted"
    assert set(line["witness"]) == {"at", "a", "b"}
    assert {"w", "x", "b", "t"} >= set(line["witness"]["at"])


def test_a_derivation_may_come_as_one_text() -> None:
    assert ask(lines="dE/dy = 2(y-t)\n\ndE/dw = 2(y-t) y (1-y) x\n")["score"] == 1


@pytest.mark.parametrize(
    ("case", "note"),
    [
        ([], "derivation/case-not-an-object"),
        ({"id": 1}, "derivation/case-without-lines"),
        ({"lines": []}, "derivation/case-without-start"),
        ({"lines": [1], "start": "x"}, "derivation/case-without-lines"),
        ({"lines": [], "start": 5}, "derivation/case-not-a-text"),
        ({"lines": [], "start": "x +"}, "read-unknown-name"),
        ({"lines": [], "start": "1", "symbols": []}, "case-not-a-mapping"),
        ({"lines": [], "start": "1 [chain rule]"}, "derivation/no-label-here"),
        ({"lines": ["1"] * 1000, "start": "1"}, "derivation/too-many-lines"),
    ],
)
def test_a_bad_case_says_what_is_wrong_with_it(case: object, note: str) -> None:
    found = answer(case, functions(), lambda note, _: note)
    error = found["error"]
    assert isinstance(error, dict)
    assert error["note"] == note
    assert found["status"] is None
