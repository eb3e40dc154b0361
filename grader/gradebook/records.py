"""What goes into a gradebook and comes out of it: plain data, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..model import Decision


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item of an attempt; its score is from 0 to 1."""

    item: str
    score: float
    points: float
    max_points: float
    status: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Graded:
    """One hand-in as it was graded. `digest` hashes its bytes, `key` all that the result was made from."""

    student: str
    lesson: str
    key: str
    digest: str
    points: float
    max_points: float
    items: tuple[ItemScore, ...]
    handed_in: datetime | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A person's decision: this student's item has this score (0 to 1), whatever the program says.

    `digest` is what was handed in at that time.
    """

    student: str
    lesson: str
    item: str
    score: float
    reason: str
    who: str
    digest: str = ""

    def decision(self) -> Decision:
        """As a report of this student and lesson shows it."""
        return Decision(self.item, self.score, self.reason, self.who, self.digest)


@dataclass(frozen=True, slots=True)
class Standing:
    """One student and lesson: the attempts in the order they came in, and the decisions by item."""

    student: str
    lesson: str
    attempts: tuple[Graded, ...]
    overrides: Mapping[str, Override] = field(default_factory=dict)
