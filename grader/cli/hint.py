"""chainrule hint: one rung of the ladder at a time."""

from __future__ import annotations

import click

from ..workspace.outline import Entry
from .student import Student, show


@click.command("hint", epilog="Example:  chainrule hint   ·   chainrule hint sigmoid/by-hand")
@click.argument("item", required=False)
def command(item: str | None) -> None:
    """Give the next hint for ITEM (the current question by default): a nudge, the formula, a worked line."""
    student = Student.here()
    give(student, student.entry(item))


def give(student: Student, entry: Entry) -> Student:
    """Show the next hint and count it; the last one stays the last."""
    if not entry.hints:
        student.say("hint-none")
        return student
    seen = student.state.hints.get(entry.ref, 0)
    if seen >= len(entry.hints):
        student.say("hint-again", total=len(entry.hints))
    number = min(seen + 1, len(entry.hints))
    show(student.teller.hint(entry, number))
    return student.now(student.state.hinted(entry.ref, number))
