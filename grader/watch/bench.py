"""Grading with everything warm: the course read, the worker started, each lesson's numbers bound once."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from ..atomic import write_text
from ..course import Course
from ..model import Report
from ..report.page import Pages
from ..report.phrases import Phrases
from ..sandbox import Sandbox
from ..workspace.desk import Desk, recorded
from ..workspace.place import Workspace
from ..workspace.state import State


class Bench:
    """One workspace and one sandbox for as long as the screen is open."""

    def __init__(self, workspace: Workspace, course: Course, state: State, sandbox: Sandbox) -> None:
        self.course, self._workspace, self._sandbox = course, workspace, sandbox
        self._desk = Desk(workspace, course, state, sandbox)
        self._pages: Pages | None = None

    def grade(self, lesson: str) -> Report:
        return self._desk.grade(lesson)

    def counted(self, state: State, report: Report) -> State:
        """The state after this report."""
        return recorded(state, report)

    def write_page(self, report: Report, lang: str) -> None:
        """The feedback page of the last verdict, for `o`."""
        if self._pages is None:
            templates = self.course.content.templates
            self._pages = Pages(templates, Phrases(templates, self.course.languages))
        page = self._workspace.feedback(report.lesson)
        write_text(page, self._pages.feedback(report, lang), durable=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sandbox.close()
