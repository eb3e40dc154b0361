"""Every hand-written pair of the course's domain is decided rightly, and what is right is proved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.algebra.catalogue import catalogue
from grader.algebra.decide import Verdict, decide
from grader.algebra.declaring import make_context
from grader.algebra.reading import read

ROOT = Path(__file__).parents[2]
GROUPS = yaml.safe_load((ROOT / "benchmarks" / "pairs.yaml").read_text(encoding="utf-8"))
FUNCTIONS = catalogue((ROOT / "course" / "functions.yaml").read_text(encoding="utf-8"), "functions.yaml")


def verdict(group: dict[str, Any], text: str) -> Verdict:
    pairs = [(left, right) for left, right in group.get("definitions", ())]
    context = make_context(
        group.get("symbols"), group.get("vectors"), group.get("indices", ()), pairs, FUNCTIONS
    )
    return decide(read(group["of"], context), read(text, context), context).verdict


@pytest.mark.parametrize("group", GROUPS, ids=[g["of"] for g in GROUPS])
def test_right_spellings_are_proved_and_wrong_ones_refuted(group: dict[str, Any]) -> None:
    for text in map(str, group["right"]):
        assert verdict(group, text) in (Verdict.PROVED, Verdict.IDENTICAL), text
    for text in map(str, group["wrong"]):
        assert verdict(group, text) is Verdict.REFUTED, text
