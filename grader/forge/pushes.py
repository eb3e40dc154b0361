"""When what was pushed. A commit's own dates are the student's to choose; these are the receiving side's.

A bare repository on this machine knows it by its log of references (`core.logAllRefUpdates`) or, for the
last push, by the time of the reference's file; GitHub and GitLab tell it through `gh api` and `glab api`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from ..errors import UsageError
from ..model import Message
from ..moments import moment
from .programs import CollectError, NothingPushedError, Programs
from .repositories import Repository

BRANCH = re.compile(r"(?!.*(\.\.|//|@\{|\.lock$|/$|\.$))[A-Za-z0-9_][\w./+@-]*", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_LOGGED = re.compile(
    r"(?P<old>[0-9a-f]{40,64}) (?P<new>[0-9a-f]{40,64}) .*> (?P<time>\d{1,12}) [+-]\d{4}(\t.*)?"
)


@dataclass(frozen=True, slots=True)
class Push:
    """`commit` became the tip of the branch at `time` (UTC). `source`: push, log, file or commit-date."""

    commit: str
    time: datetime
    source: str


@dataclass(frozen=True, slots=True)
class History:
    """The pushes that are known, oldest first; `whole` unless there may have been earlier ones."""

    pushes: tuple[Push, ...]
    whole: bool = True

    def last_until(self, end: datetime) -> Push:
        """The last push up to `end`, that very second included.

        Raises NothingPushedError when there is none, CollectError when none is known.
        """
        until = [push for push in self.pushes if push.time <= end]
        if until:
            return until[-1]
        if not self.whole:
            raise CollectError(Message("collect-unknown"))
        if self.pushes:
            first = self.pushes[0].time
            raise NothingPushedError(Message("collect-late", {"time": f"{first:%Y-%m-%d %H:%M} UTC"}))
        raise NothingPushedError(Message("collect-empty"))


class PushTimes(Protocol):
    """Who says when a branch of a repository was pushed to."""

    def history(self, repository: Repository, branch: str) -> History:
        """Raises CollectError when it cannot be known."""
        ...


def push_times(repository: Repository, programs: Programs, forge: str | None = None) -> PushTimes:
    """The receiving side of this repository. Raises CollectError for a host that nobody here can ask."""
    if repository.folder is not None:
        return Bare()
    host = repository.hosted[0] if repository.hosted else ""
    for name, asked in (("github", GitHub), ("gitlab", GitLab)):
        if forge == name or (forge is None and name in host):
            return asked(programs)
    raise CollectError(Message("collect-host", {"host": host}))


def _history(pushes: Iterable[Push], whole: bool = True) -> History:
    kept = (push for push in pushes if _COMMIT.fullmatch(push.commit) and push.commit.strip("0"))
    return History(tuple(sorted(kept, key=lambda push: push.time)), whole)


# --------------------------------------------------------------------------- on this machine


class Bare:
    """A bare repository that students push into over ssh, or that was copied here."""

    def history(self, repository: Repository, branch: str) -> History:
        folder = repository.folder or Path()
        if not folder.is_dir():
            raise NothingPushedError(Message("collect-absent", {"folder": str(folder)}))
        if not ((folder / "HEAD").is_file() and (folder / "objects").is_dir()):
            raise CollectError(Message("collect-not-bare", {"folder": str(folder)}))
        try:
            log = folder / "logs" / "refs" / "heads" / branch
            if log.is_file():
                return _logged(log.read_text(encoding="utf-8", errors="replace"))
            return _by_file(folder, branch)
        except OSError as error:
            why = error.strerror or "?"
            raise CollectError(Message("collect-failed", {"program": "git", "why": why})) from None


def _logged(text: str) -> History:
    entries = [found for line in text.splitlines() if (found := _LOGGED.fullmatch(line))]
    pushes = [Push(e["new"], datetime.fromtimestamp(int(e["time"]), UTC), "log") for e in entries]
    return _history(pushes, whole=not entries or not entries[0]["old"].strip("0"))


def _by_file(folder: Path, branch: str) -> History:
    """Without a log: when the reference was written is when the last push came, never earlier."""
    loose, packed = folder / "refs" / "heads" / branch, folder / "packed-refs"
    if loose.is_file():
        return History((_written(loose, loose.read_text("ascii", "replace").strip()),), whole=False)
    for line in packed.read_text("utf-8", "replace").splitlines() if packed.is_file() else ():
        commit, _, name = line.partition(" ")
        if name == f"refs/heads/{branch}":
            return History((_written(packed, commit),), whole=False)
    return History(())


def _written(path: Path, commit: str) -> Push:
    return Push(commit, datetime.fromtimestamp(path.stat().st_mtime, UTC), "file")


# --------------------------------------------------------------------------- on a forge


class GitHub:
    """`gh api`: the activity of a repository, which holds every push with the server's time."""

    def __init__(self, programs: Programs) -> None:
        self._programs = programs

    def history(self, repository: Repository, branch: str) -> History:
        host, path = repository.hosted or ("", "")
        query = f"repos/{path}/activity?per_page=100&ref={quote(f'refs/heads/{branch}', safe='')}"
        said = self._programs.run(["gh", "api", "--paginate", "--hostname", host, query])
        return github_history(said, branch)


class GitLab:
    """`glab api`: the push events of a project."""

    def __init__(self, programs: Programs) -> None:
        self._programs = programs

    def history(self, repository: Repository, branch: str) -> History:
        host, path = repository.hosted or ("", "")
        query = f"projects/{quote(path, safe='')}/events?action=pushed&per_page=100"
        said = self._programs.run(["glab", "api", "--paginate", "--hostname", host, query])
        return gitlab_history(said, branch)


def github_history(said: bytes, branch: str) -> History:
    """From `repos/OWNER/REPO/activity`: `ref`, `after`, `timestamp`. Raises CollectError for other text."""
    events = [e for e in _pages(said, "gh") if e.get("ref") == f"refs/heads/{branch}"]
    return _told([(e.get("before"), e.get("after"), e.get("timestamp")) for e in events])


def gitlab_history(said: bytes, branch: str) -> History:
    """From `projects/ID/events`: `push_data` and `created_at`. Raises CollectError for other text."""
    told = []
    for event in _pages(said, "glab"):
        data = event.get("push_data")
        if isinstance(data, Mapping) and (data.get("ref_type"), data.get("ref")) == ("branch", branch):
            told.append((data.get("commit_from"), data.get("commit_to"), event.get("created_at")))
    return _told(told)


def _told(events: Sequence[tuple[Any, Any, Any]]) -> History:
    """From (commit before, commit after, time); whole when one of them made the branch."""
    pushes = []
    for _, commit, time in reversed(events):  # they come newest first
        try:
            pushes.append(Push(str(commit), moment(str(time)).utc, "push"))
        except UsageError:
            raise CollectError(Message("collect-strange", {"time": str(time)})) from None
    made = any(not str(before or "").strip("0") for before, *_ in events)
    return _history(pushes, whole=made or not events)


def _pages(said: bytes, program: str) -> list[Mapping[str, Any]]:
    """The objects of all pages: arrays of JSON, one after the other."""
    text, decoder = said.decode("utf-8", "replace").strip(), json.JSONDecoder()
    found: list[Mapping[str, Any]] = []
    try:
        while text:
            page, end = decoder.raw_decode(text)
            found += [event for event in page if isinstance(event, Mapping)]
            text = text[end:].lstrip()
    except (ValueError, TypeError, RecursionError):
        why = "no JSON of events"
        raise CollectError(Message("collect-failed", {"program": program, "why": why})) from None
    return found
