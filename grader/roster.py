"""Who is in the class: a roster file, read with care."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import UsageError
from .tables import Table, plain, read_table

STUDENT = (
    "student", "id", "student id", "student_id", "id number", "sis user id", "username",
    "学籍番号", "学生番号", "学生", "ユーザ名", "idナンバー",
)  # fmt: skip
_LANGUAGE = ("lang", "language", "言語")
_ACCOUNT = ("account", "github", "github username", "gitlab", "login", "アカウント")


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One student; `account` is their name on the forge where repositories are kept."""

    student: str
    language: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns to read, where their names are not the usual ones; empty: the usual names."""

    student: str = ""
    language: str = ""
    account: str = ""

    @classmethod
    def of(cls, text: str) -> Columns:
        """From `student=Matriculation,lang=Speaks`. Raises UsageError for anything else."""
        given: dict[str, str] = {}
        for part in filter(None, text.split(",")):
            name, equals, column = (piece.strip() for piece in part.partition("="))
            if name not in ("student", "lang", "account") or not equals or not column or name in given:
                raise UsageError(f"--columns {text!r}: say it like student=Matriculation,lang=Speaks")
            given[name] = column
        return cls(given.get("student", ""), given.get("lang", ""), given.get("account", ""))


def read_roster(path: Path, languages: Sequence[str], columns: Columns | None = None) -> tuple[Enrolled, ...]:
    """The students of a table with a column `student`; `lang` and `account` if wanted; as `read_table` reads.

    Raises UsageError naming the line of a missing or double id, an id that is no folder name or seems to
    have lost its leading zeros, or a language the course lacks; and for a roster of nobody.
    """
    table = read_table(path)
    wanted = columns or Columns()
    student = _column(table, wanted.student, STUDENT)
    if student is None:
        raise UsageError(
            f"{path}:1: no column `student`; its columns are: {', '.join(table.columns) or 'none'}; "
            "--columns student=NAME says which it is"
        )
    language = _column(table, wanted.language, _LANGUAGE)
    account = _column(table, wanted.account, _ACCOUNT)
    enrolled: dict[str, Enrolled] = {}
    lines: dict[str, int] = {}
    for row in table.rows:
        cells = (row.cells.get(column or "", "") for column in (student, language, account))
        entry = Enrolled(*cells)
        _refuse_bad(entry, f"{path}:{row.line}", lines, languages)
        enrolled[entry.student] = entry
        lines[plain(entry.student)] = row.line
    if not enrolled:
        raise UsageError(f"{path}: nobody is on this roster; below its first line it needs a row a student")
    _refuse_lost_zeros(path, tuple(enrolled), lines)
    return tuple(enrolled.values())


def _column(table: Table, wanted: str, usual: Sequence[str]) -> str | None:
    if not wanted:
        return table.column(usual)
    found = table.column((wanted,))
    if found is None:
        raise UsageError(f"{table.path}:1: no column {wanted!r}; its columns are: {', '.join(table.columns)}")
    return found


def _refuse_bad(entry: Enrolled, where: str, lines: Mapping[str, int], languages: Sequence[str]) -> None:
    name = entry.student
    if not name:
        raise UsageError(f"{where}: the student's id is empty")
    if plain(name) in lines:  # folders whose names differ in case alone are one folder on some systems
        raise UsageError(
            f"{where}: student {name!r} is in the roster twice, first in line {lines[plain(name)]}"
        )
    if no_folder_name(name):
        raise UsageError(
            f"{where}: {name!r} cannot be a folder's name; ids are letters, digits, dots and hyphens"
        )
    if entry.language and entry.language not in languages:
        raise UsageError(
            f"{where}: the course has no language {entry.language!r}; it has {', '.join(languages)}"
        )


def no_folder_name(name: str) -> bool:
    """Whether some system has no folder of this name."""
    return name in (".", "..") or name[-1] in ". " or any(c in '/\\:*?"<>|' or ord(c) < 32 for c in name)


def _refuse_lost_zeros(path: Path, students: Sequence[str], lines: Mapping[str, int]) -> None:
    """A spreadsheet that took ids for numbers: beside `0123` and `0456` there stands `789`."""
    digits = [s for s in students if s.isascii() and s.isdigit()]
    width = max((len(s) for s in digits), default=0)
    padded = [s for s in digits if s.startswith("0") and len(s) == width]
    short = [s for s in digits if len(s) < width]
    if padded and short:
        raise UsageError(
            f"{path}:{lines[short[0]]}: {short[0]!r} seems to have lost its leading zeros "
            f"(other ids, such as {padded[0]!r}, have {width} digits); format the column as text"
        )
