"""Grading a class into a folder: stopped at any moment, it goes on; twice, it does nothing twice."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grader.assignments import load_manifest
from grader.cli.demo import ANSWERING, SECRET, hand_in
from grader.course import Course
from grader.model import Report

LESSON = "relu"
STUDENTS = ("aiko", "ben", "chen", "dora", "emil")
ROOT = Path(__file__).parents[2]
Run = Callable[..., "Ran"]


class Ran:
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def class_of_five(tmp_path_factory: pytest.TempPathFactory, course: Course) -> Path:
    """Handouts and hand-ins of five students, made once; tests copy what they change."""
    from grader.issuing import Issuing
    from grader.problem_set import Part
    from grader.roster import Enrolled

    root = tmp_path_factory.mktemp("class")
    (root / "secret").write_bytes(SECRET)
    Issuing(course, SECRET, "en", root / "ps").issue(Part(LESSON), [Enrolled(s, "en") for s in STUDENTS])
    manifest = load_manifest(root / "ps" / "instructor" / f"{LESSON}.json")
    for place, student in enumerate(STUDENTS):
        answering = ANSWERING["ben" if place % 2 else "aiko"]
        hand_in(manifest.assignment(student, course, SECRET), answering, course, root / "in" / student)
    return root


@pytest.fixture
def folder(class_of_five: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(class_of_five, tmp_path / "class"))


def arguments(folder: Path, *paths: Path, out: str = "out", **more: object) -> list[object]:
    manifest = folder / "ps" / "instructor" / f"{LESSON}.json"
    options = [part for name, value in more.items() for part in (f"--{name}", value)]
    return [
        "grade", *(paths or (folder / "in",)), "--manifest", manifest, "--secret-file", folder / "secret",
        "--out", folder / out, *options,
    ]  # fmt: skip


def contents(out: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def problems(out: Path) -> list[tuple[str, str]]:
    with (out / "problems.csv").open(encoding="utf-8", newline="") as file:
        return [(row["problem"], row["student"]) for row in csv.DictReader(file)]


def test_a_folder_of_many_is_graded_into_pages_json_and_an_index(folder: Path, run: Run) -> None:
    shown = run(*arguments(folder))
    assert (shown.code, shown.err) == (0, "")
    expected = {"index.html", *(f"{s}.{end}" for s in STUDENTS for end in ("html", "json"))}
    assert set(contents(folder / "out")) == expected
    index = (folder / "out" / "index.html").read_text("utf-8")
    assert all(f'href="{s}.html"' in index for s in STUDENTS)


def test_two_processes_write_the_same_bytes_as_one(folder: Path, run: Run) -> None:
    assert run(*arguments(folder, out="one")).code == 0
    assert run(*arguments(folder, out="two", jobs=2)).code == 0
    assert contents(folder / "one") == contents(folder / "two")


def test_a_second_run_grades_only_what_changed(folder: Path, run: Run) -> None:
    run(*arguments(folder))
    before = {p.name: p.stat().st_mtime_ns for p in (folder / "out").iterdir()}
    sheet = folder / "in" / "chen" / LESSON / "answers.yaml"
    sheet.write_text(sheet.read_text("utf-8") + "# a thought\n", encoding="utf-8")
    shown = run(*arguments(folder))
    assert "1 graded, 4 as before" in shown.out
    after = {p.name: p.stat().st_mtime_ns for p in (folder / "out").iterdir()}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"chen.html", "chen.json", "index.html"}


def test_a_result_whose_page_was_lost_is_made_again(folder: Path, run: Run) -> None:
    run(*arguments(folder))
    before = contents(folder / "out")
    (folder / "out" / "dora.html").unlink()
    assert "1 graded, 4 as before" in run(*arguments(folder)).out
    assert contents(folder / "out") == before


def test_what_is_unknown_double_missing_or_misnamed_is_listed_and_never_guessed(
    folder: Path, run: Run
) -> None:
    (folder / "in" / "emil").rename(folder / "in" / "emill")
    shutil.copytree(folder / "in" / "ben", folder / "again" / "ben")
    sheet = folder / "in" / "chen" / LESSON / "answers.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("chen", "aiko"), encoding="utf-8")
    shown = run(*arguments(folder, folder / "in", folder / "again"))
    assert shown.code == 0
    assert problems(folder / "out") == [
        ("double", "ben"), ("double", "ben"), ("missing", "emil"), ("other-name", "chen"), ("unknown", ""),
    ]  # fmt: skip
    assert {p.stem for p in (folder / "out").glob("*.json")} == {"aiko", "chen", "dora"}
    report = json.loads((folder / "out" / "chen.json").read_text("utf-8"))
    assert {result["status"] for result in report["results"]} == {"INVALID"}


def test_problems_that_are_solved_leave_no_list_behind(folder: Path, run: Run) -> None:
    (folder / "in" / "emil").rename(folder / "in" / "emill")
    run(*arguments(folder))
    (folder / "in" / "emill").rename(folder / "in" / "emil")
    run(*arguments(folder))
    assert not (folder / "out" / "problems.csv").exists()


def test_moodles_download_gets_the_same_marks_as_folders_by_name(folder: Path, run: Run) -> None:
    """One student as files, one as a zip that they sent, as Moodle packs both."""
    run(*arguments(folder))
    sent = shutil.make_archive(str(folder / "work"), "zip", folder / "in" / "ben")
    with zipfile.ZipFile(folder / "PS1-4711.zip", "w") as archive:
        for path in sorted((folder / "in" / "aiko" / LESSON).iterdir()):
            archive.write(path, f"Ito Aiko_11_assignsubmission_file/{path.name}")
        archive.write(sent, "Ben Li_12_assignsubmission_file/work.zip")
    (folder / "sheet.csv").write_text(
        "Identifier,Full name,Email address\nParticipant 11,Ito Aiko,aiko\nParticipant 12,Ben Li,ben\n",
        encoding="utf-8",
    )
    shown = run(*arguments(folder, folder / "PS1-4711.zip", out="moodle", names=folder / "sheet.csv"))
    assert shown.code == 0, shown.err
    for student in ("aiko", "ben"):
        folders, moodle = (
            json.loads((folder / out / f"{student}.json").read_text("utf-8")) for out in ("out", "moodle")
        )
        assert folders["results"] == moodle["results"]


def test_a_folder_in_use_is_not_written_by_a_second_run(folder: Path, run: Run) -> None:
    from grader.batch.folder import held

    with held(folder / "out"):
        shown = run(*arguments(folder))
    assert shown.code == 2
    assert "another run is writing there" in shown.err


def test_what_a_batch_needs_is_refused_without_one(folder: Path, run: Run) -> None:
    shown = run("grade", folder / "in" / "ben", "--lesson", LESSON, "--jobs", 2)
    assert shown.code == 2
    assert "--out" in shown.err


def test_a_fault_of_ours_at_one_hand_in_costs_nobody_else_a_result(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grader.report.page import Pages

    feedback = Pages.feedback

    def fails_for_ben(self: Pages, report: Report, lang: str) -> str:
        if report.student == "ben":
            raise ZeroDivisionError("a bug")
        return feedback(self, report, lang)

    monkeypatch.setattr(Pages, "feedback", fails_for_ben)
    shown = run(*arguments(folder))
    assert (shown.code, "Traceback" in shown.err) == (4, False)
    assert problems(folder / "out") == [("not-graded", "ben")]
    assert {p.stem for p in (folder / "out").glob("*.json")} == set(STUDENTS) - {"ben"}
    monkeypatch.undo()
    assert "1 graded, 4 as before" in run(*arguments(folder)).out


# --------------------------------------------------------------------------- stopped


def start(folder: Path, jobs: int) -> subprocess.Popen[bytes]:
    """The command in a process group of its own, as a shell starts it."""
    code = "from grader.cli import main\nif __name__ == '__main__':\n    main()\n"
    script = folder / "chainrule.py"
    script.write_text(code, encoding="utf-8")
    words = [str(word) for word in arguments(folder, jobs=jobs)]
    return subprocess.Popen(
        [sys.executable, str(script), *words], env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def wait_for_results(out: Path, count: int) -> None:
    end = time.monotonic() + 60
    while len(list(out.glob("*.json"))) < count and time.monotonic() < end:
        time.sleep(0.005)


def killed_then_resumed(folder: Path, run: Run, moment: random.Random, jobs: int) -> None:
    process = start(folder, jobs)
    wait_for_results(folder / "out", moment.randrange(4))
    time.sleep(moment.random() * 0.1)
    process.kill()
    process.communicate()
    assert run(*arguments(folder)).code == 0


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_killed_at_any_moment_a_batch_ends_with_the_bytes_of_an_undisturbed_one(
    folder: Path, run: Run, seed: int
) -> None:
    run(*arguments(folder, out="undisturbed"))
    moment = random.Random(seed)  # noqa: S311 - when to kill
    for _ in range(2 if seed == 1 else 20):
        shutil.rmtree(folder / "out", ignore_errors=True)
        killed_then_resumed(folder, run, moment, jobs=moment.choice((1, 2)))
        assert contents(folder / "out") == contents(folder / "undisturbed")


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_in_words_with_an_index_of_what_is_done(folder: Path, run: Run, jobs: int) -> None:
    process = start(folder, jobs)
    wait_for_results(folder / "out", 1)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode in (0, 130), err  # 0: it had finished before the signal came
    assert b"Traceback" not in err
    assert (folder / "out" / "index.html").is_file()
    assert (process.returncode == 0) != (b"goes on from here" in out)
    run(*arguments(folder))
    run(*arguments(folder, out="undisturbed"))
    assert contents(folder / "out") == contents(folder / "undisturbed")


# --------------------------------------------------------------------------- on many machines


def test_parts_merged_are_the_batch_graded_at_once(folder: Path, run: Run) -> None:
    (folder / "in" / "emil").rename(folder / "in" / "emill")
    run(*arguments(folder, out="whole"))
    parts = [folder / f"part-{k}" for k in (1, 2, 3)]
    for k, part in enumerate(parts, 1):
        assert run(*arguments(folder, out=part.name, shard=f"{k}/3")).code == 0
    for _ in range(2):  # the second time nothing changes
        shown = run("merge", *parts, "--out", folder / "merged")
        assert shown.code == 0, shown.err
        assert contents(folder / "merged") == contents(folder / "whole")


def test_parts_that_disagree_about_a_student_are_not_merged(folder: Path, run: Run) -> None:
    run(*arguments(folder, out="one"))
    sheet = folder / "in" / "chen" / LESSON / "answers.yaml"
    sheet.write_text(sheet.read_text("utf-8") + "# later\n", encoding="utf-8")
    run(*arguments(folder, out="two"))
    shown = run("merge", folder / "one", folder / "two", "--out", folder / "merged")
    assert shown.code == 2
    assert "different results of chen" in shown.err


# --------------------------------------------------------------------------- marks


def test_from_hand_ins_to_marks_with_a_late_one_and_a_decision(folder: Path, run: Run) -> None:
    book = folder / "class.db"
    (folder / "times.csv").write_text(
        "student,time\naiko,2026-10-30 20:00 Asia/Tokyo\nchen,2026-10-31 20:00 Asia/Tokyo\n", encoding="utf-8"
    )
    (folder / "policies.yaml").write_text(
        "deadline: 2026-10-30 23:59 Asia/Tokyo\nlate: {per_day: 0.2}\n", encoding="utf-8"
    )
    (folder / "decisions.csv").write_text(
        f"student,item,score,reason,who\naiko,{LESSON}/grid-step,0,copied,=teacher\n", encoding="utf-8"
    )
    for expected in ("5 new", "0 new"):
        shown = run(*arguments(folder, gradebook=book, times=folder / "times.csv"))
        assert expected in shown.out, shown.err
    assert "1 new" in run("override", folder / "decisions.csv", "--gradebook", book).out
    shown = run("grades", "--gradebook", book, "--policies", folder / "policies.yaml")
    rows = {row["student"]: row for row in csv.DictReader(shown.out.splitlines())}
    assert sorted(rows) == list(STUDENTS)
    chen, aiko = rows["chen"], rows["aiko"]
    assert float(chen["points"]) == pytest.approx(0.8 * float(chen["raw_points"]))
    assert (aiko["penalty"], aiko["overrides"]) == ("0", "grid-step")
    assert float(aiko["points"]) < float(aiko["max_points"])
    assert rows["ben"]["flags"] == "time-unknown"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("aiko,relu/grid-step,2,r,w", ":2: '2' is no score"),
        ("aiko,grid-step,1,r,w", ":2: each of"),
        ("zoe,relu/x,1,r,w", "no gradebook there"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_refused(run: Run, tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / "d.csv").write_text(f"student,item,score,reason,who\n{row}\n", encoding="utf-8")
    shown = run("override", tmp_path / "d.csv", "--gradebook", tmp_path / "class.db")
    assert shown.code == 2
    assert message in shown.err


# --------------------------------------------------------------------------- again


@pytest.fixture
def changed_lesson(folder: Path) -> Path:
    """The course with one item of the lesson worth three times as much."""
    content = folder / "content"
    for name in ("course", "exercises"):
        shutil.copytree(ROOT / name, content / name, ignore=shutil.ignore_patterns("__pycache__"))
    (path,) = (content / "course").glob(f"*-{LESSON}.yaml")
    text = path.read_text("utf-8")
    assert "- numeric: grid-step\n" in text
    path.write_text(text.replace("- numeric: grid-step\n", "- numeric: grid-step\n    points: 3\n"), "utf-8")
    return content


def regrade(folder: Path, content: Path, *options: object) -> list[object]:
    manifest = folder / "ps" / "instructor" / f"{LESSON}.json"
    return [
        "regrade", folder / "in", "--manifest", manifest, "--secret-file", folder / "secret",
        "--results", folder / "out", "--content", content, *options,
    ]  # fmt: skip


def test_a_regrade_shows_what_would_change_and_changes_nothing_until_told(
    folder: Path, run: Run, changed_lesson: Path
) -> None:
    run(*arguments(folder))
    before = contents(folder / "out")
    shown = run(*regrade(folder, changed_lesson))
    assert shown.code == 0, shown.err
    assert contents(folder / "out") == before
    with (folder / "out.regraded" / "changes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["item"] for row in rows} == {"grid-step"}
    assert {row["why"] for row in rows} == {"lesson-or-grader"}
    assert any(float(row["points_after"]) == 3 for row in rows)
    assert run(*regrade(folder, changed_lesson, "--apply")).code == 0
    report = json.loads((folder / "out" / "aiko.json").read_text("utf-8"))
    assert max(r["max_points"] for r in report["results"] if r["item"] == "grid-step") == 3


def test_a_regrade_of_nothing_new_finds_nothing(folder: Path, run: Run) -> None:
    run(*arguments(folder))
    shown = run(*regrade(folder, ROOT))
    assert "0 graded, 5 as before" in shown.out
    assert "0 items of 0 students would change" in shown.out


def test_what_waits_for_a_person_is_listed(folder: Path, run: Run) -> None:
    sheet = folder / "in" / "chen" / LESSON / "answers.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("chen", "aiko"), encoding="utf-8")
    run(*arguments(folder))
    rows = list(csv.DictReader(run("review", folder / "out").out.splitlines()))
    assert {(row["reason"], row["student"]) for row in rows if row["reason"] != "reflection"} == {
        ("unreadable", "chen")
    }
    assert {row["page"] for row in rows if row["student"] == "chen"} == {
        (folder / "out" / "chen.html").as_posix()
    }


def test_a_hand_in_that_cannot_be_opened_waits_once_with_the_reason(folder: Path, run: Run) -> None:
    shutil.rmtree(folder / "in" / "chen")
    (folder / "in" / "chen.zip").write_bytes(b"PK\x03\x04 cut off")
    run(*arguments(folder))
    rows = list(csv.DictReader(run("review", folder / "out").out.splitlines()))
    (row,) = (row for row in rows if row["student"] == "chen")
    assert (row["reason"], row["item"]) == ("unreadable", "")
    assert "could not be opened as a zip" in row["detail"]


def test_a_regrade_of_a_folder_without_results_is_refused(folder: Path, run: Run) -> None:
    (folder / "out").mkdir()
    shown = run(*regrade(folder, ROOT, "--apply"))
    assert (shown.code, "no results" in shown.err) == (2, True)
    assert list((folder / "out").iterdir()) == []


# --------------------------------------------------------------------------- what was handed out


def test_another_secret_is_refused_before_anything_is_graded(folder: Path, run: Run) -> None:
    (folder / "secret").write_text("some other secret of enough bytes", encoding="utf-8")
    shown = run(*arguments(folder))
    assert (shown.code, "another secret" in shown.err) == (2, True)
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lesson": "gone"}, "no lesson 'gone'"),
        ({"students": ["aiko"]}, "not a manifest"),
        ({"students": {"aiko": {"variant": "x"}}}, "not a manifest"),
    ],
)
def test_a_damaged_manifest_is_refused_in_words(
    folder: Path, run: Run, change: Mapping[str, object], said: str
) -> None:
    path = folder / "ps" / "instructor" / f"{LESSON}.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), encoding="utf-8")
    shown = run(*arguments(folder))
    assert (shown.code, said in shown.err) == (2, True)


# --------------------------------------------------------------------------- tables of a class


def test_the_points_of_a_class_are_written_in_other_formats(folder: Path, run: Run) -> None:
    shown = run(*arguments(folder, write=f"canvas={folder / 'canvas.csv'}"))
    assert shown.code == 0, shown.err
    with (folder / "canvas.csv").open(encoding="utf-8", newline="") as file:
        points = {row["SIS Login ID"]: row["ReLU on numbers and arrays"] for row in csv.DictReader(file)}
    reports = {name: json.loads((folder / "out" / f"{name}.json").read_text("utf-8")) for name in STUDENTS}
    assert {name: float(points[name]) for name in STUDENTS} == pytest.approx(
        {name: report["points"] for name, report in reports.items()}, abs=1e-4
    )


@pytest.mark.parametrize("option", [{"format": "csv"}, {"write": "junit=j.xml"}, {"write": "nothing=x"}])
def test_a_format_that_would_not_be_written_for_a_class_is_refused(
    folder: Path, run: Run, option: dict[str, str]
) -> None:
    shown = run(*arguments(folder, **option))
    assert shown.code == 2
    assert not (folder / "out").exists()
