"""One commit of a repository as plain files. No working tree is ever checked out.

The commit alone is fetched into a bare repository of our own; names and kinds are read from its tree, and the
files that a grader reads are written by us. So links, hooks, submodules, filters and attributes have no place
to act, and a name never reaches the disk before it was looked at.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..errors import ResponseError
from ..model import Message
from ..submissions.basket import Basket, is_read, room_for
from ..submissions.limits import MAX_ARCHIVE_BYTES, MAX_DEPTH
from ..submissions.naming import left_by_tools, relative_name, shown, suffix
from .programs import CollectError, NothingPushedError, Programs
from .pushes import Push
from .repositories import Repository

_CAREFUL = (
    "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.protectHFS=true", "core.protectNTFS=true",
    "transfer.fsckObjects=true", "fetch.recurseSubmodules=false", "gc.auto=0", "maintenance.auto=false",
    "submodule.recurse=false", "advice.detachedHead=false",
)  # fmt: skip
_ENTRY = re.compile(
    rb"(?P<mode>\d{6}) (?P<kind>\w+) (?P<object>[0-9a-f]+) +(?P<size>\d+|-)\t(?P<name>.+)", re.DOTALL
)
_POINTER = b"version https://git-lfs.github.com/spec/"
_KINDS: Mapping[bytes, str] = {b"120000": "collect-link", b"160000": "collect-submodule"}
_REF = "refs/heads/collected"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The readable files of a commit by their names, and what was left out of them, and why."""

    files: Mapping[str, bytes]
    left_out: tuple[Message, ...]


class Fetching:
    """Fetches into `store`, an empty folder of our own."""

    def __init__(self, programs: Programs, store: Path) -> None:
        self._programs, self._store = programs, store

    def commit(self, repository: Repository, commit: str) -> Fetched:
        """The files of this commit. Raises CollectError when it is gone, too large, or no commit."""
        self._git("init", "--quiet", "--bare", "--template=", ".")
        self._fetch(repository, f"+{commit}:{_REF}", "--depth=1")
        listed = self._git("ls-tree", "-r", "-z", "--long", "--full-tree", _REF)
        chosen, left_out = _chosen(listed)
        files = self._contents(chosen)
        pointers = tuple(name for name, data in files.items() if data.startswith(_POINTER))
        lfs = (Message("collect-lfs", {"file": shown(name)}) for name in pointers)
        kept = {name: data for name, data in files.items() if name not in pointers}
        return Fetched(kept, (*left_out, *lfs))

    def by_commit_date(self, repository: Repository, branch: str, end: datetime) -> Push:
        """The last commit of the branch that says it was made by `end`. The student wrote that date.

        Raises NothingPushedError when there is none.
        """
        self._git("init", "--quiet", "--bare", "--template=", ".")
        self._fetch(repository, f"+refs/heads/{branch}:{_REF}", "--filter=blob:none")
        until = f"--until={int(end.timestamp())}"
        said = self._git("log", "-1", "--first-parent", until, "--format=%H %ct", _REF).decode().split()
        if len(said) != 2:
            raise NothingPushedError(Message("collect-empty"))
        return Push(said[0], datetime.fromtimestamp(int(said[1]), UTC), "commit-date")

    def _fetch(self, repository: Repository, wanted: str, how: str) -> None:
        self._git(
            "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", how,
            "--", repository.url, wanted,
        )  # fmt: skip

    def _contents(self, chosen: Mapping[str, str]) -> Mapping[str, bytes]:
        """The objects by their names. Their sizes were counted when they were chosen."""
        asked = "".join(f"{thing}\n" for thing in chosen.values()).encode()
        said = self._git("cat-file", "--batch", stdin=asked) if chosen else b""
        stream, files = io.BytesIO(said), {}
        for name in chosen:
            size = stream.readline().split()[-1]  # of `object blob size`
            if not size.isdigit():
                raise CollectError(Message("collect-failed", {"program": "git", "why": f"{name} is missing"}))
            files[name] = stream.read(int(size))
            stream.read(1)  # the line end after it
        return files

    def _git(self, *arguments: str, stdin: bytes = b"") -> bytes:
        settings = [part for setting in _CAREFUL for part in ("-c", setting)]
        return self._programs.run(["git", *settings, *arguments], self._store, stdin)


def _chosen(listed: bytes) -> tuple[Mapping[str, str], tuple[Message, ...]]:
    """The objects to read by their names, and what is left out. Raises CollectError for too much of it."""
    basket = Basket()
    objects: dict[str, str] = {}
    try:
        for found in _entries(listed):
            basket.look()
            name = _name(found["name"], basket)
            if name is not None and _takes(name, found, basket):
                objects[name] = found["object"].decode()
    except ResponseError as problem:
        raise CollectError(Message(problem.note, problem.values)) from None
    return {name: objects[name] for name in objects if name in basket.files}, tuple(basket.refused.values())


def _entries(listed: bytes) -> Iterator[re.Match[bytes]]:
    return (found for line in listed.split(b"\0") if (found := _ENTRY.fullmatch(line)))


def _name(raw: bytes, basket: Basket) -> str | None:
    """The name as we write it; None for what a program left there, and for a name that leads elsewhere."""
    try:
        name = relative_name(raw.decode("utf-8"))
    except (ResponseError, UnicodeDecodeError):
        basket.refuse(shown(raw.decode("utf-8", "replace")), "collect-name")
        return None
    parts = name.split("/")
    if any(left_by_tools(part) for part in parts):
        return None
    if len(parts) > MAX_DEPTH:
        basket.refuse(shown(name), "collect-name")
        return None
    return name


def _takes(name: str, found: re.Match[bytes], basket: Basket) -> bool:
    """Whether this is a file that a grader reads, and within what is read of one."""
    archive = suffix(name) == ".zip"
    if found["mode"] in _KINDS and (is_read(name) or archive or found["mode"] == b"160000"):
        basket.refuse(name, _KINDS[found["mode"]])
        return False
    if found["kind"] != b"blob" or found["mode"] in _KINDS:
        return False
    size = int(found["size"])
    if archive and room_for(name) < size <= MAX_ARCHIVE_BYTES:
        basket.files[name] = b""
        return True
    return (is_read(name) or archive) and basket.reserve(name, size)


def written(fetched: Fetched, folder: Path) -> None:
    """Write the files below a new `folder`. Raises CollectError for names that cannot stand side by side."""
    try:
        for name, data in fetched.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(data)
    except OSError as error:
        raise CollectError(Message("collect-write", {"why": error.strerror or "?"})) from None
