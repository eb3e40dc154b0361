"""What waits for a person in results: our faults, undecided lines, reflections, unreadable answers, and
decisions about something that was handed in anew since."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..report.class_page import WaitingRow
from ..report.links import href
from ..report.phrases import pick
from ..report.signs import response_text
from .results import response_of, result_data, result_files

COLUMNS = ("reason", "student", "lesson", "item", "detail", "page")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to look at. `reason` is one of `class_page.REASONS`; `page` shows it, where there is one.

    Without `item` there is nothing to decide about points.
    """

    reason: str
    student: str
    lesson: str
    item: str
    detail: str
    page: Path | None

    def cells(self) -> tuple[str, ...]:
        """The entry as a row under COLUMNS."""
        page = self.page.as_posix() if self.page else ""
        return (self.reason, self.student, self.lesson, self.item, self.detail, page)

    def row(self, seen_from: Path) -> WaitingRow:
        """The entry on a page; its line lacks the score, the reason and who decides."""
        ref = f"{self.lesson}/{self.item}" if self.item else ""
        link = href(self.page, seen_from) if self.page else ""
        if not ref:
            return WaitingRow(self.reason, self.student, link, "", self.detail, "")
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="").writerow((self.student, ref, "", "", ""))
        return WaitingRow(
            self.reason, self.student, f"{link}#item-{self.item}", ref, self.detail, line.getvalue()
        )


def waiting(out: Path, lang: str) -> Iterator[Waiting]:
    """Everything that waits in the results of OUT, by file name and then in the order of the lesson.

    A hand-in of which nothing could be read waits once, as a whole.
    """
    for path in result_files(out):
        data = result_data(path)
        if data is None:
            continue
        page, whole = path.with_suffix(".html"), _unreadable(data["results"], lang)
        if whole:
            yield Waiting("unreadable", data["student"], data["lesson"], "", whole, page)
            continue
        for result in data["results"]:
            reason, detail = _reason(result, lang)
            if reason:
                yield Waiting(reason, data["student"], data["lesson"], result["item"], detail, page)


def _unreadable(results: Sequence[Mapping[str, Any]], lang: str) -> str:
    """Why nothing of a hand-in could be read, where one thing kept all of it from being read."""
    told = {_told(result, lang) for result in results}
    plain = all(result["status"] == "INVALID" and "decided" not in result for result in results)
    return told.pop() if plain and len(results) > 1 and len(told) == 1 else ""


def _told(result: Mapping[str, Any], lang: str) -> str:
    """Why the item could not be read, as the student was told."""
    unread = (c for c in result["checks"] if c["status"] == "INVALID" and c["message"])
    return next((pick(check["message"], lang) for check in unread), "")


def _reason(result: Mapping[str, Any], lang: str) -> tuple[str, str]:
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
        return "reflection", response_text(response_of(result))
    if result["status"] == "INVALID":
        answer, told = response_text(response_of(result)), _told(result, lang)
        return "unreadable", told if answer in told else " · ".join(filter(None, (answer, told)))
    return "", ""


def _lines(result: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for check in result["checks"]:
        for evidence in check["evidence"]:
            yield from evidence["lines"] if evidence["type"] == "derivation" else ()
