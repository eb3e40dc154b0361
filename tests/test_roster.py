"""Rosters as spreadsheets write them, and what is wrong with them by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.roster import Columns, Enrolled, read_roster


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_roster_is_read_as_spreadsheets_save_it(tmp_path: Path, encoding: str, separator: str) -> None:
    text = (
        separator.join(("学籍番号", "氏名", "言語"))
        + "\r\n"
        + separator.join(("0042", "山田", "ja"))
        + "\r\n"
    )
    assert read_roster(roster(tmp_path, text, encoding), ("en", "ja")) == (Enrolled("0042", "ja"),)


def test_an_encoding_nobody_knows_is_refused_with_a_cure(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(b"student\n\x81\n")
    with pytest.raises(UsageError, match="save it as UTF-8"):
        read_roster(path, ("en",))


def test_other_columns_are_read_when_they_are_named(tmp_path: Path) -> None:
    path = roster(tmp_path, "Matriculation,Speaks,id\n0042,ja,x\n")
    columns = Columns.of("student=Matriculation, lang=Speaks")
    assert read_roster(path, ("en", "ja"), columns) == (Enrolled("0042", "ja"),)


@pytest.mark.parametrize("text", ["student", "name=x", "student=", "student=a,student=b"])
def test_columns_said_otherwise_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="say it like student="):
        Columns.of(text)


def test_a_column_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no column 'Nr'; its columns are: student, lang"):
        read_roster(roster(tmp_path, "student,lang\na,\n"), ("en",), Columns("Nr"))


def test_ids_that_lost_their_leading_zeros_are_named_by_line(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r":3: '789' seems to have lost its leading zeros \(.*'0123', have 4"
    ):
        read_roster(roster(tmp_path, "student\n0123\n789\n4567\n"), ("en",))


def test_ids_of_different_lengths_without_leading_zeros_are_fine(tmp_path: Path) -> None:
    students = read_roster(roster(tmp_path, "student\n123\n4567\nab\n"), ("en",))
    assert [e.student for e in students] == ["123", "4567", "ab"]


def test_a_row_below_a_cell_of_two_lines_is_named_by_its_line(tmp_path: Path) -> None:
    path = roster(tmp_path, 'student,note\na,"two\nlines"\na,\n')
    with pytest.raises(UsageError, match=r":4: student 'a' is in the roster twice, first in line 2"):
        read_roster(path, ("en",))


def test_rows_that_a_spreadsheet_left_empty_are_no_students(tmp_path: Path) -> None:
    assert read_roster(roster(tmp_path, "student,lang\na,\n,\n\n"), ("en",)) == (Enrolled("a"),)


def test_more_cells_than_columns_are_a_fault_of_that_row(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r":2: more cells than the header has columns, from 'x' on"):
        read_roster(roster(tmp_path, "student,lang\na,en,x\n"), ("en",))


@pytest.mark.parametrize("text", ["student\n", "student,lang\n,\n"])
def test_a_roster_of_nobody_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match="nobody is on this roster"):
        read_roster(roster(tmp_path, text), ("en",))
