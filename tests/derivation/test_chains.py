"""Forty-odd derivations as students write them: right ones proved, wrong ones named."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from grader.algebra import evaluate
from grader.derivation import Task, expression_of, judge
from grader.derivation.score import score

from .tasks import ROOT, task

CHAINS: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "benchmarks" / "chains.yaml").read_text(encoding="utf-8")
)
NUMERIC = {"boundary"}  # solved for an unknown with a letter in front: compared by solutions, not proved


def made(chain: dict[str, Any]) -> Task:
    keys = ("symbols", "vectors", "indices", "definitions")
    declared = {"symbols": {}, **{key: chain[key] for key in keys if key in chain}}
    return task(chain["start"], chain.get("goal"), **declared)


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain["id"])
def test_a_right_derivation_is_proved_and_reaches_its_goal(chain: dict[str, Any]) -> None:
    found = judge(made(chain), chain["lines"])
    assert score(found, found.arrives) == 1, [(line.raw, str(line.step)) for line in found.lines]
    assert not [line.raw for line in found.lines if line.hint]
    if chain["id"] not in NUMERIC:
        assert {line.by for line in found.lines} <= {"identical", "proved"}


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain["id"])
def test_the_wrong_line_is_found_and_its_witness_is_a_point(chain: dict[str, Any]) -> None:
    for after, line, _ in chain["wrong"]:
        found = judge(made(chain), [*chain["lines"][:after], line])
        assert found.first_wrong is not None, line
        assert found.first_wrong.number == after + 1
        assert found.first_wrong.witness is not None
        assert found.first_wrong.witness.a != found.first_wrong.witness.b


def test_most_slips_get_a_name_and_nearly_all_names_are_right() -> None:
    named = right = asked = 0
    for chain in CHAINS:
        for after, line, notes in chain["wrong"]:
            note = judge(made(chain), [*chain["lines"][:after], line]).lines[-1].note
            asked += 1
            named += note is not None
            right += note in notes.split()
    assert named >= 0.85 * asked
    assert right >= 0.95 * named


def sigma(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def slope(f: Callable[[float], float], x: float) -> float:
    return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5


ORACLES: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda x: slope(sigma, x),
    "sigmoid-symmetry": lambda x: sigma(-x),
    "sigmoid-second": lambda x: slope(lambda u: sigma(u) * (1 - sigma(u)), x),
    "tanh": lambda x: slope(math.tanh, x),
    "tanh-of-sigmoid": lambda x: 2 * sigma(2 * x) - 1,
    "swish": lambda x: slope(lambda u: u * sigma(u), x),
    "softplus": lambda x: slope(lambda u: math.log1p(math.exp(u)), x),
    "gelu": lambda x: slope(lambda u: u / 2 * (1 + math.erf(u / math.sqrt(2))), x),
    "gaussian-bell": lambda x: slope(lambda u: math.exp(-u * u / 2), x),
    "relu-by-abs": lambda x: max(0, x),
    "sine": lambda x: slope(lambda u: u * u * math.sin(3 * u), x),
    "quotient": lambda x: slope(lambda u: u / (1 + u * u), x),
}


@pytest.mark.parametrize("name", ORACLES)
def test_the_last_line_is_what_finite_differences_say(name: str) -> None:
    chain = next(chain for chain in CHAINS if chain["id"] == name)
    made_task = made(chain)
    last = judge(made_task, chain["lines"]).lines[-1].line
    assert last is not None
    for x in (-1.7, -0.3, 0.4, 2.1):
        value = evaluate(expression_of(last.rhs), {"x": x}, made_task.context)
        assert float(value) == pytest.approx(ORACLES[name](x), abs=1e-8, rel=1e-6)
