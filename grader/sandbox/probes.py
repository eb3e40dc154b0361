"""Finds out what really holds: a program that tries to get out is run like any submission."""

from __future__ import annotations

import os
import sys

from ..errors import SandboxError
from ..model import Call, Job, Observation, Raised, Returned, Stopped
from .base import Finding
from .kernel import KernelSandbox

_PROBES = {
    "read_file": "reading a file",
    "open_socket": "opening a socket",
    "start_process": "starting a process",
    "send_signal": "sending a signal",
    "make_code": "making memory executable",
}

_PROGRAM = b"""
import ctypes, os
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p

def read_file():
    os.close(os.open("/", os.O_RDONLY))

def open_socket():
    if libc.socket(1, 1, 0) < 0:
        raise PermissionError("socket refused")

def start_process():
    if os.fork() == 0:
        os._exit(0)

def send_signal():
    os.kill(os.getpid(), 0)

def make_code():
    if libc.mmap(None, 4096, 7, 0x22, -1, 0) == ctypes.c_void_p(-1).value:
        raise PermissionError("executable memory refused")
"""


def open_kernel() -> KernelSandbox:
    """A sandbox whose walls have been tried. Raises SandboxError, naming what did not hold."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        raise SandboxError(f"the kernel of {sys.platform} offers no such walls")
    sandbox = KernelSandbox()
    try:
        sandbox.findings = _try_walls(sandbox)
        open_ones = [finding.probe for finding in sandbox.findings if not finding.held]
        if open_ones:
            raise SandboxError(f"not held by the walls: {', '.join(open_ones)}")
    except SandboxError:
        sandbox.close()
        raise
    return sandbox


def _try_walls(sandbox: KernelSandbox) -> tuple[Finding, ...]:
    job = Job({"probe.py": _PROGRAM}, tuple(Call("probe.py", (name,)) for name in _PROBES))
    seen = sandbox.run(job).observations
    return tuple(
        _finding(probe, observation) for probe, observation in zip(_PROBES.values(), seen, strict=True)
    )


def _finding(probe: str, seen: Observation) -> Finding:
    match seen:
        case Raised(type_, message):
            return Finding(probe, type_ == "PermissionError", f"{type_}: {message}")
        case Stopped(_, reason, detail):
            return Finding(probe, reason == "forbidden", f"{reason} {detail}".strip())
        case Returned():
            return Finding(probe, held=False, detail="succeeded")
    return Finding(probe, held=False, detail="could not be tried")
