"""The life of an item, as every kind of item implements it.

    flaws ─▶ question ─▶ (a student answers) ─▶ plan ─▶ run ─▶ judge
                                              examples: answers whose verdict is known, for any variant

All of it is pure. An unreadable answer is a ResponseError, which the pipeline turns into INVALID.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ..course import Course
from ..model import Call, Message, Observation, Picture, Response, Status, Text, Verdict
from ..variants import Variant


@dataclass(frozen=True, slots=True)
class Answer:
    """What a student answered to one item, and the Python files that came with the submission."""

    response: Response
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShownOption:
    """One lettered option as the student sees it; `id` is what a Report stores."""

    letter: str
    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Question:
    """What the student's page, answers.yaml and starter files are made from. Holds no key.

    `text` is Markdown with its placeholders filled; `{{plot k}}` alone on a line stands for `pictures[k]`.
    `empty` is the shape of an unanswered response; `spelling` explains how to write one down.
    `starter` maps file names to the source a student begins with.
    """

    text: Text
    empty: Response
    spelling: Message
    options: tuple[ShownOption, ...] = ()
    pictures: tuple[Picture, ...] = ()
    starter: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """An answer whose verdict is known: `name` is right, wrong, unreadable, blank, or a declared note."""

    name: str
    answer: Answer
    status: Status
    note: str | None = None


class Kind(Protocol):
    name: str

    def shuffles(self, variant: Variant) -> int:
        """How many options are shown in a drawn order; 0 when there are none."""

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:
        """Why these numbers make a bad question (a tie, a mistake that gives the answer); empty when good."""

    def question(self, variant: Variant, course: Course) -> Question: ...

    def is_blank(self, variant: Variant, answer: Answer, course: Course) -> bool:
        """Whether nothing was answered (an empty value, an untouched starter)."""

    def plan(self, variant: Variant, answer: Answer, course: Course, seed: bytes) -> tuple[Call, ...]:
        """The calls of student functions this answer needs, hidden inputs drawn from `seed`; often none."""

    def again(
        self,
        variant: Variant,
        answer: Answer,
        course: Course,
        seed: bytes,
        observations: Sequence[Observation],
    ) -> tuple[Call, ...]:
        """Further calls, after what the planned ones showed: simpler inputs for what failed. Mostly empty."""

    def judge(
        self,
        variant: Variant,
        answer: Answer,
        course: Course,
        seed: bytes,
        observations: Sequence[Observation],
    ) -> Verdict:
        """Judge the answer; `observations` belong to the calls of `plan`, then to those of `again`, in order.

        Raises ResponseError.
        """

    def solution(self, variant: Variant, course: Course) -> Text:
        """The right answer in words and mathematics, for answer books and closed attempts."""

    def examples(self, variant: Variant, course: Course) -> tuple[Example, ...]:
        """A right, a wrong and an unreadable answer, and one for each declared mistake."""
