"""chainrule again: the same question with other numbers."""

from __future__ import annotations

from pathlib import Path

import click

from ..workspace.place import Workspace, shown_path
from .options import content_option, open_course
from .student import Student, show


@click.command("again", epilog="Example:  chainrule again sigmoid/by-hand")
@click.argument("item")
@content_option
def command(item: str, content: Path | None) -> int:
    """Draw new numbers for ITEM. The old answer and its result are kept.

    Of a lesson that your class handed out: a copy of it to practise with, from the date on that the class
    has set.
    """
    if Workspace.around(Path.cwd()) is None:
        from .issued import issued_here, write_practice

        here = issued_here(item)
        if here is not None:
            return write_practice(here[0], open_course(content), here[0].language)
    student = Student.here()
    entry = student.entry(item)
    title = student.teller.screen.text(entry.title)
    if student.workspace.is_class_set(entry.lesson):
        from ..workspace.issued import Issued
        from .issued import write_practice

        issued = Issued.needed(student.workspace.lesson(entry.lesson))
        return write_practice(issued, student.course(), student.state.language)
    from ..workspace.renewing import again

    kept = again(student.workspace, student.course(), student.state, student.outline, entry)
    if kept is None:
        student.say("again-same", title=title)
        return 1
    if kept.folder is None:
        student.say("again-new", title=title)
    else:
        student.say("again-done", title=title, folder=shown_path(kept.folder))
    student = Student.at(student.workspace)
    show(["", *student.teller.question(student.entry(entry.ref), student.workspace)])
    return 0
