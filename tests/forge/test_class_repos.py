"""Repositories for a class: jobs that forges accept and that run, nothing secret in them, published once."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from grader.assignments import load_manifest
from grader.cli import chainrule
from grader.cli.demo import ANSWERING, SECRET, hand_in
from grader.course import Course
from grader.errors import UsageError
from grader.forge.class_repos import repository_name
from grader.forge.drafts import pinned
from grader.forge.repositories import read_repositories
from grader.seeds import student_key
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
ROSTER = "student,lang,github\nben,en,octo-ben\naiko,ja,\no'neil $(id),en,\n"
WORKFLOW = ".github/workflows/grade.yml"
unix = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for sh")


@pytest.fixture(scope="module")
def class_of_three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class, made once; tests work on a copy."""
    root = tmp_path_factory.mktemp("class")
    made = CliRunner().invoke(chainrule, list(map(str, arguments(root, ROSTER))))
    assert made.exit_code == 0, made.output
    return root


@pytest.fixture
def folder(class_of_three: Path, tmp_path: Path) -> Path:
    shutil.copytree(class_of_three, tmp_path, dirs_exist_ok=True)
    return tmp_path / "ps1"


def arguments(root: Path, roster: str) -> list[object]:
    (root / "secret").write_bytes(SECRET)
    (root / "roster.csv").write_text(roster, encoding="utf-8")
    (root / "ps1.yaml").write_text(
        "id: ps1\ntitle: {en: One, ja: 一}\nitems: [relu/relu, sigmoid/by-hand]\n", encoding="utf-8"
    )
    return [
        "new", "class-repo", root / "ps1", "--set", root / "ps1.yaml", "--roster", root / "roster.csv",
        "--secret-file", root / "secret",
    ]  # fmt: skip


def made(root: Path, run: Run, roster: str = ROSTER, *more: object) -> None:
    shown = run(*arguments(root, roster), *more)
    assert shown.code == 0, shown.err


def workflow(folder: Path, student: str = "ben") -> Any:
    return yaml.safe_load((folder / "handouts" / student / WORKFLOW).read_text(encoding="utf-8"))


def commands(folder: Path) -> list[str]:
    """The shell steps of the workflow, in order."""
    steps = workflow(folder)["jobs"]["feedback"]["steps"]
    return [step["run"] for step in steps if "run" in step]


# --------------------------------------------------------------------------- the jobs


@pytest.mark.parametrize("student", ["ben", "aiko"])
@pytest.mark.parametrize(
    ("schema", "file"), [("vendor.github-workflows", WORKFLOW), ("vendor.gitlab-ci", ".gitlab-ci.yml")]
)
def test_the_forges_own_schemas_accept_the_jobs(folder: Path, student: str, schema: str, file: str) -> None:
    path = folder / "handouts" / student / file
    checked = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "check_jsonschema", "--builtin-schema", schema, str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout


def test_every_action_is_pinned_by_its_commit_and_says_its_version(folder: Path) -> None:
    text = (folder / "handouts" / "ben" / WORKFLOW).read_text(encoding="utf-8")
    used = [line.strip() for line in text.splitlines() if "uses:" in line]
    assert used
    assert all(re.fullmatch(r"- uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in used)


def test_jobs_may_read_the_repository_and_nothing_else_and_end(folder: Path) -> None:
    job = workflow(folder)
    assert job["permissions"] == {"contents": "read"}
    assert job["jobs"]["feedback"]["timeout-minutes"] <= 15
    assert "permissions" not in job["jobs"]["feedback"]
    assert "secrets." not in str(job)
    gitlab = yaml.safe_load((folder / "handouts" / "ben" / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    assert gitlab[".feedback"]["timeout"] == "10 minutes"


def test_the_pass_mark_stands_on_one_line_of_its_own(tmp_path: Path, run: Run) -> None:
    made(tmp_path, run, ROSTER, "--pass-at", "0.75")
    for file in (WORKFLOW, ".gitlab-ci.yml"):
        text = (tmp_path / "ps1" / "handouts" / "ben" / file).read_text(encoding="utf-8")
        assert len(re.findall(r'^  PASS_AT: "0.75"', text, re.MULTILINE)) == 1
        assert text.count("0.75") == 1


def test_lessons_with_names_that_yaml_reads_otherwise_stay_text(folder: Path) -> None:
    assert workflow(folder)["jobs"]["feedback"]["strategy"]["matrix"]["lesson"] == ["relu", "sigmoid"]


def fake(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """The programs a runner has: chainrule is this one, pipx writes down what it was asked."""
    found = tmp_path / "bin"
    found.mkdir()
    code = "from grader.cli import main; main()"
    ours = f"PYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -P -c {shlex.quote(code)}"
    fake(found, "chainrule", f'{ours} "$@"')
    fake(found, "pipx", f'echo "$@" >> {shlex.quote(str(tmp_path))}/installed')
    return found


def runner(programs: Path, cwd: Path, command: str, **more: str) -> int:
    """A shell step, as GitHub's runner runs it."""
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(programs), "PYTHONUTF8": "1", **more}
    return subprocess.run(["bash", "-e", "-c", command], cwd=cwd, env=environment, check=False).returncode


@unix
def test_the_steps_run_install_this_very_version_and_leave_summary_and_page(
    folder: Path, programs: Path, tmp_path: Path
) -> None:
    from grader import __version__

    repository = folder / "handouts" / "ben"
    (repository / "relu" / "relu.py").write_text(
        "import numpy as np\n\n\ndef relu(x):\n    return np.maximum(x, 0)\n", encoding="utf-8"
    )
    (repository / "relu" / "grader.py").write_text("raise SystemExit('taken for ours')\n", encoding="utf-8")
    install, grade = commands(folder)
    variables = {"LESSON": "relu", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
    full, none = {"PASS_AT": "1"}, {"PASS_AT": "0"}
    assert runner(programs, repository, install) == 0
    assert f"=={__version__}" in (tmp_path / "installed").read_text(encoding="utf-8")
    assert runner(programs, repository, grade, **full, **variables) == 0
    assert "# " in (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert "<html" in (repository / "feedback" / "relu.html").read_text(encoding="utf-8")
    (repository / "relu" / "relu.py").write_text("def relu(x):\n    return x\n", encoding="utf-8")
    assert runner(programs, repository, grade, **full, **variables) == 1
    assert runner(programs, repository, grade, **none, **variables) == 0


# --------------------------------------------------------------------------- what is in a repository


def test_no_key_and_no_seed_is_in_a_repository(folder: Path) -> None:
    files = [path for path in (folder / "handouts").rglob("*") if path.is_file()]
    everything = b"\0".join(path.read_bytes() for path in files).lower()
    for student in ("ben", "aiko"):
        for secret in (SECRET, student_key(SECRET, student)):
            assert secret not in everything
            assert secret.hex().encode() not in everything
    assert not [path for path in files if path.name in ("ps1.json", "relu.json", "sigmoid.json")]


def test_what_is_beside_a_handout_is_the_same_for_everybody_who_reads_this_language(folder: Path) -> None:
    """So nothing in it can be anybody's key."""
    for file in ("README.md", ".gitignore", WORKFLOW, ".gitlab-ci.yml"):
        ben, other = ((folder / "handouts" / s / file).read_bytes() for s in ("ben", "o'neil $(id)"))
        assert ben == other


@pytest.mark.parametrize(
    ("student", "first"), [("ben", "The mark that counts comes from a place"), ("aiko", "成績になる採点は、")]
)
def test_the_readme_says_first_where_marks_come_from(folder: Path, student: str, first: str) -> None:
    assert (folder / "handouts" / student / "README.md").read_text(encoding="utf-8").startswith(first)


def test_a_second_roster_adds_who_is_new_and_leaves_the_others(tmp_path: Path, run: Run) -> None:
    made(tmp_path, run)
    repository = tmp_path / "ps1" / "handouts" / "ben"
    (repository / WORKFLOW).write_text("# changed by ben's teacher\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}
    made(tmp_path, run, ROSTER + "zoe,en,\n", "--pass-at", "0.5")
    assert before == {path: path.read_bytes() for path in before}
    assert (tmp_path / "ps1" / "handouts" / "zoe" / WORKFLOW).is_file()
    students = [r.student for r in read_repositories(tmp_path / "ps1" / "repositories.csv", "/srv")]
    assert students == ["ben", "aiko", "o'neil $(id)", "zoe"]


# --------------------------------------------------------------------------- names and versions


def test_names_of_repositories_are_what_forges_take_and_differ() -> None:
    students = ["s042", "学生", "学長", "a b", "a-b", "a  b", "o'neil $(id)", "..x", "x", "-", "--"]
    names = [repository_name("ps1", student) for student in students]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name) for name in names)
    assert names[0] == "ps1-s042"


@pytest.mark.parametrize(
    "given", ["chainrule==1.2", "git+https://example.org/c@v1", "git+https://example.org/c@" + "a" * 40]
)
def test_a_version_may_be_said(given: str) -> None:
    assert pinned(given) == (given, True)


@pytest.mark.parametrize(
    "given", ["chainrule", "chainrule>=1", "x==1; rm -rf /", '"==1', "a==$(id)", "-e==1", "==1"]
)
def test_what_names_no_version_is_refused(given: str) -> None:
    with pytest.raises(UsageError, match="names no version"):
        pinned(given)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (None, ("chainrule==", True)),
        ('{"url": "https://example.org/c", "vcs_info": {"vcs": "git", "commit_id": "' + "a" * 40 + '"}}',
         ("git+https://example.org/c@aaaa", True)),
        ('{"url": "file:///home/me/c", "dir_info": {"editable": true}}', ("chainrule==", False)),
    ],
)  # fmt: skip
def test_the_version_is_how_this_copy_was_installed(
    monkeypatch: pytest.MonkeyPatch, record: str | None, expected: tuple[str, bool]
) -> None:
    class Installed:
        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return record

    monkeypatch.setattr("importlib.metadata.distribution", lambda _: Installed())
    text, sure = pinned(None)
    assert text.startswith(expected[0])
    assert sure is expected[1]


# --------------------------------------------------------------------------- publishing


@dataclass(frozen=True, slots=True)
class Forge:
    """A forge of bare repositories behind a program `gh` that does what publish.sh asks of it."""

    root: Path

    @property
    def organisation(self) -> Path:
        return self.root / "srv" / "my-class"

    @property
    def asked(self) -> list[str]:
        return (self.root / "asked").read_text(encoding="utf-8").splitlines()

    def publish(self, script: Path, **more: str) -> subprocess.CompletedProcess[str]:
        names = [f"GIT_{role}_{what}" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]
        environment = {
            "PATH": f"{self.root}/bin:/usr/bin:/bin", "HOME": str(self.root),
            "HOST": f"file://{self.root}/srv", **dict.fromkeys(names, "t@example.org"), **more,
        }  # fmt: skip
        command = ["sh", str(script)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    made = Forge(tmp_path / "forge")
    made.organisation.mkdir(parents=True)
    (made.root / "bin").mkdir()
    fake(made.root / "bin", "gh", f"""
repository={made.root}/srv/"$3".git
case "$1 $2" in
"repo view") test -d "$repository" ;;
"repo create")
    echo "create $3 $4" >> {made.root}/asked
    git init --quiet --bare --initial-branch=main "$repository"
    git -C "$repository" config core.logAllRefUpdates true ;;
*) echo "$@" >> {made.root}/asked ;;
esac""")  # fmt: skip
    return made


@unix
def test_publishing_makes_fills_and_invites_once_and_touches_no_push_since(
    folder: Path, forge: Forge
) -> None:
    unnamed = forge.publish(folder / "publish.sh")
    assert unnamed.returncode != 0
    assert "name the organisation" in unnamed.stderr
    assert forge.publish(folder / "publish.sh", ORGANISATION="my-class").returncode == 0
    repositories = read_repositories(folder / "repositories.csv", str(forge.organisation))
    created = [line for line in forge.asked if line.startswith("create")]
    assert created == [f"create my-class/{Path(r.url).stem} --private" for r in repositories]
    assert [line for line in forge.asked if "collaborators" in line] == [
        "api --silent --method PUT repos/my-class/ps1-ben/collaborators/octo-ben --field permission=push"
    ]
    ben = forge.organisation / "ps1-ben.git"
    tip = git(ben, "rev-parse", "main")
    held = set(git(ben, "ls-tree", "-r", "--name-only", "main").splitlines())
    assert {"README.md", WORKFLOW, ".gitlab-ci.yml", "relu/answers.yaml", "sigmoid/answers.yaml"} <= held
    assert forge.publish(folder / "publish.sh", ORGANISATION="my-class").returncode == 0
    assert git(ben, "rev-parse", "main") == tip
    assert sum(line.startswith("create") for line in forge.asked) == 3


@unix
def test_from_a_roster_to_scores_through_repositories(
    folder: Path, forge: Forge, course: Course, run: Run, tmp_path: Path
) -> None:
    assert forge.publish(folder / "publish.sh", ORGANISATION="my-class").returncode == 0
    manifests = folder / "instructor"
    for student, answering in (("ben", "aiko"), ("aiko", "ben")):
        issued = load_manifest(manifests / "relu.json").assignment(student, course, SECRET)
        hand_in(issued, ANSWERING[answering], course, folder / "handouts" / student)
    assert forge.publish(folder / "publish.sh", ORGANISATION="my-class").returncode == 0, "nothing is pushed"
    ben = folder / "handouts" / "ben"
    git(ben, "push", "--quiet", str(forge.organisation / "ps1-ben.git"), "HEAD:main")
    collected = run(
        "collect", folder / "repositories.csv", "--from", forge.organisation,
        "--before", "2999-01-01 00:00 UTC", "--out", tmp_path / "in",
    )  # fmt: skip
    assert "3 collected" in collected.out, collected.err
    graded = run(
        "grade", tmp_path / "in", "--manifest", manifests, "--secret-file", tmp_path / "secret",
        "--out", tmp_path / "out",
    )  # fmt: skip
    assert graded.code == 0, graded.err
    assert not (tmp_path / "out" / "relu" / "problems.csv").exists()
    points = {
        student: json.loads((tmp_path / "out" / "relu" / f"{student}.json").read_text("utf-8"))["points"]
        for student in ("ben", "aiko")
    }
    assert points["ben"] > 0
    assert points["aiko"] == 0, "what was not pushed was not handed in"


def git(folder: Path, *arguments: str) -> str:
    command: Sequence[str] = ["git", *arguments]
    quiet = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull}
    ran = subprocess.run(command, cwd=folder, env=quiet, capture_output=True, text=True, check=True)
    return ran.stdout.strip()
