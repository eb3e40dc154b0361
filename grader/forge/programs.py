"""Running git, gh and glab on what strangers pushed: nothing asks, nothing hooks in, everything ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from typing import BinaryIO

from ..errors import ChainruleError
from ..model import Message
from ..submissions.limits import MIB
from ..submissions.naming import shown

_POLL = 0.05  # seconds between two looks at what a program has used up
_CREDENTIALS = ("GIT_SSH", "GIT_SSL", "GIT_CONFIG", "GIT_HTTP", "GIT_PROXY")
_WHY = 200  # characters of a program's last words that are passed on


@dataclass(eq=False)
class CollectError(ChainruleError):
    """One repository that could not be collected: a row of problems.csv, never an exit."""

    message: Message

    def __str__(self) -> str:
        return self.message.id


class NothingPushedError(CollectError):
    """The branch is known to have had no commit then: no other source is asked."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one run of a program may use: wall time in seconds, bytes it writes into its folder and says."""

    seconds: float = 300.0
    size: int = 512 * MIB


class Programs:
    """Runs programs of others; `stop` ends all of them, from any thread."""

    def __init__(self, allowance: Allowance | None = None) -> None:
        self._allowance = allowance or Allowance()
        self._stopped = Event()

    def stop(self) -> None:
        self._stopped.set()

    def run(self, command: Sequence[str], folder: Path | None = None, stdin: bytes = b"") -> bytes:
        """What the program printed, run in `folder`, which is its own to fill. Nobody answers its questions.

        Raises CollectError when it is not installed, fails, or takes more than it is allowed.
        """
        scratch = tempfile.TemporaryFile
        with scratch() as given, scratch() as said, scratch() as complaints:
            given.write(stdin)
            given.seek(0)
            try:
                process = subprocess.Popen(  # noqa: S603 - our own command line, no shell
                    list(command), cwd=folder, env=_environment(),
                    stdin=given, stdout=said, stderr=complaints, start_new_session=True,
                )  # fmt: skip
            except FileNotFoundError:
                raise CollectError(Message("collect-no-program", {"program": command[0]})) from None
            self._wait(process, folder, said)
            if process.returncode:
                why = _last_words(complaints)
                raise CollectError(Message("collect-failed", {"program": command[0], "why": why}))
            said.seek(0)
            return said.read()

    def _wait(self, process: subprocess.Popen[bytes], folder: Path | None, said: BinaryIO) -> None:
        ends = monotonic() + self._allowance.seconds
        while True:
            try:
                process.wait(_POLL)
                return
            except subprocess.TimeoutExpired:
                note = self._exceeded(monotonic() > ends, folder, said)
            if note is not None:
                _end(process)
                raise CollectError(note)

    def _exceeded(self, late: bool, folder: Path | None, said: BinaryIO) -> Message | None:
        if self._stopped.is_set():
            return Message("collect-stopped")
        if late:
            return Message("collect-slow", {"seconds": f"{self._allowance.seconds:g}"})
        if os.fstat(said.fileno()).st_size + (_size(folder) if folder else 0) > self._allowance.size:
            return Message("collect-large", {"limit": f"{self._allowance.size // MIB} MB"})
        return None


def _environment() -> Mapping[str, str]:
    """The user's own, with their credentials; without variables that would lead git elsewhere."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_CREDENTIALS)
    }
    return own | {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": "https:ssh:file",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GH_PROMPT_DISABLED": "1",
        "LC_ALL": "C",
    }


def _size(folder: Path) -> int:
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(parent, name)).st_size  # noqa: PTH118 - the cheap way
            except OSError:  # git renames and removes while we look
                continue
    return total


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own and has not been waited for
    process.wait()


def _last_words(complaints: BinaryIO) -> str:
    """The last lines a program complained in, on one line; empty lines and hints left out."""
    complaints.seek(0)
    lines = complaints.read(64_000).decode("utf-8", "replace").splitlines()
    told = [line.strip() for line in lines if line.strip() and not line.startswith(("hint:", "warning:"))]
    return " ".join(map(shown, told))[-_WHY:] or "?"
