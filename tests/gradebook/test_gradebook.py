"""A gradebook keeps every attempt and every decision, in real SQLite (and PostgreSQL where there is one)."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from grader.errors import UsageError
from grader.gradebook.grades import grades
from grader.gradebook.opening import gradebook_at
from grader.gradebook.records import Graded, ItemScore, Override
from grader.policies import Attempts, Policies

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty gradebook's place."""
    if request.param == "sqlite":
        return str(tmp_path / "class.db")
    server = os.environ.get("CHAINRULE_TEST_POSTGRES")
    if not server:
        pytest.skip("CHAINRULE_TEST_POSTGRES names no server")
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return server


def graded(
    points: float, digest: str = "d1", key: str = "", student: str = "ben", status: str = "PARTIAL"
) -> Graded:
    items = (ItemScore("a", points / 4, points, 4, status, ("note",)), ItemScore("b", 0, 0, 6, "BLANK"))
    return Graded(student, "relu", key or f"{digest}-{points}", digest, points, 10, items)


def marks(where: str, policies: Policies | None = None) -> dict[str, float]:
    with gradebook_at(where) as book:
        return {g.student: g.mark.points for g in grades(book.standings(), policies or Policies())}


def test_what_was_recorded_comes_back_as_it_was(where: str) -> None:
    with gradebook_at(where) as book:
        assert book.record([graded(3)]) == 1
    with gradebook_at(where) as book:
        (standing,) = book.standings()
    assert standing.attempts == (graded(3),)


def test_recording_again_adds_nothing(where: str) -> None:
    with gradebook_at(where) as book:
        assert [book.record([graded(3), graded(2, "d2")]) for _ in range(2)] == [2, 0]


def test_best_or_last_counts_as_the_policy_says(where: str) -> None:
    with gradebook_at(where) as book:
        book.record([graded(4), graded(1, "d2")])
    assert marks(where) == {"ben": 4}
    assert marks(where, Policies(attempts=Attempts(counts="last"))) == {"ben": 1}


def test_a_regrade_replaces_the_marks_of_the_same_bytes_and_is_no_further_attempt(where: str) -> None:
    with gradebook_at(where) as book:
        book.record([graded(4), graded(1, "d2"), graded(2, "d1", "newer")])
        (standing,) = book.standings()
    assert [(a.digest, a.points) for a in standing.attempts] == [("d1", 2), ("d2", 1)]


def test_the_views_agree_with_the_program(where: str) -> None:
    with gradebook_at(where) as book:
        book.record([graded(4), graded(1, "d2"), graded(3, "d3"), graded(2, "d3", "again")])
    url = where if "://" in where else f"sqlite:///{where}"
    engine = create_engine(url)
    with engine.connect() as connection:
        best = connection.scalar(text("SELECT points FROM best_attempt"))
        last = connection.scalar(text("SELECT points FROM last_attempt"))
    engine.dispose()
    assert (best, last) == (4, 2)


@pytest.mark.parametrize("statement", ["UPDATE attempt SET points = 10", "DELETE FROM attempt"])
def test_no_program_can_change_an_attempt(where: str, statement: str) -> None:
    with gradebook_at(where) as book:
        book.record([graded(1)])
    engine = create_engine(where if "://" in where else f"sqlite:///{where}")
    with pytest.raises(SQLAlchemyError, match="never changed"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    assert marks(where) == {"ben": 1}


def decision(score: float = 1.0, student: str = "ben", lesson: str = "relu", item: str = "b") -> Override:
    return Override(student, lesson, item, score, "reason", "teacher")


def test_a_decision_counts_and_outlives_a_regrade(where: str) -> None:
    with gradebook_at(where) as book:
        book.record([graded(4)])
        book.override([decision(0.5)])
        book.record([graded(4, key="newer")])
        (grade,) = grades(book.standings(), Policies())
    assert (grade.mark.points, grade.decided, grade.stale) == (7, ("b",), ())


def test_a_decision_about_an_older_submission_is_flagged(where: str) -> None:
    with gradebook_at(where) as book:
        book.record([graded(4)])
        book.override([decision()])
        book.record([graded(4, "d2")])
        (grade,) = grades(book.standings(), Policies())
    assert grade.stale == ("b",)
    assert "submission-changed:b" in grade.cells()[-1]


def test_the_last_decision_about_an_item_counts(where: str) -> None:
    with gradebook_at(where) as book:
        book.record([graded(4)])
        for score in (0.5, 0.0):
            book.override([decision(score)])
    assert marks(where) == {"ben": 4}


def test_a_decision_gives_points_for_an_item_whose_score_was_withheld(where: str) -> None:
    withheld = graded(0, student="ann")
    items = (replace(withheld.items[0], max_points=0.0, status="INTERNAL"), withheld.items[1])
    with gradebook_at(where) as book:
        book.record([replace(withheld, items=items, max_points=6), graded(4)])
        book.override([decision(0.75, student="ann", item="a")])
    assert marks(where)["ann"] == 3


@pytest.mark.parametrize("wrong", [{"student": "bob"}, {"lesson": "tanh"}, {"item": "z"}])
def test_a_decision_about_nothing_is_refused_and_none_is_kept(where: str, wrong: dict[str, str]) -> None:
    with gradebook_at(where) as book:
        book.record([graded(4)])
        with pytest.raises(UsageError, match=next(iter(wrong.values()))):
            book.override([decision(), decision(1.0, **wrong)])
    assert marks(where) == {"ben": 4}


def test_a_file_that_is_no_gradebook_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(
        "not a database, but long enough to look like a file " * 20, encoding="utf-8"
    )
    with pytest.raises(UsageError, match=r"notes\.txt"), gradebook_at(str(tmp_path / "notes.txt")):
        pass


def test_a_gradebook_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "class.db"
    with gradebook_at(str(path)):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO chainrule_meta VALUES (99)")
    connection.close()
    with pytest.raises(UsageError, match="newer chainrule"), gradebook_at(str(path)):
        pass


WRITER = """
import sys
from tests.gradebook.test_gradebook import graded
from grader.gradebook.opening import gradebook_at
with gradebook_at(sys.argv[1]) as book:
    n = 0
    while True:
        book.record([graded(1, f"d{n}")])
        n += 1
        print(n, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "class.db"
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.3)
    process.kill()
    said = process.stdout.read().split()
    process.wait()
    process.stdout.close()
    with gradebook_at(str(path)) as book:
        (standing,) = book.standings()
    # The last line may have been cut; one commit may not have been said yet.
    assert len(standing.attempts) >= int(said[-2] if len(said) > 1 else 1)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_who_handed_in_nothing_for_a_lesson_has_no_points_there_and_that_is_the_lowest(where: str) -> None:
    others = [replace(graded(p, student=s), lesson="tanh") for s, p in (("ben", 2), ("ann", 4))]
    with gradebook_at(where) as book:
        book.record([graded(3), *others])
        found = {(g.student, g.lesson): g for g in grades(book.standings(), Policies(drop_lowest=1))}
    missing = found["ann", "relu"]
    assert (missing.mark.points, missing.mark.max_points, missing.mark.dropped) == (0, 10, True)
    assert "missing" in missing.cells()[-1].split()
    assert not found["ann", "tanh"].mark.dropped
    assert "missing" not in found["ben", "relu"].cells()[-1]


def test_a_mark_that_a_fault_of_ours_holds_back_says_so_until_somebody_decides(where: str) -> None:
    with gradebook_at(where) as book:
        book.record([graded(0, status="INTERNAL")])
        (before,) = grades(book.standings(), Policies())
        book.override([decision(1, item="a")])
        (after,) = grades(book.standings(), Policies())
    assert before.cells()[-1] == "withheld:a"
    assert after.cells()[-1] == ""


def test_looking_for_a_gradebook_does_not_make_one(where: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no gradebook there"), gradebook_at(where, make=False):
        pass
    assert list(tmp_path.iterdir()) == []
    with gradebook_at(where) as book:
        book.record([graded(3)])
    with gradebook_at(where, make=False) as book:
        assert len(tuple(book.standings())) == 1


def test_who_handed_in_only_for_other_lessons_is_expected_here_too(where: str) -> None:
    with gradebook_at(where) as book:
        book.record([graded(3)])
        found = grades(book.standings(), Policies(), ["ann", "ben"])
    assert [(g.student, g.mark.points, g.attempts) for g in found] == [("ann", 0, 0), ("ben", 3, 1)]
