"""The tables of a class report as CSV, one text each, for any spreadsheet. No cell is taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..report.class_page import COLUMNS, Alike, ClassReport, QuestionRow
from ..report.phrases import Phrases, pick
from ..report.spoken import spoken_prose
from ..tables import harmless_cell

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")

Rows = Iterable[Sequence[str]]


def tables(report: ClassReport, phrases: Phrases, lang: str) -> Mapping[str, str]:
    """File name → CSV. Shares are from 0 to 1; an empty cell is not known, or too few to say."""
    needs = (
        (need.student, _share(need.score), " ".join(phrases.say(reason, lang) for reason in need.reasons))
        for need in report.needs
    )
    return {
        "scores.csv": _text(("from", "to", "students"), _scores(report.bars)),
        "students.csv": _text(("student", "score", "why"), needs),
        "questions.csv": _text(("question", *COLUMNS), map(_question, report.questions)),
        "mistakes.csv": _text(
            ("question", "note", "students", "share", "variants", "example", "answer", "told"),
            _notes(report, lang),
        ),
        "alike.csv": _text(("what", "student", "other", "why"), _alike(report, phrases, lang)),
    }


def _scores(bars: Sequence[int]) -> Iterator[Sequence[str]]:
    for place, count in enumerate(bars):
        yield f"{place / len(bars):g}", f"{(place + 1) / len(bars):g}", str(count)


def _question(row: QuestionRow) -> Sequence[str]:
    counts = (row.blank, row.unreadable, row.timeouts, row.errors, row.internal)
    figures = map(_share, (row.mean, row.correlation, row.upper_lower))
    return (row.ref, str(row.count), *figures, *map(str, counts))


def _notes(report: ClassReport, lang: str) -> Iterator[Sequence[str]]:
    for row in report.notes:
        shown = row.example
        counts = (str(row.count), _share(row.share), str(row.variants))
        yield row.ref, row.note, *counts, shown.student, shown.answer, spoken_prose(pick(shown.told, lang))


def _alike(report: ClassReport, phrases: Phrases, lang: str) -> Iterator[Sequence[str]]:
    sorts: tuple[tuple[str, Sequence[Alike] | None], ...] = (
        ("code", report.likeness.code),
        ("answers", report.likeness.answers),
    )
    for what, pairs in sorts:
        for pair in pairs or ():
            yield what, pair.one.student, pair.other.student, phrases.say(pair.why, lang)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _text(columns: Sequence[str], rows: Rows) -> str:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(columns)
    table.writerows(map(_cell, row) for row in rows)
    return text.getvalue().encode("utf-8", "replace").decode()


def _cell(text: str) -> str:
    """A negative number computes nothing, and stays one."""
    return text if _NUMBER.fullmatch(text) else harmless_cell(text)
