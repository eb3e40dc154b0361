"""The worker and its children as the system sees them."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import signal
import struct
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from grader.errors import SandboxError
from grader.model import Isolation, Job, Limits
from grader.sandbox import Sandbox, open_sandbox, probes
from grader.sandbox.jail import seccomp_program
from grader.sandbox.kernel import KernelSandbox
from grader.sandbox.syscalls import ALLOWED, AUDIT_ARCH, KILLED, RESTRICTED

from .calls import array, call, data, only, returned, run

ROOT = Path(__file__).parents[2]


def test_auto_takes_the_kernels_walls_and_tells_what_it_tried(kernel: Sandbox) -> None:
    assert kernel.isolation is Isolation.KERNEL
    assert len(kernel.findings) == 5
    assert all(finding.held for finding in kernel.findings)
    with open_sandbox("auto") as sandbox:
        assert sandbox.isolation is Isolation.KERNEL


def test_walls_that_do_not_hold_are_never_called_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "KernelSandbox", lambda: KernelSandbox("rlimits"))
    with pytest.raises(SandboxError, match="reading a file, opening a socket"):
        open_sandbox("kernel")
    with open_sandbox("auto") as sandbox:
        assert sandbox.isolation is Isolation.PROCESS
        assert "reading a file" in sandbox.findings[0].detail


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_get_the_portable_twin(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    with open_sandbox("auto") as sandbox:
        assert sandbox.isolation is Isolation.PROCESS
        assert platform in sandbox.findings[0].detail


def test_a_child_that_cannot_be_walled_in_runs_nothing() -> None:
    """Fail closed: a memory limit that no kernel takes is our fault, never an unlimited run."""
    with KernelSandbox() as sandbox, pytest.raises(SandboxError):
        run(sandbox, "def f(): return 1", call("f"), limits=Limits(memory_bytes=2**63))


def test_a_worker_killed_between_runs_is_replaced() -> None:
    with KernelSandbox() as sandbox:
        os.kill(sandbox._worker.pid, signal.SIGKILL)
        assert returned(only(run(sandbox, "def f(): return 1", call("f")))).value == 1


def test_a_worker_killed_during_a_run_costs_one_clean_retry() -> None:
    with KernelSandbox() as sandbox:
        pid = sandbox._worker.pid
        threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()
        seen = only(run(sandbox, "import time\ndef f():\n    time.sleep(0.8)\n    return 1", call("f")))
        assert returned(seen).value == 1
        assert sandbox._worker.pid != pid


def test_a_closed_sandbox_leaves_no_process() -> None:
    with KernelSandbox() as sandbox:
        run(sandbox, "def f(): return 1", call("f"))
        pid = sandbox._worker.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    assert not [child for child in (str(pid), *children) if runs(child)]


def test_the_worker_ends_with_the_grader_even_when_it_is_killed(tmp_path: Path) -> None:
    source = (
        "import os, signal\nfrom grader.sandbox.kernel import KernelSandbox\n"
        "print(KernelSandbox()._worker.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, check=False
    )
    time.sleep(0.3)
    assert not runs(done.stdout.strip())


def runs(pid: str) -> bool:
    """Whether the process is there and not just waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def held(sandbox: KernelSandbox) -> tuple[int, int, int]:
    """Descriptors of ours, of the worker's, and its children."""
    pid = sandbox._worker.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return (
        len(list(Path("/proc/self/fd").iterdir())),
        len(list(Path(f"/proc/{pid}/fd").iterdir())),
        len(children),
    )


def test_many_runs_leave_nothing_behind() -> None:
    source = "import os\ndef f(x): return x\ndef g():\n    os._exit(1)"
    job = Job({"a.py": source.encode()}, (call("f", data([1.0])), call("g"), call("f", data([1.0]))))
    with KernelSandbox() as sandbox:
        sandbox.run(job)
        time.sleep(0.05)
        before = held(sandbox)
        for _ in range(100):
            sandbox.run(job)
        time.sleep(0.05)
        assert held(sandbox) == before


def test_the_environment_of_the_user_is_not_there(outside: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHONSTARTUP", "/nothing")
    source = """
        import os, sys
        def f():
            return [dict(os.environ), sys.path, [name for name in sys.modules if "grader" in name]]
    """
    assert returned(only(run(outside, source, call("f")))).value == [{}, [], []]


def test_linear_algebra_works_behind_the_walls(kernel: Sandbox) -> None:
    """OpenBLAS hangs in a child if it was loaded with more than one thread."""
    source = """
        import numpy as np
        def f(x):
            rng = np.random.default_rng(0)
            np.fft.fft(rng.normal(size=8)), np.polynomial.Polynomial([1, 2])(3), np.linalg.svd(x)
            return np.linalg.inv(x) @ x
    """
    seen = returned(only(run(kernel, source, call("f", data([[2.0, 1.0], [1.0, 3.0]])))))
    assert np.allclose(array(seen.value), np.eye(2))


# ----------------------------------------------------------------------- where much of a system is missing


def test_the_portable_twin_needs_nothing_that_windows_lacks() -> None:
    """The same answers in an interpreter without fork, resource limits, memfd, pidfd or Unix sockets."""
    crippled = """
        import os, sys, select, signal, socket, time
        for module, names in {
            os: ("fork", "memfd_create", "pidfd_open", "wait4", "killpg", "register_at_fork", "pread"),
            select: ("poll", "epoll"), signal: ("pidfd_send_signal",), time: ("clock_gettime",),
            socket: ("send_fds", "recv_fds", "AF_UNIX"),
        }.items():
            for name in names:
                if hasattr(module, name):
                    delattr(module, name)
        sys.modules["resource"] = sys.modules["fcntl"] = None
        import subprocess
        from grader.model import Call, Job, Limits
        from grader.sandbox import open_sandbox
        sys.platform = "win32"
        source = b"def f(x):\\n    print(x)\\n    return x + 1\\ndef g():\\n    while True: pass\\n"
        with open_sandbox() as sandbox:
            calls = (Call("a.py", ("f",), (1,)), Call("a.py", ("g",)), Call("a.py", ("f",), (2,)))
            run = sandbox.run(Job({"a.py": source}, calls, Limits(cpu_seconds=0.5)))
        first, second, third = run.observations
        print(run.isolation, first.value, second.reason, third.value)
    """
    command = [sys.executable, "-c", textwrap.dedent(crippled)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["process", "2", "wall", "3"], done.stderr


# --------------------------------------------------------------------------- the table of system calls


@pytest.mark.parametrize(("machine", "column"), [("x86_64", 0), ("aarch64", 1)])
def test_the_frozen_numbers_are_the_kernels(machine: str, column: int) -> None:
    path = ctypes.util.find_library("seccomp")
    if path is None:
        pytest.skip("libseccomp is not installed")
    resolve = ctypes.CDLL(path).seccomp_syscall_resolve_name_arch
    resolve.argtypes = (ctypes.c_uint32, ctypes.c_char_p)
    for name, numbers in (ALLOWED | RESTRICTED | KILLED).items():
        known = resolve(AUDIT_ARCH[machine], name.encode())
        assert known in (numbers[column], -1) or (known < 0 and numbers[column] is None), name


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_refuses_every_call_it_does_not_know(machine: str) -> None:
    """The program interpreted by hand for all numbers: nothing is let through but what the tables name."""
    column = list(AUDIT_ARCH).index(machine)
    allowed = {row[column] for row in (ALLOWED | RESTRICTED).values()}
    killed = {row[column] for row in KILLED.values()}
    program = seccomp_program(machine)
    for number in range(600):
        verdict = interpret(program, number, AUDIT_ARCH[machine], (0,) * 6)
        assert (verdict == 0x7FFF0000) <= (number in allowed), number
        assert (verdict == 0x80000000) == (number in killed), number
    assert interpret(program, 0x40000001, AUDIT_ARCH[machine], (0,) * 6) == 0x80000000
    assert interpret(program, 1, 0x40000003, (0,) * 6) == 0x80000000


def test_memory_never_becomes_executable() -> None:
    program, arch = seccomp_program("x86_64"), AUDIT_ARCH["x86_64"]
    for number in (9, 10):
        assert interpret(program, number, arch, (0, 4096, 3, 0, 0, 0)) == 0x7FFF0000
        assert interpret(program, number, arch, (0, 4096, 7, 0, 0, 0)) == 0x00050001
        assert interpret(program, number, arch, (0, 4096, 4, 0, 0, 0)) == 0x00050001


def interpret(program: bytes, number: int, arch: int, arguments: tuple[int, ...]) -> int:
    """Classic BPF, as far as seccomp filters use it (linux/filter.h)."""
    memory = struct.pack("<iIQ6Q", number, arch, 0, *arguments)
    code = list(struct.iter_unpack("=HBBI", program))
    at, accumulator = 0, 0
    while True:
        operation, if_true, if_false, value = code[at]
        at += 1
        match operation:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", memory, value)
            case 0x54:
                accumulator &= value
            case 0x05:
                at += value
            case 0x06:
                return int(value)
            case 0x15:
                at += if_true if accumulator == value else if_false
            case 0x35:
                at += if_true if accumulator >= value else if_false
            case 0x45:
                at += if_true if accumulator & value else if_false
            case _:
                raise AssertionError(f"operation {operation:#x}")


def test_a_child_that_ends_just_before_it_is_killed_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking and killing the worker may have reaped it: then nothing is left to kill."""
    killed = signal.pidfd_send_signal

    def too_late(handle: int, number: int) -> None:
        killed(handle, number)
        raise ProcessLookupError(3, "No such process")

    with open_sandbox("kernel") as sandbox:
        monkeypatch.setattr("grader.sandbox.kernel.signal.pidfd_send_signal", too_late)
        for _ in range(5):
            assert returned(only(run(sandbox, "def f():\n    return 1\n", call("f")))).value == 1
