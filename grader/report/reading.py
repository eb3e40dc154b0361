"""A lesson in Markdown, in pieces: joined they are a document, each in its cell a notebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from ..model import Message, Picture, Text
from .harmless import harmless
from .markdown import PICTURE_TOKEN
from .page import environment, prose
from .phrases import Phrases, pick
from .sheet import CourseRow, Sheet, SheetItem
from .spoken import joined
from .voice import Voice

_MARKUP = re.compile(r"[\\`*_\[\]<>$&!]")

Place = Callable[[str], str]
"""Where the SVG of a picture is put: from its source to the address that the Markdown names."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the document. `item` is the one it belongs to, empty for the lesson's own prose.

    `code` is Python to begin with; `text` is Markdown in any case.
    """

    text: str
    item: str = ""
    code: str = ""


class _Fragments(Protocol):
    """The macros of `lesson.md.jinja`."""

    def opening(self, sheet: Sheet, prose: str) -> str: ...
    def question(self, entry: SheetItem, number: int, prose: str) -> str: ...
    def code(self, source: str) -> str: ...
    def picture(self, description: str, href: str) -> str: ...


class _CourseFragments(Protocol):
    """The macros of `course.md.jinja`."""

    def page(self, title: Text, rows: Sequence[CourseRow]) -> str: ...


class _Raw:
    """What a Markdown template can say in one language: authors' Markdown stays as it is."""

    def __init__(self, phrases: Phrases, lang: str) -> None:
        self._phrases, self._lang = phrases, lang

    def text(self, text: Text) -> str:
        return joined(pick(text, self._lang)).strip()

    def word(self, note: str, **values: object) -> str:
        return self._phrases.say(
            Message(f"report/{note}", {k: str(v) for k, v in values.items()}), self._lang
        )


class Reading:
    """Writes lessons and the page of a course as Markdown, and their pictures as SVG, in one language."""

    def __init__(self, templates: Path, phrases: Phrases, lang: str) -> None:
        html = environment(templates)
        plain = html.overlay(autoescape=False)
        self._raw = _Raw(phrases, lang)
        self._voice = Voice(phrases, prose(html), lang)
        self._svg = html.get_template("picture.svg.jinja")
        said = {"v": self._raw}
        self._lesson = cast("_Fragments", plain.get_template("lesson.md.jinja").make_module(said))
        self._course = cast("_CourseFragments", plain.get_template("course.md.jinja").make_module(said))

    def pieces(self, sheet: Sheet, place: Place) -> tuple[Piece, ...]:
        """The lesson and then its questions; `place` is told each picture in turn."""
        opening = self._lesson.opening(sheet, self._prose(sheet.prose, sheet.pictures, place))
        return (
            Piece(opening),
            *(p for k, i in enumerate(sheet.items, 1) for p in self._question(i, k, place)),
        )

    def course(self, title: Text, rows: Sequence[CourseRow]) -> Piece:
        """Every lesson of a course: what it builds on, how long it takes, what it asks."""
        return Piece(self._course.page(title, rows))

    def svg(self, picture: Picture) -> str:
        """A picture in a file of its own, light or dark as its reader's system is."""
        return self._svg.render(v=self._voice, picture=picture)

    def _question(self, entry: SheetItem, number: int, place: Place) -> Sequence[Piece]:
        text = self._prose(entry.question.text, entry.question.pictures, place)
        asked = Piece(self._lesson.question(entry, number, text), entry.id)
        starters = entry.question.starter.values()
        return (asked, *(Piece(self._lesson.code(s.rstrip()), entry.id, s) for s in starters))

    def _prose(self, text: Text, pictures: Sequence[Picture], place: Place) -> str:
        """The text with each `{{plot k}}` in it shown."""
        parts = PICTURE_TOKEN.split(self._raw.text(text))  # prose, number, prose, number, …, prose
        shown = [self._picture(pictures[int(p)], place) if k % 2 else p.strip() for k, p in enumerate(parts)]
        return "\n\n".join(filter(None, shown))

    def _picture(self, picture: Picture, place: Place) -> str:
        description = _MARKUP.sub(r"\\\g<0>", harmless(self._voice.plain(picture.description)))
        return self._lesson.picture(description, place(self.svg(picture)))
