"""Marks from a gradebook: raw attempts, then people's decisions, then the policies. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..policies import Attempt, Mark, Policies, mark, with_dropped
from .records import Graded, ItemScore, Override, Standing

COLUMNS = (
    "student", "lesson", "points", "max_points", "raw_points", "penalty", "attempt", "attempts",
    "overrides", "flags",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grade:
    """A student's mark for one lesson. `stale` are decided items whose submission changed since."""

    student: str
    lesson: str
    mark: Mark
    attempts: int
    decided: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()

    def cells(self) -> tuple[str, ...]:
        """The grade as a row under COLUMNS."""
        m = self.mark
        flags = [f"submission-changed:{item}" for item in self.stale]
        flags += ["time-unknown"] * m.unknown_time + ["dropped"] * m.dropped
        return (
            self.student, self.lesson, f"{m.points:g}", f"{m.max_points:g}", f"{m.raw:g}", f"{m.penalty:g}",
            str(m.attempt), str(self.attempts), " ".join(self.decided), " ".join(flags),
        )  # fmt: skip


def grades(standings: Iterable[Standing], policies: Policies) -> tuple[Grade, ...]:
    """Everybody's marks by student and lesson."""
    everybody = tuple(standings)
    worths = _worths(everybody)
    by_student: dict[str, dict[str, Grade]] = {}
    for standing in everybody:
        found = _grade(standing, policies, worths)
        if found is not None:
            by_student.setdefault(found.student, {})[found.lesson] = found
    out: list[Grade] = []
    for _, own in sorted(by_student.items()):
        marks = with_dropped({lesson: grade.mark for lesson, grade in own.items()}, policies)
        out += [replace(own[lesson], mark=marks[lesson]) for lesson in sorted(own)]
    return tuple(out)


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
    return Grade(standing.student, standing.lesson, given, len(attempts), tuple(sorted(decided)), stale)


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
