"""Writing a workspace: the numbers, the pages, the files to answer in. What a student wrote is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..assignments import Assignment, lesson_hash
from ..atomic import write_text
from ..course import Course
from ..handouts import Handouts
from ..report.page import Pages
from ..report.phrases import Phrases
from ..report.sheet import HomeRow, Sheet, SheetItem
from .numbers import drawn, save_numbers
from .outline import Chapter, Entry, Outline, save_outline
from .place import Workspace, first_open
from .state import State

KEPT = (".yaml", ".py", ".ipynb")
"""Files of a lesson that are the student's once they are there; pages are written anew."""

HOME_LINK = "../index.html"


class Maker:
    """Writes one workspace of one course. Raises UsageError for what cannot be written."""

    def __init__(self, workspace: Workspace, course: Course, state: State) -> None:
        self._workspace, self._course, self._state = workspace, course, state
        self._handouts = Handouts(course, public=True, home=HOME_LINK)
        self._phrases = Phrases(course.content.templates, course.languages)

    def make(self, step: Callable[[str], None] | None = None) -> Outline:
        """Write or renew everything; `step` hears of each lesson before it is written."""
        chapters = []
        for lesson in self._course.lesson_ids:
            if step is not None:
                step(lesson)
            chapters.append(self.lesson(lesson))
        outline = Outline(self._course.info.title, self._course.languages, tuple(chapters))
        state = self._state
        if not any(entry.ref == state.current for entry in outline.entries()):
            first = first_open(outline, state)
            state = state.at(first.ref if first else "")
        save_outline(outline, self._workspace.outline_file)
        self.home(outline, state)
        self._workspace.save(state)
        return outline

    def lesson(self, lesson: str) -> Chapter:
        """Write the folder of one lesson and remember its numbers."""
        assignment = drawn(self._workspace, self._course, self._state, lesson)
        save_numbers(self._workspace, self._course, assignment)
        folder = self._workspace.lesson(lesson)
        for name, text in self._handouts.files(assignment).items():
            path = folder / name
            if not (path.suffix in KEPT and path.exists()) or name == "variant.yaml":
                write_text(path, text, durable=False)
        return self._chapter(assignment)

    def fresh(self, assignment: Assignment) -> Mapping[str, str]:
        """The files of a lesson as they are handed out."""
        return self._handouts.files(assignment)

    def home(self, outline: Outline, state: State) -> None:
        """Write the page that links the lessons, with what was reached so far."""
        pages = Pages(self._course.content.templates, self._phrases)
        rows = tuple(home_row(self._workspace, chapter, state) for chapter in outline.chapters)
        write_text(self._workspace.home, pages.home(outline.title, rows, state.language), durable=False)

    def _chapter(self, assignment: Assignment) -> Chapter:
        sheet = self._sheet(assignment)
        hidden = {v.item.id: int(getattr(v.item, "hidden", 0) or 0) for v in assignment.variants}
        entries = tuple(self._entry(sheet.lesson, item, hidden[item.id]) for item in sheet.items)
        content = lesson_hash(self._course.content, sheet.lesson)
        return Chapter(sheet.lesson, self._spread(sheet.title), sheet.minutes, content, entries)

    def _sheet(self, assignment: Assignment) -> Sheet:
        return self._handouts.sheet(assignment)

    def _entry(self, lesson: str, item: SheetItem, hidden: int) -> Entry:
        question = item.question
        file, starter = next(iter(question.starter.items()), ("answers.yaml", ""))
        return Entry(
            ref=f"{lesson}/{item.id}",
            kind=item.kind,
            title=self._spread(item.title),
            points=item.points,
            ask=self._spread(question.text),
            spelling=self._phrases.say_all(question.spelling),
            options=tuple((option.letter, self._spread(option.text)) for option in question.options),
            hints=tuple(map(self._spread, item.hints)),
            hidden=hidden,
            file=file,
            starter=starter,
        )

    def _spread(self, text: Mapping[str, str]) -> dict[str, str]:
        return dict.fromkeys(self._course.languages, text[""]) if "" in text else dict(text)


def home_row(workspace: Workspace, chapter: Chapter, state: State) -> HomeRow:
    counted = [entry for entry in chapter.entries if entry.points]
    right = sum(state.passed(entry.ref) for entry in counted)
    feedback = f"{chapter.id}/feedback.html" if workspace.feedback(chapter.id).exists() else ""
    return HomeRow(chapter.title, f"{chapter.id}/index.html", right, len(counted), chapter.minutes, feedback)
