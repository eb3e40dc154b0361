"""Back into Moodle: its importer finds the participant of every file, and grades are on its own scale."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.report.moodle import Feedback, Participant, Worth, feedback_zip, filled, participants
from grader.report.plain import Plain
from grader.tables import Row, Table, read_table
from tests.conftest import Golden

from .pages import page, phrases

WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum grade,Last modified (grade),Feedback comments
Participant 11,"Ito, Aiko",s042@school.example,Submitted,,"100,00",-,
Participant 12,Ben_7_Li,s001@school.example,Submitted,-,100.00,-,
Participant 13,=cmd,held@school.example,Submitted,55.00,100.00,-,by hand
"""
WORTHS = {"s042": Worth(2.7, 10.0), "s001": Worth(4.0, 4.0)}


@pytest.fixture
def worksheet(tmp_path: Path) -> Table:
    (tmp_path / "grades.csv").write_text(WORKSHEET, encoding="utf-8-sig")
    return read_table(tmp_path / "grades.csv")


def worth_of(row: Row) -> Worth | None:
    return WORTHS.get(row.cells["Email address"].partition("@")[0])


def zipped(*feedback: Feedback) -> bytes:
    out = io.BytesIO()
    feedback_zip(feedback, out)
    return out.getvalue()


def found_by_moodle(path: str) -> int | None:
    """The participant of a file, by the rule of mod/assign/feedback/file/importziplib.php."""
    for part in path.split("/"):
        info = part.split("_", 4)
        if len(info) >= 4 and info[1].isdigit():
            return int(info[1])
    return None


def test_the_worksheet_is_what_somebody_looked_at(worksheet: Table, golden: Golden) -> None:
    text = filled(worksheet, worth_of, Plain(phrases(), "en"))
    golden.check("formats/worksheet.csv", text.replace("\r\n", "\n"))


def test_grades_are_on_the_scale_of_the_assignment_and_the_rest_stays(worksheet: Table) -> None:
    text = filled(worksheet, worth_of, Plain(phrases(), "en"))
    aiko, ben, held = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    assert (aiko["Grade"], aiko["Feedback comments"]) == ("27.00", "2.7 of 10")
    assert (ben["Grade"], ben["Last modified (grade)"]) == ("100.00", "-")
    assert (held["Grade"], held["Feedback comments"]) == ("55.00", "by hand")
    assert held["Full name"] == "'=cmd"


def test_moodle_finds_whose_every_page_is(worksheet: Table, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(page("feedback-typical", "en"), encoding="utf-8")
    people = participants(worksheet).values()
    made = zipped(*(Feedback(p, "feedback-relu.html", path) for p in people))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert [found_by_moodle(name) for name in archive.namelist()] == [11, 12, 13]
        assert all(not Path(name).is_absolute() and ".." not in name for name in archive.namelist())
        assert archive.read(archive.namelist()[0]).decode() == page("feedback-typical", "en")


def test_no_name_leads_out_of_its_folder_or_to_another_participant() -> None:
    folder = Participant(5, "../../etc_99_x\x00").folder
    assert "/" not in folder
    assert found_by_moodle(f"{folder}/feedback.html") == 5


def test_equal_pages_give_an_equal_zip_in_any_order(tmp_path: Path) -> None:
    (tmp_path / "p.html").write_text("<p>", encoding="utf-8")
    pages = [
        Feedback(Participant(n, "A"), f"{lesson}.html", tmp_path / "p.html")
        for n in (2, 1)
        for lesson in "ba"
    ]
    assert zipped(*pages) == zipped(*reversed(pages))


def test_another_table_is_refused_by_the_column_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"x\.csv:1: no column Identifier"):
        filled(read_table(tmp_path / "x.csv"), worth_of, Plain(phrases(), "en"))
