"""chainrule submit: the zip to hand in, checked before it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..at_home import FILE, hidden_of, read_issued
from ..errors import UsageError
from ..report.signs import amount
from ..workspace.place import Workspace, shown_path
from .options import chosen_language, content_option, lang_option, open_course, walled_sandbox
from .student import Student, show, teller

if TYPE_CHECKING:
    from ..course import Course
    from ..model import Report
    from ..workspace.telling import Teller


@dataclass(frozen=True, slots=True)
class _Handing:
    """What is handed in: a lesson's folder, whose it is, and who is spoken to; how many checks are hidden."""

    folder: Path
    lesson: str
    student: str
    course: Course
    teller: Teller
    hidden: int


@click.command("submit", epilog="Example:  chainrule submit sigmoid   ·   chainrule submit s042/sigmoid")
@click.argument("lesson", default="")
@click.option("--out", type=click.Path(path_type=Path), help="The zip to write; beside the lesson otherwise.")
@lang_option
@content_option
def command(lesson: str, out: Path | None, lang: str | None, content: Path | None) -> int:
    """Pack LESSON (a lesson of your workspace, or the folder you were given) and check the zip itself.

    Exit code 0 when the zip was made, whatever the points.
    """
    handing = _own(lesson) or _issued(Path(lesson), lang, content)
    from ..workspace.packing import pack

    target = pack(handing.folder, handing.lesson, out or handing.folder.parent / f"{handing.student}.zip")
    report = _checked(handing, target)
    show(_told(handing, target, report))
    return 0


def _own(lesson: str) -> _Handing | None:
    workspace = Workspace.around(Path.cwd())
    if workspace is None:
        return None
    student = Student.at(workspace)
    wanted = (lesson.rstrip("/\\") or workspace.here or student.state.current).partition("/")[0]
    chapter = student.outline.chapter(wanted)
    folder = workspace.lesson(chapter.id)
    name = f"{student.state.student}-{chapter.id}"
    hidden = sum(entry.hidden for entry in chapter.entries)
    return _Handing(folder, chapter.id, name, student.course(), student.teller, hidden)


def _issued(folder: Path, lang: str | None, content: Path | None) -> _Handing:
    """A folder that an instructor handed out: OUT/<student>/<lesson>/. Its zip bears the student's name."""
    folder = folder.resolve()
    try:
        says = read_issued((folder / FILE).read_bytes(), str(folder / FILE))
    except OSError:
        raise UsageError(
            f"{folder}: neither a lesson of a workspace nor a folder that was handed out (no {FILE})"
        ) from None
    course, lesson = open_course(content), str(says["lesson"])
    told = teller(course.languages, chosen_language(course, lang))
    return _Handing(folder, lesson, folder.parent.name, course, told, _hidden(says, course, lesson))


def _hidden(says: Mapping[str, Any], course: Course, lesson: str) -> int:
    """How many hidden checks there are, as the folder says where it was made for a class."""
    if "home" in says:
        return hidden_of(says)
    return sum(int(getattr(item, "hidden", 0)) for item in course.lesson(lesson).items)


def _checked(handing: _Handing, target: Path) -> Report:
    from ..hand_in import Issue, grade_path

    with walled_sandbox("process", f"submit {handing.lesson}") as sandbox:
        return grade_path(Issue(handing.course, lesson=handing.lesson), target, sandbox)


def _told(handing: _Handing, target: Path, report: Report) -> list[str]:
    from ..model import Status

    count = {status: sum(r.status is status for r in report.results) for status in Status}
    points, most = amount(report.points), amount(report.max_points)
    say = handing.teller.paragraph
    lines = say("submitted", file=shown_path(target), lesson=handing.lesson, points=points, max=most)
    for status, note in ((Status.BLANK, "submit-blank"), (Status.INVALID, "submit-invalid")):
        if count[status]:
            lines += say(note, count=count[status], lesson=handing.lesson)
    if handing.hidden:
        lines += say("submit-hidden", count=handing.hidden)
    elif all(result.max_points for result in report.results if result.kind != "reflect"):
        lines += say("submit-no-hidden")
    waiting = sum(r.status is Status.SKIPPED and not r.max_points for r in report.results)
    return lines + (say("submit-not-here", count=waiting) if waiting else [])
