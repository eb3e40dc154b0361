"""What waits for a person in results: our faults, undecided lines, reflections, unreadable answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COLUMNS = ("reason", "student", "lesson", "item", "detail", "page")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to look at. `reason`: internal, undecided, reflection or unreadable; `page` shows it."""

    reason: str
    student: str
    lesson: str
    item: str
    detail: str
    page: str

    def cells(self) -> tuple[str, ...]:
        """The entry as a row under COLUMNS."""
        return (self.reason, self.student, self.lesson, self.item, self.detail, self.page)


def waiting(out: Path) -> Iterator[Waiting]:
    """Everything that waits in the results of OUT, by file name and then in the order of the lesson."""
    for path in sorted(out.glob("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            found = [_waiting(data, result, path) for result in data["results"]]
        except (OSError, ValueError, KeyError, TypeError):
            continue  # no result of a batch
        yield from (each for each in found if each is not None)


def _waiting(data: Mapping[str, Any], result: Mapping[str, Any], path: Path) -> Waiting | None:
    reason, detail = _reason(result)
    if not reason:
        return None
    page = path.with_suffix(".html").name
    return Waiting(reason, data["student"], data["lesson"], result["item"], detail, page)


def _reason(result: Mapping[str, Any]) -> tuple[str, str]:
    if result["status"] == "INTERNAL":
        return "internal", " ".join(result["notes"])
    undecided = [line for line in _lines(result) if line["status"] == "undecided"]
    if undecided:
        return "undecided", str(undecided[0]["raw"])
    if result["kind"] == "reflect" and result["response"]:
        return "reflection", str(result["response"])[:200]
    if result["status"] == "INVALID":
        return "unreadable", " ".join(result["notes"])
    return "", ""


def _lines(result: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for check in result["checks"]:
        for evidence in check["evidence"]:
            yield from evidence["lines"] if evidence["type"] == "derivation" else ()
