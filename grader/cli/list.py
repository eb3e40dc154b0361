"""chainrule list: the course at a glance."""

from __future__ import annotations

from pathlib import Path

import click

from ..workspace.place import Workspace, refuse_handed_out
from .student import Student, show


@click.command("list", epilog="Example:  chainrule list   ·   chainrule list softmax")
@click.argument("lesson", required=False)
@click.option("--all", "everything", is_flag=True, help="Every question of every lesson.")
def command(lesson: str | None, everything: bool) -> None:
    """Show the lessons, how far you are, and the questions of LESSON (the current one by default)."""
    workspace = Workspace.around(Path.cwd())
    if workspace is None:
        refuse_handed_out(Path.cwd())
        _course()
        return
    student = Student.at(workspace)
    wanted = lesson or workspace.here
    if wanted:
        student.outline.chapter(wanted)
    show(student.teller.overview(student.outline, student.state, "*" if everything else wanted))


def _course() -> None:
    """The lessons of the built-in course, for somebody who has not started."""
    from ..content import Content
    from ..content.index import index

    found = index(Content.packaged())
    for number, lesson in enumerate(found.lessons, start=1):
        click.echo(f"{number:>2} {lesson.id:<24}{lesson.title.get('en', '')}")
    click.echo("\nchainrule start   makes a folder to answer them in")
