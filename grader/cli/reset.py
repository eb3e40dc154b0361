"""chainrule reset: a question as it was handed out."""

from __future__ import annotations

import click

from ..workspace.outline import Entry
from ..workspace.place import shown_path
from .student import Student, show


@click.command("reset", epilog="Example:  chainrule reset sigmoid/stable")
@click.argument("item")
def command(item: str) -> None:
    """Take ITEM back to how it was handed out, with the same numbers. What you had is kept aside."""
    student = Student.here()
    show(student.teller.screen.paragraph(take_back(student, student.entry(item))))


def take_back(student: Student, entry: Entry) -> str:
    """Reset the item; returns what is to be said about it."""
    from ..workspace.renewing import reset

    kept = reset(student.workspace, student.course(), student.state, entry)
    if kept is None:
        return student.teller.say("reset-nothing", item=entry.ref)
    if kept.folder is None:
        return student.teller.say("reset-anew", item=entry.ref)
    return student.teller.say("reset-done", item=entry.ref, folder=shown_path(kept.folder))
