"""From result files to a gradebook, and when each was handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from ..errors import UsageError
from ..gradebook.records import Graded, ItemScore
from ..model import ItemResult
from ..moments import moment
from ..tables import read_table
from .results import Result, read_result

_STUDENT = ("student", "student id", "id", "学籍番号", "学生")
_TIME = ("time", "handed in", "handed_in", "submitted", "提出日時", "提出時刻")


def recorded(out: Path, names: Sequence[str], handed_in: Mapping[str, datetime]) -> Iterator[Graded]:
    """The results of these names in OUT, one at a time, for `Gradebook.record`."""
    for name in names:
        result = read_result(out / f"{name}.json")
        if result is not None:
            yield _graded(result, handed_in.get(result.report.student))


def _graded(result: Result, handed_in: datetime | None) -> Graded:
    report = result.report
    items = tuple(_item(r) for r in report.results)
    return Graded(
        report.student,
        report.lesson,
        result.key,
        result.digest,
        round(sum(item.points for item in items), 9),
        round(sum(item.max_points for item in items), 9),
        items,
        handed_in,
    )


def _item(result: ItemResult) -> ItemScore:
    """What the program gave: people's decisions are kept apart from attempts."""
    gave = result.decided or result
    return ItemScore(result.item, gave.score, gave.points, gave.max_points, gave.status.value, result.notes)


def read_times(path: Path) -> Mapping[str, datetime]:
    """When students handed in, by a table `student,time`; a time names its zone or offset.

    Raises UsageError for other columns and, with its line, for a time that cannot be read.
    """
    table = read_table(path)
    student, time = table.column(_STUDENT), table.column(_TIME)
    if student is None or time is None:
        raise UsageError(
            f"{path}:1: needs columns `student` and `time`; its columns are: {', '.join(table.columns)}"
        )
    times: dict[str, datetime] = {}
    for row in table.rows:
        try:
            times[row.cells[student]] = moment(row.cells[time]).utc
        except UsageError as error:
            raise UsageError(f"{path}:{row.line}: {error}") from None
    return times
