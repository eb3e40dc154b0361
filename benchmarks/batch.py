"""What a hand-in and a handout cost, beside other graders; how time and memory grow, what two processes do.

python benchmarks/batch.py [--large N] [--submissions N]

Figures are ratios within one run, because machines differ. CPU seconds count every process, the sandbox's
children included. `peers.py` says how the others are found, and what is compared.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers import Cost, measured, side_by_side
from grader.assignments import load_manifest
from grader.batch import Batch, Entry, Found, Outcome, Setup, at_home, engine_digest
from grader.cli.demo import ANSWERING, SECRET, hand_in
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


def _say_nothing(outcome: Outcome) -> None:
    """No progress bar here."""


class Class:
    """A course, its handouts and hand-ins for so many students, in a folder of its own."""

    def __init__(self, root: Path, students: int) -> None:
        self.root, self.course = root, Course(Content.packaged())
        enrolled = [Enrolled(f"s{k:05}", "en") for k in range(students)]
        Issuing(self.course, SECRET, "en", root / "ps").issue(Part(LESSON), enrolled[:100])
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


def generating(root: Path, students: int) -> tuple[Cost, Cost]:
    """The first handout of a lesson, and what each further one costs: folder, answer book and manifest."""
    course = Course(Content.packaged())

    def issued(out: str, count: int) -> Cost:
        enrolled = [Enrolled(f"g{k}") for k in range(count)]
        return measured(lambda: Issuing(course, SECRET, "en", root / out).issue(Part(LESSON), enrolled))

    first, many = issued("first", 1), issued("many", students)
    return first, Cost(many.wall / students, many.cpu / students)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", type=int, default=1000, help="how many submissions are many (10000)")
    parser.add_argument("--submissions", type=int, default=3, help="how many of 24 the other graders get")
    wanted = parser.parse_args(arguments)
    large = wanted.large
    root = Path(tempfile.mkdtemp(prefix="chainrule-batch-"))
    try:
        Class(root, large)
        first, _ = alone(1, 1, root)
        few, _ = alone(1 + ORDINARY, 1, root)
        ordinary = (few.cpu - first.cpu) / ORDINARY
        print(f"start-up                       {first.wall:8.2f} s wall {first.cpu:8.2f} s CPU")
        print(
            f"one of a whole lesson          {ordinary * 1000:8.1f} ms CPU (page and JSON written, walls up)"
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
        side_by_side(root / "peers", wanted.submissions)
        begun, each = generating(root, large)
        print(f"generating, the first student  {begun.wall:8.2f} s wall {begun.cpu:8.2f} s CPU")
        print(f"generating, each of {large:<10} {each.cpu * 1000:8.1f} ms CPU")
    finally:
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        main(sys.argv[1:])
