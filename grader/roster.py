"""Who is in the class: a roster file, read with care."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import UsageError

_STUDENT = ("student", "id", "student id", "student_id", "学籍番号", "学生番号", "学生")
_LANGUAGE = ("lang", "language", "言語")


@dataclass(frozen=True, slots=True)
class Enrolled:
    student: str
    language: str = ""


def read_roster(path: Path, languages: Sequence[str]) -> tuple[Enrolled, ...]:
    """The students of a CSV file with a column `student` and, if wanted, `lang`. UTF-8, with or without BOM.

    Raises UsageError naming the line of a missing or double id, an id that is no folder name, or a language
    the course lacks.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(
            f"{path}: not UTF-8; save the roster as UTF-8 (CSV UTF-8 in a spreadsheet)"
        ) from None
    except OSError as error:
        raise UsageError(f"{path}: the roster cannot be read ({error.strerror})") from None
    rows = csv.DictReader(io.StringIO(text))
    header = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
    student = next((header[name] for name in _STUDENT if name in header), None)
    if student is None:
        raise UsageError(f"{path}:1: no column `student`; its columns are: {', '.join(header) or 'none'}")
    language = next((header[name] for name in _LANGUAGE if name in header), None)
    enrolled: dict[str, Enrolled] = {}
    for line, row in enumerate(rows, start=2):
        entry = Enrolled((row[student] or "").strip(), (row.get(language or "") or "").strip())
        _refuse_bad(entry, f"{path}:{line}", enrolled, languages)
        enrolled[entry.student] = entry
    return tuple(enrolled.values())


def _refuse_bad(entry: Enrolled, where: str, known: dict[str, Enrolled], languages: Sequence[str]) -> None:
    name = entry.student
    if not name:
        raise UsageError(f"{where}: the student's id is empty")
    if name in known:
        raise UsageError(f"{where}: student {name!r} is in the roster twice")
    if name in (".", "..") or any(c in '/\\:*?"<>|' or ord(c) < 32 for c in name):
        raise UsageError(
            f"{where}: {name!r} cannot be a folder's name; ids are letters, digits, dots and hyphens"
        )
    if entry.language and entry.language not in languages:
        raise UsageError(
            f"{where}: the course has no language {entry.language!r}; it has {', '.join(languages)}"
        )
