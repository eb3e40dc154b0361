"""Who says when something was pushed: a server's log, or a forge by the words of its own interface."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from grader.forge.programs import Allowance, CollectError, NothingPushedError, Programs
from grader.forge.pushes import BRANCH, GitHub, GitLab, github_history, gitlab_history, push_times
from grader.forge.repositories import Repository
from grader.moments import moment

A, B, C, NONE = ("a" * 40, "b" * 40, "c" * 40, "0" * 40)
END = moment("2026-10-30 23:59 Asia/Tokyo").utc


def activity(before: str, after: str, time: str, ref: str = "refs/heads/main") -> dict[str, object]:
    """An entry of GitHub's activity, with the fields that its documentation gives."""
    return {
        "id": 1, "node_id": "x", "before": before, "after": after, "ref": ref, "timestamp": time,
        "activity_type": "push", "actor": {"login": "ben"},
    }  # fmt: skip


def event(before: str | None, after: str | None, time: str, ref: str = "main") -> dict[str, object]:
    """An event of a GitLab project, with the fields that its documentation gives."""
    data = {
        "commit_count": 1,
        "action": "pushed",
        "ref_type": "branch",
        "commit_from": before,
        "commit_to": after,
    }
    return {"id": 1, "action_name": "pushed to", "created_at": time, "push_data": data | {"ref": ref}}


def text(*pages: object) -> bytes:
    """What `--paginate` prints: one array after the other."""
    return "".join(map(json.dumps, pages)).encode()


def test_the_last_push_in_time_is_found_over_several_pages_newest_first() -> None:
    pages = (
        [activity(B, C, "2026-10-30T15:00:00Z"), activity(A, B, "2026-10-30T14:59:00Z")],
        [
            activity(NONE, A, "2026-10-01T00:00:00Z"),
            activity(NONE, C, "2026-10-30T14:00:00Z", "refs/heads/x"),
        ],
    )
    push = github_history(text(*pages), "main").last_until(END)
    assert (push.commit, push.source, push.time.isoformat()) == (B, "push", "2026-10-30T14:59:00+00:00")


def test_of_two_pushes_in_one_second_the_later_one_counts() -> None:
    pages = [activity(A, B, "2026-10-30T14:00:00Z"), activity(NONE, A, "2026-10-30T14:00:00Z")]
    assert github_history(text(pages), "main").last_until(END).commit == B


def test_removing_a_branch_does_not_hand_in_nothing() -> None:
    pages = [activity(A, NONE, "2026-10-30T14:10:00Z"), activity(NONE, A, "2026-10-30T14:00:00Z")]
    assert github_history(text(pages), "main").last_until(END).commit == A


def test_a_log_that_begins_after_the_time_does_not_say_that_nothing_was_there() -> None:
    later = text([activity(A, B, "2026-11-02T00:00:00Z")])
    with pytest.raises(CollectError, match="collect-unknown"):
        github_history(later, "main").last_until(END)
    made_later = text([activity(NONE, B, "2026-11-02T00:00:00Z")])
    with pytest.raises(NothingPushedError, match="collect-late"):
        github_history(made_later, "main").last_until(END)


def test_gitlab_tells_the_same_by_its_events() -> None:
    tag = event(None, C, "2026-10-30T14:50:00.000Z")
    tag["push_data"] = {"ref_type": "tag", "ref": "main", "commit_to": C}
    page = [
        event(B, C, "2026-10-31T00:00:00.000+09:00"), tag, event(A, B, "2026-10-30T14:00:00.123Z"),
        event(None, A, "2026-10-29T00:00:00.000Z"), {"action_name": "joined"},
    ]  # fmt: skip
    push = gitlab_history(text(page), "main").last_until(END)
    assert (push.commit, push.time.isoformat()) == (B, "2026-10-30T14:00:00.123000+00:00")


@pytest.mark.parametrize("said", [b"", b"[]", b"[][]"])
def test_no_event_is_no_push(said: bytes) -> None:
    with pytest.raises(NothingPushedError, match="collect-empty"):
        github_history(said, "main").last_until(END)


@pytest.mark.parametrize("said", [b"<html>", b"[", b"7", b"[1", b"\xff", b"[" * 100_000])
def test_what_is_no_json_of_events_is_told(said: bytes) -> None:
    with pytest.raises(CollectError, match="collect-failed"):
        github_history(said, "main")


def test_a_time_that_cannot_be_read_is_told() -> None:
    with pytest.raises(CollectError, match="collect-strange"):
        github_history(text([activity(NONE, A, "yesterday")]), "main")


@pytest.mark.skipif(sys.platform == "win32", reason="programs are stood in for by shell scripts")
@pytest.mark.parametrize(
    ("url", "kind", "program", "asked"),
    [
        ("https://github.com/class/ps1-ben.git", GitHub, "gh",
         "github.com repos/class/ps1-ben/activity?per_page=100&ref=refs%2Fheads%2Fmain"),
        ("git@gitlab.example.org:school/class/ps1-ben.git", GitLab, "glab",
         "gitlab.example.org projects/school%2Fclass%2Fps1-ben/events?action=pushed&per_page=100"),
    ],
)  # fmt: skip
def test_a_forge_is_asked_by_its_own_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, kind: type, program: str, asked: str
) -> None:
    (tmp_path / program).write_text(
        f"#!/bin/sh\necho \"$@\" > {tmp_path}/asked\necho '[]'\n", encoding="utf-8"
    )
    (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    times = push_times(Repository("ben", url), Programs())
    assert isinstance(times, kind)
    assert times.history(Repository("ben", url), "main").pushes == ()
    assert (tmp_path / "asked").read_text(encoding="utf-8").strip() == f"api --paginate --hostname {asked}"


def test_a_program_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CollectError) as missing:
        GitHub(Programs()).history(Repository("ben", "https://github.com/c/r"), "main")
    assert missing.value.message.values == {"program": "gh"}


def test_a_host_that_nobody_can_ask_is_named_until_its_kind_is_said() -> None:
    repository = Repository("ben", "https://code.school.example/c/r.git")
    with pytest.raises(CollectError, match="collect-host"):
        push_times(repository, Programs())
    assert isinstance(push_times(repository, Programs(), "gitlab"), GitLab)


def test_a_program_that_does_not_end_is_ended_with_what_it_started(tmp_path: Path) -> None:
    programs = Programs(Allowance(seconds=0.2))
    with pytest.raises(CollectError, match="collect-slow"):
        programs.run(
            [sys.executable, "-c", "import subprocess, sys; subprocess.run(['sleep', '600'])"], tmp_path
        )


def test_a_program_that_talks_without_end_is_ended(tmp_path: Path) -> None:
    programs = Programs(Allowance(size=1_000_000))
    with pytest.raises(CollectError, match="collect-large"):
        programs.run([sys.executable, "-c", "while True: print('x' * 4096)"], tmp_path)


@pytest.mark.parametrize("name", ["main", "feature/x-1", "v1.2"])
def test_names_of_branches(name: str) -> None:
    assert BRANCH.fullmatch(name)


@pytest.mark.parametrize(
    "name", ["", "-x", "a..b", "/a", "a/", "a//b", "a b", "a:b", "a.lock", "a\n", "../a"]
)
def test_what_is_no_name_of_a_branch(name: str) -> None:
    assert not BRANCH.fullmatch(name)
