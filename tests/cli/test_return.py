"""Back to Moodle: what it gives us, graded, goes back into its own folders and rows."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from grader.assignments import load_manifest
from grader.cli.demo import ANSWERING, SECRET, hand_in
from grader.course import Course
from grader.issuing import Issuing
from grader.problem_set import Part
from grader.roster import Enrolled

from .conftest import Run

LESSONS = ("relu", "sigmoid")
WORKSHEET = """\
Identifier,Full name,ID number,Status,Grade,Maximum grade,Last modified (grade),Feedback comments
Participant 11,"Ito, Aiko",aiko,Submitted,,100.00,-,
Participant 12,Ben Li,ben,Submitted,,100.00,-,
Participant 13,Zoe Null,zoe,No submission,,100.00,-,earlier
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, course: Course) -> Path:
    """Hand-ins of two students for two lessons, as Moodle names their folders."""
    root = tmp_path_factory.mktemp("moodle")
    (root / "secret").write_bytes(SECRET)
    (root / "grades.csv").write_text(WORKSHEET, encoding="utf-8")
    for lesson in LESSONS:
        Issuing(course, SECRET, "en", root / "ps").issue(
            Part(lesson), [Enrolled(s, "en") for s in ("aiko", "ben")]
        )
        manifest = load_manifest(root / "ps" / "instructor" / f"{lesson}.json")
        for student, folder in (("aiko", "Ito, Aiko_11"), ("ben", "Ben Li_12")):
            target = root / "in" / f"{folder}_assignsubmission_file_"
            hand_in(manifest.assignment(student, course, SECRET), ANSWERING[student], course, target / lesson)
    return root


@pytest.fixture
def results(graded: Path, tmp_path: Path, run: Run) -> Path:
    shown = run(
        "grade", graded / "in", "--manifest", graded / "ps" / "instructor", "--names", graded / "grades.csv",
        "--secret-file", graded / "secret", "--out", tmp_path / "out",
    )  # fmt: skip
    assert shown.code == 0, shown.err
    return tmp_path / "out"


def back(run: Run, graded: Path, results: Path, *more: object, lessons: tuple[str, ...] = LESSONS) -> Path:
    folders = [results / lesson for lesson in lessons]
    out = results.parent / "back"
    shown = run("return", *folders, "--moodle", graded / "grades.csv", "--out", out, *more)
    assert (shown.code, shown.err) == (0, "")
    return out


def rows(out: Path) -> dict[str, dict[str, str]]:
    with (out / "worksheet.csv").open(encoding="utf-8", newline="") as file:
        return {row["ID number"]: row for row in csv.DictReader(file, strict=True)}


def test_pages_go_into_moodles_own_folders_byte_for_byte(run: Run, graded: Path, results: Path) -> None:
    with zipfile.ZipFile(back(run, graded, results) / "feedback.zip") as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {
        f"{folder}_assignsubmission_file_/feedback-{lesson}.html": (
            results / lesson / f"{student}.html"
        ).read_bytes()
        for folder, student in (("Ito, Aiko_11", "aiko"), ("Ben Li_12", "ben"))
        for lesson in LESSONS
    }


def test_grades_are_the_share_of_all_lessons_on_moodles_scale(run: Run, graded: Path, results: Path) -> None:
    import json

    filled = rows(back(run, graded, results))
    for student in ("aiko", "ben"):
        reports = [
            json.loads((results / lesson / f"{student}.json").read_text("utf-8")) for lesson in LESSONS
        ]
        share = sum(r["points"] for r in reports) / sum(r["max_points"] for r in reports)
        assert float(filled[student]["Grade"]) == pytest.approx(100 * share, abs=0.005)
    assert float(filled["aiko"]["Grade"]) == 100
    assert filled["zoe"] == next(r for r in csv.DictReader(io.StringIO(WORKSHEET)) if r["ID number"] == "zoe")


def test_marks_with_lateness_go_back_instead_of_raw_points(run: Run, graded: Path, results: Path) -> None:
    marks = results.parent / "marks.csv"
    marks.write_text(
        "student,lesson,points,max_points,raw_points,penalty,attempt,attempts,overrides,flags\n"
        "aiko,relu,3,4,4,0.25,1,1,,\naiko,sigmoid,0,6,0,0,1,1,,dropped\n",
        encoding="utf-8",
    )
    filled = rows(back(run, graded, results, "--marks", marks))
    assert (filled["aiko"]["Grade"], filled["aiko"]["Feedback comments"]) == ("75.00", "3 of 4")
    assert filled["ben"]["Grade"] == ""


def test_doing_it_again_gives_the_same_bytes(run: Run, graded: Path, results: Path) -> None:
    out = back(run, graded, results)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert before == {path.name: path.read_bytes() for path in back(run, graded, results).iterdir()}


def test_who_has_a_result_and_no_row_is_named(run: Run, graded: Path, results: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "short.csv"
    sheet.write_text("\n".join(WORKSHEET.splitlines()[:2]) + "\n", encoding="utf-8")
    shown = run("return", results / "relu", "--moodle", sheet, "--out", tmp_path / "back")
    assert shown.code == 0
    assert shown.err == "1 with a result have no row in the worksheet: ben\n"


@pytest.mark.parametrize(
    ("folders", "sheet", "said"),
    [
        (("in",), WORKSHEET, "no results of `chainrule grade --out` here"),
        (("out/relu", "out/relu"), WORKSHEET, "has a result for relu in"),
        (("out/relu",), "a,b\n1,2\n", "neither a map"),
        (("out/relu",), "submission,student\nx,aiko\n", "no column Identifier"),
    ],
)
def test_what_cannot_go_back_is_said(
    run: Run, graded: Path, results: Path, tmp_path: Path, folders: tuple[str, ...], sheet: str, said: str
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "sheet.csv").write_text(sheet, encoding="utf-8")
    paths = [tmp_path / folder for folder in folders]
    shown = run("return", *paths, "--moodle", tmp_path / "sheet.csv", "--out", tmp_path / "back")
    assert (shown.code, shown.out) == (2, "")
    assert said in shown.err


def test_a_mark_that_is_held_back_does_not_go_back(tmp_path: Path) -> None:
    from grader.batch.returning import marked_worths

    marks = tmp_path / "marks.csv"
    header = "student,lesson,points,max_points,flags\n"
    marks.write_text(f"{header}aiko,relu,3,4,\nben,relu,3,4,\nben,tanh,1,2,withheld:a\n", encoding="utf-8")
    assert list(marked_worths(marks)) == ["aiko"]
