"""What the pages around the feedback are made from: a student's sheet, the class index, the answer book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Message, Picture, Report, Text
from ..moments import Moment

if TYPE_CHECKING:
    from ..checks.kind import Question  # brings the whole course along; only its shape is needed here


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One question of a student's page. `local` says what a check at home tells, when that is limited."""

    id: str
    kind: str
    title: Text
    points: float
    question: Question
    hints: tuple[Text, ...] = ()
    local: Message | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A student's page of one lesson: prose with their own numbers, the questions, how to hand in.

    `prose` is Markdown with its placeholders filled, `{{plot k}}` on a line standing for `pictures[k]`.
    `variant` is an opaque id; a sheet holds neither key nor seed. Without `hand_in` the built-in
    sentence is shown.
    """

    lesson: str
    title: Text
    student: str
    prose: Text
    items: tuple[SheetItem, ...]
    pictures: tuple[Picture, ...] = ()
    minutes: int | None = None
    variant: str = ""
    hand_in: Text | None = None
    remarks: tuple[Message, ...] = ()
    home: str = ""  # where the course home lies relative to this page, if there is one
    problem_set: Text | None = None  # the title of the set it is part of
    deadline: Moment | None = None

    @property
    def points(self) -> float:
        return sum(item.points for item in self.items)


@dataclass(frozen=True, slots=True)
class HomeRow:
    """A lesson on the course home: its page, how many of its questions are right, the last feedback."""

    title: Text
    href: str
    right: int
    total: int
    minutes: int | None = None
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A lesson on the page of a course.

    `needs` are the lessons it builds on, as (title, href); `kinds` counts its questions by their kind.
    """

    title: Text
    href: str
    needs: tuple[tuple[Text, str], ...]
    minutes: int | None
    kinds: Mapping[str, int]

    @property
    def questions(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A Report in the index of a batch, and where its page lies relative to the index."""

    report: Report
    href: str


@dataclass(frozen=True, slots=True)
class SolvedItem:
    """A question with its key, for instructors only. `params` are printed as drawn."""

    item: SheetItem
    params: Mapping[str, str]
    solution: Text


@dataclass(frozen=True, slots=True)
class SolvedSheet:
    student: str
    seed: str  # hexadecimal; answer books are the only pages that hold one
    items: tuple[SolvedItem, ...]
