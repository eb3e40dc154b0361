"""The portable sandbox: a new interpreter for every child, limits where the system has them, the same
protocol.

A submission in it cannot see the answers, but it can read the user's files and reach the network. Needs
nothing that Windows or macOS lack.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import IO

from ..model import Isolation, Job, Run
from .base import Closing, Finding
from .launch import worker_command, worker_environment
from .supervise import Child, Ending, supervise

_CHUNK = 1 << 16
_CPUCLOCK_SCHED = 2  # linux/posix-timers.h: the clock of a whole process is (~pid << 3) | 2


class ProcessSandbox(Closing):
    def __init__(self) -> None:
        self.isolation = Isolation.PROCESS
        self.findings: tuple[Finding, ...] = ()

    def run(self, job: Job) -> Run:
        """As `Sandbox.run`."""
        return supervise(job, _start, self.isolation)

    def close(self) -> None:
        """Nothing stays between two jobs."""


def _start(job: bytes) -> Child:
    process = subprocess.Popen(  # noqa: S603 - our own command line
        worker_command("once"),
        env=worker_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return _ProcessChild(process, job)


class _ProcessChild:
    """A child heard through a thread, since only sockets can be waited for everywhere."""

    def __init__(self, process: subprocess.Popen[bytes], job: bytes) -> None:
        self._process = process
        self._chunks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._thread = threading.Thread(
            target=self._converse, args=(process.stdin, process.stdout, job), daemon=True
        )
        self._thread.start()
        self._cpu = 0.0

    def _converse(self, stdin: IO[bytes], stdout: IO[bytes], job: bytes) -> None:
        with suppress(OSError), stdin:
            stdin.write(job)
        while chunk := stdout.read1(_CHUNK):  # type: ignore[attr-defined]
            self._chunks.put(chunk)
        self._chunks.put(b"")

    def receive(self, seconds: float) -> bytes | None:
        try:
            return self._chunks.get(timeout=seconds)
        except queue.Empty:
            return None

    def cpu_seconds(self) -> float | None:
        if sys.platform != "linux":
            return None
        with suppress(OSError):  # it has ended already
            self._cpu = max(self._cpu, time.clock_gettime((~self._process.pid << 3) | _CPUCLOCK_SCHED))
        return self._cpu

    def end(self) -> Ending:
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)  # what it started goes with it
        self._process.kill()
        code = self._process.wait()
        self._thread.join(5)
        if self._process.stdout is not None and not self._thread.is_alive():
            self._process.stdout.close()
        return Ending(-code, 0) if code < 0 else Ending(None, code)
