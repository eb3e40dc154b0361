"""What grading again would change: per student and item, and what the two results say about why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..model import ItemResult
from .results import Result, read_result

COLUMNS = (
    "student", "lesson", "item", "points_before", "points_after", "status_before", "status_after",
    "notes_before", "notes_after", "why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One item whose points or status would change; None where it was, or would be, not there at all.

    `submission_changed`: other bytes were handed in; otherwise a person decided, or the lesson or the program
    changed.
    """

    student: str
    lesson: str
    item: str
    before: ItemResult | None
    after: ItemResult | None
    submission_changed: bool

    @property
    def points(self) -> float:
        """How many points would be won (or lost, below 0)."""
        return (self.after.points if self.after else 0.0) - (self.before.points if self.before else 0.0)

    def cells(self) -> tuple[str, ...]:
        """The change as a row under COLUMNS."""
        both = (self.before, self.after)
        points = tuple(f"{r.points:g}" if r else "" for r in both)
        status = tuple(r.status.value if r else "" for r in both)
        notes = tuple(" ".join(r.notes) if r else "" for r in both)
        return (self.student, self.lesson, self.item, *points, *status, *notes, self.why)

    @property
    def why(self) -> str:
        if self.submission_changed:
            return "submission"
        decided = self.before and self.after and self.before.decided != self.after.decided
        return "decision" if decided else "lesson-or-grader"


def differences(old: Path, new: Path) -> Iterator[Change]:
    """The changes between two folders of results, by file name and then in the order of the lesson."""
    names = {p.stem for folder in (old, new) for p in folder.glob("*.json")}
    for name in sorted(names):
        yield from _between(read_result(old / f"{name}.json"), read_result(new / f"{name}.json"))


def _between(old: Result | None, new: Result | None) -> Iterator[Change]:
    some = new or old
    if some is None or (old is not None and new is not None and old.key == new.key):
        return
    before = {r.item: r for r in old.report.results} if old else {}
    after = {r.item: r for r in new.report.results} if new else {}
    changed = old is None or new is None or old.digest != new.digest
    for item in dict.fromkeys((*after, *before)):
        if _counts(before.get(item)) != _counts(after.get(item)):
            report = some.report
            yield Change(report.student, report.lesson, item, before.get(item), after.get(item), changed)


def _counts(result: ItemResult | None) -> tuple[object, ...]:
    return (result.points, result.max_points, result.status) if result else ()
