"""Result files: the Report as one line of JSON, and beside its keys what it was made from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

from ..errors import UsageError
from ..model import Decided, Decision, Isolation, ItemResult, Report, Response, Status
from ..report.sheet import IndexRow


@dataclass(frozen=True, slots=True)
class Result:
    """What a result file says: the report without its evidence, and what it was made from.

    `digest` is a hash of the bytes handed in, `others` are other names found inside.
    """

    report: Report
    key: str
    digest: str
    others: tuple[str, ...]


def result_text(report: str, key: str, digest: str, others: Sequence[str]) -> str:
    """The file of one result; `report` is its line of JSON."""
    data = json.loads(report) | {"key": key, "digest": digest, "other_names": list(others)}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n"


def read_result(path: Path) -> Result | None:
    """The result in this file; None when there is none, or none that a batch wrote."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Result(_report(data), str(data["key"]), str(data["digest"]), tuple(data["other_names"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def result_files(out: Path) -> list[Path]:
    """The JSON files of OUT, then of the folders of lessons in it where a set has several."""
    return [*sorted(out.glob("*.json")), *sorted(out.glob("*/*.json"))]


def result_data(path: Path) -> Mapping[str, Any] | None:
    """All that a result file says, evidence too; None when it is none that a batch wrote."""
    try:
        data: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        _report(data)  # whether everything is where it belongs
        whole = "key" in data and all({"checks", "response"} <= result.keys() for result in data["results"])
        return data if whole else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def response_of(result: Mapping[str, Any]) -> Response:
    """What was answered, from an item's result in a file; empty for nothing."""
    return _response(result["response"])


def _response(data: Any) -> Response:
    match data:
        case list():
            return tuple(map(_response, data))
        case dict():
            return {str(key): _response(part) for key, part in data.items()}
        case _:
            return "" if data is None else str(data)


def _report(data: Mapping[str, Any]) -> Report:
    return Report(
        submission=str(data["submission"]),
        student=str(data["student"]),
        lesson=str(data["lesson"]),
        title=data["title"],
        score=float(data["score"]),
        points=float(data["points"]),
        max_points=float(data["max_points"]),
        isolation=Isolation(data["isolation"]),
        results=tuple(_item(item) for item in data["results"]),
        variant=str(data["variant"]),
    )


def _item(data: Mapping[str, Any]) -> ItemResult:
    return ItemResult(
        item=str(data["item"]),
        kind=str(data["kind"]),
        title=data["title"],
        status=Status(data["status"]),
        score=float(data["score"]),
        points=float(data["points"]),
        max_points=float(data["max_points"]),
        notes=tuple(data["notes"]),
        decided=_decided(str(data["item"]), data["decided"]) if "decided" in data else None,
    )


def _decided(item: str, data: Mapping[str, Any]) -> Decided:
    said = (str(data[name]) for name in ("reason", "who", "digest"))
    program = data["program"]
    return Decided(
        Decision(item, float(data["score"]), *said),
        bool(data["stale"]),
        Status(program["status"]),
        *(float(program[name]) for name in ("score", "points", "max_points")),
    )


class Rows(Sequence[IndexRow]):
    """The rows of an index, each read from its file when it is looked at: a batch never fits in memory."""

    def __init__(self, out: Path, names: Sequence[str]) -> None:
        self._out, self._names = out, names

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, place: int) -> IndexRow: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[IndexRow]: ...
    def __getitem__(self, place: int | slice) -> IndexRow | Sequence[IndexRow]:
        if isinstance(place, slice):
            return Rows(self._out, self._names[place])
        name = self._names[place]
        result = read_result(self._out / f"{name}.json")
        if result is None:
            raise UsageError(f"{self._out / name}.json: changed while the batch ran; grade once more")
        return IndexRow(result.report, f"{name}.html")

    def __iter__(self) -> Iterator[IndexRow]:
        return (self[k] for k in range(len(self)))
