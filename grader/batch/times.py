"""When hand-ins came in, by whoever knows: a table of times, Moodle's worksheet or, if told so, files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..errors import ResponseError, UsageError
from ..moments import moment
from ..submissions.folder import read_folder
from ..tables import Table, read_table
from .identity import Entry
from .mapping import PARTICIPANT
from .returning import Worksheet

_STUDENT = ("student", "student id", "id", "学籍番号", "学生")
_TIME = ("time", "handed in", "handed_in", "submitted", "提出日時", "提出時刻")
_MODIFIED = ("last modified (submission)", "最終更新日時 (提出)", "最終更新日時(提出)")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_ENGLISH = re.compile(
    r"(?:\w+, )?(?P<day>\d{1,2}) (?P<name>[A-Za-z]+) (?P<year>\d{4}), "
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?(?: (?P<half>[AaPp])[Mm])?"
)
_JAPANESE = re.compile(
    r"(?P<year>\d{4})年 *(?P<month>\d{1,2})月 *(?P<day>\d{1,2})日 *(?:[(（].+[)）])? *"
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?"
)
_NEVER = ("", "-")


@dataclass(frozen=True, slots=True)
class Times:
    """Where times are to come from. `zone` is the one of a worksheet, which does not say it."""

    table: Path | None = None
    zone: str | None = None
    by_files: bool = False

    def of(self, students: Collection[str], entries: Iterable[Entry]) -> Mapping[str, datetime]:
        """When each student handed in, in UTC, as far as it is known; a table counts before a file's time.

        Raises UsageError for a table that holds no times, and with its line for a time that cannot be read.
        """
        found = file_times(entries) if self.by_files else {}
        if self.table is None:
            return found
        return {**found, **read_times(self.table, students, self.zone)}


def read_times(path: Path, students: Collection[str], zone: str | None = None) -> Mapping[str, datetime]:
    """From a table `student,time`, or a grading worksheet, whose clock is that of `zone`.

    Raises UsageError as `Times.of`.
    """
    table = read_table(path)
    student, time = table.column(_STUDENT), table.column(_TIME)
    modified = table.column(_MODIFIED)
    if student is not None and time is not None:
        said = {row.line: (row.cells[student], row.cells[time]) for row in table.rows}
    elif modified is not None and table.column(PARTICIPANT) is not None:
        said = dict(_of_worksheet(path, table, modified, students))
    else:
        raise UsageError(
            f"{path}:1: needs columns `student` and `time`, or to be Moodle's grading worksheet; its columns "
            f"are: {', '.join(table.columns)}"
        )
    return {who: _moment(f"{path}:{line}", when, zone) for line, (who, when) in said.items() if who}


def _of_worksheet(
    path: Path, table: Table, modified: str, students: Collection[str]
) -> Iterator[tuple[int, tuple[str, str]]]:
    whose = Worksheet.read(path, tuple(students)).students
    for row in table.rows:
        if row.line in whose and row.cells[modified] not in _NEVER:
            yield row.line, (whose[row.line], row.cells[modified])


def _moment(where: str, said: str, zone: str | None) -> datetime:
    try:
        plain = _moodle(said)
        if plain is None:
            return moment(said).utc
        if zone is None:
            raise UsageError(f"{said!r} does not say its zone; say it with --zone, such as Asia/Tokyo")
        return moment(f"{plain} {zone}").utc
    except UsageError as error:
        raise UsageError(f"{where}: {error}") from None


def _moodle(said: str) -> str | None:
    """`2026-10-30 23:45` for what Moodle writes in English or Japanese; None for anything else."""
    read = _ENGLISH.fullmatch(said) or _JAPANESE.fullmatch(said)
    if read is None:
        return None
    parts = read.groupdict()
    name = parts.get("name")
    if name is not None and name.lower() not in _MONTHS:
        return None
    month = _MONTHS.index(name.lower()) + 1 if name else int(parts["month"])
    hour = int(parts["hour"])
    if half := parts.get("half"):
        hour = hour % 12 + 12 * (half.lower() == "p")
    return f"{parts['year']}-{month:02}-{int(parts['day']):02} {hour:02}:{parts['minute']}"


def file_times(entries: Iterable[Entry]) -> Mapping[str, datetime]:
    """By the files' own times: the newest of what is read of a hand-in. Copying may change them.

    A hand-in inside an archive has none: archives note times without a zone.
    """
    newest = {entry.student: _newest(entry.path) for entry in entries if entry.student and not entry.inside}
    return {student: datetime.fromtimestamp(time, UTC) for student, time in newest.items() if time}


def _newest(path: Path) -> float:
    """Seconds since 1970; 0 where nothing can be read."""
    if path.is_file():
        return path.stat().st_mtime
    try:
        basket, archives = read_folder(path)
    except (OSError, ResponseError):
        return 0.0
    files = [path / name for name in basket.files if (path / name).is_file()]
    return max((file.stat().st_mtime for file in (*files, *archives)), default=0.0)
