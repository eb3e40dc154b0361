"""Writing a workspace: the numbers, the pages, the files to answer in. What a student wrote is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..assignments import Assignment, assign, lesson_hash, public_secret, rebuilt
from ..atomic import write_text
from ..checks import KINDS
from ..course import Course
from ..errors import UsageError
from ..handouts import Handouts
from ..report.page import Pages
from ..report.phrases import Phrases
from ..report.sheet import HomeRow, Sheet, SheetItem
from ..seeds import student_key, variant_id
from ..variants import Variant, to_stored
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
        questions = {v.item.id: KINDS[v.item.kind].question(v, self._course) for v in assignment.variants}
        return self._handouts.sheet(assignment, questions)

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


# --------------------------------------------------------------------------- the numbers


def drawn(workspace: Workspace, course: Course, state: State, lesson: str) -> Assignment:
    """The student's variants of a lesson: those remembered, as far as they still fit, else drawn."""
    redraws = {
        ref.partition("/")[2]: n for ref, n in state.redraws.items() if ref.partition("/")[0] == lesson
    }
    fresh = assign(course, lesson, state.student, None, state.language, redraws)
    stored = load_numbers(workspace, lesson)
    variants: list[Variant] = []
    for variant in fresh.variants:
        old = stored.get(variant.item.id)
        if old is not None and old["redraw"] == variant.redraw:
            try:
                variants += rebuilt(course, lesson, {variant.item.id: old})
                continue
            except UsageError:
                pass  # the question has changed so much that it needs other numbers
        variants.append(variant)
    return replace(fresh, variants=tuple(variants))


def remembered(workspace: Workspace, course: Course, state: State, lesson: str) -> Assignment:
    """The variants of a lesson exactly as they were written out. Raises UsageError when they are gone."""
    stored = load_numbers(workspace, lesson)
    if not stored:
        raise UsageError(f"{workspace.numbers_file(lesson)}: missing or damaged; run `chainrule start` here")
    key = student_key(public_secret(course), state.student)
    return Assignment(
        state.student,
        lesson,
        course.lesson(lesson).title,
        rebuilt(course, lesson, stored),
        id=variant_id(key, lesson),
        key=key,
        language=state.language,
    )


def save_numbers(workspace: Workspace, course: Course, assignment: Assignment) -> None:
    data = {
        "content": lesson_hash(course.content, assignment.lesson),
        "items": {v.item.id: to_stored(v) for v in assignment.variants},
    }
    path = workspace.numbers_file(assignment.lesson)
    write_text(path, json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", durable=False)


def load_numbers(workspace: Workspace, lesson: str) -> Mapping[str, Any]:
    """What was drawn for the items of a lesson; empty when nothing is remembered."""
    path: Path = workspace.numbers_file(lesson)
    try:
        items = json.loads(path.read_text(encoding="utf-8"))["items"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return items if isinstance(items, dict) else {}
