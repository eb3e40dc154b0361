"""Runs a student's functions where they can compute and do nothing else; the answers stay on this side.

    with open_sandbox() as sandbox:
        run = sandbox.run(job)

`kernel`   Linux: forked from a warm worker, walled in by rlimits, Landlock and seccomp; 3 ms a run
`process`  anywhere: an interpreter of its own and limits; files and network stay open to it
`inline`   no walls, for tests and for what authors write
"""

from __future__ import annotations

from typing import Literal

from ..errors import SandboxError
from .base import Finding, Sandbox
from .probes import open_kernel
from .process import ProcessSandbox

__all__ = ["Finding", "Sandbox", "open_sandbox"]

Kind = Literal["auto", "kernel", "process", "inline"]


def open_sandbox(kind: Kind = "auto") -> Sandbox:
    """A sandbox of that kind; `auto` is the strongest whose walls held when they were tried just now.

    Raises SandboxError for `kernel` when the walls cannot be raised or do not hold.
    """
    match kind:
        case "kernel":
            return open_kernel()
        case "process":
            return ProcessSandbox()
        case "inline":
            from .inline import InlineSandbox  # it loads NumPy

            return InlineSandbox()
        case "auto":
            return _strongest()


def _strongest() -> Sandbox:
    try:
        return open_kernel()
    except (SandboxError, OSError) as error:
        sandbox = ProcessSandbox()
        sandbox.findings = (Finding("walls of the kernel", held=False, detail=str(error)),)
        return sandbox
