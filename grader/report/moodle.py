"""Back into Moodle's assignment: a zip of feedback files, and the grading worksheet filled in."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..errors import UsageError
from ..tables import Row, Table, harmless_cell
from .harmless import one_line
from .plain import Plain
from .signs import amount

IDENTIFIER = ("Identifier", "識別子")
FULL_NAME = ("Full name", "氏名", "フルネーム")
GRADE = ("Grade", "評点", "評定")
MAXIMUM = ("Maximum grade", "最大評点", "最大評定")
COMMENT = ("Feedback comments", "フィードバックコメント")

_NUMBER = re.compile(r"\d+")
_UNSAFE = re.compile(r'[_/\\:*?"<>|\x00-\x1f]')
_NO_GRADE = "-"


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in a worksheet: the number under which Moodle knows them in this assignment, and a name."""

    number: int
    name: str

    @property
    def folder(self) -> str:
        """As in Moodle's own download; it reads the number between the first two underscores."""
        return f"{_UNSAFE.sub(' ', self.name).strip() or 'participant'}_{self.number}_assignsubmission_file_"


def participants(table: Table) -> Mapping[int, Participant]:
    """Who is in the worksheet, by the line of their row. Raises UsageError without an `Identifier` column."""
    identifier, name = _needed(table, IDENTIFIER), table.column(FULL_NAME)
    found = {row.line: _NUMBER.search(row.cells[identifier]) for row in table.rows}
    names = {row.line: row.cells[name] if name else "" for row in table.rows}
    return {line: Participant(int(m[0]), names[line]) for line, m in found.items() if m}


@dataclass(frozen=True, slots=True)
class Feedback:
    """A page for a participant: what it is called in their folder, and where it lies now."""

    participant: Participant
    name: str
    page: Path


def feedback_zip(feedback: Iterable[Feedback], out: BinaryIO) -> None:
    """Write a zip for "Upload multiple feedback files in a zip": each page in its participant's folder.

    The same pages give the same bytes. Raises OSError for a page that cannot be read.
    """
    with zipfile.ZipFile(out, "w") as archive:
        for each in sorted(feedback, key=lambda f: (f.participant.number, f.name)):
            entry = zipfile.ZipInfo(f"{each.participant.folder}/{each.name}", (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, each.page.read_bytes(), zipfile.ZIP_DEFLATED, 9)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a student's work is worth, of how much."""

    points: float
    max_points: float


def filled(table: Table, worth_of: Callable[[Row], Worth | None], plain: Plain) -> str:
    """The worksheet, for "Upload grading worksheet": grades on Moodle's own scale, points as a comment.

    Rows for which nothing is known stay as they are. Raises UsageError when a needed column is missing.
    """
    for names in (IDENTIFIER, GRADE):
        _needed(table, names)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        worth = worth_of(row)
        cells = {**row.cells, **(_marks(table, row, worth, plain) if worth else {})}
        writer.writerow([_cell(cells.get(column, "")) for column in table.columns])
    return out.getvalue()


def _marks(table: Table, row: Row, worth: Worth, plain: Plain) -> dict[str, str]:
    maximum, comment = table.column(MAXIMUM), table.column(COMMENT)
    most = _float(row.cells.get(maximum, "")) if maximum else None
    share = worth.points / worth.max_points if worth.max_points else 0.0
    told = {_needed(table, GRADE): f"{worth.points if most is None else share * most:.2f}"}
    if comment:
        told[comment] = plain.word("points", points=amount(worth.points), max=amount(worth.max_points))
    return told


def _float(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _cell(text: str) -> str:
    """Never a formula; Moodle's dash for "no grade" stays."""
    return text if text == _NO_GRADE else harmless_cell(one_line(text))


def _needed(table: Table, names: tuple[str, ...]) -> str:
    column = table.column(names)
    if column is None:
        raise UsageError(
            f"{table.path}:1: no column {' or '.join(names)}: give the worksheet as Moodle's "
            '"Download grading worksheet" writes it'
        )
    return column
