"""What waits for a person in results: our faults, undecided lines, reflections, unreadable answers, and
decisions about something that was handed in anew since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .results import result_data, result_files

COLUMNS = ("reason", "student", "lesson", "item", "detail", "page")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to look at. `page` shows it.

    `reason`: internal, undecided, reflection, unreadable or submission-changed.
    """

    reason: str
    student: str
    lesson: str
    item: str
    detail: str
    page: Path

    def cells(self) -> tuple[str, ...]:
        """The entry as a row under COLUMNS."""
        return (self.reason, self.student, self.lesson, self.item, self.detail, self.page.name)


def waiting(out: Path) -> Iterator[Waiting]:
    """Everything that waits in the results of OUT, by file name and then in the order of the lesson."""
    for path in result_files(out):
        data = result_data(path)
        for result in data["results"] if data else ():
            reason, detail = _reason(result)
            if data and reason:
                page = path.with_suffix(".html")
                yield Waiting(reason, data["student"], data["lesson"], result["item"], detail, page)


def _reason(result: Mapping[str, Any]) -> tuple[str, str]:
    if "decided" in result:
        decided = result["decided"]
        return (
            ("submission-changed", f"{decided['who']}: {decided['reason']}") if decided["stale"] else ("", "")
        )
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
