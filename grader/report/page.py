"""Every HTML page of the program, from `templates/*.html.jinja`: one file each, no script, no request."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..model import Report, Text
from . import class_page, focus, signs
from .class_page import ClassReport, WaitingRow
from .harmless import harmless
from .markdown import Fragments, Prose
from .phrases import Phrases
from .sheet import CourseRow, HomeRow, IndexRow, Sheet, SolvedSheet
from .voice import Voice


class Pages:
    """Renders pages in any language of `phrases`; templates are compiled once and kept."""

    def __init__(self, templates: Path, phrases: Phrases) -> None:
        self._phrases = phrases
        self._environment = environment(templates)
        self._prose = prose(self._environment)

    def feedback(self, report: Report, lang: str) -> str:
        """The page of one submission: what to do next, each item's checks, the code, how to reproduce it."""
        return self._render("feedback.html.jinja", lang, report=report, next=focus.next_step(report))

    def inline(self, report: Report, lang: str) -> str:
        """The feedback page as an element of another page, untouched by that page's styles."""
        return self._render("inline.html.jinja", lang, page=self.feedback(report, lang))

    def sheet(self, sheet: Sheet, lang: str) -> str:
        """A student's page of a lesson: prose, questions with their own numbers, how to hand in."""
        return self._render("sheet.html.jinja", lang, sheet=sheet)

    def home(self, title: Text, rows: Sequence[HomeRow], lang: str) -> str:
        """A student's way into the course: a link to every lesson, and how far they are."""
        return self._render("home.html.jinja", lang, title=title, rows=rows)

    def lesson(self, sheet: Sheet, lang: str) -> str:
        """A lesson for reading and teaching: prose, questions and starter code; nothing to hand in."""
        return self._render("lesson.html.jinja", lang, sheet=sheet)

    def course(self, title: Text, rows: Sequence[CourseRow], lang: str) -> str:
        """Every lesson of a course: what it builds on, how long it takes, what it asks."""
        return self._render("course.html.jinja", lang, title=title, rows=rows)

    def index(self, rows: Sequence[IndexRow], lang: str) -> str:
        """The table of a batch of submissions, a link to each page."""
        return "".join(self.index_parts(rows, lang))

    def index_parts(self, rows: Sequence[IndexRow], lang: str) -> Iterator[str]:
        """The index in parts, made while they are read: a class of ten thousand need not fit in memory."""
        voice = Voice(self._phrases, self._prose, lang)
        return self._environment.get_template("index.html.jinja").generate(v=voice, rows=rows)

    def class_report(self, report: ClassReport, lang: str) -> str:
        """A problem set in a class: scores, questions, misconceptions, who needs help. For instructors."""
        return self._render("class.html.jinja", lang, report=report)

    def review(self, rows: Sequence[WaitingRow], lang: str) -> str:
        """What waits for a person, with the line of a decision table for each."""
        return self._render("review.html.jinja", lang, rows=rows)

    def solved(self, sheet: SolvedSheet, place: int, alone: bool, lang: str) -> Markup:
        """One student's part of the answer book: at this place, from 1, or the only one in it."""
        section = self._render("solved.html.jinja", lang, f"-{place}", sheet=sheet, alone=alone)
        return Markup(section)  # noqa: S704 - a template of ours made it

    def answer_book(self, title: Text, sections: Iterable[Markup], lang: str) -> str:
        """Every variant of a lesson with its solution and seed, for instructors only."""
        return self._render("answers.html.jinja", lang, title=title, sections=sections)

    def _render(self, template: str, lang: str, part: str = "", **data: object) -> str:
        """`part` keeps the ids of a part of a page apart from those of its other parts."""
        voice = Voice(self._phrases, self._prose, lang, part)
        return self._environment.get_template(template).render(v=voice, **data)


def environment(templates: Path) -> Environment:
    """Templates that escape by themselves, refuse unknown names and print nothing harmful."""
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        extensions=["jinja2.ext.do"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless_value,
    )
    plot_style, own = ((templates / name).read_text(encoding="utf-8") for name in ("plot.css", "style.css"))
    style = plot_style + own
    made.globals["plot_style"], made.globals["style"] = Markup(plot_style), Markup(style)  # noqa: S704 - our own files
    made.globals |= {"policy": _policy(style), "focus": focus, "signs": signs, "classes": class_page}
    return made


def prose(environment: Environment) -> Prose:
    return Prose(cast("Fragments", environment.get_template("prose.html.jinja").module))


def _harmless_value(value: object) -> object:
    """Applied to whatever a template prints, so that no template has to remember it."""
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
