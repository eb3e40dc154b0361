"""What every sandbox offers, and what was found out about it."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from ..model import Isolation, Job, Run


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing tried inside the walls. `held`: the walls refused it. `detail` is for a person."""

    probe: str
    held: bool
    detail: str


class Sandbox(Protocol):
    """Runs a submission's calls away from the answers. Not for use by two threads at once.

    `findings` tell how `isolation` was decided.
    """

    isolation: Isolation
    findings: tuple[Finding, ...]

    def run(self, job: Job) -> Run:
        """One observation for each call of `job`, in order.

        Raises SandboxError when the sandbox itself fails (never for what a submission does), ValueError for
        a job whose arguments cannot cross the wall.
        """

    def close(self) -> None:
        """End every process of this sandbox; it cannot be used afterwards."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Closing:
    """Lets a sandbox be used in a `with` statement."""

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
