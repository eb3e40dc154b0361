"""The portable sandbox: a new interpreter for every child, limits where there are any, the same protocol.

A submission in it cannot see the answers, but it can read the user's files and reach the network. Needs
nothing that Windows or macOS lack.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
from contextlib import suppress
from typing import IO

from ..model import Isolation, Job, Run
from .base import Closing, Finding
from .clock import cpu_seconds
from .launch import worker_command, worker_environment
from .supervise import Child, Ending, supervise

_CHUNK = 1 << 16


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
        self._cpu: float | None = None

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
        now = cpu_seconds(self._process.pid)
        if now is not None:
            self._cpu = now
        return self._cpu

    def end(self, grace: float = 0.0) -> Ending:
        running = self._outlives(grace)
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)  # what it started goes with it
        self._process.kill()
        code = self._process.wait()
        self._thread.join(5)
        if self._process.stdout is not None and not self._thread.is_alive():
            self._process.stdout.close()
        return Ending(-code, 0, ours=running) if code < 0 else Ending(None, code)

    def _outlives(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return True
        return False
