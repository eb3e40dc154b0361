"""What the commands of a student's workspace share: the workspace opened, and lines put on the screen."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..content import Content
from ..report.columns import encodable
from ..workspace.outline import Entry, Outline
from ..workspace.place import Workspace
from ..workspace.state import State
from ..workspace.telling import Teller

if TYPE_CHECKING:
    from ..course import Course


@dataclass(frozen=True, slots=True)
class Student:
    """The workspace around the current folder, opened."""

    workspace: Workspace
    state: State
    outline: Outline
    teller: Teller

    @classmethod
    def here(cls) -> Student:
        """Raises UsageError outside of a workspace or when its files are damaged."""
        return cls.at(Workspace.needed(Path.cwd()))

    @classmethod
    def at(cls, workspace: Workspace) -> Student:
        state, outline = workspace.load()
        return cls(workspace, state, outline, teller(outline.languages, state.language))

    def entry(self, wanted: str | None) -> Entry:
        """The item that is meant. Raises UsageError with the nearest name."""
        return self.workspace.entry(wanted, self.state, self.outline)

    def now(self, state: State) -> Student:
        """With this state, saved if it differs."""
        if state != self.state:
            self.workspace.save(state)
        return replace(self, state=state)

    def course(self) -> Course:
        """The course the workspace was made from."""
        from ..course import Course

        folder = self.state.content
        return Course(Content.at(Path(folder)) if folder else Content.packaged(), keeps=True)

    def say(self, note: str, **values: str | int | Path) -> None:
        show(self.teller.screen.paragraph(self.teller.say(note, **values)))


def teller(languages: Sequence[str], lang: str) -> Teller:
    templates = Content.packaged().templates
    return Teller.light(templates, languages, lang, shutil.get_terminal_size().columns, wants_color())


def wants_color() -> bool:
    """Whether this terminal shows colours and its user wants them (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show(lines: Sequence[str]) -> None:
    """Print lines; a sign that the terminal lacks is replaced by an ASCII twin."""
    click.echo(encodable("\n".join(lines), sys.stdout.encoding or "utf-8"), color=True)
