"""Other graders beside ours: one assignment in each one's own format, the same 24 ordinary submissions.

python benchmarks/peers.py [--submissions N]

Five functions with five checks each; six submissions are right, fifteen have one slip, one is a stub, one
cannot be parsed, one fails while it is loaded. Each grader's own command is run for one submission after the
other, as its users do; ours grades them as one batch, with isolation, a page and JSON each, start-up apart,
and asks each function more than five times. CPU seconds count every process that has ended. A grader is found
on the PATH, or where one of these says:

    CHAINRULE_PEER_CHECK50=…/bin/check50
    CHAINRULE_PEER_OTTER=…/bin/otter
    CHAINRULE_PEER_NBGRADER=…/bin/nbgrader
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

RIGHT = {
    "relu": "def relu(x):\n    return np.maximum(0, x)\n",
    "sigmoid": "def sigmoid(x):\n    x = np.clip(x, -500, 500)\n    return 1 / (1 + np.exp(-x))\n",
    "softmax": "def softmax(z):\n    e = np.exp(z - np.max(z, axis=-1, keepdims=True))\n"
    "    return e / e.sum(axis=-1, keepdims=True)\n",
    "mse_gradient": "def mse_gradient(pred, true):\n    return 2 * (pred - true) / pred.size\n",
    "gradient_descent_step": "def gradient_descent_step(w, g, lr):\n    return w - lr * g\n",
}
SLIPS = {
    "relu": ("np.abs(x)", "np.maximum(1, x)", "np.minimum(0, x)"),
    "sigmoid": ("1 / (1 + np.exp(x))", "np.exp(-x) / (1 - np.exp(-x))", "np.tanh(x)"),
    "softmax": ("np.exp(z)", "z / np.sum(z)", "np.exp(z) / np.max(np.exp(z))"),
    "mse_gradient": ("pred - true", "2 * (pred - true)", "2 * (true - pred) / pred.size"),
    "gradient_descent_step": ("w + lr * g", "w - g", "lr * g"),
}
ROWS = "np.array([[1.0, 2.0], [0.0, -1.0]])"
CHECKS = {
    "relu": tuple(f"bool(relu({x}) == {max(x, 0.0)})" for x in (-2.0, -0.5, 0.0, 1.5, 3.0)),
    "sigmoid": tuple(
        f"bool(np.isclose(sigmoid({x}), {y}, atol=1e-6))"
        for x, y in ((-2, 0.119203), (-1, 0.268941), (0, 0.5), (1, 0.731059), (2, 0.880797))
    ),
    "softmax": tuple(
        f"bool(np.isclose(softmax(np.array({z})), {y}, atol=1e-6).all())"
        for z, y in (
            ([0.0, 0.0], [0.5, 0.5]),
            ([1.0, 0.0], [0.731059, 0.268941]),
            ([0.0, 2.0], [0.119203, 0.880797]),
            ([5.0, 5.0, 5.0], [1 / 3, 1 / 3, 1 / 3]),
            ([-1.0, 1.0], [0.119203, 0.880797]),
        )
    ),
    "mse_gradient": tuple(
        f"bool(np.isclose(mse_gradient({k} * {ROWS}, 0 * {ROWS}), {k} * {ROWS} / 2).all())"
        for k in (1, 2, 3, 4, 5)
    ),
    "gradient_descent_step": tuple(
        f"bool(np.isclose(gradient_descent_step({ROWS}, {k} * {ROWS}, 0.1), {1 - k / 10} * {ROWS}).all())"
        for k in (1, 2, 3, 4, 5)
    ),
}
"""By function, expressions that are true of a right one."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock and of all processors together."""

    wall: float
    cpu: float


def measured(work: Callable[[], object]) -> Cost:
    """What `work` costs, with every child that has ended since."""
    wall, before = time.perf_counter(), os.times()
    work()
    after = os.times()
    return Cost(time.perf_counter() - wall, sum(after[:4]) - sum(before[:4]))


def submissions() -> tuple[str, ...]:
    """The 24 files, as students would write them."""
    head = "import numpy as np\n\n\n"
    right = head + "\n\n".join(RIGHT.values())
    slips = [
        right.replace(RIGHT[name], f"{RIGHT[name].splitlines()[0]}\n    return {wrong}\n")
        for name, wrongs in SLIPS.items()
        for wrong in wrongs
    ]
    stub = head + "\n\n".join(f"{code.splitlines()[0]}\n    return None\n" for code in RIGHT.values())
    return (*[right] * 6, *slips, stub, right + "\n\ndef (:\n", right + "\n\nraise ValueError('later')\n")


# --------------------------------------------------------------------------- the others


@dataclass(frozen=True, slots=True)
class Peer:
    """A grader: how its assignment is laid out in a folder, and the command for one submission there."""

    name: str
    program: str
    lay_out: Callable[[Path, str, Sequence[str]], None]  # folder, program, files
    command: Callable[[Path, str, int], tuple[Sequence[str], Path]]  # … of submission k, and where it is run

    def found(self) -> str | None:
        named = os.environ.get(f"CHAINRULE_PEER_{self.name.upper()}") or self.program
        return shutil.which(named)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _each_alone(folder: Path, files: Sequence[str]) -> None:
    for place, source in enumerate(files):
        _write(folder / f"s{place}" / "work.py", source)


def _for_pytest(folder: Path, _program: str, files: Sequence[str]) -> None:
    _each_alone(folder, files)
    tests = ["import numpy as np", "from work import *", ""]
    for name, checks in CHECKS.items():
        tests += [f"def test_{name}_{k}():\n    assert {check}\n" for k, check in enumerate(checks)]
    for place in range(len(files)):
        _write(folder / f"s{place}" / "test_work.py", "\n".join(tests))


def _by_pytest(folder: Path, program: str, place: int) -> tuple[Sequence[str], Path]:
    here = folder / f"s{place}"
    return [program, "-q", "-p", "no:cacheprovider", "--rootdir", str(here), str(here)], here


def _for_check50(folder: Path, _program: str, files: Sequence[str]) -> None:
    _each_alone(folder, files)
    _write(folder / "checks" / ".cs50.yml", "check50:\n  checks: checks.py\n")
    tests = ["import check50, check50.py", "import numpy as np", ""]
    for name, checks in CHECKS.items():
        for k, check in enumerate(checks):
            tests += [
                f'@check50.check()\ndef {name}_{k}():\n    "{name} is right, {k}"',
                f'    {name} = check50.py.import_("work.py").{name}',
                f'    if not {check}:\n        raise check50.Failure("not the value")\n',
            ]
    _write(folder / "checks" / "checks.py", "\n".join(tests))


def _by_check50(folder: Path, program: str, place: int) -> tuple[Sequence[str], Path]:
    here, result = folder / f"s{place}", folder / f"s{place}.json"
    return [program, "--dev", "-o", "json", "--output-file", str(result), "--", str(folder / "checks")], here


def _for_otter(folder: Path, program: str, files: Sequence[str]) -> None:
    _each_alone(folder, files)
    for name, checks in CHECKS.items():
        cases = [{"code": f">>> {c}\nTrue", "hidden": False, "locked": False} for c in checks]
        suite = {"cases": cases, "scored": True, "setup": "", "teardown": "", "type": "doctest"}
        test = {"name": name, "points": [1] * len(checks), "suites": [suite]}
        _write(folder / "tests" / f"{name}.py", f"OK_FORMAT = True\ntest = {test!r}\n")
    words = [program, "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"]
    subprocess.run(words, cwd=folder, check=True, capture_output=True, env=_beside(program))


def _by_otter(folder: Path, program: str, place: int) -> tuple[Sequence[str], Path]:
    here = folder / f"s{place}"
    return [program, "run", "-a", "../autograder.zip", "-o", ".", "--no-logo", "work.py"], here


def _for_nbgrader(folder: Path, program: str, files: Sequence[str]) -> None:
    config = f"c = get_config()\nc.CourseDirectory.root = {str(folder)!r}\n"
    _write(folder / "nbgrader_config.py", config)
    _write(folder / "source" / "ps1" / "ps1.ipynb", _notebook("\n\n".join(RIGHT.values())))
    words = [program, "generate_assignment", "ps1", "--force"]
    subprocess.run(words, cwd=folder, check=True, capture_output=True, env=_beside(program))
    for place, source in enumerate(files):
        _write(folder / "submitted" / f"s{place}" / "ps1" / "ps1.ipynb", _notebook(source))


def _by_nbgrader(folder: Path, program: str, place: int) -> tuple[Sequence[str], Path]:
    return [program, "autograde", "ps1", "--student", f"s{place}", "--force"], folder


def _notebook(source: str) -> str:
    """One cell to write in and one a check, marked as nbgrader marks them."""
    cells = [_cell("import numpy as np"), _cell(source, "work", solution=True)]
    for name, checks in CHECKS.items():
        cells += [_cell(f"assert {check}", f"{name}-{k}", points=1) for k, check in enumerate(checks)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(book)


def _cell(source: str, grade_id: str = "", points: int = 0, solution: bool = False) -> dict[str, object]:
    marks: dict[str, object] = {"grade": bool(points), "solution": solution, "locked": bool(points)}
    marks |= {"grade_id": grade_id, "schema_version": 3, "task": False}
    if points:
        marks["points"] = points
    return {
        "cell_type": "code", "id": grade_id or "head", "execution_count": None, "outputs": [],
        "metadata": {"nbgrader": marks} if grade_id else {}, "source": source,
    }  # fmt: skip


PEERS = (
    Peer("pytest", str(Path(sys.executable).parent / "pytest"), _for_pytest, _by_pytest),
    Peer("check50", "check50", _for_check50, _by_check50),
    Peer("otter", "otter", _for_otter, _by_otter),
    Peer("nbgrader", "nbgrader", _for_nbgrader, _by_nbgrader),
)


def _beside(program: str) -> Mapping[str, str]:
    """Programs that call others of their own environment find them."""
    return {**os.environ, "PATH": f"{Path(program).parent}{os.pathsep}{os.environ['PATH']}"}


def cost_of(peer: Peer, program: str, folder: Path, files: Sequence[str]) -> Sequence[Cost]:
    """What each submission costs. Raises CalledProcessError when the first, which is right, fails."""
    folder.mkdir()
    peer.lay_out(folder, program, files)

    def run(place: int) -> Cost:
        words, here = peer.command(folder, program, place)
        environment = _beside(program)
        return measured(
            lambda: subprocess.run(words, cwd=here, env=environment, capture_output=True, check=place == 0)
        )

    return [run(place) for place in range(len(files))]


# --------------------------------------------------------------------------- ours

COURSE = "id: five\ntitle: {en: Five functions}\nlanguages: [en]\nseed: five\nextends: neural-networks\n"
LESSON = "five"


def lay_out_ours(folder: Path, files: Iterable[str]) -> None:
    """A course of one lesson with the five functions, its manifest, and a folder for each submission."""
    from grader.assignments import assign, manifest_of, save_manifest
    from grader.cli.demo import SECRET
    from grader.content import Content
    from grader.course import Course

    _write(folder / "course" / "course.yaml", COURSE)
    items = "".join(
        f"  - {{code: {n.replace('_', '-')}, exercise: {n}, ask: {{en: Write {n}.}}}}\n" for n in RIGHT
    )
    _write(
        folder / "course" / "01-five.yaml",
        f"id: {LESSON}\ntitle: {{en: Five}}\nread: {{en: Write.}}\nitems:\n{items}",
    )
    course = Course(Content.at(folder))
    students = []
    for place, source in enumerate(files):
        students.append(assign(course, LESSON, f"s{place}", SECRET))
        here = folder / "in" / f"s{place}"
        _write(here / "solution.py", source)
        answers = "".join(f"  {n.replace('_', '-')}: solution.py\n" for n in RIGHT)
        _write(here / "answers.yaml", f"student: s{place}\nlesson: {LESSON}\nanswers:\n{answers}")
    save_manifest(manifest_of(course, LESSON, students, secret=True), folder / "manifest.json")


def grade_ours(folder: Path, places: range) -> None:
    """One batch in this process."""
    from grader.batch import Batch, Entry, Found, Setup, engine_digest
    from grader.cli.demo import SECRET
    from grader.content import Content
    from grader.model import Isolation
    from grader.report.page import Pages
    from grader.report.phrases import Phrases

    templates = Content.at(folder).templates
    setup = Setup(
        folder / f"out-{len(places)}", folder, "en", Isolation.KERNEL, engine_digest(templates),
        folder / "manifest.json", SECRET,
    )  # fmt: skip
    entries = tuple(Entry(f"s{k}", folder / "in" / f"s{k}", name=f"s{k}") for k in places)
    phrases = Phrases(templates, ["en"])
    summary = Batch(setup, Pages(templates, phrases), phrases).run(Found(entries, ()), lambda _: None)
    assert summary.graded == len(places), summary


def our_cost(folder: Path, files: Sequence[str]) -> tuple[Cost, Cost]:
    """Start-up with one submission, and what each further one costs, each in an interpreter of its own."""
    folder.mkdir()
    lay_out_ours(folder, files)

    def run(count: int) -> Cost:
        words = [sys.executable, str(Path(__file__)), "--ours", str(folder), str(count)]
        environment = {**os.environ, "PYTHONPATH": "."}
        return measured(lambda: subprocess.run(words, check=True, env=environment))

    first, every = run(1), run(len(files))
    more = len(files) - 1
    return first, Cost((every.wall - first.wall) / more, (every.cpu - first.cpu) / more)


# --------------------------------------------------------------------------- side by side


def side_by_side(root: Path, wanted: int) -> None:
    """Print what one submission costs us and, for so many of the 24, each grader that is installed."""
    root.mkdir(parents=True)
    first, ours = our_cost(root / "ours", submissions())
    print(f"five functions: start-up, first {first.wall:7.2f} s wall {first.cpu:7.2f} s CPU")
    print(f"five functions: each further    {ours.wall:7.3f} s wall {ours.cpu:7.3f} s CPU")
    for peer in PEERS:
        program = peer.found()
        if program is None:
            print(f"{peer.name:<31} not installed: set CHAINRULE_PEER_{peer.name.upper()}")
            continue
        costs = cost_of(peer, program, root / peer.name, submissions()[:: max(1, 24 // wanted)])
        wall, cpu = median(c.wall for c in costs), median(c.cpu for c in costs)
        times = f"{cpu / ours.cpu:6.1f} times ours (median of {len(costs)})"
        print(f"{peer.name:<31} {wall:7.2f} s wall {cpu:7.2f} s CPU: {times}")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--submissions", type=int, default=24, help="how many of the 24 the others grade")
    with tempfile.TemporaryDirectory(prefix="chainrule-peers-") as folder:
        side_by_side(Path(folder) / "peers", parser.parse_args(arguments).submissions)
    print(f"load of the machine then: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ours"]:
        grade_ours(Path(sys.argv[2]), range(int(sys.argv[3])))
    else:
        main(sys.argv[1:])
