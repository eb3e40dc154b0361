"""The walls around a process that runs a student's code: rlimits, Landlock, seccomp.

`Walls.build()` does once, in the worker, all that can be done ahead; `Walls.raise_around()` shuts a fresh
child in, for good. From then on it can compute, sleep, write to the descriptors it has, and end; nothing
else: no file, no process, no thread, no socket, no signal to anyone, no executable memory.
Standard library only.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

from .syscalls import ALLOWED, AUDIT_ARCH, KILLED, RESTRICTED, numbers

# linux/prctl.h, linux/seccomp.h, linux/landlock.h
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
_LANDLOCK_CREATE_RULESET, _LANDLOCK_RESTRICT_SELF = 444, 446  # the same on every architecture

_KILL_PROCESS, _ALLOW, _REFUSE = 0x80000000, 0x7FFF0000, 0x00050000 | errno.EPERM
_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _JUMP_ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_NUMBER_AT, _ARCH_AT, _ARGUMENTS_AT = 0, 4, 16  # struct seccomp_data

_PROT_EXEC = 4
_FUTEX_FLAGS = 0x180  # PRIVATE, CLOCK_REALTIME
_FUTEX_WAITS_AND_WAKES = (0, 1, 9, 10)
_MADVISE_HARMLESS = (4, 8, 14, 15)  # DONTNEED, FREE, HUGEPAGE, NOHUGEPAGE


class JailError(Exception):
    """A wall could not be raised; nothing of a student's may run."""


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


@dataclass(frozen=True)
class Walls:
    """What a child needs to shut itself in. `landlock` is a ruleset, None on a kernel without it."""

    landlock: int | None
    base_memory: int  # bytes of address space of the worker itself
    program: _Program
    code: ctypes.Array[ctypes.c_char]  # what `program` points to

    @classmethod
    def build(cls) -> Walls:
        """Raises JailError on a machine whose system calls are not in the table."""
        machine = platform.machine()
        if machine not in AUDIT_ARCH:
            raise JailError(f"no table of system calls for {machine}")
        text = seccomp_program(machine)
        code = ctypes.create_string_buffer(text, len(text))
        program = _Program(len(text) // 8, ctypes.addressof(code))
        return cls(_landlock_ruleset(), address_space(), program, code)

    def raise_around(self, cpu_seconds: int, memory: int) -> None:
        """Shut this process in. Raises JailError."""
        limit_resources(cpu_seconds, self.base_memory + memory)
        libc = _libc()
        _must(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
        if self.landlock is not None:
            _must(libc.syscall(_LANDLOCK_RESTRICT_SELF, self.landlock, 0), "Landlock")
            os.close(self.landlock)
        _must(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(self.program), 0, 0), "seccomp")


def _must(result: int, wall: str) -> None:
    if result != 0:
        raise JailError(f"{wall}: {os.strerror(ctypes.get_errno())}")


def die_with_parent() -> None:
    """Have the kernel kill this process when the one that forked it ends."""
    _libc().prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)


# --------------------------------------------------------------------------- rlimits


def address_space() -> int:
    """Bytes of address space in use; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def forbid_resources() -> None:
    """What neither a worker nor its children ever need, where POSIX can limit it."""
    for name in ("FSIZE", "CORE", "MEMLOCK", "MSGQUEUE"):
        _limit(name, 0)


def limit_resources(cpu_seconds: int, memory: int | None) -> None:
    """The portable wall: what POSIX can limit of one submission. CPU here is a coarse second line.

    `memory` is bytes of address space in all, None where the system does not tell what the worker needs.
    """
    _limit("CPU", cpu_seconds)
    _limit("NPROC", 0)
    if memory is not None:
        _limit("AS", memory)


def _limit(name: str, value: int) -> None:
    kind = getattr(resource, f"RLIMIT_{name}", None)
    if kind is not None:
        with contextlib.suppress(ValueError, OSError):  # already lower, or refused by macOS
            resource.setrlimit(kind, (value, value))


# --------------------------------------------------------------------------- Landlock

_LANDLOCK_ATTRIBUTES = (
    # every right that each generation of Landlock can withdraw: files, TCP, abstract sockets and signals
    struct.pack("=QQQ", 0xFFFF, 3, 3),
    struct.pack("=QQ", 0xFFFF, 3),
    struct.pack("=QQ", 0x7FFF, 3),
    struct.pack("=Q", 0x7FFF),
    struct.pack("=Q", 0x3FFF),
    struct.pack("=Q", 0x1FFF),
)


def _landlock_ruleset() -> int | None:
    """A ruleset that withdraws everything the kernel knows and grants nothing.

    Tried from the newest down: kernels exist whose announced version promises rights that they then refuse.
    """
    for attributes in _LANDLOCK_ATTRIBUTES:
        descriptor = int(_libc().syscall(_LANDLOCK_CREATE_RULESET, attributes, len(attributes), 0))
        if descriptor >= 0:
            return descriptor
    return None


# --------------------------------------------------------------------------- seccomp


def seccomp_program(machine: str) -> bytes:
    """The filter as classic BPF: wrong architecture and hostile calls kill, unknown calls get EPERM."""
    code = [
        _op(_LOAD, _ARCH_AT),
        _op(_JUMP_EQUAL, AUDIT_ARCH[machine], 1, 0),
        _op(_RETURN, _KILL_PROCESS),
        _op(_LOAD, _NUMBER_AT),
        # x86_64 answers a second set of numbers, x32, from here upwards
        _op(_JUMP_GREATER_EQUAL, 0x40000000, 0, 1),
        _op(_RETURN, _KILL_PROCESS),
    ]
    code += _when(numbers(ALLOWED, machine), _ALLOW)
    for name, check in _ARGUMENT_CHECKS.items():
        body = check()
        code += [_op(_JUMP_EQUAL, numbers({name: RESTRICTED[name]}, machine)[0], 0, len(body)), *body]
    code += _when(numbers(KILLED, machine), _KILL_PROCESS)
    code.append(_op(_RETURN, _REFUSE))
    return b"".join(code)


def _op(operation: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", operation, if_true, if_false, value)


def _when(values: list[int], verdict: int) -> list[bytes]:
    """Return `verdict` if the accumulator is one of `values`, else go on."""
    jumps = [_op(_JUMP_EQUAL, value, len(values) - i) for i, value in enumerate(values)]
    return [*jumps, _op(0x05, 1), _op(_RETURN, verdict)]


def _argument(index: int) -> bytes:
    return _op(_LOAD, _ARGUMENTS_AT + 8 * index)  # the low half: these arguments are ints


def _not_executable() -> list[bytes]:
    return [_argument(2), _op(_JUMP_ANY_BIT, _PROT_EXEC, 0, 1), _op(_RETURN, _REFUSE), _op(_RETURN, _ALLOW)]


def _only_advice() -> list[bytes]:
    return [_argument(2), *_when(list(_MADVISE_HARMLESS), _ALLOW), _op(_RETURN, _REFUSE)]


def _only_waits_and_wakes() -> list[bytes]:
    operation = [_argument(1), _op(_AND, 0xFFFFFFFF ^ _FUTEX_FLAGS)]
    return [*operation, *_when(list(_FUTEX_WAITS_AND_WAKES), _ALLOW), _op(_RETURN, _REFUSE)]


_ARGUMENT_CHECKS = {
    "mmap": _not_executable,
    "mprotect": _not_executable,
    "madvise": _only_advice,
    "futex": _only_waits_and_wakes,
}
