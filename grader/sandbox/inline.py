"""The sandbox without walls: the same loader and frames, in this process. For tests and authors' code."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Isolation, Job, Observation, Run, Stopped
from . import child, stream
from .base import Closing, Finding
from .translate import frame_of, job_bytes, observation, oversized, without_file


class InlineSandbox(Closing):
    """Limits nothing but printing and result size; code that ends its process ends ours."""

    def __init__(self) -> None:
        self.isolation = Isolation.NONE
        self.findings: tuple[Finding, ...] = ()

    def run(self, job: Job) -> Run:
        """As `Sandbox.run`."""
        seen: list[Observation] = []
        rounds = 0
        while len(seen) < len(job.calls):
            seen += _observations(job, len(seen))
            rounds += 1
        return Run(tuple(seen), self.isolation, children=rounds)

    def close(self) -> None:
        """There is nothing to end."""


def _observations(job: Job, first: int) -> Sequence[Observation]:
    """Of the calls from `first` on, up to one that could not go on."""
    calls = job.calls[first:]
    sent: list[bytes] = []
    child.serve(job_bytes(job, calls)[16:], sent.append)
    frames = [frame_of(payload) for data in sent for payload in stream.Frames(len(data)).feed(data)]
    seen: list[Observation] = []
    for frame in frames:
        if frame[0] in ("ready", "loaded"):
            continue
        call = calls[len(seen)]
        seen.append(
            without_file(job, call) if oversized(job, call.file) else observation(frame, call, job.limits)
        )
        if isinstance(seen[-1], Stopped):
            break
    return seen
