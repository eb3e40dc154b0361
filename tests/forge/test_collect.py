"""Collecting: what was on the server at the deadline by its own clock, and nothing a student can bend."""

from __future__ import annotations

import csv
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.forge.collecting import Collected, Collecting, Wanted
from grader.forge.programs import Allowance, Programs
from grader.forge.repositories import read_repositories
from grader.moments import moment
from grader.report.phrases import Phrases
from tests.cli.conftest import Run
from tests.report.pages import TEMPLATES

from .conftest import Server

BEFORE = "2026-10-30 23:59 Asia/Tokyo"
IN_TIME, LATE = "2026-10-30T14:00:00Z", "2026-10-30T15:30:00Z"


def collect(server: Server, *names: str, **wanted: object) -> Mapping[str, Collected]:
    """Collect these into `in`, as the command does."""
    allowance = wanted.pop("allowance", None)
    assert allowance is None or isinstance(allowance, Allowance)
    base = str(server.folder)
    repositories = read_repositories(server.table(*names), base)
    wish = Wanted(moment(str(wanted.pop("before", BEFORE))).utc, **wanted)  # type: ignore[arg-type]
    done: dict[str, Collected] = {}
    collecting = Collecting(server.root / "in", wish, Programs(allowance), jobs=2)
    assert collecting.run(
        repositories, Phrases(TEMPLATES, ("en",)), "en", lambda c: done.update({c.student: c})
    )
    return done


def answer(server: Server, name: str) -> str | None:
    path = server.root / "in" / name / "relu" / "answers.yaml"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def why(done: Mapping[str, Collected], name: str) -> str:
    message = done[name].why
    return message.id if message else ""


# --------------------------------------------------------------------------- when it was pushed


def test_the_last_push_before_the_time_counts(server: Server) -> None:
    server.pushed("ben", ("first", "2026-10-29T00:00:00Z"), ("second", IN_TIME), ("third", LATE))
    collect(server, "ben")
    assert answer(server, "ben") == "second"
    (row,) = rows(server.root / "in" / "times.csv")
    assert (row["student"], row["time"], row["source"]) == ("ben", "2026-10-30T14:00:00+00:00", "log")


def test_a_commit_dated_back_does_not_come_earlier(server: Server) -> None:
    server.make("liar")
    server.commit("liar", "honest", time="2026-10-20T00:00:00Z")
    server.push("liar", IN_TIME)
    server.commit("liar", "afterwards", time="2026-10-21T00:00:00Z")
    server.push("liar", LATE)
    collect(server, "liar")
    assert answer(server, "liar") == "honest"


def test_what_was_pushed_in_time_is_found_after_a_forced_push_over_it(server: Server) -> None:
    server.pushed("eve", ("in time", IN_TIME))
    server.git(server.root / "work" / "eve", "checkout", "--quiet", "--orphan", "other")
    server.commit("eve", "rewritten")
    server.push("eve", LATE, "--force")
    collect(server, "eve")
    assert answer(server, "eve") == "in time"


def test_a_branch_that_is_gone_by_now_still_counts_as_it_was(server: Server) -> None:
    server.pushed("ann", ("in time", IN_TIME))
    server.git(server.folder / "ann.git", "update-ref", "-d", "refs/heads/main", time=LATE)
    assert why(collect(server, "ann"), "ann") == "collect-empty", "git removes the log with the branch"


def test_the_very_second_of_the_deadline_is_in_time(server: Server) -> None:
    server.pushed("ben", ("just", "2026-10-30T14:59:00Z"), ("over", "2026-10-30T14:59:01Z"))
    collect(server, "ben")
    assert answer(server, "ben") == "just"


@pytest.mark.parametrize(("pushes", "reason"), [((), "collect-empty"), ((("x", LATE),), "collect-late")])
def test_nothing_in_time_is_a_row_and_no_folder(
    server: Server, pushes: tuple[tuple[str, str], ...], reason: str
) -> None:
    server.pushed("none", *pushes)
    assert why(collect(server, "none"), "none") == reason
    assert not (server.root / "in" / "none").exists()
    assert rows(server.root / "in" / "times.csv") == []
    assert [row["problem"] for row in rows(server.root / "in" / "problems.csv")] == ["not-collected"]


def unlogged(server: Server, name: str, mtime: str, pack: bool = False) -> None:
    server.make(name, logged=False)
    server.commit(name, "text", time="2026-10-02T00:00:00Z")
    server.push(name, IN_TIME)
    bare = server.folder / f"{name}.git"
    if pack:
        server.git(bare, "pack-refs", "--all")
    time = moment(mtime).utc.timestamp()
    os.utime(bare / ("packed-refs" if pack else "refs/heads/main"), (time, time))


@pytest.mark.parametrize("pack", [False, True])
def test_without_a_log_the_time_of_the_references_file_is_that_of_the_last_push(
    server: Server, pack: bool
) -> None:
    unlogged(server, "ben", "2026-10-30 20:00 Asia/Tokyo", pack)
    push = collect(server, "ben")["ben"].push
    assert push is not None
    assert (push.source, push.time.isoformat()) == ("file", "2026-10-30T11:00:00+00:00")


def test_what_nobody_knows_is_not_guessed(server: Server) -> None:
    unlogged(server, "ben", "2026-10-31 09:00 Asia/Tokyo")
    assert why(collect(server, "ben"), "ben") == "collect-unknown"


def test_commit_dates_count_only_when_asked_and_are_said(server: Server) -> None:
    unlogged(server, "ben", "2026-10-31 09:00 Asia/Tokyo")
    push = collect(server, "ben", commit_dates=True)["ben"].push
    assert push is not None
    assert (push.source, push.time.isoformat()) == ("commit-date", "2026-10-02T00:00:00+00:00")
    assert rows(server.root / "in" / "times.csv")[0]["source"] == "commit-date"


def test_commit_dates_never_overrule_a_server_that_knows(server: Server) -> None:
    server.pushed("late", ("dated back", LATE))
    assert why(collect(server, "late", commit_dates=True), "late") == "collect-late"


def test_a_students_own_copy_is_no_witness(server: Server) -> None:
    server.pushed("ben", ("text", IN_TIME))
    (server.folder / "ben.git").rename(server.root / "elsewhere")
    (server.root / "work" / "ben").rename(server.folder / "ben")
    assert why(collect(server, "ben"), "ben") == "collect-not-bare"


# --------------------------------------------------------------------------- what lies in it


def test_only_files_that_a_grader_reads_come_and_none_is_a_link_or_runs(server: Server) -> None:
    work = server.make("mal")
    (work / "answers.yaml").symlink_to("/etc/passwd")
    (work / "linked").symlink_to("/etc")
    for name in ("run.sh", "data.bin", ".github/workflows/x.yaml", "venv/lib/site-packages/a.py"):
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text("x", encoding="utf-8")
    (work / ".gitattributes").write_text("*.py filter=evil\n", encoding="utf-8")
    (work / "code.py").write_text("x = 1\n", encoding="utf-8")
    (work / "code.py").chmod(0o755)
    (work / "big.py").write_text(
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", encoding="utf-8"
    )
    (work / "huge.py").write_text("#" * 300_000, encoding="utf-8")
    server.git(work, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    server.commit("mal", "text")
    server.git(work, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    server.git(work, "commit", "--quiet", "--message", "again")
    server.push("mal", IN_TIME)
    done = collect(server, "mal")["mal"]
    found = {
        p.relative_to(server.root / "in" / "mal").as_posix(): p
        for p in (server.root / "in" / "mal").rglob("*")
    }
    assert {name for name, path in found.items() if not path.is_dir()} == {
        ".collected",
        "code.py",
        "relu/answers.yaml",
    }
    assert all(not path.is_symlink() for path in found.values())
    assert not stat.S_IMODE(found["code.py"].stat().st_mode) & 0o111
    assert {(m.id, m.values["file"]) for m in done.left_out} == {
        ("collect-link", "answers.yaml"), ("collect-submodule", "sub"), ("collect-lfs", "big.py"),
        ("hand-in-file-too-large", "huge.py"),
    }  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="other systems cannot make these names to begin with")
@pytest.mark.parametrize(
    "name", ["a\nb.py", "back\\..\\..\\slash.py", "C:evil.py", b"\xff.py".decode("utf-8", "surrogateescape")]
)
def test_names_that_lead_elsewhere_are_left_out_and_told(server: Server, name: str) -> None:
    work = server.make("mal")
    (work / name).write_text("x", encoding="utf-8")
    server.commit("mal", "text")
    server.push("mal", IN_TIME)
    done = collect(server, "mal")["mal"]
    assert [m.id for m in done.left_out] == ["collect-name"]
    assert sorted(p.name for p in (server.root / "in" / "mal").iterdir()) == [".collected", "relu"]


def test_a_tree_that_climbs_out_is_refused_by_git_and_costs_only_its_student(server: Server) -> None:
    work = server.make("mal")
    tree = server.git(work, "rev-parse", server.commit("mal", "x") + "^{tree}")
    (work / "made").write_bytes(b"40000 ..\0" + bytes.fromhex(tree))
    evil = server.git(work, "hash-object", "-w", "-t", "tree", "--literally", "made")
    commit = server.git(work, "commit-tree", evil, "-m", "out")
    server.git(work, "reset", "--quiet", "--soft", commit)
    server.push("mal", IN_TIME)
    server.pushed("ben", ("honest", IN_TIME))
    done = collect(server, "mal", "ben")
    assert why(done, "mal") == "collect-failed"
    assert answer(server, "ben") == "honest"
    assert sorted(p.name for p in (server.root / "in").iterdir()) == ["ben", "problems.csv", "times.csv"]


def test_a_bomb_of_trees_ends_early(server: Server) -> None:
    work = server.make("bomb")
    (work / "made").write_bytes(b"x")
    thing, kind, mode = server.git(work, "hash-object", "-w", "made"), "a.py", "100644"
    for _ in range(9):
        entries = b"".join(f"{mode} {k}{kind}\0".encode() + bytes.fromhex(thing) for k in range(9))
        (work / "made").write_bytes(entries)
        thing, kind, mode = server.git(work, "hash-object", "-w", "-t", "tree", "made"), "d", "40000"
    commit = server.git(work, "commit-tree", thing, "-m", "bomb")
    server.git(work, "reset", "--quiet", "--soft", commit)
    server.push("bomb", IN_TIME)
    done = collect(server, "bomb", allowance=Allowance(size=20_000_000))
    assert why(done, "bomb") == "collect-large"


def test_a_repository_above_the_allowance_is_not_taken(server: Server) -> None:
    work = server.make("fat")
    (work / "data.bin").write_bytes(os.urandom(8_000_000))
    server.commit("fat", "text")
    server.push("fat", IN_TIME)
    done = collect(server, "fat", allowance=Allowance(size=1_000_000))
    assert why(done, "fat") == "collect-large"
    assert not (server.root / "in" / "fat").exists()


def test_hooks_of_the_users_own_template_do_not_run(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = tmp_path / "template" / "hooks"
    hooks.mkdir(parents=True)
    for name in ("post-checkout", "reference-transaction", "post-merge"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n", encoding="utf-8")
        (hooks / name).chmod(0o755)
    (tmp_path / ".gitconfig").write_text(f"[init]\ntemplateDir = {tmp_path}/template\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    server.pushed("ben", ("text", IN_TIME))
    collect(server, "ben")
    assert answer(server, "ben") == "text"
    assert not (tmp_path / "ran").exists()


# --------------------------------------------------------------------------- again, and side by side


def test_a_second_run_keeps_what_did_not_change_with_its_problems(server: Server) -> None:
    work = server.make("ben")
    (work / "answers.yaml").symlink_to("/etc/passwd")
    server.commit("ben", "text")
    server.push("ben", IN_TIME)
    collect(server, "ben")
    before = {
        p: (p.stat().st_mtime_ns, p.read_bytes())
        for p in (server.root / "in" / "ben").rglob("*")
        if p.is_file()
    }
    tables = [(server.root / "in" / name).read_bytes() for name in ("times.csv", "problems.csv")]
    assert collect(server, "ben")["ben"].kept
    assert before == {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in before}
    assert tables == [(server.root / "in" / name).read_bytes() for name in ("times.csv", "problems.csv")]


def test_a_later_time_brings_what_was_pushed_since_and_an_earlier_one_takes_it_back(server: Server) -> None:
    server.pushed("ben", ("first", IN_TIME), ("second", LATE))
    for before, text in ((BEFORE, "first"), ("2026-10-31 23:59 Asia/Tokyo", "second"), (BEFORE, "first")):
        collect(server, "ben", before=before)
        assert answer(server, "ben") == text
    assert why(collect(server, "ben", before="2026-10-01 00:00 UTC"), "ben") == "collect-late"
    assert answer(server, "ben") is None


def test_who_is_collected_alone_leaves_the_others_as_they_are(server: Server) -> None:
    server.pushed("ben", ("b", IN_TIME))
    server.pushed("ann", ("a", IN_TIME))
    collect(server, "ben", "ann")
    collect(server, "ann")
    assert [row["student"] for row in rows(server.root / "in" / "times.csv")] == ["ann", "ben"]
    assert answer(server, "ben") == "b"


def test_a_server_that_fails_later_costs_nothing_that_was_collected(server: Server) -> None:
    server.pushed("ben", ("first", IN_TIME))
    collect(server, "ben")
    (server.folder / "ben.git" / "HEAD").rename(server.root / "away")
    done = collect(server, "ben")
    assert (why(done, "ben"), done["ben"].kept) == ("collect-not-bare", True)
    assert answer(server, "ben") == "first"


def test_a_run_that_was_killed_is_taken_up_by_the_next(server: Server) -> None:
    """What it had collected is kept, also without its tables; what it had begun is cleared away."""
    for name in ("ben", "ann"):
        server.pushed(name, (name, IN_TIME))
    collect(server, "ben")
    (server.root / "in" / "times.csv").unlink()
    (server.root / "in" / ".collect-x" / "store").mkdir(parents=True)
    done = collect(server, "ben", "ann")
    assert {name: c.kept for name, c in done.items()} == {"ben": True, "ann": False}
    assert [row["student"] for row in rows(server.root / "in" / "times.csv")] == ["ann", "ben"]
    assert not (server.root / "in" / ".collect-x").exists()


def test_no_repository_can_write_the_note_of_what_was_collected(server: Server) -> None:
    work = server.make("mal")
    for name in (".collected", ".collected.py", "relu/.collected"):
        (work / name).parent.mkdir(exist_ok=True)
        (work / name).write_text(f"{'0' * 40} 2020-01-01T00:00:00+00:00 push\n", encoding="utf-8")
    server.commit("mal", "text")
    server.push("mal", IN_TIME)
    collect(server, "mal")
    assert rows(server.root / "in" / "times.csv")[0]["time"] == "2026-10-30T14:00:00+00:00"


def test_a_folder_that_is_not_ours_is_never_replaced(server: Server) -> None:
    server.pushed("ben", ("pushed", IN_TIME))
    (server.root / "in" / "ben" / "relu").mkdir(parents=True)
    (server.root / "in" / "ben" / "relu" / "answers.yaml").write_text("mine", encoding="utf-8")
    assert why(collect(server, "ben"), "ben") == "collect-in-the-way"
    assert answer(server, "ben") == "mine"


# --------------------------------------------------------------------------- the command


def test_what_was_collected_is_graded_under_the_names_of_the_students(server: Server, run: Run) -> None:
    server.pushed("ben", ("student: ben\nlesson: relu\nanswers:\n", IN_TIME))
    shown = run(
        "collect",
        server.table("ben"),
        "--from",
        server.folder,
        "--before",
        BEFORE,
        "--out",
        server.root / "in",
    )
    assert shown.code == 0, shown.err
    assert "1 collected, 0 as before, 0 without" in shown.out
    graded = run("grade", server.root / "in" / "ben", "--lesson", "relu", "--format", "json")
    assert '"student": "ben"' in graded.out


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("student,folder\nben,x\n", "map.csv:1: needs columns"),
        ("student,repository\nben,\n", "map.csv:2: a cell is empty"),
        ("student,repository\n../up,x\n", "map.csv:2: '../up' cannot be a folder's name"),
        ("student,repository\nben,x\nBEN,y\n", "map.csv:3: student ben stands in line 2 already"),
        ("student,repository\nben,x\nann,x\n", "map.csv:3: repository "),
        ("student,repository\nben,ext::sh -c touch% x\n", "is no address"),
        ("student,repository\nben,http://example.org/x\n", "over https, ssh or from this machine"),
        ("student,repository\nben,--upload-pack=touch x\n", "is no address"),
    ],
)
def test_a_bad_table_is_refused_by_line_before_anything_is_fetched(
    server: Server, table: str, message: str
) -> None:
    path = server.root / "map.csv"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        read_repositories(path, str(server.folder))
    assert message in str(refused.value)


@pytest.mark.parametrize("option", [("--branch", "-x"), ("--branch", "a..b"), ("--before", "2026-10-30")])
def test_bad_options_end_in_a_sentence(server: Server, run: Run, option: tuple[str, str]) -> None:
    given = {"--before": BEFORE, "--branch": "main"} | dict([option])
    flat = [part for pair in given.items() for part in pair]
    shown = run("collect", server.table("ben"), "--from", server.folder, "--out", server.root / "in", *flat)
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith("error: ")
