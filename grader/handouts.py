"""What a student receives: a folder with a page, answers.yaml, starter files and a notebook. Never a key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml
from markupsafe import Markup

from .assignments import Assignment
from .at_home import issued_data
from .atomic import write_text
from .checks import KINDS
from .course import Course
from .model import Message
from .prose import fill, fill_text, in_language
from .report.blocks import blocks
from .report.dates import in_words
from .report.page import Pages
from .report.phrases import Phrases
from .report.sheet import Sheet, SheetItem, SolvedItem, SolvedSheet
from .report.spoken import spoken_prose
from .scoring import title_of, worth
from .seeds import variant_seed
from .terms import Terms
from .variants import Variant, lesson_params
from .written import param_text

_PLOT = re.compile(r"\{\{plot \d+\}\}")


class Handouts:
    """Writes the handouts and answer books of one course; `public` ones are drawn from the public seed.

    `home` is where the page of a lesson finds the course home, if there is one.
    """

    def __init__(self, course: Course, public: bool, home: str = "") -> None:
        self._course, self._public, self._home = course, public, home
        self._phrases = Phrases(course.content.templates, course.languages)
        self._pages = Pages(course.content.templates, self._phrases)

    def write(self, folder: Path, assignment: Assignment, sheet: Sheet | None = None) -> None:
        """Write `folder/<lesson>/`; `sheet` is its page, if known already. Raises UsageError."""
        for name, text in self.files(assignment, sheet).items():
            write_text(folder / assignment.lesson / name, text, durable=False)

    def files(self, assignment: Assignment, sheet: Sheet | None = None) -> Mapping[str, str]:
        """Every file of one student's handout, by name."""
        lang = assignment.language or self._course.languages[0]
        sheet = sheet or self.sheet(assignment)
        starters = {name: text for item in sheet.items for name, text in item.question.starter.items()}
        return {
            "index.html": self._pages.sheet(sheet, lang),
            "answers.yaml": answer_sheet(sheet, lang, self._phrases),
            "notebook.ipynb": notebook(sheet, lang, self._phrases),
            "variant.yaml": _yaml(issued_data(assignment, self._course, self._public)),
            **starters,
        }

    def sheet(self, assignment: Assignment) -> Sheet:
        """The page of a student: prose and questions with their own numbers."""
        lesson = self._course.lesson(assignment.lesson)
        shared = lesson_params(lesson.id, self._course, assignment.key)
        prose = fill(lesson.read, shared, lesson.id, self._course)
        terms = assignment.terms
        return Sheet(
            lesson=lesson.id,
            title=lesson.title,
            student=assignment.student,
            prose=prose.text,
            items=tuple(self._item(v, terms) for v in assignment.variants),
            pictures=prose.pictures,
            minutes=lesson.minutes,
            variant=assignment.id,
            remarks=self._remarks(assignment),
            home=self._home,
            hand_in=terms.hand_in or None,
            problem_set=terms.title or None,
            deadline=terms.deadline,
        )

    def _item(self, variant: Variant, terms: Terms) -> SheetItem:
        item = variant.item
        question = KINDS[item.kind].question(variant, self._course)
        hints = tuple(fill_text(hint, variant, self._course) for hint in item.hints)
        title = fill_text(title_of(item), variant, self._course)
        local = terms.local.get(item.id)
        told = Message(f"sets/local-{local}") if local else None
        return SheetItem(item.id, item.kind, title, worth(item), question, hints, told)

    def _remarks(self, assignment: Assignment) -> tuple[Message, ...]:
        """What holds for the page as a whole: that its numbers are public, or how much is told at home."""
        if self._public:
            return (Message("sheet-public-seed"),)
        usual = any(v.item.id not in assignment.terms.local for v in assignment.variants)
        return (Message("sets/local-usual"),) if usual else ()

    # ----------------------------------------------------------------------- for the instructor

    def solved(self, assignment: Assignment, sheet: Sheet, place: int, alone: bool, lang: str) -> Markup:
        """A student's part of the answer book: at this place of it, from 1, or the only one."""
        parts = zip(assignment.variants, sheet.items, strict=True)
        seed = variant_seed(assignment.key, assignment.lesson, "").hex()
        solved = SolvedSheet(assignment.student, seed, tuple(self._solved(v, item) for v, item in parts))
        return self._pages.solved(solved, place, alone, lang)

    def _solved(self, variant: Variant, item: SheetItem) -> SolvedItem:
        params = {name: param_text(value) for name, value in variant.params.items()}
        return SolvedItem(item, params, KINDS[item.kind].solution(variant, self._course))

    def write_answer_book(self, path: Path, lesson: str, parts: Sequence[Markup], lang: str) -> None:
        """Write the page with every student's solution and seed. It never leaves the instructor."""
        page = self._pages.answer_book(self._course.lesson(lesson).title, parts, lang)
        write_text(path, page, durable=False)


def _yaml(data: Mapping[str, object]) -> str:
    """As `yaml.safe_dump` writes it; libyaml does so ten times as fast."""
    return str(yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=True))


# --------------------------------------------------------------------------- answers.yaml


def answer_sheet(sheet: Sheet, lang: str, phrases: Phrases) -> str:
    """answers.yaml as issued: each question, its options and the spelling as comments above a blank."""
    head = (
        *(f"# {line}".rstrip() for line in _heading(sheet, lang, phrases)),
        f"student: {_quoted(sheet.student)}",
        f"lesson: {sheet.lesson}",
    )
    blocks = ["\n".join((*head, "answers:\n"))]
    for item in sheet.items:
        lines = list(_plain(_PLOT.sub("", in_language(item.question.text, lang))))
        lines += [f"  {o.letter})  {spoken_prose(in_language(o.text, lang))}" for o in item.question.options]
        lines += [f"→ {phrases.say(item.question.spelling, lang)}"]
        blocks.append(f"{_comment(lines)}\n  {item.id}:{_empty(item)}\n")
    return "\n".join(blocks)


def _heading(sheet: Sheet, lang: str, phrases: Phrases) -> Sequence[str]:
    """The title and, of a set, its own, when it is due and how it is handed in."""
    lines = [in_language(sheet.title, lang)]
    if sheet.problem_set:
        lines.append(in_language(sheet.problem_set, lang))
    if sheet.deadline:
        when = in_words(sheet.deadline, phrases, lang)
        lines.append(phrases.say(Message("sets/due", {"when": when}), lang))
    if sheet.hand_in:
        lines.append(in_language(sheet.hand_in, lang).strip())
    return [row for line in lines for row in line.splitlines()]


def _plain(text: str) -> Iterator[str]:
    """A question as one reads it in a comment: no markup, programs and tables as they stand."""
    for block in blocks(text):
        indent = "    " if block.kind == "code" else ""
        yield from (f"{indent}{row}" for row in block.rows)


def _comment(lines: Sequence[str]) -> str:
    return "\n".join(f"  # {row}".rstrip() for line in lines for row in line.splitlines())


def _empty(item: SheetItem) -> str:
    """The value to fill in: nothing, a line for each gap, or the name of the starter file."""
    if isinstance(item.question.empty, Mapping):
        return "".join(f"\n    {gap}:" for gap in item.question.empty)
    return f" {next(iter(item.question.starter), '')}".rstrip()


def _quoted(student: str) -> str:
    return json.dumps(student, ensure_ascii=False)


# --------------------------------------------------------------------------- the notebook


def notebook(sheet: Sheet, lang: str, phrases: Phrases) -> str:
    """The handout as a notebook: below each question the cell to answer in, tagged with its item."""
    title, *more = _heading(sheet, lang, phrases)
    title = f"# {title}\n\nstudent: {sheet.student}\nlesson: {sheet.lesson}"
    title += "".join(f"\n\n{line}" for line in more)
    if sheet.home:  # in a workspace, where checking is at hand
        title += f"\n\n{phrases.say(Message('workspace/notebook-how'), lang)}"
    cells = [cell("markdown", title, "title")]
    for item in sheet.items:
        cells.append(cell("markdown", _asked(item, lang, phrases), f"{item.id}-question"))
        source = "".join(item.question.starter.values())
        cells.append(cell("code" if source else "raw", source, item.id, tag=item.id))
    return book(cells)


def book(cells: Sequence[Mapping[str, object]]) -> str:
    """A notebook file of these cells."""
    meta = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    made = {"cells": cells, "metadata": meta, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def cell(kind: str, source: str, cell_id: str, tag: str = "") -> dict[str, object]:
    """One cell: markdown, code or raw."""
    made: dict[str, object] = {
        "cell_type": kind,
        "id": cell_id[:64],
        "metadata": {"tags": [tag]} if tag else {},
        "source": source.splitlines(keepends=True),
    }
    return made | {"execution_count": None, "outputs": []} if kind == "code" else made


def _asked(item: SheetItem, lang: str, phrases: Phrases) -> str:
    title, text = in_language(item.title, lang), in_language(item.question.text, lang)
    text = _PLOT.sub(phrases.say(Message("workspace/notebook-picture"), lang), text)
    options = "".join(f"\n- **{o.letter}**  {in_language(o.text, lang)}" for o in item.question.options)
    return f"## {title}\n\n{text}\n{options}\n\n*{phrases.say(item.question.spelling, lang)}*"
