"""What a student waits for: a save until its verdict is on the screen, the quick commands, a cold check.

python benchmarks/student.py            needs a pseudo-terminal (Linux, macOS)
"""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from grader.workspace.answer_file import answer_block, with_block

ROOT = Path(__file__).parent.parent
RUNS = 20
PROGRAM = "from grader.cli import main; main()"
SIGMOID = "import numpy as np\n\n\ndef sigmoid(x):\n    return {} / (1 + np.exp({}x))\n"
STEPS = "|\n    = -(1+e^-x)^-2 * (-e^-x)\n    = {}e^-x/(1+e^-x)^2\n    = σ(x)(1-σ(x))"
QUICK = (("list",), ("next",), ("hint",), ("show",))


@contextmanager
def watching(root: Path) -> Iterator[int]:
    """`chainrule watch` under a pseudo-terminal; yields the end to read from."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "watch"], cwd=root, stdin=slave, stdout=slave, stderr=slave,
        env=environment() | {"TERM": "xterm", "COLUMNS": "100", "LINES": "40"}, start_new_session=True,
    )  # fmt: skip
    try:
        until(master, "In this lesson")
        yield master
    finally:
        os.write(master, b"q")
        process.wait(10)
        os.close(master)
        os.close(slave)


def environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LANG": "en_US.UTF-8"}


def until(master: int, text: str) -> None:
    seen = ""
    while text not in seen:
        ready, _, _ = select.select([master], [], [], 30)
        if not ready:
            raise SystemExit(f"{text!r} did not appear:\n{seen}")
        seen += os.read(master, 65536).decode("utf-8", "replace")


def saves(master: int, path: Path, versions: tuple[tuple[str, str], ...]) -> list[float]:
    """Seconds from the end of each save until the sign that belongs to it is read from the screen."""
    waited = []
    for run in range(RUNS):
        text, sign = versions[run % len(versions)]
        time.sleep(0.3 + 0.013 * (run % 7))  # at every phase of the polling
        path.write_text(text, encoding="utf-8")
        saved = time.perf_counter()
        until(master, sign)
        waited.append(time.perf_counter() - saved)
    return waited


def derivation(root: Path, sign: str) -> str:
    text = (root / "sigmoid" / "answers.yaml").read_text(encoding="utf-8")
    question = (answer_block(text, "derivative") or "").partition("\n  derivative:")[0]
    return with_block(text, "derivative", f"{question}\n  derivative: {STEPS.format(sign)}")


def cpu_seconds(arguments: list[str], root: Path) -> float:
    before = os.times()
    subprocess.run(
        [sys.executable, *arguments], cwd=root, env=environment(), stdout=subprocess.DEVNULL, check=False
    )
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def wall_seconds(arguments: list[str], root: Path) -> float:
    before = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], cwd=root, env=environment(), stdout=subprocess.DEVNULL, check=False
    )
    return time.perf_counter() - before


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "work"
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", PROGRAM, "start", str(root)], env=environment(), check=True)
        print(f"\nstart: {time.perf_counter() - started:.1f} s\n")
        watch(root)
        commands(root)


def watch(root: Path) -> None:
    print(f"{'save → verdict on the screen, ms':<36}{'median':>8}{'worst':>8}{'limit':>8}")
    with watching(root) as master:
        code = saves(
            master, root / "sigmoid" / "stable.py",
            ((SIGMOID.format("1", ""), "falls where"), (SIGMOID.format("2", "-"), "sigmoid/stable")),
        )  # fmt: skip
        steps = saves(
            master, root / "sigmoid" / "answers.yaml",
            ((derivation(root, "-"), "does not hold"), (derivation(root, ""), "Right:")),
        )  # fmt: skip
    for name, waited, limit in (("a NumPy function", code, 150), ("a derivation", steps, 250)):
        print(f"{name:<36}{median(waited) * 1000:>8.0f}{max(waited) * 1000:>8.0f}{limit:>8}")


def commands(root: Path) -> None:
    print(f"\n{'quick commands, ms of CPU':<36}{'median':>8}{'':>8}{'limit':>8}")
    for arguments in QUICK:
        used = median(cpu_seconds(["-c", PROGRAM, *arguments], root) for _ in range(RUNS))
        print(f"{' '.join(arguments):<36}{used * 1000:>8.0f}{'':>8}{150:>8}")
    (root / "sigmoid" / "stable.py").write_text(SIGMOID.format("1", "-"), encoding="utf-8")
    numpy, check = [], []
    for _ in range(RUNS):  # in turns, so that a busy machine slows both
        numpy.append(wall_seconds(["-c", "import numpy"], root))
        check.append(wall_seconds(["-c", PROGRAM, "check", "sigmoid/stable"], root))
    print(f"\ncold check of a NumPy question: {median(check) * 1000:.0f} ms, ", end="")
    print(f"{median(check) / median(numpy):.1f} × import numpy ({median(numpy) * 1000:.0f} ms); limit 5 ×")


if __name__ == "__main__":
    main()
