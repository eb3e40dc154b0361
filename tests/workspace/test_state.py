"""What a student has done is remembered, survives damage with a clear message, and is never invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.workspace.state import Past, State, load_state, save_state


def test_what_is_saved_is_what_is_read(tmp_path: Path) -> None:
    state = State(
        "me", "ja", "/a/course", "relu/relu", {"relu/relu": 0.5}, {"relu/relu": 2}, {"relu/a": 1},
        given_up=("relu/b",), history=(Past("relu/a", 0, 1.0),),
    )  # fmt: skip
    save_state(state, tmp_path / "state.json")
    assert load_state(tmp_path / "state.json") == state


def test_a_worse_result_does_not_take_away_a_better_one() -> None:
    state = State("me", "en").scored({"a/b": 1.0}).scored({"a/b": 0.2})
    assert state.passed("a/b")


def test_new_numbers_move_the_result_to_the_history() -> None:
    state = State("me", "en").scored({"a/b": 1.0, "a/c": 1.0}).hinted("a/b", 2).redrawn("a/b")
    assert not state.passed("a/b")
    assert state.passed("a/c")
    assert state.hints == {}
    assert state.redraws == {"a/b": 1}
    assert state.history == (Past("a/b", 0, 1.0),)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 1}', '{"version": 1, "scores": 3}', "null"])
def test_a_damaged_state_says_what_to_do(tmp_path: Path, text: str) -> None:
    (tmp_path / "state.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="chainrule start"):
        load_state(tmp_path / "state.json")


def test_another_version_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"version": 99}', encoding="utf-8")
    with pytest.raises(UsageError, match="another version"):
        load_state(tmp_path / "state.json")
