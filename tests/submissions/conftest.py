"""A lesson's items of every kind, and a hand-in made from names and contents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grader.model import Submission
from grader.submissions import read_submission

ITEMS = {
    "by-hand": "numeric",
    "derivative": "derivation",
    "sigmoid": "code",
    "repair": "debug",
    "pick": "choice",
    "some": "multi",
    "weights": "vector",
    "blanks": "blank",
    "formula": "expression",
    "why": "reflect",
    "steps": "order",
}


@pytest.fixture
def items() -> Mapping[str, str]:
    return ITEMS


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Submission]:
    """Hand in files (name to text or bytes) as a folder, read against ITEMS."""

    def hand_in(
        files: Mapping[str, str | bytes], lesson: str | None = None, student: str | None = None
    ) -> Submission:
        root = tmp_path / "s042"
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_submission(root, ITEMS, lesson=lesson, student=student)

    return hand_in


@pytest.fixture
def answer(read: Callable[..., Submission]) -> Callable[[str], Submission]:
    """Hand in an answers.yaml with these lines under `answers:`, as they stand."""

    def hand_in(lines: str) -> Submission:
        return read({"answers.yaml": "student: s042\nlesson: sigmoid\nanswers:\n" + lines})

    return hand_in
