"""Solutions and new numbers of a class's lesson: not before their date, and without spoiling anything."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.assignments import assign, load_manifest
from grader.checks import KINDS
from grader.course import Course
from grader.issuing import Issuing
from grader.moments import Moment, moment
from grader.problem_set import Part
from grader.roster import Enrolled
from grader.terms import Terms
from grader.workspace.issued import Issued
from tests.cli.conftest import run as _run

Run = Callable[..., SimpleNamespace]
run = _run
SECRET = b"a secret that no student has"
DUE = moment("2026-10-30 23:59 Asia/Tokyo")
MINUTE = timedelta(minutes=1)


def handed_out(course: Course, out: Path, deadline: Moment | None, release: Moment | None = None) -> Path:
    terms = Terms(deadline=deadline, release=release, local={"by-hand": "full"})
    Issuing(course, SECRET, "en", out).issue(
        Part("relu", terms=terms), [Enrolled("aiko"), Enrolled("ben", "ja")]
    )
    return out / "handouts" / "aiko" / "relu"


def at(monkeypatch: pytest.MonkeyPatch, when: datetime) -> None:
    monkeypatch.setattr("grader.cli.issued.now", lambda: when)


@pytest.mark.parametrize(("release", "opens"), [(None, DUE), (moment("2026-11-06 09:00 Europe/Berlin"),) * 2])
def test_solutions_open_with_the_release_and_without_one_with_the_deadline(
    course: Course, tmp_path: Path, release: Moment | None, opens: Moment
) -> None:
    issued = Issued.needed(handed_out(course, tmp_path, DUE, release))
    assert issued.release == opens
    assert issued.opens_later(lambda: opens.utc - MINUTE)
    assert not issued.opens_later(lambda: opens.utc)


def test_without_any_date_solutions_stay_with_the_instructor(course: Course, tmp_path: Path) -> None:
    issued = Issued.needed(handed_out(course, tmp_path, None))
    assert issued.opens_later(lambda: datetime(9000, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("command", ["solution", "again"])
def test_before_its_date_a_command_says_when_it_will_work(
    course: Course, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    folder = handed_out(course, tmp_path, DUE)
    at(monkeypatch, DUE.utc - 2 * MINUTE)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(folder)
    shown = run(command, "by-hand")
    assert shown.code == 1
    assert "from Friday 30 October 2026, 23:59 (Asia/Tokyo, UTC+09:00) on" in shown.out
    assert "Now it is Friday 30 October 2026, 23:57 (Asia/Tokyo, UTC+09:00)" in shown.out
    assert sorted(p.name for p in folder.parent.iterdir()) == ["relu"]


def test_a_student_is_refused_in_their_own_language(
    course: Course, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = handed_out(course, tmp_path, DUE).parent.parent / "ben"
    at(monkeypatch, DUE.utc - MINUTE)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(folder)
    assert "2026年10月30日(金)23:59" in run("solution", "relu/by-hand").out


def test_from_its_date_on_a_solution_has_the_students_own_numbers_where_the_folder_has_them(
    course: Course, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(handed_out(course, tmp_path, DUE))
    at(monkeypatch, DUE.utc)
    manifest = load_manifest(tmp_path / "instructor" / "relu.json")
    own = next(v for v in manifest.assignment("aiko", course, SECRET).variants if v.item.id == "by-hand")
    answer = KINDS["vector"].solution(own, course)["en"].strip("$ ").splitlines()[0]
    shown = run("solution", "by-hand")
    numbers = [part.strip("() ") for part in answer.replace("$", "").split(",")]
    assert shown.code == 0
    assert "with your numbers" in shown.out
    assert all(number in shown.out for number in numbers if number.isalnum())
    assert "other numbers than yours" in run("solution", "grid-step").out


def test_from_its_date_on_new_numbers_come_in_a_folder_of_their_own(
    course: Course, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = handed_out(course, tmp_path, DUE)
    at(monkeypatch, DUE.utc)
    monkeypatch.chdir(folder)
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    assert [run("again", "by-hand").code for _ in range(2)] == [0, 0]
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    pages = [folder, folder.with_name("relu-again"), folder.with_name("relu-again-2")]
    assert len({(page / "answers.yaml").read_text("utf-8") for page in pages}) == 3
    assert assign(course, "relu", "aiko", None).key.hex() not in "".join(
        path.read_text("utf-8") for path in folder.with_name("relu-again").iterdir()
    )


def test_inside_a_workspace_a_class_lesson_keeps_its_date_and_what_may_be_told(
    course: Course, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = handed_out(course, tmp_path / "class", DUE)
    workspace = tmp_path / "ws"
    assert run("start", workspace, "--lang", "en").code == 0
    shutil.rmtree(workspace / "relu")
    shutil.copytree(folder, workspace / "relu")
    monkeypatch.chdir(workspace)
    monkeypatch.setenv("COLUMNS", "200")
    at(monkeypatch, DUE.utc - MINUTE)
    for command in ("solution", "again"):
        shown = run(command, "relu/by-hand")
        assert (shown.code, "Friday 30 October 2026" in shown.out) == (1, True)
    answers = workspace / "relu" / "answers.yaml"
    answers.write_text(answers.read_text("utf-8").replace("grid-step:", "grid-step: 1234"), "utf-8")
    assert "It is not graded here" in run("check", "relu/grid-step").out


@pytest.mark.parametrize(
    ("line", "message"),
    [("release: soon", r"variant\.yaml: 'soon' is no date"), ("release: [", "no longer as it was issued")],
)
def test_a_date_that_was_spoilt_is_named_with_its_file(
    course: Course, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, line: str, message: str
) -> None:
    folder = handed_out(course, tmp_path, DUE)
    text = (folder / "variant.yaml").read_text("utf-8")
    kept = [row for row in text.splitlines() if not row.startswith("release:")]
    (folder / "variant.yaml").write_text("\n".join([*kept, line]), "utf-8")
    monkeypatch.chdir(folder)
    shown = run("solution", "by-hand")
    assert shown.code == 2
    assert re.search(message, shown.err)


@pytest.mark.parametrize("command", ["hint", "watch", "show", "next", "open", "list"])
@pytest.mark.parametrize("inside", [".", "relu"])
def test_a_command_for_the_whole_course_says_what_there_is_instead(
    course: Course, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, command: str, inside: str
) -> None:
    folder = handed_out(course, tmp_path, None).parent
    monkeypatch.chdir(folder / inside)
    said = run(command)
    assert said.code == 2
    assert "handed out by a class" in said.err
    assert "chainrule check" in said.err
