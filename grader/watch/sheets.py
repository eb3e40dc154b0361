"""Which question was just answered: by its own file, or by its own part of answers.yaml."""

from __future__ import annotations

from collections.abc import Collection

from ..workspace.answer_file import answer_block
from ..workspace.outline import Entry, Outline
from ..workspace.place import Workspace

_SHEET = "answers.yaml"


class Sheets:
    """The answer sheets of a workspace as they were when last looked at."""

    def __init__(self, outline: Outline, workspace: Workspace) -> None:
        self._outline, self._workspace = outline, workspace
        self._texts = {chapter.id: self._read(chapter.id) for chapter in outline.chapters}

    def edited(self, current: Entry, lesson: str, written: Collection[str]) -> Entry:
        """The item that `written`, files of `lesson`, answer anew; the current one where it is among them."""
        entries = self._outline.chapter(lesson).entries
        sheet = self._changed(lesson)
        files = set(written) - {_SHEET}  # it is written with every answer in it
        changed = [e for e in entries if e.id in sheet or e.file in files]
        if current in changed or (not changed and current.lesson == lesson):
            return current
        return (changed or list(entries))[0]

    def _changed(self, lesson: str) -> frozenset[str]:
        before, now = self._texts[lesson], self._read(lesson)
        self._texts[lesson] = now
        items = (entry.id for entry in self._outline.chapter(lesson).entries)
        return frozenset(i for i in items if answer_block(before, i) != answer_block(now, i))

    def _read(self, lesson: str) -> str:
        try:
            return (self._workspace.lesson(lesson) / _SHEET).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
