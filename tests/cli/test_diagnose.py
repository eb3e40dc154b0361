"""chainrule diagnose: any file, a line of JSON or sentences for a person."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import Ran

Run = Callable[..., Ran]
KEYS = {"file", "function", "name", "verdict", "accepted", "notes", "counterexample", "isolation", "ms"}


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def write(source: str) -> Path:
        path = tmp_path / "mine.py"
        path.write_text(f"import numpy as np\n\n{source}\n", encoding="utf-8")
        return path

    return write


def answer(run: Run, *arguments: object) -> dict[str, Any]:
    shown = run("diagnose", *arguments, "--json")
    assert shown.code == 0, shown.err
    (line,) = shown.out.splitlines()
    read: dict[str, Any] = json.loads(line)
    assert set(read) == KEYS
    assert list(read) == sorted(read)
    return read


def test_a_right_function_is_accepted_without_a_counterexample(run: Run, file: Callable[[str], Path]) -> None:
    found = answer(run, "sigmoid", file("def sigmoid(x):\n    return 1 / (1 + np.exp(-x))"))
    assert (found["verdict"], found["accepted"], found["counterexample"]) == ("correct", True, None)
    assert (found["name"], found["notes"]) == ("sigmoid", ["overflow-warning"])


def test_a_wrong_function_comes_with_the_smallest_input_that_shows_it(
    run: Run, file: Callable[[str], Path]
) -> None:
    found = answer(run, "elu", file("def elu(x, alpha=1.0):\n    return alpha * (np.exp(x) - 1)"))
    assert (found["verdict"], found["accepted"]) == ("wrong", False)
    shown = found["counterexample"]
    assert (shown["input"], shown["expected"]) == ("[1], 1", "[1]")


def test_a_name_picks_a_function_or_a_class(run: Run, file: Callable[[str], Path]) -> None:
    path = file(
        "def other(x):\n    return np.maximum(x, 0)\n\n\nclass Layer:\n    def forward(self, x):\n"
        "        self.x = x\n        return np.maximum(x, 0)\n\n    def backward(self, d):\n"
        "        return d * (self.x > 0)"
    )
    assert answer(run, "relu", f"{path}:other")["verdict"] == "correct"
    assert answer(run, "relu", f"{path}:Layer")["verdict"] == "correct"
    assert answer(run, "relu_derivative", f"{path}:Layer")["verdict"] == "correct"
    assert answer(run, "relu", path)["verdict"] == "missing"


def test_helpers_come_from_sibling_files(run: Run, tmp_path: Path, file: Callable[[str], Path]) -> None:
    (tmp_path / "helpers.py").write_text("import numpy as np\n\ndef clip(x):\n    return np.maximum(x, 0)\n")
    path = file("from helpers import clip\n\n\ndef relu(x):\n    return clip(x)")
    assert answer(run, "relu", path)["verdict"] == "correct"


def test_a_function_that_never_ends_is_stopped(run: Run, file: Callable[[str], Path]) -> None:
    found = answer(run, "relu", file("def relu(x):\n    while True:\n        pass"))
    assert (found["verdict"], found["accepted"]) == ("timeout", False)


def test_one_line_a_file(run: Run, file: Callable[[str], Path]) -> None:
    path = file("def relu(x):\n    return np.abs(x)")
    shown = run("diagnose", "relu", path, f"{path}:relu", "--json")
    assert [json.loads(line)["verdict"] for line in shown.out.splitlines()] == ["wrong", "wrong"]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_person_reads_what_came_in_what_was_expected_and_why(
    run: Run, file: Callable[[str], Path], lang: str
) -> None:
    path = file("def relu(x):\n    return np.abs(x)")
    shown = run("diagnose", "relu", path, "--lang", lang)
    assert shown.code == 0
    assert "[-1]" in shown.out
    assert "[0]" in shown.out
    assert ("mirrored" in shown.out) is (lang == "en")
    assert ("符号が反転" in shown.out) is (lang == "ja")


def test_the_list_names_every_function_and_every_verdict(run: Run) -> None:
    shown = run("diagnose", "--list").out
    for word in ("softmax_cross_entropy_gradient", "numerical_gradient", "step_derivative", "one_dimension"):
        assert word in shown


@pytest.mark.parametrize(("asked", "key"), [("sgd_step", "gradient_descent_step"), ("silu", "swish")])
def test_a_usual_name_stands_for_its_key(run: Run, file: Callable[[str], Path], asked: str, key: str) -> None:
    assert answer(run, asked, file("pass"))["function"] == key


@pytest.mark.parametrize("arguments", [("relu",), (), ("rellu", "mine.py"), ("relu", "/no/such/file.py")])
def test_what_cannot_be_asked_is_said_and_exits_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    shown = run("diagnose", *arguments)
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith("error: ")
