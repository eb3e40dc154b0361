"""For tests: derivations from short texts, with the functions of the course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from grader.algebra import Context, Function, catalogue, make_context
from grader.derivation import Judgement, Task, judge, read_statement, score

ROOT = Path(__file__).parent.parent.parent
REALS = dict.fromkeys("xwbty", "real")
NEURON = (("z", "w x + b"), ("y", "σ(z)"), ("E", "(y-t)^2"))


@cache
def functions() -> Mapping[str, Function]:
    path = ROOT / "course" / "functions.yaml"
    return catalogue(path.read_text(encoding="utf-8"), str(path))


def context(
    symbols: Mapping[str, str] | None = None,
    definitions: Sequence[Sequence[str]] = (),
    vectors: Mapping[str, int | str] | None = None,
    indices: Sequence[str] = (),
) -> Context:
    pairs = [(left, right) for left, right in definitions]
    return make_context(REALS if symbols is None else symbols, vectors, indices, pairs, functions())


def task(start: str, goal: str | None = None, **declared: Any) -> Task:
    made = context(**declared)
    return Task(made, read_statement(start, made), None if goal is None else read_statement(goal, made))


def judged(start: str, lines: Sequence[str], goal: str | None = None, **declared: Any) -> Judgement:
    return judge(task(start, goal, **declared), lines)


def statuses(judgement: Judgement) -> list[str]:
    return [str(line.step) for line in judgement.lines]


def earned(judgement: Judgement) -> float:
    return float(score(judgement, judgement.arrives))
