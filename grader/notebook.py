"""Feedback inside a notebook: the same checks, walls and page as everywhere.

from grader.notebook import check
check("sigmoid")              # the function `sigmoid` of this notebook, by the name of what it computes
check("relu/by-hand", 2.5)    # any other question, with its answer: a number, text, a list, one value a gap
"""

from __future__ import annotations

import atexit
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Protocol

from .assignments import Assignment, assign
from .checks import KINDS
from .content import Content
from .course import Course
from .errors import UsageError, did_you_mean
from .hand_in import SOMEBODY
from .lesson import CodeBase
from .model import Report, Submission
from .pipeline import grade
from .report.page import Pages
from .report.phrases import Phrases
from .report.terminal import terminal
from .sandbox import Sandbox, open_sandbox
from .submissions import HandIn, interpret
from .variants import Variant
from .workspace.desk import recorded
from .workspace.language import spoken_here
from .workspace.numbers import remembered
from .workspace.place import Workspace

_FILE = "notebook.ipynb"


class Shell(Protocol):
    """What is needed of IPython's shell."""

    user_ns: dict[str, object]

    def check_complete(self, code: str) -> tuple[str, str]: ...


@dataclass(frozen=True, slots=True)
class Feedback:
    """A report that a notebook shows as a page, and anything else as text."""

    report: Report
    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def check(name: str | Callable[..., object], answer: object = None, lang: str | None = None) -> Feedback:
    """Grade one question: `name` is a function of the course or its name, an item, or `lesson/item`.

    For a function, what the cells of this notebook have defined is graded, in the order they were run.
    Raises UsageError for an unknown name, for a missing answer and outside of a notebook.
    """
    desk = _Desk.here()
    lesson, item = desk.find(name if isinstance(name, str) else getattr(name, "__name__", repr(name)))
    assignment = desk.assignment(lesson, item)
    variant = assignment.variants[0]
    is_code = isinstance(variant.item, CodeBase)
    if not is_code and answer is None:
        raise UsageError(f'{lesson}/{item} is no function; give the answer, too: check("{item}", "…")')
    cells = _cells(_shell()) if is_code else ()
    submission = desk.submission(variant, cells) if is_code else _typed(variant, answer)
    report = grade(assignment, submission, desk.course, _sandbox(), f"chainrule check {lesson}/{item}")
    desk.record(report)
    return desk.feedback(report, lang)


# --------------------------------------------------------------------------- the question


@dataclass(frozen=True, slots=True)
class _Desk:
    """The course, and the workspace that this notebook lies in, if it does."""

    course: Course
    workspace: Workspace | None

    @classmethod
    def here(cls) -> _Desk:
        workspace = Workspace.around(Path.cwd())
        folder = workspace.load_state().content if workspace else None
        return cls(_course(folder), workspace)

    def find(self, name: str) -> tuple[str, str]:
        """The lesson and the item that `name` means: the one at hand where several lessons have it."""
        lessons = self.course.lessons()
        here = self.workspace.here if self.workspace else ""
        ordered = sorted(lessons, key=lambda lesson: lesson.id != here)  # stable: else in reading order
        items = [(lesson.id, item) for lesson in ordered for item in lesson.items]
        for lesson, item in items:
            if name == f"{lesson}/{item.id}" or name == getattr(item, "exercise", None):
                return lesson, item.id
        for lesson, item in items:
            if name == item.id:
                return lesson, item.id
        known = [f"{lesson}/{item.id}" for lesson, item in items] + [item.id for _, item in items]
        near = did_you_mean(name, known)
        raise UsageError(f"no question {name!r}" + (f"; did you mean {near!r}?" if near else ""))

    def assignment(self, lesson: str, item: str) -> Assignment:
        """The student's variant of this one item."""
        if self.workspace is not None:
            whole = remembered(self.workspace, self.course, self.workspace.load_state(), lesson)
        else:
            whole = assign(self.course, lesson, SOMEBODY, None)
        return replace(whole, variants=tuple(v for v in whole.variants if v.item.id == item))

    def submission(self, variant: Variant, cells: Sequence[str]) -> Submission:
        """The cells as a notebook handed in, the last of them as the answer."""
        starter = KINDS[variant.item.kind].question(variant, self.course).starter
        hand_in = HandIn("notebook", {_FILE: _as_notebook(cells, variant.item.id)})
        return interpret(
            hand_in,
            {variant.item.id: variant.item.kind},
            lesson=variant.lesson,
            starters={variant.item.id: "".join(starter.values())},
        )

    def record(self, report: Report) -> None:
        if self.workspace is not None:
            self.workspace.save(recorded(self.workspace.load_state(), report))

    def feedback(self, report: Report, lang: str | None) -> Feedback:
        own = self.workspace.load_state().language if self.workspace else spoken_here(self.course.languages)
        spoken = lang or own or self.course.languages[0]
        phrases = Phrases(self.course.content.templates, self.course.languages)
        html = Pages(self.course.content.templates, phrases).inline(report, spoken)
        return Feedback(report, html, terminal(report, spoken, phrases))


def _typed(variant: Variant, answer: object) -> Submission:
    return Submission("notebook", None, variant.lesson, {variant.item.id: _response(answer)}, {})


def _response(answer: object) -> str | Mapping[str, str]:
    """The answer as it would stand in answers.yaml: text, or a text for each gap."""
    if isinstance(answer, Mapping):
        return {str(gap): str(value) for gap, value in answer.items()}
    return str(answer.tolist() if hasattr(answer, "tolist") else answer)  # NumPy prints no commas


@cache
def _course(folder: str | None) -> Course:
    return Course(Content.at(Path(folder)) if folder else Content.packaged())


@cache
def _sandbox() -> Sandbox:
    """One for as long as the notebook's kernel lives."""
    sandbox = open_sandbox()
    atexit.register(sandbox.close)
    return sandbox


# --------------------------------------------------------------------------- the notebook


def _shell() -> Shell:
    ipython = sys.modules.get("IPython")
    shell: Shell | None = ipython.get_ipython() if ipython else None
    if shell is None:
        raise UsageError("check() reads the cells of a notebook; in a terminal use `chainrule check`")
    return shell


def _cells(shell: Shell) -> list[str]:
    """What was run so far, by number; a cell that Python could not read defined nothing.

    Blank lines end a function at the end of a cell, which else passes for one still being typed.
    """
    run = shell.user_ns.get("In", [])
    cells = [str(cell) for cell in run] if isinstance(run, list) else []
    return [cell if shell.check_complete(f"{cell}\n\n")[0] == "complete" else "" for cell in cells[1:]]


def _as_notebook(cells: Sequence[str], item: str) -> bytes:
    """Cell k of this notebook is the one that was run as number k."""
    last = len(cells) - 1
    made = [
        {"cell_type": "code", "metadata": {"tags": [item] if k == last else []}, "source": cell}
        for k, cell in enumerate(cells)
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
