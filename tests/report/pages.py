"""Every page of the program in every language, and a reader of its HTML that trusts nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from grader.model import Report
from grader.report import page as page_module
from grader.report.markdown import Prose
from grader.report.page import Pages
from grader.report.phrases import Phrases

from . import classes, samples, sheets

TEMPLATES = Path(__file__).parents[2] / "templates"
LANGUAGES = ("en", "ja")
VOID = {"meta", "br", "hr", "img", "link", "input", "path", "rect", "wbr", "mspace"}


@cache
def phrases() -> Phrases:
    return Phrases(TEMPLATES, LANGUAGES)


@cache
def renderer() -> Pages:
    return Pages(TEMPLATES, phrases())


@cache
def prose() -> Prose:
    return page_module.prose(page_module.environment(TEMPLATES))


def answer_book(lang: str) -> str:
    parts = [renderer().solved(each, k, False, lang) for k, each in enumerate(sheets.solved(), start=1)]
    return renderer().answer_book(sheets.sheet().title, parts, lang)


def feedback(make: Callable[[], Report]) -> Callable[[str], str]:
    return lambda lang: renderer().feedback(make(), lang)


MAKERS: Mapping[str, Callable[[str], str]] = {
    **{f"feedback-{name}": feedback(make) for name, make in samples.ALL.items()},
    "sheet": lambda lang: renderer().sheet(sheets.sheet(), lang),
    "lesson": lambda lang: renderer().lesson(sheets.sheet(), lang),
    "course": lambda lang: renderer().course(sheets.sheet().title, sheets.course_rows(), lang),
    "index": lambda lang: renderer().index(sheets.rows(), lang),
    "class": lambda lang: renderer().class_report(classes.class_report(), lang),
    "class-small": lambda lang: renderer().class_report(classes.small_class_report(), lang),
    "review": lambda lang: renderer().review(classes.waiting(), lang),
    "review-nothing": lambda lang: renderer().review((), lang),
    "answers": answer_book,
}
EVERY_PAGE = [(name, lang) for name in MAKERS for lang in LANGUAGES]


@cache
def page(name: str, lang: str) -> str:
    return MAKERS[name](lang)


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]  # the tags around it
    text: str = ""


@dataclass
class Read(HTMLParser):
    """All elements in order with the text in them; `unclosed` is what was never closed or closed wrongly."""

    elements: list[Element] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {k: v or "" for k, v in attrs}, tuple(e.tag for e in self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1].tag != tag:
            self.unclosed.append(tag)
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, css: str = "") -> list[Element]:
        return [
            e
            for e in self.elements
            if e.tag == tag and (not css or css in e.attributes.get("class", "").split())
        ]


def read(html: str) -> Read:
    reader = Read()
    reader.feed(html)
    reader.close()
    return reader
