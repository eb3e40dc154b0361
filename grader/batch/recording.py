"""From result files to a gradebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from ..gradebook.records import Graded, ItemScore
from ..model import ItemResult
from .results import Result, read_result


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
        result.key if handed_in is None else f"{result.key} {handed_in.isoformat()}",
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
