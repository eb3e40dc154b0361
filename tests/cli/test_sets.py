"""A set over two lessons, from handing out to marks: graded, regraded and marked by what its file says."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.assignments import Assignment, load_manifest
from grader.checks import KINDS
from grader.checks.kind import Answer, Example
from grader.cli.demo import ANSWERING, SECRET, hand_in
from grader.course import Course
from grader.seeds import variant_seed
from grader.variants import Variant
from tests.cli.conftest import run as _run

Run = Callable[..., SimpleNamespace]
run = _run
LESSONS = ("neuron", "relu")
SET = """\
id: ps1
title: {en: Problem set 1, ja: 課題 1}
deadline: DEADLINE
release: 2026-11-20 09:00 Asia/Tokyo
hand_in: {en: Upload it., ja: 提出してください。}
policies:
  late: {per_day: 0.5}
  extensions: {ben: 2026-11-02 23:59 Asia/Tokyo}
items:
  - neuron/weighted-sum
  - {item: relu/by-hand, accepts: {absolute-value: 0.6789}}
  - {item: relu/relu, points: 7, accepts: {fragile: 0.4321}, check: form}
"""


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def set_file(folder: Path, deadline: str = "2026-10-30 23:59 Asia/Tokyo") -> Path:
    return write(folder / "ps1.yaml", SET.replace("DEADLINE", deadline))


def slipping(examples: Sequence[Example], variant: Variant, place: int) -> Answer:
    wanted = "absolute-value" if variant.item.id == "by-hand" else "right"
    return next(example.answer for example in examples if example.name == wanted)


@pytest.fixture
def graded(run: Run, tmp_path: Path, course: Course) -> Path:
    """Two students, of whom ben takes absolute values for ReLU; both handed in after the deadline."""
    (tmp_path / "secret").write_bytes(SECRET)
    roster = write(tmp_path / "roster.csv", "student\naiko\nben\n")
    options = ("--roster", roster, *common(tmp_path), "--out", tmp_path / "ps")
    made = run("generate", "--set", set_file(tmp_path), *options)
    assert made.code == 0, made.err
    for lesson in LESSONS:
        manifest = load_manifest(tmp_path / "ps" / "instructor" / f"{lesson}.json")
        for student in ("aiko", "ben"):
            assignment = manifest.assignment(student, course, SECRET)
            answering = slipping if student == "ben" else ANSWERING["aiko"]
            hand_in(assignment, answering, course, tmp_path / "in" / student)
    write(
        tmp_path / "times.csv",
        "student,time\naiko,2026-10-31 12:00 Asia/Tokyo\nben,2026-10-31 12:00 Asia/Tokyo\n",
    )
    shown = run(
        "grade", tmp_path / "in", *common(tmp_path), "--manifest", tmp_path / "ps" / "instructor",
        "--out", tmp_path / "out", "--gradebook", tmp_path / "class.db", "--times", tmp_path / "times.csv",
    )  # fmt: skip
    assert shown.code == 0, shown.err
    return tmp_path


def common(folder: Path) -> tuple[object, ...]:
    return ("--secret-file", folder / "secret")


def marks(run: Run, folder: Path, *options: object) -> dict[tuple[str, str], tuple[float, float, str]]:
    shown = run("grades", "--gradebook", folder / "class.db", *options)
    assert shown.code == 0, shown.err
    return {
        (row["student"], row["lesson"]): (float(row["raw_points"]), float(row["points"]), row["penalty"])
        for row in csv.DictReader(shown.out.splitlines())
    }


def test_marks_follow_the_sets_dates_and_raw_points_never_change(run: Run, graded: Path) -> None:
    late = marks(run, graded, "--set", set_file(graded))
    assert {penalty for (student, _), (_, _, penalty) in late.items() if student == "aiko"} == {"0.5"}
    assert {penalty for (student, _), (_, _, penalty) in late.items() if student == "ben"} == {"0"}
    moved = marks(run, graded, "--set", set_file(graded, "2026-11-01 23:59 Asia/Tokyo"))
    assert {penalty for _, _, penalty in moved.values()} == {"0"}
    assert {place: raw for place, (raw, _, _) in moved.items()} == {
        place: raw for place, (raw, _, _) in late.items()
    }
    assert all(points == raw for raw, points, _ in moved.values())


def test_two_sets_with_one_lesson_are_not_mixed(run: Run, graded: Path) -> None:
    other = shutil.copy(set_file(graded), graded / "ps2.yaml")
    shown = run("grades", "--gradebook", graded / "class.db", "--set", set_file(graded), "--set", other)
    assert shown.code == 2
    assert "both hold neuron, relu" in shown.err


def test_a_set_over_several_lessons_is_regraded_in_one_run(run: Run, graded: Path, course: Course) -> None:
    write(graded / "ps1.yaml", set_file(graded).read_text("utf-8").replace("0.6789", "0.9"))
    again = run(
        "generate", "--set", graded / "ps1.yaml", "--roster", graded / "roster.csv", *common(graded),
        "--out", graded / "ps",
    )  # fmt: skip
    assert again.code == 0, again.err
    command = (
        "regrade", graded / "in", *common(graded), "--manifest", graded / "ps" / "instructor",
        "--results", graded / "out",
    )  # fmt: skip
    shown = run(*command)
    assert shown.code == 0, shown.err
    with (graded / "out.regraded" / "changes.csv").open(encoding="utf-8", newline="") as file:
        assert {(row["lesson"], row["item"]) for row in csv.DictReader(file)} == {("relu", "by-hand")}
    assert run(*command, "--apply").code == 0
    report = json.loads((graded / "out" / "relu" / "ben.json").read_text("utf-8"))
    assert [r["score"] for r in report["results"] if r["item"] == "by-hand"] == [0.9]


def test_a_moved_deadline_regrades_nothing(run: Run, graded: Path) -> None:
    set_file(graded, "2026-11-05 23:59 Asia/Tokyo")
    run(
        "generate", "--set", graded / "ps1.yaml", "--roster", graded / "roster.csv", *common(graded),
        "--out", graded / "ps",
    )  # fmt: skip
    shown = run(
        "regrade", graded / "in", *common(graded), "--manifest", graded / "ps" / "instructor",
        "--results", graded / "out",
    )  # fmt: skip
    assert "0 items of 0 students would change" in shown.out
    assert shown.out.count("0 graded, 2 as before") == 2


def test_regrading_names_the_lesson_whose_results_are_not_there(run: Run, graded: Path) -> None:
    shutil.rmtree(graded / "out" / "neuron")
    shown = run(
        "regrade", graded / "in", *common(graded), "--manifest", graded / "ps" / "instructor",
        "--results", graded / "out",
    )  # fmt: skip
    assert (shown.code, "neuron: no folder of results" in shown.err) == (2, True)


def test_no_folder_of_a_set_holds_a_key_a_seed_or_what_the_set_accepts(graded: Path, course: Course) -> None:
    """Seeds, references, right answers of paper items, what earns marks beside them, and hidden checks."""
    for student in ("aiko", "ben"):
        folder = graded / "ps" / "handouts" / student
        texts = {path: path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}
        for secret in (
            *set_secrets(graded, student, course),
            "0.6789",
            "0.4321",
            "absolute-value",
            "fragile",
        ):
            holding = [path.name for path, text in texts.items() if secret in text]
            assert not holding, (secret, holding)


def set_secrets(folder: Path, student: str, course: Course) -> set[str]:
    found = {SECRET.decode(), SECRET.hex()}
    for lesson in LESSONS:
        manifest = load_manifest(folder / "ps" / "instructor" / f"{lesson}.json")
        assignment = manifest.assignment(student, course, SECRET)
        found.add(assignment.key.hex())
        for variant in assignment.variants:
            kind = KINDS[variant.item.kind]
            right = next(e for e in kind.examples(variant, course) if e.name == "right").answer
            if variant.item.kind == "code":
                (source,) = right.files.values()
                found.add(source.decode().rpartition("return")[2].strip())
            elif len(str(right.response)) > 5:  # a shorter one is part of some other number
                found.add(str(right.response))
            found |= {seed.hex() for seed in seeds_of(assignment, variant)}
    return found


def seeds_of(assignment: Assignment, variant: Variant) -> set[bytes]:
    """What draws the numbers of an item, and what draws its hidden inputs whatever is handed in."""
    own = variant_seed(assignment.key, assignment.lesson, variant.item.id)
    return {own, variant_seed(assignment.key, assignment.lesson, "")}
