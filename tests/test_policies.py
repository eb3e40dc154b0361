"""Marks under deadlines, lateness and attempts: by hand-worked cases and by what must always hold."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import ContentError
from grader.moments import moment
from grader.policies import (
    Attempt,
    Attempts,
    Late,
    Policies,
    mark,
    penalty_of,
    read_policies,
    with_dropped,
)

DUE = moment("2026-10-30 23:59 Asia/Tokyo")


def attempt(points: float, late: timedelta = timedelta()) -> Attempt:
    return Attempt(points, 10, DUE.utc + late)


@pytest.mark.parametrize(
    ("minutes", "penalty"),
    [(-5, 0), (0, 0), (15, 0), (16, 0.1), (24 * 60, 0.1), (24 * 60 + 1, 0.2), (9 * 24 * 60, 0.5)],
)
def test_each_day_begun_costs_its_share_after_the_grace_and_no_more_than_the_most(
    minutes: int, penalty: float
) -> None:
    late = Late(grace_minutes=15, per_day=0.1, at_most=0.5)
    assert penalty_of(timedelta(minutes=minutes), late) == pytest.approx(penalty)


def test_the_best_attempt_counts_after_lateness() -> None:
    rules = Policies(deadline=DUE, late=Late(per_day=0.5))
    found = mark([attempt(6), attempt(9, timedelta(hours=3))], rules, "s")
    assert found is not None
    assert (found.points, found.attempt) == (6, 1)


def test_the_last_attempt_counts_where_the_policy_says_so() -> None:
    found = mark([attempt(6), attempt(4)], Policies(attempts=Attempts(counts="last")), "s")
    assert found is not None
    assert (found.points, found.attempt) == (4, 2)


def test_attempts_beyond_the_limit_do_not_count() -> None:
    found = mark([attempt(3), attempt(5), attempt(10)], Policies(attempts=Attempts(limit=2)), "s")
    assert found is not None
    assert found.points == 5


def test_an_extension_is_for_one_student_alone() -> None:
    rules = Policies(
        deadline=DUE, late=Late(per_day=0.5), extensions={"s042": moment("2026-11-02 23:59 Asia/Tokyo")}
    )
    late = [attempt(10, timedelta(days=2))]
    assert [m.points for s in ("s042", "s043") if (m := mark(late, rules, s))] == [10, 0]


def test_without_a_time_nothing_is_taken_and_it_is_said() -> None:
    found = mark([Attempt(8, 10)], Policies(deadline=DUE, late=Late(per_day=1)), "s")
    assert found is not None
    assert (found.points, found.unknown_time) == (8, True)


def test_the_lowest_mark_is_dropped_but_never_the_only_one() -> None:
    rules = Policies(drop_lowest=1)
    marks = {name: m for name, p in (("a", 9), ("b", 2)) if (m := mark([attempt(p)], rules, "s"))}
    assert {name: m.dropped for name, m in with_dropped(marks, rules).items()} == {"a": False, "b": True}
    assert not with_dropped({"b": marks["b"]}, rules)["b"].dropped


@given(st.lists(st.floats(0, 10), min_size=1, max_size=6), st.floats(0, 1), st.integers(-100, 100))
def test_a_penalty_never_adds_points_nor_takes_more_than_there_are(
    points: list[float], per_day: float, hours: int
) -> None:
    rules = Policies(deadline=DUE, late=Late(per_day=per_day))
    found = mark([attempt(p, timedelta(hours=hours)) for p in points], rules, "s")
    assert found is not None
    assert 0 <= found.points <= found.raw + 1e-9


def test_a_policy_file_names_each_fault_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "policies.yaml"
    path.write_text("deadline: soon\nextensions:\n  s1: later\n", encoding="utf-8")
    with pytest.raises(ContentError) as found:
        read_policies(path)
    assert sorted(problem.line for problem in found.value.problems) == [1, 3]


def test_the_example_of_the_documentation_is_read(tmp_path: Path) -> None:
    path = tmp_path / "policies.yaml"
    path.write_text(
        f"deadline: {DUE}\nlate: {{grace_minutes: 15, per_day: 0.1, at_most: 0.5}}\n"
        f"extensions: {{s042: {DUE}}}\nattempts: {{limit: 3, counts: best}}\ndrop_lowest: 1\n",
        encoding="utf-8",
    )
    assert read_policies(path).attempts.limit == 3
