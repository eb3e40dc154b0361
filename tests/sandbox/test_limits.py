"""What happens to code that does not come back: who is charged, who goes on, and what it costs."""

from __future__ import annotations

import pytest

from grader.model import Call, Job, Limits, Status
from grader.sandbox import Sandbox

from .calls import QUICK, call, data, only, raised, returned, run, stopped

OTHERS = "\ndef g():\n    return 1\n"


@pytest.mark.parametrize(
    ("body", "status", "reason", "detail"),
    [
        ("import os; os._exit(3)", Status.ERROR, "exit", "3"),
        ("import ctypes; ctypes.string_at(0)", Status.ERROR, "signal", "SIGSEGV"),
        ("while True: pass", Status.TIMEOUT, "cpu", ""),
        ("import time; time.sleep(99)", Status.TIMEOUT, "wall", ""),
        ("return bytearray(2**31)", Status.MEMORY, "memory", ""),
        ("while True: print('x' * 1000)", Status.OUTPUT, "output", ""),
        ("import os; os.closerange(3, 64)\n    while True: pass", Status.ERROR, "malformed", ""),
        ("return 'x' * 2**22", Status.OUTPUT, "output", ""),
    ],
)
def test_the_running_call_is_charged_and_the_rest_go_to_a_new_child(
    outside: Sandbox, body: str, status: Status, reason: str, detail: str
) -> None:
    wall_factor = 4 if reason == "wall" else 60
    limits = Limits(cpu_seconds=0.3, wall_factor=wall_factor, result_bytes=2**20)
    result = run(outside, f"def f():\n    {body}\n{OTHERS}", call("g"), call("f"), call("g"), limits=limits)
    first, second, third = result.observations
    assert returned(first).value == returned(third).value == 1
    charged = stopped(second)
    assert (charged.status, charged.reason, charged.detail) == (status, reason, detail)
    assert result.children == 2


def test_a_forbidden_system_call_is_named_as_such(kernel: Sandbox) -> None:
    source = "import ctypes\ndef f():\n    ctypes.CDLL(None).unshare(0)" + OTHERS
    charged = stopped(run(kernel, source, call("f"), call("g")).observations[0])
    assert (charged.status, charged.reason) == (Status.ERROR, "forbidden")


@pytest.mark.parametrize(
    ("body", "type_"),
    [
        ("open('x.txt')", "PermissionError"),
        ("import os; os.listdir('.')", "PermissionError"),
        ("import socket; socket.socket()", "PermissionError"),
        ("import threading; threading.Thread(target=print).start()", "RuntimeError"),
        ("input()", "EOFError"),
        ("exit()", "SystemExit"),
    ],
)
def test_what_the_walls_refuse_is_an_exception_a_student_can_read(
    kernel: Sandbox, body: str, type_: str
) -> None:
    seen = raised(only(run(kernel, f"def f():\n    {body}\n", call("f"))))
    assert (seen.type, seen.line) == (type_, 2)


def test_cpu_time_decides_and_waiting_does_not_count(outside: Sandbox) -> None:
    """A busy machine, where a process waits for its turn, is no reason for a timeout."""
    source = "import time\ndef f():\n    time.sleep(0.6)\n    return 1\n"
    assert returned(only(run(outside, source, call("f")))).value == 1


def test_each_call_has_the_whole_limit(outside: Sandbox) -> None:
    source = """
        import time
        def f():
            end = time.process_time() + 0.2
            while time.process_time() < end: pass
            return time.process_time()
    """
    result = run(outside, source, *[call("f")] * 4)
    *_, by_its_own_clock = [returned(seen).value for seen in result.observations]  # no call was ended
    assert isinstance(by_its_own_clock, float)
    assert by_its_own_clock > 2 * QUICK.cpu_seconds
    assert result.children == 1


def test_a_function_that_stops_two_children_is_not_called_again(outside: Sandbox) -> None:
    source = "def f(x):\n    while x: pass\n    return 5\n" + OTHERS
    calls = [call("f", 0), call("f", 1), call("f", 0), call("f", 2), call("f", 0), call("f", 3), call("g")]
    result = run(outside, source, *calls)
    kinds = [type(seen).__name__ for seen in result.observations]
    assert kinds == ["Returned", "Stopped", "Returned", "Stopped", "Stopped", "Stopped", "Returned"]
    assert result.children == 3


def test_a_file_that_cannot_be_loaded_costs_its_calls_once(outside: Sandbox) -> None:
    files = {
        "a.py": b"def spin():\n    while True: pass\nx = spin()\ndef f(): pass\n",
        "b.py": b"def g():\n    return 1\n",
    }
    calls = (Call("a.py", ("f",)), Call("a.py", ("f",)), Call("b.py", ("g",)), Call("a.py", ("h",)))
    result = outside.run(Job(files, calls, QUICK))
    assert result.children == 2
    assert [type(seen).__name__ for seen in result.observations] == [
        "Stopped",
        "Stopped",
        "Returned",
        "Stopped",
    ]


def test_catching_everything_does_not_help(outside: Sandbox) -> None:
    source = """
        def f():
            while True:
                try: print("x" * 999)
                except BaseException: pass
    """
    assert stopped(only(run(outside, source, call("f")))).status is Status.OUTPUT


def test_much_ordinary_memory_is_allowed(outside: Sandbox) -> None:
    source = "import numpy as np\ndef f(x):\n    return float((np.ones((5000, 5000)) @ x).sum())\n"
    seen = only(run(outside, source, call("f", data([1.0] * 5000)), limits=Limits()))
    assert returned(seen).value == 25_000_000.0
