"""What `solution` and `again` do with a lesson that an instructor handed out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from ..content import Content
from ..moments import beside, now
from ..report.dates import in_words
from ..report.phrases import Phrases, pick
from ..report.screen import Screen
from ..workspace.issued import Issued, practice, worked
from ..workspace.place import shown_path
from ..workspace.telling import Teller
from .student import show, wants_color

if TYPE_CHECKING:
    from ..course import Course


def issued_here(item: str | None) -> tuple[Issued, str] | None:
    """The class's lesson in this folder, or the one that `lesson/item` names from here; and the item."""
    lesson, _, name = (item or "").strip("/").rpartition("/")
    for folder in (Path.cwd() / lesson, Path.cwd()) if lesson else (Path.cwd(),):
        found = Issued.at(folder)
        if found is not None and lesson in ("", found.lesson):
            return found, name
    return None


def show_solution(issued: Issued, item: str, course: Course, language: str) -> int:
    """Show the worked answer, or say from when on it can be shown; the exit code."""
    teller = _teller(course, language)
    if _refused(issued, "solution", teller):
        return 1
    found = worked(issued, item, course)
    note = "solution" if found.own else "solution-other-numbers"
    title = teller.screen.text(found.title)
    lines = teller.paragraph(note, title=title)
    show([*lines, *teller.prose(pick(found.solution, teller.screen.lang))])
    return 0


def write_practice(issued: Issued, course: Course, language: str) -> int:
    """Write the lesson with other numbers, or say from when on they can be had; the exit code."""
    teller = _teller(course, language)
    if _refused(issued, "again", teller):
        return 1
    show(
        teller.paragraph("again-practice", lesson=issued.lesson, folder=shown_path(practice(issued, course)))
    )
    return 0


def _refused(issued: Issued, what: str, teller: Teller) -> bool:
    """Whether it is too early, which is then said with the date."""
    if not issued.opens_later(now):
        return False
    if issued.release is None:
        show(teller.paragraph(f"{what}-class", lesson=issued.lesson))
        return True
    screen = teller.screen
    then, today = (
        in_words(each, screen.phrases, screen.lang)
        for each in (issued.release, beside(now(), issued.release))
    )
    show(teller.paragraph(f"{what}-until", lesson=issued.lesson, when=then, now=today))
    return True


def _teller(course: Course, language: str) -> Teller:
    phrases = Phrases(Content.packaged().templates, course.languages)
    chosen = language if language in course.languages else course.languages[0]
    return Teller(Screen(phrases, chosen, shutil.get_terminal_size().columns, wants_color()))
