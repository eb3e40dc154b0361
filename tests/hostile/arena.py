"""Where attacks are let loose: things worth stealing, and eyes outside the child that notice.

An attack is a file in `submissions/` with a function `attack(arena)`. What the child says is no evidence of
its innocence; what is found here is evidence of its guilt.
"""

from __future__ import annotations

import os
import secrets
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import SandboxError
from grader.model import ArrayData, Call, Job, Limits, Observation, Returned, Run, Value
from grader.sandbox import wire
from grader.sandbox.kernel import KernelSandbox

SUBMISSIONS = Path(__file__).parent / "submissions"
LIMITS = Limits(cpu_seconds=0.2, wall_factor=4, memory_bytes=256 * 2**20, result_bytes=2**20)
_WRITABLE = ("/tmp", "/dev/shm", "/var/tmp")  # noqa: S108
SLACK = 10.0  # seconds beyond the wall limit: the machine may be busy

HONEST = b"""
import numpy as np

MARK = "left-by-another-student-7f3a"

def sigmoid(x):
    return 1 / (1 + np.exp(-x))
"""
HONEST_INPUT = ArrayData("<f8", (3,), struct.pack("<3d", 0.0, 0.0, 0.0))
HONEST_OUTPUT = ArrayData("<f8", (3,), struct.pack("<3d", 0.5, 0.5, 0.5))


def attacks(*classes: str) -> list[Path]:
    """The files of the corpus, of these classes only if any are named."""
    return sorted(path for path in SUBMISSIONS.rglob("*.py") if not classes or path.parent.name in classes)


@dataclass
class Arena:
    """The grader's side of a fight. `escapes()` says what an attack has reached since it was last asked."""

    sandbox: KernelSandbox
    folder: Path
    decoy: subprocess.Popen[bytes]
    listeners: list[socket.socket]
    secret: str = field(default_factory=lambda: "answer-" + secrets.token_hex(12))
    expected: ArrayData = field(default_factory=lambda: ArrayData("<f8", (3,), secrets.token_bytes(24)))

    def attack(self, path: Path) -> list[str]:
        """Run one attack and then an honest submission; everything that went wrong, in words."""
        self._lay_out()
        before = self._state(), self.sandbox._worker.pid
        start = time.monotonic()
        try:
            run = self._run(path)
        except SandboxError as error:
            return [f"broke the sandbox: {error}"]
        seconds = time.monotonic() - start
        found = list(self._said(run.observations[0]))
        found += (
            [] if seconds < LIMITS.cpu_seconds * LIMITS.wall_factor + SLACK else [f"took {seconds:.1f} s"]
        )
        found += [] if self._honest_is_right() else ["the next submission suffered"]
        found += [] if (self._state(), self.sandbox._worker.pid) == before else ["left traces"]
        return [*found, *self._noticed(), *leftovers()]

    def _run(self, path: Path) -> Run:
        job = Job({path.name: path.read_bytes()}, (Call(path.name, ("attack",), (self._sights(),)),), LIMITS)
        return self.sandbox.run(job)

    def _sights(self) -> dict[str, Value]:
        """What an attack is told, so that it need not guess."""
        tcp, udp, unix, abstract = (listener.getsockname() for listener in self.listeners)
        forged = wire.encode(("returned", 0, "attack", "forged", None, "", ()), lambda value: value)
        return {
            "folder": str(self.folder),
            "secret_file": str(self.folder / "secret.txt"),
            "victim_file": str(self.folder / "victim.txt"),
            "repository": str(Path(__file__).parents[2]),
            "tcp": tcp[1],
            "udp": udp[1],
            "unix": unix,
            "abstract": abstract.decode().removeprefix("\0"),
            "decoy": self.decoy.pid,
            "grader": os.getpid(),
            "forged_frame": wire.frame(forged).hex(),
        }

    # -- what may change in an attack, seen from outside

    def _lay_out(self) -> None:
        victim = self.folder / "victim.txt"
        victim.write_text("as it was")
        victim.chmod(0o600)
        os.utime(victim, (1e9, 1e9))

    def _state(self) -> object:
        files = sorted(self.folder.iterdir())
        facts = [
            (path.name, status.st_mode, status.st_size, status.st_mtime)
            for path in files
            if (status := path.lstat())
        ]
        return facts, self.decoy.poll(), _children(self.sandbox._worker.pid)

    def _said(self, seen: Observation) -> Iterator[str]:
        text = repr(seen)
        if self.secret in text:
            yield "brought out the secret"
        if isinstance(seen, Returned) and "PWNED" in repr(seen.value):
            yield f"reached its goal: {seen.value!r:.60}"
        if isinstance(seen, Returned) and seen.value == self.expected:
            yield "passed for the right answer"
        if len(text) > 4 * LIMITS.result_bytes + LIMITS.stdout_bytes:
            yield "filled the report"

    def _honest_is_right(self) -> bool:
        call = Call("honest.py", ("sigmoid",), (HONEST_INPUT,))
        try:
            (seen,) = self.sandbox.run(Job({"honest.py": HONEST}, (call,))).observations
        except SandboxError:
            return False
        return isinstance(seen, Returned) and seen.value == HONEST_OUTPUT and not seen.stdout

    def _noticed(self) -> Iterator[str]:
        for listener in self.listeners:
            with suppress(BlockingIOError):
                if listener.type == socket.SOCK_STREAM:
                    listener.accept()[0].close()
                else:
                    listener.recv(100)
                yield f"was heard at {listener.getsockname()!r}"


def leftovers() -> list[str]:
    """Files that attacks make, wherever they could; removed when told."""
    found = [path for folder in _WRITABLE for path in Path(folder).glob("hostile-*")]
    for path in found:
        path.unlink()
    return [f"left {path}" for path in found]


def _children(pid: int) -> int:
    """Processes below the worker, once it has had time to put the next spare in place."""
    for _ in range(100):
        with suppress(FileNotFoundError):
            if len(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()) == 1:
                return 1
        time.sleep(0.01)
    return -1


@contextmanager
def open_arena(walls: str = "full") -> Iterator[Arena]:
    """An arena with its own worker; everything in it is taken down afterwards."""
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="hostile", ignore_cleanup_errors=True))
        )
        decoy = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(900)"])
        stack.callback(decoy.wait)
        stack.callback(decoy.kill)
        listeners = [stack.enter_context(listener) for listener in _listeners(folder)]
        arena = Arena(stack.enter_context(KernelSandbox(walls)), folder, decoy, listeners)
        secret = folder / "secret.txt"
        secret.write_text(arena.secret)
        secret.chmod(0o600)
        os.environ["HOSTILE_SECRET"] = arena.secret
        stack.callback(os.environ.pop, "HOSTILE_SECRET", None)
        stack.callback(leftovers)
        yield arena


def _listeners(folder: Path) -> list[socket.socket]:
    tcp = socket.create_server(("127.0.0.1", 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    unix, abstract = (socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) for _ in range(2))
    unix.bind(str(folder / "socket"))
    abstract.bind("\0hostile" + secrets.token_hex(4))
    for listener in (tcp, udp, unix, abstract):
        listener.setblocking(False)
        if listener is not udp:
            listener.listen()
    return [tcp, udp, unix, abstract]
