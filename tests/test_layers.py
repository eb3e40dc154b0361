"""Imports only point down, and never in a circle."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

GRADER = Path(__file__).parent.parent / "grader"

LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("model",),
    ("atomic", "faults", "moments", "remembering", "seeds", "tables", "yaml12"),
    ("lesson",),
    ("content", "loading", "schema"),
    ("scaffold",),
    ("algebra",),
    ("arrays", "derivation", "draws", "placeholders", "responses"),
    ("exercise",),
    ("course",),
    ("quantities", "written"),
    ("pictures", "variants"),
    ("filling", "prose"),
    ("diagnosis",),
    ("checks", "sandbox", "submissions"),
    ("assignments", "roster", "scoring", "stand_ins", "terms", "ungraded"),
    ("at_home", "new_function", "policies", "problem_set", "stable_source"),
    ("pipeline",),
    ("hand_in", "report", "similarity"),
    ("batch", "gradebook", "handouts", "lint"),
    ("class_report", "export", "forge", "issuing"),
    ("workspace",),
    ("notebook", "watch"),
    ("cli",),
)
"""From the bottom up; a module may import from lower rows and from its own."""

RANK = {name: rank for rank, row in enumerate(LAYERS) for name in row}

JAILED = {
    f"sandbox.{name}" for name in ("child", "jail", "loader", "stubs", "syscalls", "values", "wire", "zygote")
}
"""Modules that enter the jail: standard library and NumPy only."""


@cache
def modules() -> dict[str, Path]:
    return {
        ".".join(p.relative_to(GRADER).with_suffix("").parts).removesuffix(".__init__"): p
        for p in GRADER.rglob("*.py")
        if ("_content" not in p.parts and p.name != "__init__.py") or p.parent != GRADER
    }


@cache
def imported(name: str, path: Path) -> set[str]:
    """The modules of this package that `path` imports when it is loaded, type-checking imports left out."""
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found: set[str] = set()
    for node in top_level(ast.parse(path.read_text(encoding="utf-8")).body):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *(node.module or "").split(".")]
            stem = ".".join(part for part in base if part)
            for alias in node.names:
                whole = f"{stem}.{alias.name}".strip(".")
                found.add(whole if whole in modules() else stem)
    return found - {"", name}


def top_level(body: list[ast.stmt]) -> list[ast.stmt]:
    """Statements that run at import, looking into `if` and `try` but not into `if TYPE_CHECKING`."""
    out: list[ast.stmt] = []
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.unparse(node.test):
            out += top_level(node.body) + top_level(node.orelse)
        elif isinstance(node, ast.Try):
            out += top_level(node.body)
        elif not isinstance(node, ast.If):
            out.append(node)
    return out


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_imports_only_from_its_own_layer_or_below(name: str) -> None:
    top = name.split(".")[0]
    assert top in RANK, f"{top} has no layer: place it in LAYERS"
    for other in imported(name, modules()[name]):
        below = other.split(".")[0]
        assert RANK[below] <= RANK[top], f"{name} imports {other}, which lies above it"


def test_checks_and_sandbox_do_not_know_each_other() -> None:
    for name, path in modules().items():
        others = {o.split(".")[0] for o in imported(name, path)}
        if name.startswith("checks"):
            assert "sandbox" not in others, name
        if name.startswith("sandbox"):
            assert "checks" not in others, name


def test_no_import_cycle() -> None:
    graph = {name: imported(name, path) for name, path in modules().items()}
    tuple(TopologicalSorter(graph).static_order())


def test_what_enters_the_jail_imports_nothing_of_ours() -> None:
    for name in JAILED & set(modules()):
        outside = imported(name, modules()[name]) - JAILED
        assert not outside, f"{name} runs inside the jail but imports {sorted(outside)}"


def test_every_import_inside_the_package_is_relative() -> None:
    for name, path in modules().items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            absolute = (
                isinstance(node, ast.ImportFrom)
                and not node.level
                and (node.module or "").split(".")[0] == "grader"
            )
            assert not absolute, f"{name}:{getattr(node, 'lineno', 0)} imports grader absolutely"
