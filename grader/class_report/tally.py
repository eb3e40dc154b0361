"""The results of a class, read one at a time: of each, only figures are kept."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern
from typing import Any

from ..batch.problems import read_problems
from ..batch.results import response_of, result_data, result_files
from ..errors import UsageError
from ..model import Response, Status, Text
from ..report.class_page import Example
from ..report.links import href
from ..report.signs import response_text

UNTOLD = frozenset({Status.BLANK, Status.INVALID, Status.SKIPPED, Status.INTERNAL})
"""Statuses whose notes are about no idea of the student's."""
NUMBERS = frozenset({"numeric", "vector", "plot"})
"""Kinds whose answers are numbers."""


@dataclass(frozen=True, slots=True)
class Given:
    """A wrong answer in numbers."""

    student: str
    lesson: str
    item: str
    response: Response
    notes: tuple[str, ...]


@dataclass(slots=True)
class StudentTally:
    """One student over all lessons of the set, the `place`-th of the class; `page` is their first page."""

    place: int
    page: str = ""
    points: float = 0.0
    max_points: float = 0.0
    lessons: set[str] = field(default_factory=set)
    statuses: Counter[str] = field(default_factory=Counter)
    problems: dict[str, set[str]] = field(default_factory=dict)  # by kind: of which lessons, or "" alone


@dataclass(slots=True)
class NoteTally:
    example: Example
    count: int = 0
    variants: set[str] = field(default_factory=set)


@dataclass(slots=True)
class ItemTally:
    """One question: who has a score for it (places in the table of students), and how they fared."""

    title: Text
    who: array[int] = field(default_factory=lambda: array("l"))
    scores: array[float] = field(default_factory=lambda: array("d"))
    points: array[float] = field(default_factory=lambda: array("d"))
    statuses: Counter[str] = field(default_factory=Counter)
    notes: dict[str, NoteTally] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """A class, its links as seen from the page `seen_from`.

    `worth` is what each lesson is worth, from the results in which nothing was withheld.
    """

    seen_from: Path
    titles: dict[str, Text] = field(default_factory=dict)
    worth: dict[str, float] = field(default_factory=dict)
    students: dict[str, StudentTally] = field(default_factory=dict)
    items: dict[tuple[str, str], ItemTally] = field(default_factory=dict)
    wrong: list[Given] = field(default_factory=list)

    def student(self, name: str) -> StudentTally:
        """The student of this name, new if there was none."""
        return self.students.setdefault(name, StudentTally(len(self.students)))

    @property
    def graded(self) -> dict[str, StudentTally]:
        """Those with a result."""
        return {name: student for name, student in self.students.items() if student.lessons}

    def href(self, name: str) -> str:
        """The address of a student's page; empty for who has none."""
        page = self.students[name].page if name in self.students else ""
        return href(Path(page), self.seen_from) if page else ""

    def score(self, student: StudentTally) -> float:
        """Points over what there was to be had: a lesson that was not handed in counts as nothing earned."""
        missing = sum(worth for lesson, worth in self.worth.items() if lesson not in student.lessons)
        full = student.max_points + missing
        return student.points / full if full else 0.0


def tally(results: Path, page: Path) -> Tally:
    """The class whose results lie in a folder, or below it in a folder a lesson; links lead from `page`.

    Raises UsageError when no results are there.
    """
    found = Tally(page)
    for path in result_files(results):
        data = result_data(path)
        if data is not None:
            _count(found, data, path.with_suffix(".html"))
    if not found.students:
        raise UsageError(f"{results}: no results of `chainrule grade --out` here")
    for lesson, folder in _folders(results):
        for kind, student, *_ in read_problems(folder):
            if student:
                found.student(student).problems.setdefault(kind, set()).add(lesson)
    return found


def _folders(results: Path) -> Iterator[tuple[str, Path]]:
    yield "", results
    yield from ((folder.name, folder) for folder in sorted(results.iterdir()) if folder.is_dir())


def _count(found: Tally, data: Mapping[str, Any], page: Path) -> None:
    lesson, name = intern(data["lesson"]), data["student"] or data["submission"]
    student = found.student(name)
    student.page = student.page or str(page)
    student.lessons.add(lesson)
    student.points += data["points"]
    student.max_points += data["max_points"]
    found.titles.setdefault(lesson, data["title"])
    found.worth[lesson] = max(found.worth.get(lesson, 0.0), data["max_points"])
    for result in data["results"]:
        _count_result(found, data, result, student.place, page)
        student.statuses[Status(result["status"])] += 1


def _count_result(
    found: Tally, data: Mapping[str, Any], result: Mapping[str, Any], place: int, page: Path
) -> None:
    lesson, name = data["lesson"], data["student"] or data["submission"]
    item = found.items.setdefault((lesson, result["item"]), ItemTally(result["title"]))
    _count_item(item, result, place)
    if result["status"] in UNTOLD or result["score"] >= 1:
        return
    for note in dict.fromkeys(result["notes"]):
        met = item.notes.get(note)
        if met is None:
            example = _example(result, note, name, href(page, found.seen_from))
            met = item.notes.setdefault(note, NoteTally(example))
        met.count += 1
        met.variants.add(data["variant"])
    if result["kind"] in NUMBERS and "decided" not in result:
        notes = tuple(map(intern, result["notes"]))
        found.wrong.append(Given(name, intern(lesson), intern(result["item"]), response_of(result), notes))


def _count_item(item: ItemTally, result: Mapping[str, Any], place: int) -> None:
    item.statuses[Status(result["status"])] += 1
    if result["status"] != Status.INTERNAL and result["max_points"]:
        item.who.append(place)
        item.scores.append(result["score"])
        item.points.append(result["points"])


def _example(result: Mapping[str, Any], note: str, student: str, page: str) -> Example:
    """The check that met the note, in the words the student read."""
    check = next((check for check in result["checks"] if check["note"] == note), None)
    told: Text = check["message"] if check else {}
    evidence = check["evidence"] if check else ()
    shown: Mapping[str, Any] = next((e for e in evidence if e["type"] == "comparison"), {})
    parts = [shown[name]["text"] for name in ("input", "yours") if shown.get(name)]
    answer = " → ".join(parts) or response_text(response_of(result))
    return Example(student, f"{page}#item-{result['item']}", answer, told)
