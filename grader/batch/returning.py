"""Results on their way back to a course platform: whose row and folder each of them belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import UsageError
from ..gradebook.grades import WITHHELD
from ..model import Report
from ..report.moodle import Feedback, Participant, Worth, participants
from ..report.plain import held_back
from ..tables import Row, Table, read_table
from .mapping import Names, read_names
from .results import read_result, result_files


@dataclass(frozen=True, slots=True)
class Returned:
    """One result: the report without its evidence, and the page that goes back with it."""

    report: Report
    page: Path


def returned(folders: Sequence[Path]) -> Mapping[str, Sequence[Returned]]:
    """Everybody's results in these folders, by student, in the order of the lessons.

    Raises UsageError for a folder without results, and for two results of one student for one lesson.
    """
    found: dict[tuple[str, str], Returned] = {}
    for folder in folders:
        before = len(found)
        for path in result_files(folder):
            result, page = read_result(path), path.with_suffix(".html")
            if result is None or not page.is_file():
                continue
            key = result.report.lesson, result.report.student
            if key in found:
                raise UsageError(
                    f"{path}: {key[1]} has a result for {key[0]} in {found[key].page.parent}, too"
                )
            found[key] = Returned(result.report, page)
        if len(found) == before:
            raise UsageError(f"{folder}: no results of `chainrule grade --out` here")
    by_student: dict[str, list[Returned]] = {}
    for (_, student), one in sorted(found.items()):
        by_student.setdefault(student, []).append(one)
    return by_student


@dataclass(frozen=True, slots=True)
class Worksheet:
    """Moodle's grading worksheet, with the student of each row, by its line."""

    table: Table
    students: Mapping[int, str]
    people: Mapping[int, Participant] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, students: Sequence[str]) -> Worksheet:
        """Raises UsageError when it is no worksheet."""
        table, names = read_table(path), read_names(path, students)
        people = participants(table)
        whose = {line: _student(person, names) for line, person in people.items()}
        return cls(table, {line: student for line, student in whose.items() if student}, people)

    def feedback(self, results: Mapping[str, Sequence[Returned]]) -> Iterator[Feedback]:
        """The pages of everybody who has a row, each in the folder of that participant."""
        for line, student in self.students.items():
            for one in results.get(student, ()):
                yield Feedback(self.people[line], f"feedback-{one.report.lesson}.html", one.page)

    def worth_of(self, row: Row, worths: Mapping[str, Worth]) -> Worth | None:
        """What goes into this row; None when nothing does."""
        return worths.get(self.students.get(row.line, ""))


def _student(person: Participant, names: Names) -> str | None:
    return names.student(f"participant {person.number}")


def raw_worths(results: Mapping[str, Sequence[Returned]]) -> Mapping[str, Worth]:
    """The sums of points as graded. Who has a mark that a fault of ours holds back is left out."""
    reports = {student: [one.report for one in each] for student, each in results.items()}
    return {
        student: Worth(sum(r.points for r in each), sum(r.max_points for r in each))
        for student, each in reports.items()
        if not any(map(held_back, each))
    }


def marked_worths(path: Path) -> Mapping[str, Worth]:
    """The sums of a table that `chainrule grades` wrote: lateness and people's decisions are in them.

    Who has a mark that a fault of ours holds back is left out.

    Raises UsageError for another table, with the line of what is no number.
    """
    table = read_table(path)
    if not {"student", "points", "max_points", "flags"} <= set(table.columns):
        raise UsageError(f"{path}:1: not the table of marks that `chainrule grades` writes")
    worths: dict[str, Worth] = {}
    waiting = set()
    for row in table.rows:
        flags = row.cells["flags"].split()
        if any(flag.partition(":")[0] == WITHHELD for flag in flags):
            waiting.add(row.cells["student"])
        if "dropped" in flags:
            continue
        before = worths.get(row.cells["student"], Worth(0.0, 0.0))
        try:
            points, most = float(row.cells["points"]), float(row.cells["max_points"])
        except ValueError:
            raise UsageError(f"{path}:{row.line}: points that are no number") from None
        worths[row.cells["student"]] = Worth(before.points + points, before.max_points + most)
    return {student: worth for student, worth in worths.items() if student not in waiting}
