"""Rosters as spreadsheets write them, and what is wrong with them by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.roster import Enrolled, read_roster


def roster(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("header", ["student,lang", "Student,Language", "id,lang", "学籍番号,言語"])
def test_columns_are_known_by_their_usual_names(tmp_path: Path, header: str) -> None:
    path = roster(tmp_path, f"{header}\n0042,ja\ns2,\n")
    assert read_roster(path, ("en", "ja")) == (Enrolled("0042", "ja"), Enrolled("s2"))


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    assert read_roster(roster(tmp_path, "student\ns1\n", "utf-8-sig"), ("en",)) == (Enrolled("s1"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\nx\n", r":1: no column `student`"),
        ("student\ns1\ns1\n", r":3: student 's1' is in the roster twice"),
        ('student\ns1\n""\n', r":3: the student's id is empty"),
        ("student\n../up\n", r":2: '\.\./up' cannot be a folder's name"),
        ("student,lang\ns1,fr\n", r":2: the course has no language 'fr'"),
        ("", r":1: no column `student`; its columns are: none"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_roster(roster(tmp_path, text), ("en", "ja"))


def test_another_encoding_is_refused_with_a_cure(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="save the roster as UTF-8"):
        read_roster(roster(tmp_path, "student\n山田\n", "cp932"), ("en",))
