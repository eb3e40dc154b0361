"""What the light commands say: lists, questions, hints. From the outline and the state alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ..model import Message
from ..report.blocks import Block, blocks, table_rows
from ..report.harmless import harmless, one_line
from ..report.phrases import Phrases
from ..report.screen import Screen
from ..report.signs import amount
from .outline import Chapter, Entry, Outline
from .place import Workspace, shown_path
from .state import State

_PLOT = re.compile(r"^\{\{plot \d+\}\}$", re.MULTILINE)


class Teller:
    """Says things in the student's language, in lines that fit the terminal."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    @classmethod
    def light(cls, templates: Path, languages: Sequence[str], lang: str, width: int, color: bool) -> Teller:
        """With the sentences of this area alone, which is all that a quick command needs."""
        return cls(Screen(Phrases(templates, languages, "workspace"), lang, width, color))

    def say(self, note: str, **values: object) -> str:
        return self.screen.say(Message(f"workspace/{note}", {k: str(v) for k, v in values.items()}))

    def paragraph(self, note: str, indent: int = 0, style: str = "", **values: object) -> list[str]:
        return self.screen.paragraph(self.say(note, **values), indent, style)

    # -- the whole course

    def overview(self, outline: Outline, state: State, lesson: str = "") -> list[str]:
        """Every lesson in a line; of `lesson` (`*`: of each), or of the current one, every question."""
        shown = lesson or state.current.partition("/")[0]
        lines = [*self.bar(outline, state), ""]
        for number, chapter in enumerate(outline.chapters, start=1):
            lines += self._chapter(number, chapter, state)
            if shown in (chapter.id, "*"):
                lines += [row for entry in chapter.entries for row in self._row(entry, state)]
        return lines

    def bar(self, outline: Outline, state: State) -> list[str]:
        """How far through the course, as a figure and as a bar."""
        s = self.screen
        counted = [entry for entry in outline.entries() if entry.points]
        right = sum(state.passed(entry.ref) for entry in counted)
        full = s.width * right // len(counted) if counted else 0
        figure = self.say("progress", right=right, total=len(counted))
        bar = s.paint("good", "█" * full) + s.paint("soft", "░" * (s.width - full))
        return [*s.headline("", s.text(outline.title), figure, style="bold"), bar]

    def _chapter(self, number: int, chapter: Chapter, state: State) -> list[str]:
        counted = [entry for entry in chapter.entries if entry.points]
        right = sum(state.passed(entry.ref) for entry in counted)
        begun = any(entry.ref in state.scores for entry in counted)
        done = "CORRECT" if counted and right == len(counted) else "PARTIAL" if begun else "BLANK"
        s = self.screen
        name = f"{number:>2} {chapter.id}  {s.text(chapter.title)}"
        return s.headline(s.sign(done), name, f"{right}/{len(counted)}")

    def _row(self, entry: Entry, state: State) -> list[str]:
        s = self.screen
        here = "→" if entry.ref == state.current else " "
        title = f"{here} {entry.ref}  {s.text(entry.title)}"
        return s.headline(s.sign(_status(entry, state)), title, self._worth(entry), 2)

    def _worth(self, entry: Entry) -> str:
        return self.say("worth", points=amount(entry.points)) if entry.points else self.say("no-points")

    # -- one question

    def question(self, entry: Entry, workspace: Workspace) -> list[str]:
        """A question as it stands on the page, and where its answer goes."""
        s = self.screen
        head = s.headline("", f"{entry.ref}  {s.text(entry.title)}", self._worth(entry), style="bold")
        return [*head, *self.asked(entry, workspace)]

    def asked(self, entry: Entry, workspace: Workspace) -> list[str]:
        """The question without its title."""
        s = self.screen
        lines: list[str] = []
        ask = entry.ask.get(s.lang) or next(iter(entry.ask.values()))
        if _PLOT.search(ask):
            lines += self.paragraph("picture", style="soft", page=f"{entry.lesson}/index.html")
        lines += self.prose(_PLOT.sub("", ask))
        lines += [""] * bool(entry.options)
        for letter, text in entry.options:
            lines += s.beside(f"{letter})", [s.text(text)], 4, 4)
        return [*lines, "", *self.where(entry, workspace)]

    def where(self, entry: Entry, workspace: Workspace) -> list[str]:
        """The file to edit, and how an answer is written there."""
        s = self.screen
        file = shown_path(workspace.file_of(entry))
        if entry.starter:
            return self.paragraph("where-file", file=file)
        lines = self.paragraph("where-answer", file=file, item=entry.id)
        return lines + s.paragraph(s.text(entry.spelling), 2, "soft")

    def prose(self, text: str) -> list[str]:
        """An author's text: prose wrapped; programs, tables and formulas line by line. A blank line leads."""
        lines: list[str] = []
        last = ""
        for block in blocks(text):
            lines += [""] * (block.kind != "point" or last != "point")
            lines += self._block(block)
            last = block.kind
        return lines

    def _block(self, block: Block) -> list[str]:
        s = self.screen
        if block.kind == "code":
            return [f"    {harmless(row)}".rstrip() for row in block.rows]
        if block.kind == "point":
            sign, _, said = one_line(block.rows[0]).partition(" ")
            return s.beside(sign, [said], 2, len(sign) + 1)
        rows = table_rows(block, s.width - 2) if block.kind == "table" else block.rows
        return [line for row in rows for line in s.paragraph(one_line(row), 2)]

    # -- hints

    def hint(self, entry: Entry, number: int) -> list[str]:
        """The rung of this number, from 1, after what it costs and how many there are."""
        s = self.screen
        total = len(entry.hints)
        lines = self.paragraph("hint-cost", style="soft", number=number, total=total)
        lines += s.paragraph(s.text(entry.hints[number - 1]), 2)
        return lines + (self.paragraph("hint-more", style="soft") if number < total else [])


def _status(entry: Entry, state: State) -> str:
    score = state.scores.get(entry.ref)
    if score is None:
        return "SKIPPED" if entry.ref in state.given_up else "BLANK"
    return "CORRECT" if score >= 1 else "PARTIAL" if score > 0 else "WRONG"
