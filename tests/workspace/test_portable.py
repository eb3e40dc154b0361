"""A student's day without fork, resource, termios, memfd and pidfd, in a terminal that speaks cp932."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from grader.workspace.place import Workspace

from .test_watch import answer

ROOT = Path(__file__).parents[2]

POORER = """
import os, signal, socket, sys
for name in ("resource", "termios", "tty", "fcntl", "pwd", "grp"):
    sys.modules[name] = None
for module, names in {
    os: ("fork", "forkpty", "memfd_create", "pidfd_open", "killpg", "setsid", "wait4", "O_NOFOLLOW"),
    signal: ("SIGHUP", "pidfd_send_signal", "setitimer", "SIGALRM"),
    socket: ("AF_UNIX", "send_fds", "recv_fds", "socketpair"),
}.items():
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
from grader.cli import main
main()
"""


def run(folder: Path, *arguments: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", POORER, *arguments],
        cwd=folder, capture_output=True, encoding="cp932", timeout=seconds, check=False,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp932", "COLUMNS": "80", "PATH": ""},
    )  # fmt: skip


def test_a_workspace_is_made_read_answered_and_handed_in(workspace: Workspace) -> None:
    root = workspace.root
    renewed = run(root, "start", "--lang", "ja")
    assert renewed.returncode == 0, renewed.stderr
    assert "最新" in renewed.stdout
    (workspace.lesson("relu") / "relu.py").write_text(
        "import numpy as np\n\n\ndef relu(x):\n    return np.maximum(x, 0)\n", encoding="utf-8"
    )
    checked = run(root, "check", "relu")
    assert checked.returncode == 1, checked.stderr
    assert "Traceback" not in checked.stderr
    assert "プロセス" in checked.stdout, "it says how code was isolated"
    for arguments in (
        ("list",),
        ("next",),
        ("hint",),
        ("show", "sigmoid/by-hand"),
        ("open", "relu", "--print"),
        ("solution", "neuron/weighted-sum", "--give-up"),
        ("again", "sigmoid/by-hand"),
        ("reset", "relu/relu"),
    ):
        ran = run(root, *arguments)
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.strip()
    handed = run(root, "submit", "relu")
    assert handed.returncode == 0, handed.stderr
    assert (root / "me-relu.zip").exists()


def test_signs_that_the_terminal_lacks_have_ascii_twins(workspace: Workspace) -> None:
    answer(workspace, "neuron", "weighted-sum", "70")
    shown = run(workspace.root, "check", "neuron/weighted-sum").stdout
    assert "x The weighted sum" in shown
    assert "✗" not in shown


@pytest.mark.parametrize("command", [("watch",), ()])
def test_without_a_terminal_the_way_out_is_named(workspace: Workspace, command: tuple[str, ...]) -> None:
    ran = run(workspace.root, *command)
    assert "Traceback" not in ran.stderr
    assert ("chainrule check" in ran.stderr) if command else ("neuron/weighted-sum" in ran.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_watch_grades_without_single_keys_and_ends_with_ctrl_c(workspace: Workspace) -> None:
    import os
    import signal

    from .test_watch import terminal

    with terminal(workspace, program=POORER) as t:
        t.until("Ctrl-C ends it")
        t.until("In this lesson")
        answer(workspace, "neuron", "weighted-sum", "70")
        t.until("You gave 70")
        os.kill(t.process.pid, signal.SIGINT)
        raw = t.rest()
    assert raw.endswith("\x1b[?25h\x1b[?1049l")
    assert "Traceback" not in raw
