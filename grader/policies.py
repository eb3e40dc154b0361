"""What a deadline, lateness, attempts and the lowest result mean for a mark: from a file, pure to compute.

    deadline: 2026-10-30 23:59 Asia/Tokyo
    late: {grace_minutes: 15, per_day: 0.1, at_most: 0.5}
    extensions: {s042: 2026-11-02 23:59 Asia/Tokyo}
    attempts: {limit: 3, counts: best}
    drop_lowest: 1

Raw scores are never changed: marks are computed again from the attempts whenever the file changes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import BeforeValidator, Field, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError

from .errors import UsageError
from .lesson import FromFile, Frozen, Share
from .lesson.fields import GIVEN, Real, nothing
from .loading import load_as
from .moments import EXAMPLE, Moment, moment


def _moment(given: object) -> object:
    if isinstance(given, Moment):
        return given
    if not isinstance(given, str):
        raise PydanticCustomError("moment", "expected a time like {like}", {"like": EXAMPLE})
    try:
        read = moment(given)
    except UsageError as error:
        raise PydanticCustomError("moment", "{why}", {"why": str(error)}) from None
    if not read.zone[0].isalpha():
        raise PydanticCustomError("moment", "name the zone, as in {like}", {"like": EXAMPLE})
    return read


When: TypeAlias = Annotated[
    Moment,
    BeforeValidator(_moment),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\s*\d{4}-?\d{2}-?\d{2}[ T]+\d{2}:?\d{2}\S*\s+[A-Za-z]\S*\s*$",
            "markdownDescription": f"A date, a time and the IANA name of its zone: `{EXAMPLE}`.",
        }
    ),
]
"""A time in a file. Its zone must be named, because offsets change with the seasons."""

Count = Annotated[int, Strict(), Field(ge=0, le=1000)]


class Late(Frozen):
    """What lateness costs: a share of the points for each day begun, up to `at_most`."""

    grace_minutes: Annotated[Real, Field(ge=0, le=1440)] = 0.0
    per_day: Share = 0.0
    at_most: Share = 1.0


class Attempts(Frozen):
    """How many hand-ins count, the first ones, and which of them makes the mark."""

    limit: Annotated[Annotated[int, Strict(), Field(ge=1, le=1000)] | None, GIVEN] = None
    counts: Literal["best", "last"] = "best"


class Policies(FromFile):
    """One policy file."""

    kind: ClassVar[str] = "policies"  # its tag where a set holds them, beside a path
    deadline: Annotated[When | None, GIVEN] = None
    late: Late = Field(default_factory=Late)
    extensions: Mapping[str, When] = Field(default_factory=nothing)
    attempts: Attempts = Field(default_factory=Attempts)
    drop_lowest: Count = 0

    def due(self, student: str) -> datetime | None:
        """When this student's work is due, in UTC; None without a deadline."""
        found = self.extensions.get(student, self.deadline)
        return found.utc if found is not None else None


NO_POLICIES = Policies()
"""Every attempt counts, nothing is ever late."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One hand-in of a student for one lesson, in the order they came. `handed_in` is in UTC if known."""

    points: float
    max_points: float
    handed_in: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What counts of a student's attempts: `points` after lateness took the share `penalty` of `raw`.

    `attempt` counts from 1; `unknown_time` says that a deadline could not be applied.
    """

    points: float
    raw: float
    max_points: float
    attempt: int
    penalty: float = 0.0
    unknown_time: bool = False
    dropped: bool = False

    @property
    def share(self) -> float:
        return self.points / self.max_points if self.max_points else 0.0


def read_policies(path: Path) -> Policies:
    """The policies of a file.

    Raises ContentError with everything that is wrong with it, UsageError when it cannot be opened.
    """
    return load_as(path, Policies)


def mark(attempts: Sequence[Attempt], policies: Policies, student: str) -> Mark | None:
    """What the attempts of one student for one lesson are worth; None without any."""
    counted = attempts[: policies.attempts.limit]
    marks = [_one(attempt, place, policies, student) for place, attempt in enumerate(counted, 1)]
    if not marks or policies.attempts.counts == "last":
        return marks[-1] if marks else None
    return max(marks, key=lambda m: (m.points, -m.attempt))  # of equals the earliest


def _one(attempt: Attempt, place: int, policies: Policies, student: str) -> Mark:
    due = policies.due(student)
    unknown = due is not None and attempt.handed_in is None
    penalty = penalty_of(attempt.handed_in - due, policies.late) if due and attempt.handed_in else 0.0
    points = round(attempt.points * (1 - penalty), 9)
    return Mark(points, attempt.points, attempt.max_points, place, penalty, unknown)


def penalty_of(lateness: timedelta, late: Late) -> float:
    """The share that lateness costs: nothing within the grace, then `per_day` for each day begun."""
    if lateness <= timedelta(minutes=late.grace_minutes):
        return 0.0
    return min(late.at_most, late.per_day * math.ceil(lateness / timedelta(days=1)))


def with_dropped(marks: Mapping[str, Mark], policies: Policies) -> Mapping[str, Mark]:
    """A student's marks by lesson, the lowest shares left out of the sum; at least one mark stays."""
    count = min(policies.drop_lowest, len(marks) - 1)
    lowest = sorted(marks, key=lambda lesson: (marks[lesson].share, lesson))[: max(0, count)]
    return {lesson: _dropped(m) if lesson in lowest else m for lesson, m in marks.items()}


def _dropped(given: Mark) -> Mark:
    return Mark(
        given.points, given.raw, given.max_points, given.attempt, given.penalty, given.unknown_time, True
    )
