"""Lines of derivations: how fast they are judged, how many slips are named, and how often rightly.

    python benchmarks/derivation_lines.py [--rounds 3]

The derivations and their slips stand in chains.yaml. Times are CPU milliseconds of this process, reading
included; the first round warms up imports and is not counted.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Any

import yaml

from grader.algebra import catalogue, make_context
from grader.derivation import Judgement, Task, judge, read_statement

ROOT = Path(__file__).parent.parent


@dataclass(slots=True)
class Figures:
    """What one round has shown. Times are for one line."""

    right: list[float] = field(default_factory=list)
    wrong: list[float] = field(default_factory=list)
    named: int = 0
    named_right: int = 0
    missed: int = 0  # wrong lines that were not found wrong


def tasks(path: Path) -> Iterator[tuple[Task, dict[str, Any]]]:
    functions_path = ROOT / "course" / "functions.yaml"
    functions = catalogue(functions_path.read_text(encoding="utf-8"), str(functions_path))
    for chain in yaml.safe_load(path.read_text(encoding="utf-8")):
        pairs = [(left, right) for left, right in chain.get("definitions", ())]
        context = make_context(
            chain.get("symbols"), chain.get("vectors"), chain.get("indices", ()), pairs, functions
        )
        goal = read_statement(chain["goal"], context) if "goal" in chain else None
        yield Task(context, read_statement(chain["start"], context), goal), chain


def timed(task: Task, lines: Sequence[str]) -> tuple[float, Judgement]:
    """(milliseconds, judgement)"""
    begun = process_time()
    found = judge(task, lines)
    return (process_time() - begun) * 1000, found


def round_of(cases: Sequence[tuple[Task, dict[str, Any]]]) -> Figures:
    figures = Figures()
    for task, chain in cases:
        spent, _ = timed(task, chain["lines"])
        figures.right += [spent / len(chain["lines"])] * len(chain["lines"])
        for after, line, notes in chain["wrong"]:
            before, _ = timed(task, chain["lines"][:after])
            spent, found = timed(task, [*chain["lines"][:after], line])
            last = found.lines[-1]
            figures.wrong.append(max(0.0, spent - before))
            figures.missed += str(last.step) != "wrong"
            figures.named += last.note is not None
            figures.named_right += last.note in notes.split()
    return figures


def shown(name: str, times: Sequence[float]) -> str:
    cuts = quantiles(times, n=100)
    spread = f"p99 {cuts[98]:6.1f}   max {max(times):6.1f}"
    return f"{name:28} {len(times):5}   median {median(times):6.2f} ms   {spread}"


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    cases = list(tasks(Path(__file__).parent / "chains.yaml"))
    round_of(cases)
    counted = [round_of(cases) for _ in range(rounds)]
    right = [t for f in counted for t in f.right]
    wrong = [t for f in counted for t in f.wrong]
    last = counted[-1]
    print(f"{len(cases)} derivations, {len(last.right)} right lines, {len(last.wrong)} wrong ones")
    print(shown("right lines", right))
    print(shown("wrong lines, with naming", wrong))
    print(shown("all lines", right + wrong))
    print(f"wrong lines not found        {last.missed}")
    print(f"slips named                  {last.named / len(last.wrong):.1%}")
    print(f"names that fit               {last.named_right / last.named:.1%}")


if __name__ == "__main__":
    main()
