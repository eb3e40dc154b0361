"""chainrule next: on to the next open question."""

from __future__ import annotations

import click

from ..workspace.place import next_open
from .student import Student, show


@click.command("next", epilog="Example:  chainrule next")
def command() -> None:
    """Go to the next question that is not right yet, and show it."""
    student = Student.here()
    entry = next_open(student.outline, student.state)
    if entry is None:
        student.say("all-done")
        return
    student = student.now(student.state.at(entry.ref))
    show(student.teller.question(entry, student.workspace))
