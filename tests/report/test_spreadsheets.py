"""Tables of points: what Python's csv reader gets back, and that no cell computes."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from grader.errors import UsageError
from tests.conftest import Golden

from . import samples
from .exported import everyone, exported

TABLES = pytest.mark.parametrize("form", ["csv", "moodle", "canvas"])
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "\r=1", " =1")


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


@TABLES
def test_it_is_what_somebody_looked_at(form: str, golden: Golden) -> None:
    made = [replace(samples.good(), student="s001"), *everyone()[1:]]
    golden.check(f"formats/{form}.csv", exported(form, *made).replace("\r\n", "\n"))


@TABLES
def test_every_row_has_every_column_and_ends_as_the_standard_says(form: str) -> None:
    text = exported(form, replace(samples.good(), student="s001"), *everyone()[1:])
    assert len({len(row) for row in rows(text)}) == 1
    assert text.count("\r\n") == text.count("\n") == len(rows(text))


@TABLES
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_name_that_is_a_formula_becomes_text(form: str, formula: str) -> None:
    report = replace(samples.good(), student=formula, submission=formula, title={"en": formula})
    for row in rows(exported(form, report)):
        assert not [cell for cell in row if cell.strip()[:1] in tuple("=+-@")], row


def test_the_plain_table_has_points_and_status_of_each_question() -> None:
    header, good, typical = rows(exported("csv", samples.good(), samples.typical()))
    by_name = dict(zip(header, typical, strict=True))
    assert (by_name["points"], by_name["max_points"]) == ("2.7", "10")
    assert (by_name["sigmoid/derivative"], by_name["sigmoid/derivative status"]) == ("1.2", "PARTIAL")
    assert dict(zip(header, good, strict=True))["sigmoid/derivative status"] == ""


@pytest.mark.parametrize("form", ["moodle", "canvas"])
def test_a_student_whose_mark_a_fault_of_ours_holds_back_is_left_out(form: str) -> None:
    hostile = replace(samples.ALL["hostile"](), student="held")
    text = exported(form, hostile, samples.typical())
    assert "held" not in text
    assert "s042" in text


def test_lessons_of_one_student_share_a_row() -> None:
    other = replace(samples.typical(), lesson="softmax", title={"en": "Softmax"})
    assert rows(exported("moodle", samples.good(), other)) == [
        ["ID number", "The sigmoid and its derivative", "Softmax"],
        ["s042", "4", "2.7"],
    ]
    assert rows(exported("canvas", samples.good(), other))[1] == ["    Points Possible", *[""] * 4, "4", "10"]


@pytest.mark.parametrize("form", ["moodle", "canvas"])
def test_two_results_for_one_lesson_are_refused(form: str) -> None:
    with pytest.raises(UsageError, match="two results for sigmoid"):
        exported(form, samples.good(), samples.typical())
