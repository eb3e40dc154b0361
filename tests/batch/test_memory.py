"""A batch takes no more memory because it is longer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.batch import Class, alone
from grader.report.sheet import IndexRow
from tests.report.pages import renderer
from tests.report.sheets import rows


@pytest.mark.slow
def test_a_thousand_hand_ins_need_hardly_more_memory_than_a_hundred(tmp_path: Path) -> None:
    Class(tmp_path, 1000)
    _, small = alone(100, 1, tmp_path)
    _, large = alone(1000, 1, tmp_path)
    assert large <= 1.3 * small


def test_an_index_is_written_while_its_rows_are_read() -> None:
    read: list[int] = []

    class Counted(Sequence[IndexRow]):
        """The first sample's row, so many times."""

        def __len__(self) -> int:
            return 50

        def __getitem__(self, place: object) -> IndexRow:  # type: ignore[override]
            assert isinstance(place, int)
            if place >= len(self):
                raise IndexError
            read.append(place)
            return rows()[0]

    parts = renderer().index_parts(Counted(), "en")
    next(part for part in parts if rows()[0].href in part)
    assert len(read) <= 2
