"""A decision reaches the student: on the page, in the terminal, in JSON and in every exported score."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.assignments import load_manifest
from grader.checks.kind import Answer, Example
from grader.cli import chainrule
from grader.cli.demo import ANSWERING, SECRET, hand_in
from grader.course import Course
from grader.report.schema import report_schema
from grader.variants import Variant

from .conftest import Run

LESSON, ITEM = "relu", "relu"
REASON = "<b>the picture was unclear</b>"


def wrong_at_one(examples: Sequence[Example], variant: Variant, place: int) -> Answer:
    if variant.item.id != ITEM:
        return ANSWERING["aiko"](examples, variant, place)
    return next(e.answer for e in examples if e.status == "WRONG")


@pytest.fixture(scope="module")
def graded_once(tmp_path_factory: pytest.TempPathFactory, course: Course) -> Path:
    """Three students' hand-ins, graded into a gradebook; in ben's one question is wrong."""
    from grader.issuing import Issuing
    from grader.problem_set import Part
    from grader.roster import Enrolled

    root = tmp_path_factory.mktemp("graded")
    (root / "secret").write_bytes(SECRET)
    students = ("aiko", "ben", "chen")
    Issuing(course, SECRET, "en", root / "ps").issue(Part(LESSON), [Enrolled(s, "en") for s in students])
    manifest = load_manifest(root / "ps" / "instructor" / f"{LESSON}.json")
    for student in students:
        answering = wrong_at_one if student == "ben" else ANSWERING["aiko"]
        hand_in(manifest.assignment(student, course, SECRET), answering, course, root / "in" / student)
    call(arguments(root, "grade", "--out", root / "out", "--gradebook", root / "class.db"))
    return root


@pytest.fixture(scope="module")
def decided_once(graded_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Graded, decided, and graded once more."""
    root = Path(shutil.copytree(graded_once, tmp_path_factory.mktemp("decided") / "class"))
    assert result(root)["status"] != "CORRECT"
    call(["override", decisions(root), "--gradebook", root / "class.db"])
    call(arguments(root, "grade", "--out", root / "out", "--gradebook", root / "class.db"))
    return root


@pytest.fixture
def folder(graded_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(graded_once, tmp_path / "class"))


@pytest.fixture
def decided(decided_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(decided_once, tmp_path / "class"))


def call(words: Sequence[object]) -> None:
    """Run a command where no fixture of a test is to be had."""
    chainrule.main(list(map(str, words)), standalone_mode=False)


def arguments(folder: Path, command: str, *more: object) -> list[object]:
    manifest = folder / "ps" / "instructor" / f"{LESSON}.json"
    return [
        command, folder / "in", "--manifest", manifest, "--secret-file", folder / "secret",
        "--allow-isolation", "process", *more,
    ]  # fmt: skip


def result(folder: Path, student: str = "ben", item: str = ITEM) -> dict[str, Any]:
    report = json.loads((folder / "out" / f"{student}.json").read_text("utf-8"))
    return next(r for r in report["results"] if r["item"] == item)


def decisions(folder: Path) -> Path:
    table = folder / "decisions.csv"
    table.write_text(f"student,item,score,reason,who\nben,{LESSON}/{ITEM},1,{REASON},K. Mori\n", "utf-8")
    return table


def test_the_next_run_says_it_on_the_page_and_in_the_json(decided: Path) -> None:
    page = (decided / "out" / "ben.html").read_text("utf-8")
    assert "K. Mori changed your points here: 0 → " in page
    assert "&lt;b&gt;the picture" in page
    assert "<b>the picture" not in page
    after = result(decided)
    assert (after["status"], after["score"], after["points"]) == ("CORRECT", 1.0, after["max_points"])
    assert after["decided"]["who"] == "K. Mori"
    assert after["decided"]["program"]["points"] == 0
    assert after["decided"]["stale"] is False


def test_the_json_with_a_decision_fits_the_published_schema(decided: Path) -> None:
    report = json.loads((decided / "out" / "ben.json").read_text("utf-8"))
    jsonschema.validate(report, report_schema())
    assert report["points"] == pytest.approx(sum(r["points"] for r in report["results"]))


def test_the_next_run_grades_only_whom_a_decision_is_about(folder: Path, run: Run) -> None:
    shown = run("override", decisions(folder), "--gradebook", folder / "class.db")
    assert "chainrule grade" in shown.out
    again = run(*arguments(folder, "grade", "--out", folder / "out", "--gradebook", folder / "class.db"))
    assert "1 graded, 2 as before" in again.out


def test_a_run_without_the_gradebook_keeps_what_was_decided(decided: Path, run: Run) -> None:
    before = (decided / "out" / "ben.html").read_bytes()
    (decided / "out" / "ben.html").unlink()
    assert "1 graded, 2 as before" in run(*arguments(decided, "grade", "--out", decided / "out")).out
    assert (decided / "out" / "ben.html").read_bytes() == before


def test_a_regrade_changes_nothing_that_was_decided(decided: Path, run: Run) -> None:
    shown = run(*arguments(decided, "regrade", "--results", decided / "out"))
    assert "0 items of 0 students would change" in shown.out


def test_a_regrade_with_the_gradebook_shows_a_decision_before_it_is_applied(folder: Path, run: Run) -> None:
    run("override", decisions(folder), "--gradebook", folder / "class.db")
    again = arguments(folder, "regrade", "--results", folder / "out", "--gradebook", folder / "class.db")
    shown = run(*again, "--apply")
    assert f"ben  {LESSON}/{ITEM}  +" in shown.out
    assert "(decision)" in shown.out
    assert result(folder)["decided"]["score"] == 1


def test_another_submission_keeps_the_decision_and_says_that_somebody_will_look_again(
    decided: Path, run: Run
) -> None:
    sheet = decided / "in" / "ben" / LESSON / "answers.yaml"
    sheet.write_text(sheet.read_text("utf-8") + "# a thought\n", encoding="utf-8")
    run(*arguments(decided, "grade", "--out", decided / "out", "--gradebook", decided / "class.db"))
    assert result(decided)["decided"]["stale"] is True
    assert "a person will look at this again" in (decided / "out" / "ben.html").read_text("utf-8")
    waiting = run("review", decided / "out").out
    assert f"submission-changed,ben,{LESSON},{ITEM}" in waiting


def test_the_gradebook_keeps_the_programs_score_beside_the_decision(decided: Path, run: Run) -> None:
    (row,) = [
        r
        for r in csv.DictReader(io.StringIO(run("grades", "--gradebook", decided / "class.db").out))
        if r["student"] == "ben"
    ]
    report = json.loads((decided / "out" / "ben.json").read_text("utf-8"))
    assert float(row["points"]) == pytest.approx(report["points"])
    assert (row["attempts"], row["overrides"]) == ("1", ITEM)


@pytest.mark.parametrize("form", ["terminal", "csv", "gradescope", "json"])
def test_a_format_printed_with_the_gradebook_holds_the_decided_score(
    decided: Path, run: Run, form: str
) -> None:
    wanted = json.loads((decided / "out" / "ben.json").read_text("utf-8"))["points"]
    manifest = decided / "ps" / "instructor" / f"{LESSON}.json"
    shown = run(
        "grade", decided / "in" / "ben", "--manifest", manifest, "--secret-file", decided / "secret",
        "--gradebook", decided / "class.db", "--format", form, "--allow-isolation", "process",
    )  # fmt: skip
    assert f"{wanted:g}" in shown.out
    if form != "csv":
        assert "K. Mori" in shown.out
