"""Sees a job through: watches one child after another, and says what each call came to.

    while calls are left: start a child ─▶ read its frames under the limits ─▶ charge the call that stopped it

A call that ends its child costs that call; the rest go to a new one. A function that does so twice is not
called again in this job, and a file that cannot even be loaded costs all its calls at once: the bill stays
bounded.
"""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..errors import SandboxError
from ..model import Call, Isolation, Job, Limits, Observation, Run, Status, Stopped
from . import stream, wire
from .translate import Frame, frame_of, job_bytes, observation, oversized, without_file

_STOPS_PER_FUNCTION = 2
_START_SECONDS = 60.0  # wall, until a child is ready; beyond it the sandbox is broken, not the submission
_SHORTEST_WAIT = 0.005  # seconds
_GRACE_SECONDS = 1.0  # wall, from the end of its frames to its own end


@dataclass(frozen=True, slots=True)
class Ending:
    """How a child ended: killed by us, by another signal, or else with an exit code."""

    signal: int | None
    code: int
    ours: bool = False


class Child(Protocol):
    """A process that has been given a job."""

    def receive(self, seconds: float) -> bytes | None:
        """Bytes of its frames; b"" after the last; None when none came within `seconds`."""

    def cpu_seconds(self) -> float | None:
        """CPU it has used, read from outside; None where the system does not tell."""

    def end(self, grace: float = 0.0) -> Ending:
        """Wait for its end; kill it if it still runs after `grace` seconds."""


def supervise(job: Job, start: Callable[[bytes], Child], isolation: Isolation) -> Run:
    """One observation for each call of `job`. Raises SandboxError when no child can be walled in."""
    ledger = _Ledger(job)
    while pending := ledger.pending():
        calls = [job.calls[index] for index in pending]
        watch = _Watch(start(job_bytes(job, calls)), calls, job.limits)
        stopped = watch.run()
        ledger.enter(pending, watch)
        if stopped is not None:
            running = pending[len(watch.observations)]
            ledger.charge(running, stopped, whole_file=job.calls[running].file not in watch.loaded)
    return ledger.run(isolation)


class _Ledger:
    """What each call has come to so far, what that cost, and which functions have stopped a child."""

    def __init__(self, job: Job) -> None:
        self._calls = job.calls
        self._entries: dict[int, Observation] = {
            index: without_file(job, call)
            for index, call in enumerate(job.calls)
            if oversized(job, call.file)
        }
        self._stops: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self._cpu = 0.0
        self._children = 0

    def pending(self) -> list[int]:
        return [index for index in range(len(self._calls)) if index not in self._entries]

    def enter(self, pending: Sequence[int], watch: _Watch) -> None:
        self._entries.update(zip(pending, watch.observations, strict=False))
        self._cpu += watch.cpu
        self._children += 1

    def charge(self, running: int, stopped: Stopped, *, whole_file: bool) -> None:
        """Call `running` stopped its child: perhaps others need not be tried any more."""
        self._entries[running] = stopped
        culprit = self._calls[running]
        self._stops[culprit.file, culprit.names] += 1
        whole_function = self._stops[culprit.file, culprit.names] >= _STOPS_PER_FUNCTION
        for index in self.pending():
            call = self._calls[index]
            if call.file == culprit.file and (whole_file or (whole_function and call.names == culprit.names)):
                self._entries[index] = stopped

    def run(self, isolation: Isolation) -> Run:
        observations = tuple(self._entries[index] for index in range(len(self._calls)))
        return Run(observations, isolation, self._cpu, self._children)


class _Watch:
    """One child at its work. Clocks start anew with each call, and once more when a file has been loaded."""

    def __init__(self, child: Child, calls: Sequence[Call], limits: Limits) -> None:
        self._child = child
        self._calls = calls
        self._limits = limits
        self._frames = stream.Frames(limits.result_bytes)
        self._ready = False
        self.observations: list[Observation] = []
        self.loaded: set[str] = set()
        self.cpu = 0.0

    def run(self) -> Stopped | None:
        """Fill `observations`; what stopped the call after them, None when every call has its own."""
        try:
            self._restart_clocks()
            return self._listen()
        except wire.MalformedError:
            return Stopped(Status.ERROR, "malformed")
        except OverflowError:
            return Stopped(Status.OUTPUT, "output")
        finally:
            self.cpu = max(self.cpu, self._child.cpu_seconds() or 0.0)
            self._child.end()

    def _listen(self) -> Stopped | None:
        while len(self.observations) < len(self._calls):
            patience = self._patience()
            if patience <= 0:
                return self._out_of_time()
            chunk = self._child.receive(patience)
            if chunk == b"":
                return self._died()
            heard = False
            for payload in self._frames.feed(chunk or b""):
                heard = True
                stopped = self._accept(frame_of(payload))
                if stopped is not None or len(self.observations) == len(self._calls):
                    return stopped
            if heard:  # read once for all that came together: asking the system costs more than a frame
                self._restart_clocks()
        return None

    def _accept(self, frame: Frame) -> Stopped | None:
        """Take one frame: it must be about the call that is running. Raises wire.MalformedError."""
        index = len(self.observations)
        if not self._ready:
            if frame != ("ready",):
                raise SandboxError(f"a child could not be walled in: {frame!r:.200}")
            self._ready = True
        elif len(frame) < 2 or frame[1] != index or type(frame[1]) is not int:
            raise wire.MalformedError("a frame out of turn")
        elif frame[0] == "loaded" and self._calls[index].file not in self.loaded:
            self.loaded.add(self._calls[index].file)
        else:
            seen = observation(frame, self._calls[index], self._limits)
            if isinstance(seen, Stopped):
                return seen
            self.observations.append(seen)
        return None

    # -- time

    def _restart_clocks(self) -> None:
        self._since = time.monotonic()
        self._cpu_since = self._child.cpu_seconds()

    def _patience(self) -> float:
        """Seconds until a limit can be reached; 0 once one is."""
        wall = time.monotonic() - self._since
        if not self._ready:
            return max(0.0, _START_SECONDS - wall)
        left = self._limits.cpu_seconds * self._limits.wall_factor - wall
        cpu = self._child.cpu_seconds()
        if cpu is not None and self._cpu_since is not None:
            # one thread: it cannot burn CPU faster than the wall clock runs
            left = min(left, self._limits.cpu_seconds - (cpu - self._cpu_since))
        return max(left, _SHORTEST_WAIT) if left > 0 else 0.0

    def _out_of_time(self) -> Stopped:
        if not self._ready:
            raise SandboxError("a child did not get ready in time")
        wall = time.monotonic() - self._since >= self._limits.cpu_seconds * self._limits.wall_factor
        return Stopped(Status.TIMEOUT, "wall" if wall else "cpu")

    # -- the end

    def _died(self) -> Stopped:
        ending = self._child.end(_GRACE_SECONDS)
        if not self._ready:
            raise SandboxError(f"a child ended before its work (exit {ending.code}, signal {ending.signal})")
        return why(ending)


def why(ending: Ending) -> Stopped:
    """What a process's own end says about the call that was running."""
    if ending.ours:  # it has cut its own pipe
        return Stopped(Status.ERROR, "malformed")
    if ending.signal is None:
        return Stopped(Status.ERROR, "exit", str(ending.code))
    known = {number.value: number.name for number in signal.Signals}
    match known.get(ending.signal, f"signal {ending.signal}"):
        case "SIGXCPU":
            return Stopped(Status.TIMEOUT, "cpu")
        case "SIGSYS":
            return Stopped(Status.ERROR, "forbidden")
        case "SIGKILL":  # the kernel's, which is short of memory
            return Stopped(Status.MEMORY, "memory")
        case name:
            return Stopped(Status.ERROR, "signal", name)
