"""chainrule solution: the worked answer, with one's own numbers."""

from __future__ import annotations

from pathlib import Path

import click

from ..workspace.outline import Entry
from ..workspace.place import Workspace
from .options import content_option, open_course
from .student import Student, show


@click.command("solution", epilog="Example:  chainrule solution sigmoid/by-hand --give-up")
@click.argument("item", required=False)
@click.option("--give-up", is_flag=True, help="Show it although the question is not solved yet.")
@content_option
def command(item: str | None, give_up: bool, content: Path | None) -> int:
    """Show the worked answer of ITEM (the current question by default), once it is solved.

    Of a lesson that your class handed out: from the date on that the class has set.
    """
    if Workspace.around(Path.cwd()) is None:
        from .issued import issued_here, show_solution

        here = issued_here(item)
        if here is not None:
            return show_solution(*here, open_course(content), here[0].language)
    student = Student.here()
    entry = student.entry(item)
    title = student.teller.screen.text(entry.title)
    if student.workspace.is_class_set(entry.lesson):
        return _of_class(student, entry)
    if entry.points and not give_up and not student.state.passed(entry.ref):
        student.say("solution-locked", title=title)
        return 1
    if entry.points and not student.state.passed(entry.ref):
        student = student.now(student.state.gave_up(entry.ref))
    show([*student.teller.paragraph("solution", title=title), *_solution(student, entry)])
    return 0


def _of_class(student: Student, entry: Entry) -> int:
    from ..workspace.issued import Issued
    from .issued import show_solution

    issued = Issued.needed(student.workspace.lesson(entry.lesson))
    return show_solution(issued, entry.id, student.course(), student.state.language)


def _solution(student: Student, entry: Entry) -> list[str]:
    from ..checks import KINDS
    from ..report.phrases import pick
    from ..workspace.numbers import remembered

    course = student.course()
    assignment = remembered(student.workspace, course, student.state, entry.lesson)
    variant = next(v for v in assignment.variants if v.item.id == entry.id)
    text = pick(KINDS[variant.item.kind].solution(variant, course), student.state.language)
    return student.teller.prose(text)
