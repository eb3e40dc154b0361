"""docs/first-five-minutes.md is what a newcomer really sees: it is played through here and compared."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from grader.workspace.place import Workspace

from .test_watch import ESCAPES, PROGRAM, Terminal, answer, terminal

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "first-five-minutes.md"
COUNTS = re.compile(r"\d+ of \d+ right|\d+ lessons with \d+ questions")
"""Figures that grow with the course; the document shows those of the day it was written."""

HEAD = """# The first five minutes

What a newcomer types and sees, from nothing to a first question that is right. The screens below are the
program's own: a test plays this session and compares it with this page (`make goldens` writes it anew).

## Install

One package, from a clone or from its address; nothing else is needed, no account and no network afterwards.

```sh
pipx install .
```

"""

FIRST = """## The first question

The page of the lesson explains what is needed; `chainrule` shows the first question, with numbers of your
own, and stays open beside your editor.

"""


def played(folder: Path) -> Iterator[str]:
    """The session, screen by screen, as Markdown."""
    yield HEAD
    yield "## Begin\n\n" + said(folder, "chainrule")
    yield said(folder, "chainrule start")
    workspace = Workspace(folder / "chainrule-course")
    wrong, right = sums(workspace)
    yield FIRST
    with terminal(workspace, TERM="dumb") as t:
        yield screen("chainrule", page(t, "In this lesson"))
        answer(workspace, "neuron", "weighted-sum", wrong)
        yield f"Somebody forgets the bias and saves `weighted-sum: {wrong}`:\n\n" + screen("", page(t, "✗"))
        t.press("h")
        yield "The key `h` gives a hint:\n\n" + screen("", page(t, "Hint 1"))
        answer(workspace, "neuron", "weighted-sum", right)
        yield f"With the bias, `weighted-sum: {right}`:\n\n" + screen("", page(t, "✓"))
        t.press("n")
        yield "And `n` goes on:\n\n" + screen("", page(t, "steps-of-a-neuron"))
        t.press("q")
        t.rest()
    yield "## Later\n\nEverything is remembered. To hand a lesson in:\n\n"
    yield said(workspace.root, "chainrule submit neuron")


def sums(workspace: Workspace) -> tuple[str, str]:
    """The weighted sum of this student's first question without and with the bias."""
    text = workspace.numbers_file("neuron").read_text(encoding="utf-8")
    params = json.loads(text)["items"]["weighted-sum"]["params"]
    products = sum(Fraction(w) * Fraction(x) for w, x in zip(params["w"], params["x"], strict=True))
    return f"{float(products):g}", f"{float(products + Fraction(params['b'])):g}"


def said(folder: Path, command: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *command.split()[1:]],
        cwd=folder, capture_output=True, encoding="utf-8", check=True,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "80", "PATH": "", "LANG": "en_US.UTF-8"},
    )  # fmt: skip
    return screen(command, ran.stdout)


def screen(command: str, text: str) -> str:
    shown = "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
    return "```text\n" + (f"$ {command}\n" if command else "") + shown + "\n```\n\n"


def page(t: Terminal, sign: str) -> str:
    """The page that was painted last once `sign` is on it: from the course's title to the keys."""
    text = ESCAPES.sub("", t.until("q quit", after=sign)).replace("\r", "")
    start = text.rindex("The mathematics of neural networks")
    return text[start:]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_first_five_minutes_are_as_the_document_says(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    text = "".join(played(tmp_path)).rstrip() + "\n"
    if request.config.getoption("--update-goldens"):
        DOCUMENT.write_text(text, encoding="utf-8", newline="\n")
    assert COUNTS.sub("", DOCUMENT.read_text(encoding="utf-8")) == COUNTS.sub("", text)
