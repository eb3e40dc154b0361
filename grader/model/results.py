"""What was found: from one check to the whole report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .evidence import Evidence
from .words import Isolation, Message, Response, Status, Text


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check of an item. `name` is stable over variants; `title` is the line the student reads.

    `note` is a diagnosis tag without a variant's numbers. `weight` is its share among the item's checks.
    """

    name: str
    title: Message
    status: Status
    score: float
    weight: float = 1.0
    message: Message | None = None
    note: str | None = None
    evidence: tuple[Evidence, ...] = ()
    hidden: bool = False
    remarks: tuple[Message, ...] = ()  # never cost points


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a kind says about one response: its checks, in reading order; optionally a score of its own.

    Without `score` the item's score is the weighted mean of its checks.
    """

    checks: tuple[CheckResult, ...]
    score: float | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's score (0 to 1) for an item, whatever the program says.

    `digest` is what had been handed in when they decided.
    """

    item: str
    score: float
    reason: str
    who: str
    digest: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision at work: the item's status and points are the person's, these here were the program's.

    `stale`: something else has been handed in since.
    """

    decision: Decision
    stale: bool
    status: Status
    score: float
    points: float
    max_points: float


@dataclass(frozen=True, slots=True)
class ItemResult:
    item: str
    kind: str
    title: Text
    status: Status
    score: float
    points: float
    max_points: float
    notes: tuple[str, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    hints: tuple[Text, ...] = ()
    response: Response | None = None
    waits_for: str | None = None
    decided: Decided | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The one result that every renderer shows. Equal submission and variant give equal reports."""

    submission: str
    student: str
    lesson: str
    title: Text
    score: float
    points: float
    max_points: float
    isolation: Isolation
    results: tuple[ItemResult, ...]
    remarks: tuple[Message, ...] = ()
    variant: str = ""  # opaque id, never a seed
    command: str = ""  # how to reproduce it
    sources: Mapping[str, str] = field(default_factory=dict)
    version: int = 1
