"""Names under which hand-ins arrive, and whose they are: a repository map, or a platform's worksheet."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from ..errors import UsageError
from ..tables import Row, Table, read_table

_SUBMISSION = ("submission", "repository", "repo", "folder", "file", "提出物", "リポジトリ")
_STUDENT = ("student", "student id", "id", "学籍番号", "学生")
PARTICIPANT = ("identifier", "participant", "識別子")
_FULL_NAME = ("full name", "fullname", "氏名", "フルネーム")
_NUMBER = re.compile(r"\d+")
_MOODLE = re.compile(r"(?P<full>.+)_(?P<number>\d+)_assignsubmission_[a-z]+_?(?:\.\w+)?")


@dataclass(frozen=True, slots=True)
class Names:
    """Who the students are, and every name that stands for one of them, in Unicode's composed form."""

    students: frozenset[str]
    known: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, students: Collection[str], others: Mapping[str, str] | None = None) -> Names:
        own = {normalize("NFC", student): student for student in students}
        return cls(frozenset(students), {**own, **(others or {})})

    def student(self, name: str) -> str | None:
        """Whose a folder, archive or repository of this name is; None when nobody can be named for sure."""
        name = normalize("NFC", name)
        moodle = _MOODLE.fullmatch(name)
        if name in self.known or moodle is None:
            return self.known.get(name)
        return self.known.get(f"participant {int(moodle['number'])}") or self.known.get(moodle["full"])


def is_from_moodle(name: str) -> bool:
    """Whether a folder has the name that Moodle's "Download all submissions" gives."""
    return _MOODLE.fullmatch(normalize("NFC", name)) is not None


def read_names(path: Path, students: Collection[str]) -> Names:
    """A table `submission,student`, or a grading worksheet as Moodle writes it.

    Raises UsageError when the table is neither, and for a name that stands for two students.
    """
    table = read_table(path)
    submission, student = table.column(_SUBMISSION), table.column(_STUDENT)
    if submission is not None and student is not None:
        pairs = [(row, _last(row.cells[submission]), row.cells[student]) for row in table.rows]
    elif (participant := table.column(PARTICIPANT)) is not None:
        pairs = _worksheet(table, participant, Names.of(students))
    else:
        raise UsageError(
            f"{path}:1: neither a map (columns `submission` and `student`) nor a grading worksheet "
            f"(column `Identifier`); its columns are: {', '.join(table.columns) or 'none'}"
        )
    return Names.of(students, _unambiguous(path, pairs))


def _last(name: str) -> str:
    """The folder a repository is cloned into: `git@host:class/ps1-ben.git` → `ps1-ben`."""
    return name.rstrip("/").replace(":", "/").rsplit("/", 1)[-1].removesuffix(".git")


def _worksheet(table: Table, participant: str, names: Names) -> list[tuple[Row, str, str]]:
    """A worksheet says in one of its columns, which differs from school to school, which id a person has."""
    full = table.column(_FULL_NAME)
    pairs = []
    for row in table.rows:
        ids = {student for cell in row.cells.values() if (student := names.student(cell))}
        number = _NUMBER.search(row.cells[participant])
        if len(ids) != 1 or number is None:
            continue  # somebody who was given nothing, or two ids: what they hand in becomes a problem
        student = ids.pop()
        pairs.append((row, f"participant {int(number[0])}", student))
        if full is not None and row.cells[full]:
            pairs.append((row, row.cells[full], student))
    return pairs


def _unambiguous(path: Path, pairs: list[tuple[Row, str, str]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    shared: set[str] = set()
    for row, written, student in pairs:
        name = normalize("NFC", written)
        if not name or not student:
            raise UsageError(f"{path}:{row.line}: a cell is empty; each row names a hand-in and its student")
        if found.setdefault(name, student) != student:
            shared.add(name)
    # Namesakes are told apart by their numbers; a name alone then stands for nobody.
    return {name: student for name, student in found.items() if name not in shared}
