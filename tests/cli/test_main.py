"""The command line as a whole: help, unknown names, faults, and what is imported."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from grader import __version__
from grader.cli import COMMANDS

HEAVY = ("numpy", "sympy", "pydantic", "mpmath", "jinja2", "rich")

Run = Callable[..., "Ran"]


class Ran:
    code: int
    out: str
    err: str


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(run: Run, name: str) -> None:
    shown = run(name, "--help")
    assert shown.code == 0
    assert "Example" in shown.out


def test_help_lists_every_command(run: Run) -> None:
    shown = run("--help")
    assert all(name in shown.out for name in COMMANDS)


def test_the_version_is_the_packages(run: Run) -> None:
    assert __version__ in run("--version").out


def test_an_unknown_command_names_the_nearest_one(run: Run) -> None:
    shown = run("grad")
    assert shown.code == 2
    assert "did you mean 'grade'" in shown.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("lint", "sigmod"), "did you mean 'sigmoid'"),
        (("preview", "relu", "--item", "by-hnd"), "did you mean 'by-hand'"),
        (("preview", "relu", "--lang", "fr"), "languages: en, ja"),
        (("generate", "--lesson", "relu", "--out", "x"), "--roster FILE or one or more --student"),
        (("grade", "nowhere", "--lesson", "relu"), "nowhere"),
        (("grade", "nowhere", "--manifest", "missing.json"), "missing.json"),
        (("check", "nowhere"), "nowhere"),
        (("lint", "--content", "nowhere"), "nowhere"),
    ],
)
def test_a_wrong_name_is_one_line_and_no_traceback(
    run: Run, arguments: tuple[str, ...], message: str
) -> None:
    shown = run(*arguments)
    assert shown.code == 2
    assert message in shown.err
    assert "Traceback" not in shown.err


def test_a_bug_of_ours_is_named_as_ours_and_its_traceback_kept_in_a_file(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("grader.cli.lint.open_course", broken)
    shown = run("lint")
    assert shown.code == 4
    assert "a fault of chainrule, not yours" in shown.err
    assert "Traceback" not in shown.err


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv=['chainrule','--help']\n"
        "from grader.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print('loaded:', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "loaded: []"
