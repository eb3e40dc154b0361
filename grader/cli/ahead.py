"""A sandbox that starts while the lesson loads: most of its start is waiting for another process."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .options import walled_sandbox

if TYPE_CHECKING:
    from ..model import Isolation, Job, Run
    from ..sandbox import Finding, Sandbox


class SandboxAhead:
    """As `walled_sandbox`, begun at once and waited for when it is first needed."""

    def __init__(self, allow: str, command: str) -> None:
        self._sandbox: Sandbox | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._open, args=(allow, command))
        self._thread.start()

    def _open(self, allow: str, command: str) -> None:
        try:
            self._sandbox = walled_sandbox(allow, command)
        except BaseException as error:  # noqa: BLE001 - raised again by whoever needs the sandbox
            self._error = error

    def _ready(self) -> Sandbox:
        """Raises what `walled_sandbox` raised."""
        self._thread.join()
        if self._sandbox is None:
            raise self._error or RuntimeError("there is no sandbox")
        return self._sandbox

    @property
    def isolation(self) -> Isolation:
        return self._ready().isolation

    @isolation.setter
    def isolation(self, level: Isolation) -> None:
        self._ready().isolation = level

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self._ready().findings

    @findings.setter
    def findings(self, found: tuple[Finding, ...]) -> None:
        self._ready().findings = found

    def run(self, job: Job) -> Run:
        """As `Sandbox.run`."""
        return self._ready().run(job)

    def close(self) -> None:
        self._thread.join()
        if self._sandbox is not None:
            self._sandbox.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
