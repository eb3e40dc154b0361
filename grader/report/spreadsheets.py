"""Points as tables: for any spreadsheet, for Moodle's grade import, for Canvas' gradebook.

No cell is taken for a formula, whoever wrote its text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..errors import UsageError
from ..model import Report
from ..tables import harmless_cell
from .formats import Setting
from .harmless import one_line
from .plain import Plain, held_back

BOM = "\ufeff"
"""Without it a spreadsheet program reads UTF-8 as the local encoding, and Japanese becomes noise."""

PLAIN_COLUMNS = ("student", "submission", "lesson", "points", "max_points", "score")
CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS_POSSIBLE = "    Points Possible"  # with these blanks, as Canvas itself exports it


def render_plain(reports: Sequence[Report], setting: Setting) -> str:  # noqa: ARG001 - the same for every format
    """A row a report: who, which lesson, the points, then points and status of each question."""
    items = list(dict.fromkeys(f"{r.lesson}/{result.item}" for r in reports for result in r.results))
    header = [*PLAIN_COLUMNS, *(name for item in items for name in (item, f"{item} status"))]
    return BOM + _table([header, *(_row(report, items) for report in reports)])


def _row(report: Report, items: Sequence[str]) -> list[str]:
    by_item = {f"{report.lesson}/{r.item}": (_number(r.points), r.status.value) for r in report.results}
    totals = (report.points, report.max_points, report.score)
    who = (report.student, report.submission, report.lesson)
    return [*who, *map(_number, totals), *(cell for item in items for cell in by_item.get(item, ("", "")))]


@dataclass(frozen=True, slots=True)
class Grades:
    """One row a student, one column a lesson; an empty cell where there is no result."""

    students: tuple[str, ...]
    lessons: tuple[str, ...]
    titles: tuple[str, ...]
    possible: tuple[str, ...]
    points: dict[tuple[str, str], str]

    def cells(self, student: str) -> list[str]:
        return [self.points.get((student, lesson), "") for lesson in self.lessons]


def render_moodle(reports: Sequence[Report], setting: Setting) -> str:
    """For Grades → Import → CSV file, mapped by `ID number`.

    Raises UsageError when a student has two results for one lesson.
    """
    grades = _grades(reports, setting)
    rows = ([student, *grades.cells(student)] for student in grades.students)
    return _table([["ID number", *grades.titles], *rows])


def render_canvas(reports: Sequence[Report], setting: Setting) -> str:
    """For Grades → Import; students are found by `SIS Login ID`. Raises UsageError as `render_moodle`."""
    grades = _grades(reports, setting)
    possible = [POINTS_POSSIBLE, "", "", "", "", *grades.possible]
    rows = ([student, "", "", student, "", *grades.cells(student)] for student in grades.students)
    return _table([[*CANVAS_COLUMNS, *grades.titles], possible, *rows])


def _grades(reports: Sequence[Report], setting: Setting) -> Grades:
    plain = Plain(setting.phrases, setting.lang)
    titles: dict[str, str] = {}
    possible: dict[str, float] = {}
    points: dict[tuple[str, str], str] = {}
    for report in reports:
        place = (report.student, report.lesson)
        if place in points:
            raise UsageError(
                f"{report.student!r} has two results for {report.lesson}: keep the one that counts"
            )
        points[place] = _number(report.points)
        titles.setdefault(report.lesson, plain.text(report.title))
        possible[report.lesson] = max(possible.get(report.lesson, 0.0), report.max_points)
    # An empty cell would clear a grade that Canvas has, so whose mark waits for us is left out as a row.
    waiting = {report.student for report in reports if held_back(report)}
    students = tuple(dict.fromkeys(student for student, _ in points if student not in waiting))
    return Grades(
        students, tuple(titles), tuple(titles.values()), tuple(map(_number, possible.values())), points
    )


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _table(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _cell(text: str) -> str:
    """Text that neither computes nor steers; only Canvas' own row keeps the blanks it begins with."""
    return text if text == POINTS_POSSIBLE else harmless_cell(one_line(text))
