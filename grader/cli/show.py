"""chainrule show: one question, with your numbers."""

from __future__ import annotations

import click

from .student import Student, show


@click.command("show", epilog="Example:  chainrule show   ·   chainrule show sigmoid/by-hand")
@click.argument("item", required=False)
def command(item: str | None) -> None:
    """Show the question ITEM (the current one by default) and where its answer goes."""
    student = Student.here()
    show(student.teller.question(student.entry(item), student.workspace))
