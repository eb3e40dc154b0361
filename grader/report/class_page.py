"""What an instructor's pages are made from: the report on a class, and what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Message, Text
from .plot import Tick, nice_step
from .signs import percent, signed

FIGURES = ("count", "mean", "median", "quartiles", "deviation")
COLUMNS = (
    "count", "difficulty", "correlation", "upper-lower",
    "blank", "unreadable", "timeouts", "errors", "internal",
)  # fmt: skip
"""Of the table of questions; what each means is said on the page."""
REASONS = (
    "internal", "submission-changed", "undecided", "unreadable", "reflection", "like-code", "like-answers"
)  # fmt: skip
"""Why something waits for a person, the most urgent first."""
DECISION_HEADER = "student,item,score,reason,who"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 420, 220, 40, 6, 22, 44


@dataclass(frozen=True, slots=True)
class Figure:
    """A statistic ready to be read; `report/figure-<id>` names it, and with `-means` says what it is."""

    id: str
    value: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question of the set. None: too few students, or all the same. Counts are of students."""

    ref: str
    title: Text
    count: int
    mean: float | None
    correlation: float | None
    upper_lower: float | None
    blank: int
    unreadable: int
    timeouts: int
    errors: int
    internal: int


@dataclass(frozen=True, slots=True)
class Example:
    """One student's answer that shows a note: what they gave, and what they were told."""

    student: str
    href: str
    answer: str
    told: Text


@dataclass(frozen=True, slots=True)
class NoteRow:
    """How often a note was met at a question: students, their share of all who answered it, and variants."""

    note: str
    ref: str
    title: Text
    count: int
    share: float
    variants: int
    example: Example


@dataclass(frozen=True, slots=True)
class Need:
    """A student to look after, and why; `score` (0 to 1) is None without a hand-in, `href` then empty."""

    student: str
    href: str
    score: float | None
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Person:
    student: str
    href: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Two students and what speaks for a look at both."""

    one: Person
    other: Person
    why: Message


@dataclass(frozen=True, slots=True)
class Likeness:
    """Who is alike; None where it was not looked for."""

    code: tuple[Alike, ...] | None = None
    answers: tuple[Alike, ...] | None = None


@dataclass(frozen=True, slots=True)
class ClassReport:
    """A problem set in a class. `bars` counts students by tenths of the score."""

    titles: tuple[Text, ...]
    students: int
    figures: tuple[Figure, ...]
    bars: tuple[int, ...]
    needs: tuple[Need, ...]
    questions: tuple[QuestionRow, ...]
    notes: tuple[NoteRow, ...]
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing that waits for a person; `line` is the row of a decision table, its last cells open."""

    reason: str
    student: str
    href: str
    ref: str
    detail: str
    line: str


def question_cells(row: QuestionRow) -> tuple[str, ...]:
    """The row under COLUMNS; empty where there is nothing to say."""
    counts = (row.blank, row.unreadable, row.timeouts, row.errors, row.internal)
    return (
        str(row.count),
        "" if row.mean is None else percent(row.mean),
        "" if row.correlation is None else signed(row.correlation),
        "" if row.upper_lower is None else signed(row.upper_lower),
        *(str(count) if count else "" for count in counts),
    )


# --------------------------------------------------------------------------- the bars, as numbers


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    count: int


@dataclass(frozen=True, slots=True)
class Bars:
    """Places in user units of a WIDTH × HEIGHT box."""

    bars: tuple[Bar, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


def bars(counts: Sequence[int]) -> Bars:
    """Bars from 0 % to 100 %, with whole numbers on the axis of counts."""
    highest = max(max(counts, default=0), 1)
    step = max(1, round(nice_step(highest / 4)))
    tall, wide = HEIGHT - TOP - BOTTOM, (WIDTH - LEFT - RIGHT) / len(counts)

    def up(count: int) -> float:
        return round(HEIGHT - BOTTOM - tall * count / highest, 1)

    return Bars(
        tuple(
            Bar(round(LEFT + k * wide + 1, 1), up(n), round(wide - 2, 1), round(tall * n / highest, 1), n)
            for k, n in enumerate(counts)
        ),
        tuple(
            Tick(round(LEFT + k * wide, 1), f"{100 * k // len(counts)}") for k in range(0, len(counts) + 1, 2)
        ),
        tuple(Tick(up(n), str(n)) for n in range(0, highest + 1, step)),
    )
