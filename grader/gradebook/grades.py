"""Marks from a gradebook: raw attempts, then people's decisions, then the policies. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..model import Status
from ..policies import Attempt, Mark, Policies, mark, with_dropped
from .records import Graded, ItemScore, Override, Standing

COLUMNS = (
    "student", "lesson", "points", "max_points", "raw_points", "penalty", "attempt", "attempts",
    "overrides", "flags",
)  # fmt: skip


WITHHELD = "withheld"
"""The flag of a mark that is not final: a check of ours broke, and nobody decided yet."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A student's mark for one lesson, without any attempt 0 points.

    `stale` are decided items whose submission changed since, `withheld` what a fault of ours holds back.
    """

    student: str
    lesson: str
    mark: Mark
    attempts: int
    decided: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()

    def cells(self) -> tuple[str, ...]:
        """The grade as a row under COLUMNS."""
        m = self.mark
        flags = [f"submission-changed:{item}" for item in self.stale]
        flags += [f"{WITHHELD}:{item}" for item in self.withheld]
        flags += (
            ["missing"] * (not self.attempts) + ["time-unknown"] * m.unknown_time + ["dropped"] * m.dropped
        )
        return (
            self.student, self.lesson, f"{m.points:g}", f"{m.max_points:g}", f"{m.raw:g}", f"{m.penalty:g}",
            str(m.attempt), str(self.attempts), " ".join(self.decided), " ".join(flags),
        )  # fmt: skip


def grades(
    standings: Iterable[Standing], policies: Policies, students: Iterable[str] = ()
) -> tuple[Grade, ...]:
    """Everybody's marks by student and lesson, 0 points where nothing came in.

    Everybody is whoever has an attempt at one of these lessons, and `students`.
    """
    everybody = tuple(standings)
    worths = _worths(everybody)
    by_student: dict[str, dict[str, Grade]] = {student: {} for student in students}
    for standing in everybody:
        found = _grade(standing, policies, worths)
        if found is not None:
            by_student.setdefault(found.student, {})[found.lesson] = found
    out: list[Grade] = []
    empty = _empty(everybody, worths)
    for student, handed_in in sorted(by_student.items()):
        own = {lesson: Grade(student, lesson, mark, 0) for lesson, mark in empty.items()} | handed_in
        marks = with_dropped({lesson: grade.mark for lesson, grade in own.items()}, policies)
        out += [replace(own[lesson], mark=marks[lesson]) for lesson in sorted(own)]
    return tuple(out)


def _empty(standings: Iterable[Standing], worths: Worths) -> Mapping[str, Mark]:
    """By lesson, the mark of who handed in nothing for it."""
    lessons = dict.fromkeys(standing.lesson for standing in standings)
    full = {lesson: sum(worth for (of, _), worth in worths.items() if of == lesson) for lesson in lessons}
    return {lesson: Mark(0.0, 0.0, round(most, 9), 0) for lesson, most in full.items()}


Worths = Mapping[tuple[str, str], float]


def _worths(standings: Iterable[Standing]) -> Worths:
    """What each item of each lesson is worth. A withheld one counts nothing in its own report, so ask all."""
    found: dict[tuple[str, str], float] = {}
    for standing in standings:
        for item in (item for attempt in standing.attempts for item in attempt.items):
            place = (standing.lesson, item.item)
            found[place] = max(found.get(place, 0.0), item.max_points)
    return found


def _grade(standing: Standing, policies: Policies, worths: Worths) -> Grade | None:
    decided = standing.overrides
    attempts = [decide(attempt, tuple(decided.values()), worths) for attempt in standing.attempts]
    given = mark([Attempt(a.points, a.max_points, a.handed_in) for a in attempts], policies, standing.student)
    if given is None:
        return None
    now = standing.attempts[-1].digest
    stale = tuple(sorted(item for item, one in decided.items() if one.digest != now))
    counted = attempts[given.attempt - 1]
    withheld = tuple(i.item for i in counted.items if i.status == Status.INTERNAL and i.item not in decided)
    return Grade(
        standing.student, standing.lesson, given, len(attempts), tuple(sorted(decided)), stale, withheld
    )


def decide(attempt: Graded, decisions: Sequence[Override], worths: Worths) -> Graded:
    """The attempt with people's decisions in place of the program's scores."""
    scores = {one.item: one.score for one in decisions}
    items = tuple(
        _decided(item, scores.get(item.item), worths.get((attempt.lesson, item.item), item.max_points))
        for item in attempt.items
    )
    return replace(
        attempt,
        items=items,
        points=round(sum(item.points for item in items), 9),
        max_points=round(sum(item.max_points for item in items), 9),
    )


def _decided(item: ItemScore, score: float | None, worth: float) -> ItemScore:
    if score is None:
        return item
    return replace(item, score=score, points=round(score * worth, 9), max_points=worth)
