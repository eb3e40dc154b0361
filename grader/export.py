"""A course for reading and teaching: lessons as pages, Markdown or notebooks, without keys or hints."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from .assignments import Assignment, assign
from .atomic import write_text
from .course import Course
from .handouts import Handouts, book, cell
from .report.page import Pages
from .report.phrases import Phrases
from .report.reading import Piece, Reading
from .report.sheet import CourseRow, Sheet

Format: TypeAlias = Literal["html", "md", "ipynb"]
FORMATS: tuple[Format, ...] = get_args(Format)
INDEX = "index"
Files: TypeAlias = Mapping[str, str]


class Export:
    """Writes lessons of one course in one format and language, with the numbers of one reader."""

    def __init__(self, course: Course, made: Format, lang: str, reader: str) -> None:
        templates, phrases = course.content.templates, Phrases(course.content.templates, course.languages)
        self._course, self._format, self._lang, self._reader = course, made, lang, reader
        self._pages, self._reading = Pages(templates, phrases), Reading(templates, phrases, lang)

    def write(self, folder: Path, files: Files) -> Path:
        """Write these into the folder; returns the first. Raises UsageError."""
        for name, text in files.items():
            write_text(folder / name, text, durable=False)
        return folder / next(iter(files))

    def lesson(self, lesson: str, *, indexed: bool = False) -> Files:
        """The files of a lesson by name, its document first; `indexed`: it links to the page of the course.

        Raises UsageError for an unknown lesson, ContentError for a broken one.
        """
        drawn = assign(self._course, lesson, self._reader, None, self._lang)
        return self.assigned(drawn, self._name(INDEX) if indexed else "")

    def assigned(self, drawn: Assignment, home: str = "") -> Files:
        """As `lesson`, with these numbers; `home` is where the page of the course lies, if there is one."""
        return self._files(Handouts(self._course, public=True, home=home).sheet(drawn))

    def index(self) -> Files:
        """The page of the course, in the same format."""
        title, rows = self._course.info.title, course_rows(self._course, self._name)
        if self._format == "html":
            return {self._name(INDEX): self._pages.course(title, rows, self._lang)}
        return {self._name(INDEX): self._document((self._reading.course(title, rows),))}

    def _files(self, sheet: Sheet) -> Files:
        name = self._name(sheet.lesson)
        if self._format == "html":
            return {name: self._pages.lesson(sheet, self._lang)}
        pictures: dict[str, str] = {}

        def beside(svg: str) -> str:
            href = f"{sheet.lesson}-{len(pictures) + 1}.svg"
            pictures[href] = svg
            return href

        document = self._document(self._reading.pieces(sheet, _inside if self._format == "ipynb" else beside))
        return {name: document, **pictures}

    def _document(self, pieces: tuple[Piece, ...]) -> str:
        if self._format == "ipynb":
            return book([_cell(piece, k) for k, piece in enumerate(pieces)])
        return "\n\n".join(piece.text.strip() for piece in pieces) + "\n"

    def _name(self, lesson: str) -> str:
        return f"{lesson}.{self._format}"


def _inside(svg: str) -> str:
    """An address that holds the picture itself: Jupyter shows an SVG so, but not as an attachment."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _cell(piece: Piece, place: int) -> dict[str, object]:
    return cell(
        "code" if piece.code else "markdown", piece.code or piece.text, f"{place}-{piece.item}".rstrip("-")
    )


def course_rows(course: Course, href: Callable[[str], str]) -> tuple[CourseRow, ...]:
    """Every lesson for the page of its course; `href` leads to the page of a lesson.

    Raises ContentError for a lesson that is broken.
    """
    titles = {lesson.id: lesson.title for lesson in course.lessons()}
    return tuple(
        CourseRow(
            lesson.title,
            href(lesson.id),
            tuple((titles[need], href(need)) for need in lesson.needs if need in titles),
            lesson.minutes,
            Counter(item.kind for item in lesson.items),
        )
        for lesson in course.lessons()
    )
