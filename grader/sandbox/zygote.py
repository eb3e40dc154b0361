"""The program that a worker process runs: NumPy loaded once, then one forked child for every submission.

    python -S -s -P zygote.py serve SOCKET NUMPY WALLS     Linux: children are forked ahead and walled in
    python -S -s -P zygote.py once NUMPY                   anywhere: job on standard input, frames on output

It is started by path in an empty environment, never forked from the grader, so no answer was ever in its
memory; and it never reads a submission: the child takes the job's descriptors from the socket itself, so
the next child cannot find the last student's source in recycled memory. Standard library and NumPy only,
nothing of the grader.

What it tells the grader over SOCKET, one datagram each:

    spare PID               a child is waiting for a job; its pidfd comes along
    exit PID STATUS CPU     it ended (as wait4 tells); CPU in seconds
    broken TEXT             this worker cannot do its work
"""

from __future__ import annotations

import builtins
import gc
import importlib
import os
import select
import signal
import socket
import struct
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeAlias, cast

ShutIn: TypeAlias = Callable[[int, int], None]
"""Raises the walls around the calling process: whole CPU seconds, bytes of memory above the worker's own."""

_INT = struct.Struct("i")
_PACKAGE = "walled"

ALLOWED_MODULES = (
    "numpy", "numpy.random", "numpy.linalg", "numpy.fft", "numpy.polynomial", "array", "bisect", "cmath",
    "collections.abc", "contextlib", "copy", "csv", "ctypes", "dataclasses", "datetime", "decimal", "enum",
    "fractions", "functools", "gc", "heapq", "inspect", "io", "itertools", "json", "logging", "math",
    "numbers", "operator", "os", "pathlib", "pickle", "pprint", "random", "re", "statistics", "string",
    "struct", "textwrap", "threading", "time", "timeit", "traceback", "types", "typing", "warnings",
    "encodings.cp932", "encodings.euc_jp", "encodings.latin_1", "encodings.shift_jis",
    "encodings.utf_16", "encodings.utf_16_le", "encodings.utf_16_be",
    "encodings.utf_8_sig", "encodings.ascii", "encodings.cp1252", "unicodedata",
)  # fmt: skip
"""What a submission can import: nothing can be loaded from a file once the walls are up."""


def preload(numpy_folder: str) -> tuple[types.ModuleType, types.ModuleType]:
    """Load all that a child will need, then close the ways to load more. Returns our `child` and `jail`."""
    package = types.ModuleType(_PACKAGE)
    package.__path__ = [str(Path(__file__).parent)]
    sys.modules[_PACKAGE] = package
    sys.path.append(numpy_folder)
    # a child has one thread and never forks: the hooks that modules want to run in it would only cost time
    os.register_at_fork = lambda **_hooks: None
    for name in ALLOWED_MODULES:
        importlib.import_module(name)
    child, jail = (importlib.import_module(f"{_PACKAGE}.{name}") for name in ("child", "jail"))
    package.__path__ = []
    sys.path[:] = []
    os.environ.clear()
    vars(builtins).update(exit=sys.exit, quit=sys.exit)  # what `site` would define, and scripts use
    return child, jail


def fix_seeds() -> None:
    """The same submission gives the same report."""
    for name in ("random", "numpy.random"):
        sys.modules[name].seed(0)


# --------------------------------------------------------------------------- one job, anywhere


def once(numpy_folder: str) -> None:
    """Serve the job on standard input inside the portable wall (rlimits, where the system has them)."""
    results = os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    child, jail = preload(numpy_folder)
    fix_seeds()
    job = sys.stdin.buffer.read()
    os.dup2(null, 0)
    cpu_seconds, memory, body = _limits(job)
    base = jail.address_space()
    jail.forbid_resources()
    jail.limit_resources(cpu_seconds, base + memory if base else None)
    _serve(child, body, results)


def _serve(child: types.ModuleType, body: bytes, results: int) -> None:
    child.serve(body, lambda frame: _write_all(results, frame))


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _limits(job: bytes) -> tuple[int, int, bytes]:
    """Whole CPU seconds, bytes of memory, and the job proper."""
    return int.from_bytes(job[:8], "big"), int.from_bytes(job[8:16], "big"), job[16:]


# --------------------------------------------------------------------------- many jobs, on Linux


def serve_forever(channel: socket.socket, numpy_folder: str, walls: str) -> None:
    child, jail = preload(numpy_folder)
    shut_in = walls_called(walls, jail)
    child.warm_up()
    fix_seeds()
    if len(list(Path("/proc/self/task").iterdir())) != 1:
        raise RuntimeError("the worker must have one thread")
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000)  # a collection touches what the child shares with us, and touching is copying
    poll = select.poll()
    poll.register(channel, 0)  # hang-up is always told
    while True:
        pid = os.fork()
        if pid == 0:
            _and_exit(lambda: be_spare(channel, child, jail, shut_in))
        _await(channel, pid, poll)


def walls_called(name: str, jail: types.ModuleType) -> ShutIn:
    """`full`; or less than that, to measure what the walls cost and to see that attacks are real."""
    if name == "none":
        return lambda _cpu_seconds, _memory: None
    jail.forbid_resources()
    if name == "rlimits":
        base = jail.address_space()
        return lambda cpu_seconds, memory: jail.limit_resources(cpu_seconds, base + memory)
    return cast("ShutIn", jail.Walls.build().raise_around)


def be_spare(
    channel: socket.socket, child: types.ModuleType, jail: types.ModuleType, shut_in: ShutIn
) -> None:
    """Wait for a job, raise the walls, serve it."""
    jail.die_with_parent()
    _, ancillary, _, _ = channel.recvmsg(1, socket.CMSG_SPACE(2 * _INT.size))
    descriptors = [number for _, _, data in ancillary for (number,) in _INT.iter_unpack(data)]
    if len(descriptors) != 2:
        return  # the grader has gone
    job, results = descriptors
    cpu_seconds, memory, body = _limits(os.pread(job, os.fstat(job).st_size, 0))
    channel.close()
    os.close(job)
    try:
        shut_in(cpu_seconds, memory)
    except jail.JailError as error:
        _write_all(results, child.broken(str(error)))
        return
    _serve(child, body, results)


def _await(channel: socket.socket, pid: int, poll: select.poll) -> None:
    """Announce the spare, wait until it has ended, tell how; end with the grader."""
    handle = os.pidfd_open(pid)
    try:
        poll.register(handle, select.POLLIN)
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, _INT.pack(handle))
        channel.sendmsg([b"spare %d" % pid], [rights])
        if any(descriptor == channel.fileno() for descriptor, _ in poll.poll()):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
            os.wait4(pid, 0)
            os._exit(0)
    finally:
        poll.unregister(handle)
        os.close(handle)
    _, status, usage = os.wait4(pid, 0)
    channel.send(b"exit %d %d %.6f" % (pid, status, usage.ru_utime + usage.ru_stime))


def _and_exit(work: Callable[[], None]) -> NoReturn:
    """Do `work` and end, whatever it raises: neither exit handlers nor the caller's loop may follow."""
    code = 70  # EX_SOFTWARE
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def main() -> None:
    mode, *arguments = sys.argv[1:]
    if mode == "once":
        _and_exit(lambda: once(*arguments))
    channel = socket.socket(fileno=int(arguments[0]))
    try:
        serve_forever(channel, *arguments[1:])
    except Exception as error:  # noqa: BLE001 - whatever it is, the grader is the one to tell
        channel.send(f"broken {type(error).__name__}: {error}".encode()[:4096])


if __name__ == "__main__":
    main()
