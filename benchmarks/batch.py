"""What grading many costs beside bare pytest, how time and memory grow, what a second process adds.

python benchmarks/batch.py [--large N]

Figures are ratios within one run, because machines differ. CPU seconds count every process, the sandbox's
children included. Ours is a hand-in for all items of one lesson, with isolation, a page and JSON; pytest's is
five functions with five checks each, without either.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from grader.assignments import assign, load_manifest
from grader.batch import Batch, Entry, Found, Outcome, Setup, at_home, engine_digest
from grader.cli.demo import ANSWERING, SECRET, hand_in
from grader.cli.generate import issue
from grader.content import Content
from grader.course import Course
from grader.issuing import Issuing
from grader.model import Isolation
from grader.problem_set import Part
from grader.report.page import Pages
from grader.report.phrases import Phrases
from grader.roster import Enrolled

LESSON = "relu"
ORDINARY = 24
FUNCTIONS = """import numpy as np

def relu(x): return np.maximum(0, x)
def step(x): return (np.asarray(x) > 0).astype(float)
def sigmoid(x): return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))
def softmax(x): e = np.exp(x - np.max(x)); return e / e.sum()
def mse(p, t): return np.mean((np.asarray(p) - np.asarray(t)) ** 2)
"""
TESTS = """import numpy as np, pytest
import work
POINTS = [-2.0, -0.5, 0.5, 1.0, 3.0]
@pytest.mark.parametrize("x", POINTS)
def test_relu(x): assert np.isclose(work.relu(x), max(0, x))
@pytest.mark.parametrize("x", POINTS)
def test_step(x): assert work.step(x) == (x > 0)
@pytest.mark.parametrize("x", POINTS)
def test_sigmoid(x): assert np.isclose(work.sigmoid(x), 1 / (1 + np.exp(-x)))
@pytest.mark.parametrize("x", POINTS)
def test_softmax(x): assert np.isclose(work.softmax(np.array([x, 0.0])).sum(), 1)
@pytest.mark.parametrize("x", POINTS)
def test_mse(x): assert np.isclose(work.mse([x], [0.0]), x * x)
"""

_T = TypeVar("_T")


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


def _say_nothing(outcome: Outcome) -> None:
    """No progress bar here."""


class Class:
    """A course, its handouts and hand-ins for so many students, in a folder of its own."""

    def __init__(self, root: Path, students: int) -> None:
        self.root, self.course = root, Course(Content.packaged())
        enrolled = [Enrolled(f"s{k:05}", "en") for k in range(students)]
        issue(self.course, LESSON, enrolled[:100], SECRET, "en", root / "ps")
        self.manifest = root / "ps" / "instructor" / f"{LESSON}.json"
        known = load_manifest(self.manifest)
        for place, one in enumerate(enrolled[:100]):
            answering = ANSWERING["ben" if place % 2 else "aiko"]
            assignment = known.assignment(one.student, self.course, SECRET)
            hand_in(assignment, answering, self.course, root / "in" / one.student)
        self.found = Found(tuple(self.entry(k) for k in range(students)), ())

    def entry(self, number: int) -> Entry:
        """Beyond a hundred the hand-ins repeat under other result names: grading them costs the same."""
        student = f"s{number % 100:05}"
        return Entry(student, self.root / "in" / student, name=f"r{number:05}")

    def setup(self, out: str) -> Setup:
        templates = self.course.content.templates
        return Setup(
            self.root / out, self.course.content.root, "en", Isolation.KERNEL, engine_digest(templates),
            self.manifest, SECRET,
        )  # fmt: skip

    def grade(self, out: str, jobs: int) -> None:
        templates = self.course.content.templates
        phrases = Phrases(templates, self.course.languages)
        engine = at_home(jobs, self.root / out)
        batch = Batch(self.setup(out), Pages(templates, phrases), phrases, engine)
        summary = batch.run(self.found, _say_nothing)
        assert summary.graded == len(self.found.entries), summary


def alone(students: int, jobs: int, root: Path) -> tuple[Cost, int]:
    """A batch in an interpreter of its own: its cost, and its largest resident memory in KiB."""
    words = [sys.executable, str(Path(__file__)), "--child", str(root), str(students), str(jobs)]
    ended = subprocess.run(
        words, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": "."}
    )
    wall, cpu, memory = ended.stdout.split()
    return Cost(float(wall), float(cpu)), int(memory)


def child(root: Path, students: int, jobs: int) -> None:
    given = Class.__new__(Class)
    given.root, given.course = root, Course(Content.packaged())
    given.manifest = root / "ps" / "instructor" / f"{LESSON}.json"
    given.found = Found(tuple(given.entry(k) for k in range(students)), ())
    cost = measured(lambda: given.grade(f"out-{students}-{jobs}", jobs))
    shutil.rmtree(root / f"out-{students}-{jobs}")
    print(cost.wall, cost.cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def pytest_cost(folder: Path, runs: int) -> Cost:
    """Bare pytest on five functions and 25 checks, one process each, as a CI job runs it."""
    folder.mkdir()
    (folder / "work.py").write_text(FUNCTIONS, encoding="utf-8")
    (folder / "test_work.py").write_text(TESTS, encoding="utf-8")
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]

    def run() -> None:
        for _ in range(runs):
            subprocess.run(words, cwd=folder, capture_output=True, check=True)

    cost = measured(run)
    return Cost(cost.wall / runs, cost.cpu / runs)


def generating(root: Path, students: int) -> float:
    """Milliseconds of CPU for one student's handout of one lesson, answer book and manifest included."""
    course = Course(Content.packaged())
    issuing = Issuing(course, SECRET, "en", root / "generated")
    assign(course, LESSON, "warm", SECRET)
    cost = measured(lambda: issuing.issue(Part(LESSON), [Enrolled(f"g{k}") for k in range(students)]))
    return cost.cpu / students * 1000


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", type=int, default=1000, help="how many submissions are many (10000)")
    large = parser.parse_args(arguments).large
    root = Path(tempfile.mkdtemp(prefix="chainrule-batch-"))
    try:
        Class(root, large)
        bare = pytest_cost(root / "pytest", 5)
        first, _ = alone(1, 1, root)
        few, _ = alone(1 + ORDINARY, 1, root)
        ordinary = (few.cpu - first.cpu) / ORDINARY
        print(f"start-up                       {first.wall:8.2f} s wall {first.cpu:8.2f} s CPU")
        print(
            f"one submission, steady state   {ordinary * 1000:8.1f} ms CPU (page and JSON written, walls up)"
        )
        print(
            f"bare pytest, 25 checks         {bare.cpu * 1000:8.1f} ms CPU: {bare.cpu / ordinary:.1f} times"
        )
        hundred, small = alone(100, 1, root)
        many, big = alone(large, 1, root)
        growth = (many.cpu - first.cpu) / large / ((hundred.cpu - first.cpu) / 100)
        memory = f"memory {big / small:.2f} times ({big >> 10} MiB)"
        print(f"{large} beside 100: CPU each {growth:.2f} times, {memory}")
        two, _ = alone(large, 2, root)
        rate, work = many.wall / two.wall, two.cpu / many.cpu
        print(f"two processes beside one: rate {rate:.2f} times, CPU {work:.2f} times")
        print(f"load of the machine then: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        print(f"generating                     {generating(root, 100):8.1f} ms CPU a student")
    finally:
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        main(sys.argv[1:])
