"""How long a feedback page takes and how large it is.

    python benchmarks/rendering.py

CPU milliseconds after warm-up, median and worst of `ROUNDS`. `fresh` changes every number a student could
have got, so that no sentence or formula is found in a cache.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).parent.parent
sys.path.insert(0, str(HERE))

from grader.model import CheckResult, Comparison, ItemResult, Message, Report, Shown, Status  # noqa: E402
from grader.report.machine import to_json  # noqa: E402
from grader.report.page import Pages  # noqa: E402
from grader.report.phrases import Phrases  # noqa: E402
from grader.report.terminal import terminal  # noqa: E402
from tests.report import build, samples  # noqa: E402 - needs the path above

ROUNDS = 100
TARGET_MS = 8.0
TARGET_KB = 200


def main() -> None:
    phrases = Phrases(HERE / "templates", ["en", "ja"])
    pages = Pages(HERE / "templates", phrases)
    print(f"{'':28}{'median ms':>10}{'worst ms':>10}{'KB':>8}")
    row("page, one lesson", lambda _: pages.feedback(samples.typical(), "en"))
    row("page, one lesson, Japanese", lambda _: pages.feedback(samples.typical(), "ja"))
    row("page, one lesson, fresh", lambda k: pages.feedback(fresh(k), "en"))
    row("page, all right", lambda _: pages.feedback(samples.good(), "en"))
    row("page, 12 items all wrong", lambda k: pages.feedback(large(k), "en"))
    row("terminal", lambda k: terminal(fresh(k), "en", phrases))
    row("json", lambda k: to_json(fresh(k), phrases))
    print(f"target: at most {TARGET_MS:g} ms and {TARGET_KB} KB a page")


def row(name: str, render: Callable[[int], str]) -> None:
    render(-1)
    times = []
    for k in range(ROUNDS):
        start = time.process_time()
        text = render(k)
        times.append((time.process_time() - start) * 1000)
    size = len(text.encode()) / 1024
    print(f"{name:28}{statistics.median(times):10.2f}{max(times):10.2f}{size:8.1f}")


def fresh(k: int) -> Report:
    """The typical report with messages, formulas and answers that no other round has."""
    report = samples.typical()
    return replace(report, results=tuple(other(result, k) for result in report.results))


def other(result: ItemResult, k: int) -> ItemResult:
    return replace(result, checks=tuple(renumbered(check, k) for check in result.checks))


def renumbered(check: CheckResult, k: int) -> CheckResult:
    said = f"For $w={k}.5$ and $b={k}$ this is $\\sigma({k} x) + {k}$, which is `{k}`."
    return replace(check, message=Message("author", text={"en": said, "ja": said}))


def large(k: int) -> Report:
    return build.report(*items(k), sources={"solution.py": samples.SOURCE})


def items(k: int) -> Iterator[ItemResult]:
    """Twelve items: code with curves and matrices, derivations, numbers."""
    for n in range(4):
        yield replace(other(samples.CODE, k * 16 + n), item=f"code-{n}")
        yield replace(other(samples.DERIVATION, k * 16 + n), item=f"derivation-{n}")
        cells = tuple(tuple(f"{k + r * c / 7:.4f}" for c in range(6)) for r in range(6))
        shown = Shown("6×6 matrix", cells=cells, marked=frozenset({(0, 0), (3, 4)}))
        check = CheckResult("v", build.VALUE, Status.WRONG, 0.0, evidence=(Comparison(shown, shown, shown),))
        yield build.item(f"matrix-{n}", "vector", {"en": "A matrix"}, Status.WRONG, 0.0, check)


if __name__ == "__main__":
    main()
