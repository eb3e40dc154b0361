"""The Linux sandbox: one worker forks children ahead; the kernel walls each in before it looks at its job."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess

from ..errors import SandboxError
from ..model import Isolation, Job, Run
from .base import Closing, Finding
from .clock import cpu_seconds
from .launch import worker_command, worker_environment
from .supervise import Child, Ending, supervise

_CHUNK = 1 << 16
_PATIENCE = 60.0  # seconds for a message of the worker's
_ISOLATION = {"full": Isolation.KERNEL, "rlimits": Isolation.PROCESS, "none": Isolation.NONE}


class WorkerLostError(SandboxError):
    """The worker ended or cannot do its work."""


class KernelSandbox(Closing):
    """Raises SandboxError when no worker can be started. Less than "full" walls are for tests."""

    def __init__(self, walls: str = "full") -> None:
        self.isolation = _ISOLATION[walls]
        self.findings: tuple[Finding, ...] = ()
        self._walls = walls
        self._worker = Worker(walls)

    def run(self, job: Job) -> Run:
        """As `Sandbox.run`; a worker that was lost is replaced once."""
        try:
            return supervise(job, self._worker.start, self.isolation)
        except WorkerLostError:
            self._worker.close()
            self._worker = Worker(self._walls)
            return supervise(job, self._worker.start, self.isolation)

    def close(self) -> None:
        self._worker.close()


class Worker:
    """The process of `zygote.py`, and the child it keeps waiting."""

    def __init__(self, walls: str) -> None:
        self._spare: tuple[int, int] | None = None
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._channel.settimeout(_PATIENCE)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own command line
                worker_command("serve", str(theirs.fileno()), walls=walls),
                env=worker_environment(),
                cwd="/",
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C at the terminal is for the grader
            )
        try:
            self._spare = self._await_spare()
        except WorkerLostError:
            self.close()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    def start(self, job: bytes) -> Child:
        """Give the waiting child its job."""
        pid, handle = self._spare or self._await_spare()
        self._spare = None
        results, theirs = os.pipe()
        memory = os.memfd_create("job")
        try:
            _write_all(memory, job)
            socket.send_fds(self._channel, [b"job"], [memory, theirs])
        except OSError as error:
            os.close(results)
            os.close(handle)
            raise WorkerLostError(f"the worker takes no job: {error}") from None
        finally:
            os.close(theirs)
            os.close(memory)
        return _KernelChild(self, pid, handle, results)

    def status(self, pid: int) -> tuple[int, float]:
        """How the child `pid` ended: wait status and CPU seconds. Waits for it."""
        while True:
            words, _ = self._message()
            if words[0] == b"exit" and int(words[1]) == pid:
                return int(words[2]), float(words[3])

    def _await_spare(self) -> tuple[int, int]:
        while True:
            words, handle = self._message()
            if words[0] == b"spare" and handle is not None:
                return int(words[1]), handle

    def _message(self) -> tuple[list[bytes], int | None]:
        try:
            data, descriptors, _, _ = socket.recv_fds(self._channel, 8192, 1)
        except OSError as error:
            raise WorkerLostError(f"the worker does not answer: {error}") from None
        if not data:
            raise WorkerLostError("the worker has ended")
        if data.startswith(b"broken "):
            raise WorkerLostError(data[7:].decode("utf-8", "replace"))
        return data.split(), descriptors[0] if descriptors else None

    def close(self) -> None:
        if self._spare is not None:
            os.close(self._spare[1])
            self._spare = None
        self._channel.close()  # the worker ends on hang-up, its child with it
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class _KernelChild:
    """A child with a job: a pidfd to stop it by, a pipe to hear it by, its CPU clock to time it by."""

    def __init__(self, worker: Worker, pid: int, handle: int, results: int) -> None:
        self._worker = worker
        self._pid = pid
        self._handle = handle
        self._results = results
        self._cpu = 0.0
        self._poll = select.poll()
        self._poll.register(results, select.POLLIN)
        self._before = cpu_seconds(pid) or 0.0
        self._ending: Ending | None = None

    def receive(self, seconds: float) -> bytes | None:
        if self._poll.poll(seconds * 1000 + 1):
            return os.read(self._results, _CHUNK)
        return None

    def cpu_seconds(self) -> float:
        self._cpu = max(self._cpu, (cpu_seconds(self._pid) or 0.0) - self._before)
        return self._cpu

    def end(self, grace: float = 0.0) -> Ending:
        if self._ending is None:
            ours = self._let_go(grace)
            status, cpu = self._worker.status(self._pid)
            self._cpu = max(self._cpu, cpu)
            if os.WIFSIGNALED(status):
                self._ending = Ending(os.WTERMSIG(status), 0, ours)
            else:
                self._ending = Ending(None, os.WEXITSTATUS(status))
        return self._ending

    def _let_go(self, grace: float) -> bool:
        """Close what we hold of it, once, and kill it unless it ends by itself; whether that was needed."""
        if self._handle < 0:
            return False
        self._poll.unregister(self._results)
        self._poll.register(self._handle, select.POLLIN)
        running = not self._poll.poll(grace * 1000) and self._kill()
        os.close(self._handle)
        os.close(self._results)
        self._handle = -1
        return running

    def _kill(self) -> bool:
        """Whether it had to be killed; it may have ended since it was last seen running."""
        try:
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
