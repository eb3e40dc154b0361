"""What proving the whole course costs, and where the time goes.

python benchmarks/lint.py                 20 seeds: wall and CPU with two jobs and with one, shares by kind
python benchmarks/lint.py --seeds 200     as `chainrule lint --seeds 200`
"""

from __future__ import annotations

import argparse
import os
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from grader.content import Content
from grader.course import Course
from grader.lint import Findings, lint
from grader.lint.run import Piece, prove_piece

LIMIT = 180
"""Seconds of wall that `--seeds 200` may take on two cores."""


@dataclass(frozen=True, slots=True)
class Cost:
    """`cpu` holds the seconds of all processes, those of the sandboxes and workers included."""

    wall: float
    cpu: float
    findings: Findings


def cost(seeds: int, jobs: int) -> Cost:
    before, started = cpu_seconds(), time.perf_counter()
    findings = lint(Course(Content.packaged()), (), seeds, lambda *_: None, jobs)
    return Cost(time.perf_counter() - started, cpu_seconds() - before, findings)


def cpu_seconds() -> float:
    """Of this process, and of the children that have ended."""
    return sum(os.times()[:4])


def shares(seeds: int) -> dict[str, float]:
    """Seconds of CPU by kind of item in one process, the sandbox's left out; `text`: the lessons' own."""
    content = Content.packaged()
    spent: defaultdict[str, float] = defaultdict(float)
    for lesson in Course(content).lessons():
        places: Sequence[int | None] = (*range(len(lesson.items)), None)
        for place in places:
            started = time.process_time()
            prove_piece(content.root, Piece(lesson.id, place), seeds)
            kind = "text" if place is None else lesson.items[place].kind
            spent[kind] += time.process_time() - started
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    seeds = parser.parse_args().seeds
    print(f"{seeds} seeds{'wall s':>12}{'CPU s':>8}{'findings':>10}")
    for jobs in (2, 1):
        found = cost(seeds, jobs)
        problems = len(found.findings.problems)
        print(f"{jobs} job{'s' * (jobs > 1):<9}{found.wall:>9.0f}{found.cpu:>8.0f}{problems:>10}")
    if seeds == 200:
        print(f"limit with two jobs on two cores: {LIMIT} s of wall")
    spent = shares(seeds)
    total = sum(spent.values())
    for kind, seconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        print(f"{kind:<12}{seconds:>8.1f} s{seconds / total:>7.0%}")


if __name__ == "__main__":
    main()
