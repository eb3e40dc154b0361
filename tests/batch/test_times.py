"""When something was handed in: by a table, by Moodle's worksheet with a zone, by files only when told."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.batch.identity import Entry
from grader.batch.times import Times, file_times, read_times
from grader.errors import UsageError

DEADLINE = datetime(2026, 10, 30, 14, 45, tzinfo=UTC)


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "times.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def worksheet(tmp_path: Path, when: str, column: str = "Last modified (submission)") -> Path:
    return table(
        tmp_path,
        f"Identifier,Full name,ID number,{column},Grade\n"
        f'Participant 11,Ben Li,s1,"{when}",\nParticipant 12,Ann,s2,-,\nParticipant 13,Zoe,,"{when}",\n',
    )


def test_what_collect_writes_is_read(tmp_path: Path) -> None:
    path = table(tmp_path, "student,time,source,commit\ns1,2026-10-30T14:45:00+00:00,log,abc\n")
    assert read_times(path, ["s1"]) == {"s1": DEADLINE}


@pytest.mark.parametrize(
    ("when", "column"),
    [
        ("Friday, 30 October 2026, 11:45 PM", "Last modified (submission)"),
        ("30 October 2026, 23:45", "Last modified (submission)"),
        ("2026年 10月 30日(金曜日) 23:45", "最終更新日時 (提出)"),
        ("2026年 10月 30日 23:45", "最終更新日時 (提出)"),
    ],
)
def test_a_worksheets_clock_is_that_of_the_zone(tmp_path: Path, when: str, column: str) -> None:
    path = worksheet(tmp_path, when, column)
    assert read_times(path, ["s1", "s2"], "Asia/Tokyo") == {"s1": DEADLINE}


@pytest.mark.parametrize(
    ("said", "hour"), [("12:05 AM", 0), ("12:05 PM", 12), ("1:05 PM", 13), ("11:05 am", 11)]
)
def test_noon_and_midnight_are_told_apart(tmp_path: Path, said: str, hour: int) -> None:
    path = worksheet(tmp_path, f"Friday, 30 October 2026, {said}")
    assert read_times(path, ["s1"], "UTC") == {"s1": datetime(2026, 10, 30, hour, 5, tzinfo=UTC)}


def test_a_worksheet_without_a_zone_is_refused_by_line(tmp_path: Path) -> None:
    path = worksheet(tmp_path, "Friday, 30 October 2026, 11:45 PM")
    with pytest.raises(UsageError, match=r"times\.csv:2: .* say it with --zone"):
        read_times(path, ["s1"])


@pytest.mark.parametrize(
    "when", ["vendredi 30 octobre 2026, 23:45", "30 Octember 2026, 23:45", "soon", "31 April 2026, 10:00"]
)
def test_a_time_that_cannot_be_read_is_refused_by_line(tmp_path: Path, when: str) -> None:
    with pytest.raises(UsageError, match=r"times\.csv:2: "):
        read_times(worksheet(tmp_path, when), ["s1"], "Asia/Tokyo")


def test_an_hour_that_comes_twice_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="comes twice"):
        read_times(worksheet(tmp_path, "25 October 2026, 02:30 AM"), ["s1"], "Europe/Berlin")


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "Identifier,Grade\nParticipant 1,\n", ""])
def test_another_table_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match="needs columns `student` and `time`"):
        read_times(table(tmp_path, text), ["s1"])


# --------------------------------------------------------------------------- files


def handed(folder: Path, **times: int) -> Path:
    """Files with the times (seconds since 1970) they were written."""
    for name, time in times.items():
        path = folder / "relu" / name.replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
        os.utime(path, (time, time))
    return folder


def test_the_newest_file_that_is_read_says_when(tmp_path: Path) -> None:
    folder = handed(tmp_path / "s1", answers__yaml=100, relu__py=300, photo__jpg=900)
    assert file_times([Entry("s1", folder, name="s1")]) == {"s1": datetime.fromtimestamp(300, UTC)}


def test_what_lies_in_an_archive_of_many_has_no_time(tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(b"")
    assert file_times([Entry("s1", tmp_path / "all.zip", inside="s1", name="s1")]) == {}


def test_files_count_only_when_told_and_a_table_counts_before_them(tmp_path: Path) -> None:
    entries = [Entry(s, handed(tmp_path / s, answers__yaml=100), name=s) for s in ("s1", "s2")]
    known = table(tmp_path, "student,time\ns1,2026-10-30T14:45:00Z\n")
    assert Times(known).of(["s1", "s2"], entries) == {"s1": DEADLINE}
    told = Times(known, by_files=True).of(["s1", "s2"], entries)
    assert told == {"s1": DEADLINE, "s2": datetime.fromtimestamp(100, UTC)}
