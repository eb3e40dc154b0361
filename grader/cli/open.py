"""chainrule open: the page of a lesson, or the feedback, in the browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from ..workspace.place import shown_path
from .student import Student


@click.command("open", epilog="Example:  chainrule open   ·   chainrule open sigmoid --feedback")
@click.argument("lesson", required=False)
@click.option("--feedback", is_flag=True, help="Grade the lesson and open the feedback page.")
@click.option("--home", is_flag=True, help="Open the course home.")
@click.option("--print", "only_print", is_flag=True, help="Only say where the page is.")
def command(lesson: str | None, feedback: bool, home: bool, only_print: bool) -> None:
    """Open the page of LESSON (the current one by default)."""
    student = Student.here()
    wanted = (lesson or student.workspace.here or student.state.current).partition("/")[0]
    wanted = student.outline.chapter(wanted).id
    if feedback:
        _grade(student, wanted)
    if home:
        page = renew_home(student)
    elif feedback:
        page = student.workspace.feedback(wanted)
    else:
        page = student.workspace.lesson(wanted) / "index.html"
    student.say("opened", page=shown_path(page))
    if not only_print:
        show_page(page)


def show_page(page: Path) -> None:
    webbrowser.open(page.resolve().as_uri())


def renew_home(student: Student) -> Path:
    """Write the course home with what was reached so far."""
    from ..workspace.making import Maker

    Maker(student.workspace, student.course(), student.state).home(student.outline, student.state)
    return student.workspace.home


def _grade(student: Student, lesson: str) -> None:
    from ..report.writer import Writer
    from ..workspace.desk import Desk, recorded
    from .options import walled_sandbox

    course = student.course()
    with walled_sandbox("process", f"open {lesson} --feedback") as sandbox:
        report = Desk(student.workspace, course, student.state, sandbox).grade(lesson)
    student.now(recorded(student.state, report))
    writer = Writer(course.content.templates, course.languages, student.state.language)
    writer.write_page(report, student.workspace.feedback(lesson))
