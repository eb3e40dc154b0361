"""chainrule reset: a question as it was handed out."""

from __future__ import annotations

from pathlib import Path

import click

from ..workspace.outline import Entry
from ..workspace.place import shown_path
from .student import Student


@click.command("reset", epilog="Example:  chainrule reset sigmoid/stable")
@click.argument("item")
def command(item: str) -> None:
    """Take ITEM back to how it was handed out, with the same numbers. What you had is kept aside."""
    student = Student.here()
    entry = student.entry(item)
    kept = take_back(student, entry)
    if kept is None:
        student.say("reset-nothing", item=entry.ref)
    else:
        student.say("reset-done", item=entry.ref, folder=shown_path(kept))


def take_back(student: Student, entry: Entry) -> Path | None:
    """The folder that keeps the old answer; None when there was none."""
    from ..workspace.renewing import reset

    return reset(student.workspace, student.course(), student.state, entry)
