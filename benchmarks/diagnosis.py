"""How well and how fast functions are diagnosed: `python benchmarks/diagnosis.py`.

Over the corpus of tests/diagnosis/corpus: right verdicts with the right note, correct functions called wrong,
wrong ones accepted; milliseconds for a file, and for matching alone.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parent.parent))

from grader.diagnosis import Found
from grader.diagnosis.matching import matched
from grader.sandbox import open_sandbox
from tests.diagnosis.test_corpus import ENTRIES, EXAMINERS, Entry, found_in

ACCEPTED = ("correct", "fragile", "mutates", "type")


def main() -> None:
    times: list[float] = []
    results: list[tuple[Entry, Found]] = []
    with open_sandbox("auto") as sandbox:
        for entry in ENTRIES:
            began = perf_counter()
            results.append((entry, found_in(entry, sandbox)))
            times.append((perf_counter() - began) * 1000)
    for line in report(results):
        print(line)
    alone = sorted(matching(entry, found) for entry, found in results if found.diagnosis.outcomes)
    above = sum(took > 1 for took in alone)
    print(f"matching alone: median {median(alone):.2f} ms, worst {alone[-1]:.1f} ms, {above} above 1 ms")
    slow = sorted(times)[len(times) * 9 // 10]
    print(f"a file: median {median(times):.1f} ms, nine in ten below {slow:.1f} ms")


def matching(entry: Entry, found: Found) -> float:
    """Milliseconds of CPU for comparing all hypotheses with what was seen; the best of three."""
    examiner, outcomes = EXAMINERS(entry.key), found.diagnosis.outcomes
    tolerance = examiner.exercise.tolerance
    took = []
    for _ in range(3):
        began = process_time()
        matched(examiner.known, outcomes, tolerance)
        took.append((process_time() - began) * 1000)
    return min(took)


def report(results: Sequence[tuple[Entry, Found]]) -> list[str]:
    """The shares, one a line."""
    right = sum(e.agrees(f) for e, f in results)
    correct = [(e, f) for e, f in results if e.verdict == "correct"]
    wrong = [(e, f) for e, f in results if e.verdict not in ACCEPTED]
    return [
        f"{right} of {len(results)} with the right verdict and note ({right / len(results):.1%})",
        f"{sum(not f.diagnosis.accepted for _, f in correct)} of {len(correct)} correct ones not accepted",
        f"{sum(f.diagnosis.accepted for _, f in wrong)} of {len(wrong)} others accepted",
    ]


if __name__ == "__main__":
    main()
