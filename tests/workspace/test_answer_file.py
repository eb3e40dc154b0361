"""One answer of answers.yaml goes back; everything else in the file stays byte for byte."""

from __future__ import annotations

import pytest

from grader.workspace.answer_file import answer_block, with_block

ISSUED = """# A lesson
student: "me"
lesson: relu
answers:

  # First question?
  # → One letter.
  first:

  # Derive it.
  # → One step a line.
  second:

  # Two gaps.
  third:
    a:
    b:
"""

ANSWERED = (
    ISSUED.replace("first:", "first: b")
    .replace("second:", "second: |\n    = 2*x   # a remark\n\n    = x + x")
    .replace("    a:", "    a: 1")
)


@pytest.mark.parametrize("item", ["first", "second", "third"])
def test_only_the_answer_named_goes_back(item: str) -> None:
    block = answer_block(ISSUED, item)
    assert block is not None
    after = with_block(ANSWERED, item, block)
    assert answer_block(after, item) == block
    for other in {"first", "second", "third"} - {item}:
        assert answer_block(after, other) == answer_block(ANSWERED, other)


def test_all_answers_taken_back_give_the_file_as_issued() -> None:
    text = ANSWERED
    for item in ("second", "first", "third"):
        text = with_block(text, item, answer_block(ISSUED, item) or "")
    assert text == ISSUED


def test_an_answer_that_was_deleted_comes_back_at_the_end() -> None:
    without = ISSUED.replace("  # Two gaps.\n  third:\n    a:\n    b:\n", "")
    assert answer_block(without, "third") is None
    block = answer_block(ISSUED, "third") or ""
    assert answer_block(with_block(without, "third", block), "third") == block


def test_a_key_inside_a_multi_line_answer_is_no_item() -> None:
    text = ISSUED.replace("second:", "second: |\n    third: x\n")
    assert answer_block(text, "third") == answer_block(ISSUED, "third")
