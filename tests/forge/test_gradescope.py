"""The autograder's zip, unpacked into a tree like Gradescope's and run: there is always a result to show."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.assignments import load_manifest
from grader.cli.demo import ANSWERING, SECRET, hand_in
from grader.course import Course
from grader.issuing import Issuing
from grader.problem_set import Part
from grader.roster import Enrolled
from tests.cli.conftest import Run
from tests.report.test_gradescope import SPECIFIED

ROOT = Path(__file__).parents[2]
STUDENTS = ("aiko", "ben")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Gradescope's machines run Linux")


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory, course: Course) -> Path:
    root = tmp_path_factory.mktemp("issued")
    (root / "secret").write_bytes(SECRET)
    Issuing(course, SECRET, "en", root / "ps").issue(Part("relu"), [Enrolled(s, "en") for s in STUDENTS])
    manifest = load_manifest(root / "ps" / "instructor" / "relu.json")
    for student in STUDENTS:
        hand_in(manifest.assignment(student, course, SECRET), ANSWERING[student], course, root / student)
    return root


class Tree:
    """`/autograder`, as Gradescope lays it out; `bin` is what setup.sh would have installed."""

    def __init__(self, root: Path, archive: Path, submission: Path, *users: dict[str, object]) -> None:
        self.root, self.bin = root / "autograder", root / "bin"
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(self.root / "source")
            for info in opened.infolist():  # extractall drops permissions
                (self.root / "source" / info.filename).chmod(info.external_attr >> 16)
        shutil.copy(self.root / "source" / "run_autograder", self.root / "run_autograder")
        shutil.copytree(submission, self.root / "submission")
        metadata = {"id": 1, "created_at": "2026-10-30T14:22:32.365935-07:00", "users": list(users)}
        (self.root / "submission_metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
        code = shlex.quote("from grader.cli import main; main()")
        self.install(
            f'PYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -P -c {code} "$@"'
        )

    def install(self, script: str) -> None:
        self.bin.mkdir(exist_ok=True)
        (self.bin / "chainrule").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (self.bin / "chainrule").chmod(0o755)

    def grade(self) -> Any:
        """What Gradescope reads after the run; it has to be what its specification allows."""
        environment = {"PATH": f"{self.bin}:/usr/bin:/bin", "AUTOGRADER": str(self.root), "PYTHONUTF8": "1"}
        subprocess.run([str(self.root / "run_autograder")], env=environment, check=False)
        results = json.loads((self.root / "results" / "results.json").read_text(encoding="utf-8"))
        jsonschema.validate(results, SPECIFIED)
        return results


def user(email: str, **more: object) -> dict[str, object]:
    return {"email": email, "id": 7, "name": "Somebody", **more}


def zipped(run: Run, issued: Path, out: Path, *more: object) -> Path:
    manifest = issued / "ps" / "instructor" / "relu.json"
    shown = run("new", "gradescope", out, "--manifest", manifest, "--secret-file", issued / "secret", *more)
    assert shown.code == 0, shown.err
    return out


@pytest.fixture
def archive(run: Run, issued: Path, tmp_path: Path) -> Path:
    return zipped(run, issued, tmp_path / "ps1.zip")


def test_a_submission_is_graded_with_the_numbers_of_who_handed_it_in(
    archive: Path, issued: Path, tmp_path: Path
) -> None:
    results = Tree(tmp_path, archive, issued / "aiko", user("aiko@school.example")).grade()
    assert results["score"] == sum(test["max_score"] for test in results["tests"]) > 0
    assert results["extra_data"]["student"] == "aiko"
    assert {test["status"] for test in results["tests"]} == {"passed"}


@pytest.mark.parametrize(
    ("who", "table"),
    [(user("x@y.example", sid="ben"), None), (user("B@Y.example"), "email,student\nb@y.example,ben\n")],
)
def test_a_student_is_found_by_id_or_table(
    run: Run,
    issued: Path,
    tmp_path: Path,
    who: dict[str, object],
    table: str | None,
) -> None:
    more: tuple[object, ...] = ()
    if table is not None:
        (tmp_path / "emails.csv").write_text(table, encoding="utf-8")
        more = ("--students", tmp_path / "emails.csv")
    made = zipped(run, issued, tmp_path / "ps1.zip", *more)
    assert Tree(tmp_path, made, issued / "ben", who).grade()["extra_data"]["student"] == "ben"


@pytest.mark.parametrize(
    ("users", "said"),
    [
        ((user("zoe@school.example"),), "no student of this problem set"),
        ((user("ben@a.example"), user("aiko@a.example")), "more than one student"),
        ((), "no student of this problem set"),
    ],
)
def test_whose_it_is_is_never_guessed(
    archive: Path, issued: Path, tmp_path: Path, users: tuple[dict[str, object], ...], said: str
) -> None:
    results = Tree(tmp_path, archive, issued / "ben", *users).grade()
    assert (results["score"], results["tests"]) == (0, [])
    assert said in results["output"]


@pytest.mark.parametrize("script", ["kill -9 $$", "exit 0", "exit 3", "printf '{' > /dev/null; exit 1"])
def test_there_is_a_result_also_when_the_program_itself_dies(
    archive: Path, issued: Path, tmp_path: Path, script: str
) -> None:
    tree = Tree(tmp_path, archive, issued / "ben", user("ben@school.example"))
    tree.install(script)
    results = tree.grade()
    assert (results["score"], results["tests"]) == (0, [])
    assert "no fault of yours" in results["output"]


def test_there_is_a_result_where_nothing_was_installed_and_an_old_one_is_not_taken_for_new(
    archive: Path, issued: Path, tmp_path: Path
) -> None:
    tree = Tree(tmp_path, archive, issued / "ben", user("ben@school.example"))
    assert tree.grade()["tests"]
    (tree.bin / "chainrule").unlink()
    assert tree.grade()["tests"] == []


@pytest.mark.parametrize("text", ["", "{}", '{"users": 3}', '{"users": ["ben"]}', "\x00"])
def test_broken_metadata_is_a_sentence(archive: Path, issued: Path, tmp_path: Path, text: str) -> None:
    tree = Tree(tmp_path, archive, issued / "ben")
    (tree.root / "submission_metadata.json").write_text(text, encoding="utf-8")
    assert "did not say who handed this in" in tree.grade()["output"]


def test_an_empty_submission_is_graded_as_blank(archive: Path, issued: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    results = Tree(tmp_path, archive, tmp_path / "nothing", user("ben@school.example")).grade()
    assert results["score"] == 0
    assert results["tests"]


# --------------------------------------------------------------------------- what is in the zip


def test_the_secret_stays_home_where_nothing_hidden_needs_it(
    monkeypatch: pytest.MonkeyPatch, run: Run, issued: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr("grader.cli.grade.has_hidden_checks", lambda _course, _manifest: False)
    with zipfile.ZipFile(zipped(run, issued, tmp_path / "ps1.zip")) as opened:
        assert set(opened.namelist()) == {"setup.sh", "run_autograder", "not_graded.json", "manifest.json"}
        assert all(SECRET not in opened.read(name) for name in opened.namelist())


def test_hidden_checks_take_the_secret_along_and_only_behind_a_kernel_wall(
    run: Run, issued: Path, tmp_path: Path
) -> None:
    given = [
        "new",
        "gradescope",
        tmp_path / "n.zip",
        "--manifest",
        issued / "ps" / "instructor" / "relu.json",
    ]
    assert "give the --secret-file" in run(*given).err
    secret = ["--secret-file", issued / "secret"]
    assert "a kernel wall" in run(*given, *secret, "--allow-isolation", "process").err
    assert "with the course's secret in it" in run(*given, *secret).out
    with zipfile.ZipFile(tmp_path / "n.zip") as opened:
        assert opened.read("secret") == SECRET


def test_a_course_of_ones_own_comes_along(run: Run, tmp_path: Path) -> None:
    run("new", "course", tmp_path / "mine")
    lesson = ["--content", tmp_path / "mine"]
    out = ["--out", tmp_path / "ps"]
    assert run("generate", "--lesson", "first-steps", "--student", "ben", *out, *lesson).code == 0
    manifest = tmp_path / "ps" / "instructor" / "first-steps.json"
    assert run("new", "gradescope", tmp_path / "m.zip", "--manifest", manifest, *lesson).code == 0
    handout = tmp_path / "ps" / "handouts" / "ben"
    results = Tree(tmp_path, tmp_path / "m.zip", handout, user("ben@school.example")).grade()
    assert len(results["tests"]) == 3


def test_equal_inputs_give_an_equal_zip(run: Run, issued: Path, tmp_path: Path) -> None:
    one, two = (zipped(run, issued, tmp_path / f"{name}.zip").read_bytes() for name in "ab")
    assert one == two


def test_the_scripts_are_what_a_shell_reads_and_may_be_run(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        for name in ("setup.sh", "run_autograder"):
            assert opened.getinfo(name).external_attr >> 16 & 0o111
            (tmp_path / name).write_bytes(opened.read(name))
            subprocess.run(["bash", "-n", str(tmp_path / name)], check=True)
        assert b"chainrule==" in opened.read("setup.sh")
    assert os.environ.get("AUTOGRADER") is None
