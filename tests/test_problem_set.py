"""A set file: items across lessons with values of their own, handed out and graded as it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.assignments import load_manifest
from grader.cli.demo import ANSWERING, SECRET, hand_in
from grader.course import Course
from grader.errors import ContentError
from grader.issuing import Issuing
from grader.problem_set import Part, read_set
from grader.roster import Enrolled
from tests.cli.conftest import run as _run

Run = Callable[..., SimpleNamespace]
run = _run
SET = """\
id: ps1
title: {en: Problem set 1, ja: 課題 1}
items:
  - neuron/%s
  - {item: relu/grid-step, points: 7, tolerance: 0.5}
"""


def first_of(course: Course, lesson: str) -> str:
    return course.lesson(lesson).items[0].id


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_set_takes_items_of_several_lessons_with_changed_values(course: Course, tmp_path: Path) -> None:
    name = first_of(course, "neuron")
    parts = read_set(write(tmp_path / "ps1.yaml", SET % name), course).parts
    assert [(part.lesson, part.items) for part in parts] == [("neuron", (name,)), ("relu", ("grid-step",))]
    issued = Issuing(course, SECRET, "en", tmp_path / "out").issue(parts[1], [Enrolled("ben")])
    (variant,) = issued.assignments[0].variants
    assert (variant.item.points, getattr(variant.item, "tolerance", None)) == (7, 0.5)


def test_what_a_set_changed_is_remembered_by_its_manifest(course: Course, tmp_path: Path) -> None:
    parts = read_set(write(tmp_path / "ps1.yaml", SET % first_of(course, "neuron")), course).parts
    issued = Issuing(course, SECRET, "en", tmp_path / "out").issue(parts[1], [Enrolled("ben")])
    manifest = load_manifest(tmp_path / "out" / "instructor" / "relu.json")
    assert manifest.assignment("ben", course, SECRET) == issued.assignments[0]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("relu/grid-stpe", "relu/grid-stpe: no such item in lesson relu; did you mean 'grid-step'"),
        ("rellu/grid-step", "no such lesson; did you mean 'relu'"),
        ("{item: relu/grid-step, pionts: 2}", "pionts"),
        ("{item: relu/grid-step, points: -1}", "expected a number > 0"),
        ("grid-step", "an item is named with its lesson"),
    ],
)
def test_every_fault_of_a_set_file_is_named_with_its_line(
    course: Course, tmp_path: Path, line: str, message: str
) -> None:
    text = f"id: ps1\ntitle: T\nitems:\n  - relu/grid-step\n  - {line}\n"
    with pytest.raises(ContentError) as found:
        read_set(write(tmp_path / "ps1.yaml", text), course)
    (problem, *_) = found.value.problems
    assert problem.line == 5
    assert message in f"{problem.message} {problem.help}"


def test_an_item_named_twice_is_refused(course: Course, tmp_path: Path) -> None:
    text = "id: ps1\ntitle: T\nitems:\n  - relu/grid-step\n  - relu/grid-step\n"
    with pytest.raises(ContentError, match="it stands here twice"):
        read_set(write(tmp_path / "ps1.yaml", text), course)


def tree(root: Path) -> dict[str, tuple[bytes, int]]:
    files = (p for p in sorted(root.rglob("*")) if p.is_file())
    return {str(p.relative_to(root)): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}


def test_newcomers_are_added_and_every_other_folder_stays_byte_for_byte(
    course: Course, tmp_path: Path
) -> None:
    issuing = Issuing(course, SECRET, "en", tmp_path)
    issuing.issue(Part("relu"), [Enrolled("aiko", "ja"), Enrolled("ben")])
    own = tmp_path / "handouts" / "ben" / "relu" / "answers.yaml"
    own.write_text("already begun", encoding="utf-8")
    before = tree(tmp_path / "handouts")
    again = issuing.issue(Part("relu"), [Enrolled("chen"), Enrolled("aiko", "en")])
    after = tree(tmp_path / "handouts")
    assert again.new == ("chen",)
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[0] for name in after.keys() - before.keys()} == {"chen"}
    students = load_manifest(tmp_path / "instructor" / "relu.json").students
    assert sorted(students) == ["aiko", "ben", "chen"]


def test_a_newcomer_gets_what_they_would_have_got_at_once(course: Course, tmp_path: Path) -> None:
    late, early = (Issuing(course, SECRET, "en", tmp_path / name) for name in ("late", "early"))
    early.issue(Part("relu"), [Enrolled("aiko"), Enrolled("ben")])
    late.issue(Part("relu"), [Enrolled("aiko")])
    late.issue(Part("relu"), [Enrolled("ben")])
    one, other = (load_manifest(tmp_path / n / "instructor" / "relu.json") for n in ("late", "early"))
    assert one == other


@pytest.mark.parametrize("secret", [None, b"another secret of a course"])
def test_two_secrets_are_never_mixed(run: Run, tmp_path: Path, course: Course, secret: bytes | None) -> None:
    Issuing(course, SECRET, "en", tmp_path / "ps").issue(Part("relu"), [Enrolled("aiko")])
    options: list[object] = []
    if secret is not None:
        (tmp_path / "other").write_bytes(secret)
        options = ["--secret-file", tmp_path / "other"]
    shown = run("generate", "--lesson", "relu", "--student", "ben", "--out", tmp_path / "ps", *options)
    assert shown.code == 2
    assert "secret" in shown.err
    assert not (tmp_path / "ps" / "handouts" / "ben").exists()


def test_a_set_of_two_lessons_is_graded_lesson_by_lesson(run: Run, tmp_path: Path, course: Course) -> None:
    write(tmp_path / "ps1.yaml", SET % first_of(course, "neuron"))
    (tmp_path / "secret").write_bytes(SECRET)
    (tmp_path / "roster.csv").write_text("student\naiko\nben\n", encoding="utf-8")
    secret = ("--secret-file", tmp_path / "secret")
    made = run(
        "generate", "--set", tmp_path / "ps1.yaml", "--roster", tmp_path / "roster.csv", *secret,
        "--out", tmp_path / "ps",
    )  # fmt: skip
    assert made.code == 0, made.err
    for lesson in ("neuron", "relu"):
        manifest = load_manifest(tmp_path / "ps" / "instructor" / f"{lesson}.json")
        for student in manifest.students:
            assignment = manifest.assignment(student, course, SECRET)
            hand_in(assignment, ANSWERING["aiko"], course, tmp_path / "in" / student)
    shown = run(
        "grade", tmp_path / "in", "--manifest", tmp_path / "ps" / "instructor", *secret,
        "--out", tmp_path / "out",
    )  # fmt: skip
    assert shown.code == 0, shown.err
    report = json.loads((tmp_path / "out" / "relu" / "ben.json").read_text("utf-8"))
    assert (report["points"], report["max_points"]) == (7, 7)
    assert json.loads((tmp_path / "out" / "neuron" / "aiko.json").read_text("utf-8"))["score"] == 1


def test_a_new_set_file_can_be_handed_out_as_it_stands(run: Run, tmp_path: Path, course: Course) -> None:
    shown = run("new", "set", tmp_path / "ps2.yaml", "--lesson", "relu")
    assert shown.code == 0, shown.err
    (part,) = read_set(tmp_path / "ps2.yaml", course).parts
    assert part.items == tuple(item.id for item in course.lesson("relu").items)
    assert run("new", "set", tmp_path / "ps2.yaml").code == 2
