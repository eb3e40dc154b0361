"""Loading and validating a lesson against bare CSafeLoader on the same text: CPU medians, in one run.

    .venv/bin/python benchmarks/loading.py

Asserts that the longest lesson of the course costs at most three times what bare reading costs.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from grader.content import Content
from grader.content.index import index
from grader.loading import load_lesson

ROUNDS = 61
MOST = 3.0


def main() -> None:
    print(f"{'lesson':24}{'kB':>6}{'bare ms':>9}{'loaded ms':>11}{'ratio':>7}")
    ratios = {path: row(path) for path in Content.packaged().lessons()}
    longest = max(ratios, key=lambda path: path.stat().st_size)
    with tempfile.TemporaryDirectory() as cache:
        index(Content.packaged(), Path(cache))
        kept = median(lambda: index(Content.packaged(), Path(cache)))
    print(f"reading the kept index of {len(ratios)} lessons: {kept:.2f} ms")
    assert ratios[longest] <= MOST, (
        f"{longest.name}: {ratios[longest]:.2f} times bare reading, at most {MOST}"
    )


def row(path: Path) -> float:
    """Print one lesson's line; returns how many times bare reading the loading costs."""
    text = path.read_text(encoding="utf-8")
    bare = median(lambda: yaml.load(text, Loader=yaml.CSafeLoader))
    loaded = median(lambda: load_lesson(path))
    print(f"{path.stem:24}{path.stat().st_size / 1000:6.1f}{bare:9.2f}{loaded:11.2f}{loaded / bare:7.2f}")
    return loaded / bare


def median(work: Callable[[], object]) -> float:
    """CPU milliseconds, the median of some rounds after one to warm up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken) * 1000


if __name__ == "__main__":
    main()
