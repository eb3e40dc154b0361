"""From when something was handed in to what lateness costs, whoever knows it, and whenever it is told."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.assignments import load_manifest
from grader.cli.demo import ANSWERING, SECRET, hand_in
from grader.course import Course
from grader.issuing import Issuing
from grader.problem_set import Part
from grader.roster import Enrolled

from .conftest import Ran, Run

pytest.importorskip("sqlalchemy")
POLICIES = "deadline: 2026-10-30 23:59 Asia/Tokyo\nlate: {grace_minutes: 15, per_day: 0.1, at_most: 0.5}\n"
WORKSHEET = """\
Identifier,Full name,ID number,Grade,Last modified (submission)
Participant 11,Aiko,aiko,,"Friday, 30 October 2026, 11:58 PM"
Participant 12,Ben,ben,,"Sunday, 1 November 2026, 9:00 AM"
"""


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory, course: Course) -> Path:
    root = tmp_path_factory.mktemp("times")
    (root / "secret").write_bytes(SECRET)
    (root / "policies.yaml").write_text(POLICIES, encoding="utf-8")
    (root / "worksheet.csv").write_text(WORKSHEET, encoding="utf-8")
    Issuing(course, SECRET, "en", root / "ps").issue(
        Part("relu"), [Enrolled(s, "en") for s in ("aiko", "ben")]
    )
    manifest = load_manifest(root / "ps" / "instructor" / "relu.json")
    for student in ("aiko", "ben"):
        hand_in(
            manifest.assignment(student, course, SECRET), ANSWERING["aiko"], course, root / "in" / student
        )
    return root


def grade(run: Run, root: Path, tmp_path: Path, *more: object) -> Ran:
    return run(
        "grade", root / "in", "--manifest", root / "ps" / "instructor" / "relu.json", "--secret-file",
        root / "secret", "--out", tmp_path / "out", *more,
    )  # fmt: skip


def marks(run: Run, root: Path, tmp_path: Path) -> Sequence[tuple[str, str, str]]:
    out = tmp_path / "marks.csv"
    given = ["--gradebook", tmp_path / "class.db", "--policies", root / "policies.yaml", "--out", out]
    assert run("grades", *given).code == 0
    with out.open(encoding="utf-8", newline="") as file:
        return [(row["student"], row["penalty"], row["flags"]) for row in csv.DictReader(file)]


def test_a_worksheets_times_become_lateness(run: Run, handed_in: Path, tmp_path: Path) -> None:
    book = ["--gradebook", tmp_path / "class.db"]
    shown = grade(
        run, handed_in, tmp_path, *book, "--times", handed_in / "worksheet.csv", "--zone", "Asia/Tokyo"
    )
    assert shown.code == 0, shown.err
    assert marks(run, handed_in, tmp_path) == [("aiko", "0", ""), ("ben", "0.2", "")]


def test_times_that_are_told_later_still_count_and_are_not_forgotten(
    run: Run, handed_in: Path, tmp_path: Path
) -> None:
    book = ["--gradebook", tmp_path / "class.db"]
    assert grade(run, handed_in, tmp_path, *book).code == 0
    assert marks(run, handed_in, tmp_path) == [("aiko", "0", "time-unknown"), ("ben", "0", "time-unknown")]
    times = tmp_path / "times.csv"
    times.write_text("student,time\nben,2026-11-01T00:00:00Z\naiko,2026-10-30T00:00:00Z\n", encoding="utf-8")
    assert grade(run, handed_in, tmp_path, *book, "--times", times).code == 0
    expected = [("aiko", "0", ""), ("ben", "0.2", "")]
    assert marks(run, handed_in, tmp_path) == expected
    assert grade(run, handed_in, tmp_path, *book).code == 0
    assert marks(run, handed_in, tmp_path) == expected


def test_files_are_believed_only_when_told(run: Run, handed_in: Path, tmp_path: Path) -> None:
    book = ["--gradebook", tmp_path / "class.db"]
    assert grade(run, handed_in, tmp_path, *book, "--file-times").code == 0
    assert {flags for _, _, flags in marks(run, handed_in, tmp_path)} == {""}


@pytest.mark.parametrize("option", [("--file-times",), ("--times", "worksheet.csv")])
def test_times_that_nobody_would_use_are_refused(
    run: Run, handed_in: Path, tmp_path: Path, option: tuple[str, ...]
) -> None:
    shown = grade(run, handed_in, tmp_path, *option)
    assert shown.code == 2
    assert "name one with --gradebook" in shown.err


def test_times_are_read_before_anything_is_graded(run: Run, handed_in: Path, tmp_path: Path) -> None:
    book = ["--gradebook", tmp_path / "class.db"]
    shown = grade(run, handed_in, tmp_path, *book, "--times", handed_in / "worksheet.csv")
    assert (shown.code, "--zone" in shown.err) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_time_of_somebody_without_a_problem_set_is_named(run: Run, handed_in: Path, tmp_path: Path) -> None:
    (tmp_path / "times.csv").write_text("student,time\nbenn,2026-10-30T00:00:00Z\n", encoding="utf-8")
    book = ["--gradebook", tmp_path / "class.db"]
    shown = grade(run, handed_in, tmp_path, *book, "--times", tmp_path / "times.csv")
    assert shown.code == 0
    assert "benn" in shown.err
