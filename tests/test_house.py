"""Promises about the code itself: size, annotations, and what it must never do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "grader").rglob("*.py"))
FORBIDDEN_CALLS = {"eval", "exec", "sympify", "parse_expr"}
IN_THE_JAIL = {"loader.py", "child.py", "inline.py", "values.py"}
"""Modules of the sandbox that run a student's code: that is what they are for."""
TRUSTED_CONTENT = {"load.py", "source.py", "known.py"}
"""Modules of the exercise layer that run an author's own Python, never a student's."""


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_is_one_story_of_at_most_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_the_median_function_has_at_most_10_lines() -> None:
    assert median(length(node) for _, node in functions()) <= 10


def test_no_function_is_longer_than_a_screen() -> None:
    long = [f"{p.name}:{n.lineno} {n.name} ({length(n)})" for p, n in functions() if length(n) > 45]
    assert long == []


def test_every_function_is_annotated() -> None:
    bare = [
        f"{path.name}:{node.lineno} {node.name}"
        for path, node in functions()
        if node.returns is None
        or any(
            a.annotation is None
            for a in node.args.args + node.args.kwonlyargs
            if a.arg not in ("self", "cls")
        )
    ]
    assert bare == []


def test_text_is_never_evaluated_in_a_trusted_process() -> None:
    allowed = IN_THE_JAIL | TRUSTED_CONTENT
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "id", getattr(called, "attr", None))
            assert name not in FORBIDDEN_CALLS or path.name in allowed, (
                f"{path}:{getattr(node, 'lineno', 0)} {name}"
            )


def test_nothing_is_pickled() -> None:
    for path in MODULES:
        assert not re.search(
            r"^\s*(import|from) (pickle|dill|marshal|shelve)\b", path.read_text("utf-8"), re.MULTILINE
        )
