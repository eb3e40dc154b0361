"""chainrule watch: the current question, graded each time you save."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..content import Content
from ..errors import UsageError
from ..report.phrases import Phrases
from ..workspace.language import spoken_here
from ..workspace.outline import Entry
from ..workspace.place import Workspace, refuse_handed_out, shown_path, typed
from ..workspace.telling import Teller
from .ahead import SandboxAhead
from .student import Student, show, teller

if TYPE_CHECKING:
    from ..watch.bench import Bench


@click.command("watch", epilog="Example:  chainrule watch   ·   chainrule   (the same, inside a workspace)")
def command() -> None:
    """Show the current question and grade it each time you save; single keys do the rest."""
    watch(Student.here())


def alone() -> None:
    """`chainrule` without a command: go on where the student is, or say what this is and how to begin."""
    workspace = Workspace.around(Path.cwd())
    if workspace is None:
        refuse_handed_out(Path.cwd())
        told = teller(("en", "ja"), spoken_here(("en", "ja")) or "en")
        say = told.paragraph
        below = Workspace.below(Path.cwd())
        here = [*say("what-here"), f"  cd {typed(below[0])}"] if below else []
        start = here or [*say("what-start"), "  chainrule start"]
        show([*say("what"), "", *start, "", *say("what-instead")])
        return
    student = Student.at(workspace)
    if sys.stdout.isatty():
        watch(student)
    else:
        show(student.teller.question(student.entry(None), workspace))


def watch(student: Student) -> None:
    """Run the screen until the student leaves it. Raises UsageError where there is no terminal."""
    from ..watch.keys import open_keys
    from ..watch.loop import Loop
    from ..watch.pausing import pausing
    from ..watch.stage import Stage
    from ..watch.view import View

    if not sys.stdout.isatty():
        raise UsageError("watch needs a terminal; `chainrule check` grades once")
    student = _spoken(student)
    view = View(student.teller, student.workspace, student.outline)
    with _ending_cleanly(), Stage() as stage, open_keys() as keys, pausing(stage, keys):
        Loop(view, student.state, keys, stage, _opener(student), _taker(student)).run(_bench(student))


def _spoken(student: Student) -> Student:
    """With every sentence there is: verdicts speak of all areas."""
    screen = student.teller.screen
    phrases = Phrases(Content.packaged().templates, student.outline.languages)
    return replace(student, teller=Teller(replace(screen, phrases=phrases)))


def _bench(student: Student) -> Callable[[], Bench]:
    def opened() -> Bench:
        sandbox = SandboxAhead("process", "watch")
        from ..watch.bench import Bench

        return Bench(student.workspace, student.course(), student.state, sandbox)

    return opened


def _opener(student: Student) -> Callable[[Entry, bool], str]:
    def opened(entry: Entry, feedback: bool) -> str:
        from .open import show_page

        workspace = student.workspace
        page = workspace.feedback(entry.lesson) if feedback else workspace.lesson(entry.lesson) / "index.html"
        show_page(page)
        return student.teller.say("opened", page=shown_path(page))

    return opened


def _taker(student: Student) -> Callable[[Entry], str]:
    def taken(entry: Entry) -> str:
        from .reset import take_back

        return take_back(student, entry)

    return taken


@contextmanager
def _ending_cleanly() -> Iterator[None]:
    """A signal that ends us still restores the terminal."""

    def end(number: int, frame: object) -> None:  # noqa: ARG001 - the shape of a handler
        sys.exit(128 + number)

    wanted = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = [(number, signal.signal(number, end)) for number in wanted]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
