"""A batch takes no more memory because it is longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.batch import Class, alone


@pytest.mark.slow
def test_a_thousand_hand_ins_need_hardly_more_memory_than_a_hundred(tmp_path: Path) -> None:
    Class(tmp_path, 1000)
    _, small = alone(100, 1, tmp_path)
    _, large = alone(1000, 1, tmp_path)
    assert large <= 1.3 * small
