"""What an isolated run costs, beside what it could cost: `python benchmarks/sandbox.py [RUNS]`.

CPU is user + system time of every process involved, the grader's share too; ratios are taken within one run
of this script, in alternating rounds, so a busy machine changes them little.
"""

from __future__ import annotations

import os
import resource
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from grader.model import ArrayData, Call, Job
from grader.sandbox.kernel import KernelSandbox
from grader.sandbox.launch import worker_command, worker_environment

ROUNDS = 5
SOURCE = b"import numpy as np\n\ndef relu(x):\n    return np.maximum(x, 0)\n"

BARE_FORKS = """
import gc, importlib.util, os, resource, sys, time
path, numpy_folder, count = sys.argv[1:]
spec = importlib.util.spec_from_file_location("zygote", path)
zygote = importlib.util.module_from_spec(spec)
spec.loader.exec_module(zygote)
child, jail = zygote.preload(numpy_folder)
child.warm_up()
gc.collect()
gc.freeze()
def used():
    kinds = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, kinds))
before = used()
for _ in range(int(count)):
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.wait4(pid, 0)
print((used() - before) / int(count))
"""


@dataclass(frozen=True)
class Line:
    figure: str
    value: str
    target: str = ""
    met: bool = True


def relu_job(cases: int) -> Job:
    numbers = [index / 7 - 7 for index in range(100)]
    argument = ArrayData("<f8", (100,), struct.pack("<100d", *numbers))
    return Job({"solution.py": SOURCE}, (Call("solution.py", ("relu",), (argument,)),) * cases)


def cpu_of(pid: int) -> float:
    """Seconds of user and system time of a process and the children it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def cpu_per_run(sandbox: KernelSandbox, job: Job, runs: int) -> float:
    worker = sandbox._worker.pid  # noqa: SLF001 - measured from outside
    before = time.process_time() + cpu_of(worker)
    for _ in range(runs):
        sandbox.run(job)
    return (time.process_time() + cpu_of(worker) - before) / runs


def latencies(sandbox: KernelSandbox, job: Job, runs: int) -> list[float]:
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        sandbox.run(job)
        found.append(time.perf_counter() - start)
    return sorted(found)


def cpu_of_fresh_interpreter(count: int) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(count):
        subprocess.run([sys.executable, "-c", "import numpy"], env={"OPENBLAS_NUM_THREADS": "1"}, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / count


def cpu_of_bare_fork(count: int) -> float:
    *_, script, _mode, numpy_folder = worker_command("once")
    command = [sys.executable, "-S", "-s", "-P", "-c", BARE_FORKS, script, numpy_folder, str(count)]
    return float(subprocess.run(command, env=worker_environment(), check=True, capture_output=True).stdout)


def cold_start() -> float:
    start = time.perf_counter()
    KernelSandbox().close()
    return time.perf_counter() - start


def growth(sandbox: KernelSandbox, runs: int) -> str:
    """Descriptors, children and resident KiB that `runs` runs leave behind in grader and worker."""
    job = relu_job(1)
    sandbox.run(job)
    time.sleep(0.1)
    before = _held(sandbox)
    for _ in range(runs):
        sandbox.run(job)
    time.sleep(0.1)  # until the worker has put its next spare in place
    after = _held(sandbox)
    return ", ".join(f"{after[name] - held:+d} {name}" for name, held in before.items())


def _held(sandbox: KernelSandbox) -> dict[str, int]:
    worker = sandbox._worker.pid  # noqa: SLF001
    ours, theirs = (len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in (os.getpid(), worker))
    children = Path(f"/proc/{worker}/task/{worker}/children").read_text().split()
    pages = int(Path(f"/proc/{worker}/statm").read_text().split()[1])
    return {"descriptors": ours, "of the worker": theirs, "children": len(children), "KiB": pages * 4}


def rounds(*measures: Callable[[], float]) -> list[float]:
    """The median of each measure over alternating rounds."""
    found: list[list[float]] = [[] for _ in measures]
    for _ in range(ROUNDS):
        for measure, values in zip(measures, found, strict=True):
            values.append(measure())
    return [median(values) for values in found]


def figures(runs: int) -> list[Line]:
    one, twenty = relu_job(1), relu_job(20)
    with KernelSandbox() as walled, KernelSandbox("rlimits") as bare:
        full, thin, many, fork, fresh = rounds(
            lambda: cpu_per_run(walled, one, runs),
            lambda: cpu_per_run(bare, one, runs),
            lambda: cpu_per_run(walled, twenty, runs),
            lambda: cpu_of_bare_fork(runs),
            lambda: cpu_of_fresh_interpreter(5),
        )
        times = latencies(walled, one, 2 * runs)
        left = growth(walled, 1000)
    start = median(cold_start() for _ in range(5))
    ninety_nine = times[int(0.99 * len(times))]
    nothing = "+0 descriptors, +0 of the worker, +0 children"
    return [
        Line("CPU per isolated run", f"{full * 1e3:.2f} ms"),
        Line("  a fresh python -c 'import numpy'", f"{fresh / full:.1f} x", ">= 15 x", fresh / full >= 15),
        Line("  over bare fork + exit + wait", f"{full / fork:.2f} x", "<= 2.3 x", full / fork <= 2.3),
        Line(
            "  over the same with rlimits only",
            f"{100 * (full / thin - 1):+.1f} %",
            "<= 10 %",
            full / thin <= 1.1,
        ),
        Line("20 cases over one", f"{many / full:.2f} x", "<= 1.4 x", many / full <= 1.4),
        Line("runs per second and core", f"{1 / full:.0f}", ">= 280", 1 / full >= 280),
        Line("latency, median", f"{median(times) * 1e3:.1f} ms"),
        Line("latency, 99 of 100 within", f"{ninety_nine * 1e3:.1f} ms"),
        Line("cold start of a worker", f"{start * 1e3:.0f} ms", "<= 300 ms", start <= 0.3),
        Line("1,000 runs leave", left, "nothing", left.startswith(nothing)),
    ]


def main() -> None:
    lines = figures(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    for line in lines:
        print(f"{line.figure:42} {line.value:>28}   {line.target:10} {'' if line.met else 'MISSED'}")
    sys.exit(not all(line.met for line in lines))


if __name__ == "__main__":
    main()
