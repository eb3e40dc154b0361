"""chainrule again: the same question with other numbers."""

from __future__ import annotations

import click

from ..workspace.place import shown_path
from .student import Student, show


@click.command("again", epilog="Example:  chainrule again sigmoid/by-hand")
@click.argument("item")
def command(item: str) -> int:
    """Draw new numbers for ITEM. The old answer and its result are kept."""
    student = Student.here()
    entry = student.entry(item)
    title = student.teller.screen.text(entry.title)
    if student.workspace.is_class_set(entry.lesson):
        student.say("again-class", lesson=entry.lesson)
        return 1
    from ..workspace.renewing import again

    renewed = again(student.workspace, student.course(), student.state, student.outline, entry)
    if renewed is None:
        student.say("again-same", title=title)
        return 1
    _, kept = renewed
    student.say("again-done", title=title, folder=shown_path(kept or student.workspace.lesson(entry.lesson)))
    student = Student.at(student.workspace)
    show(["", *student.teller.question(student.entry(entry.ref), student.workspace)])
    return 0
