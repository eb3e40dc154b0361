"""What the kinds have in common that are answered by writing something down: nothing to run."""

# ruff: noqa: ARG002 - methods of a protocol take what any kind may need

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from ..course import Course
from ..lesson import ItemBase, Words
from ..model import Call as SandboxCall
from ..model import (
    CheckResult,
    Comparison,
    Evidence,
    Message,
    Observation,
    Response,
    Shown,
    Status,
    Text,
    Verdict,
)
from ..prose import Filled, fill_text, fill_variant
from ..variants import Variant
from .kind import Answer

I = TypeVar("I", bound=ItemBase)  # noqa: E741 - the item's type


class PaperKind(Generic[I]):
    """A kind whose answer is text. A subclass says how to judge that text."""

    name: str
    item_type: type[I]

    def item(self, variant: Variant) -> I:
        """The variant's item, known to be of this kind."""
        if not isinstance(variant.item, self.item_type):
            raise TypeError(f"{variant.item.id} is no {self.name} item")
        return variant.item

    def shuffles(self, variant: Variant) -> int:
        return 0

    def is_blank(self, variant: Variant, answer: Answer, course: Course) -> bool:
        return is_empty(answer.response)

    def again(
        self,
        variant: Variant,
        answer: Answer,
        course: Course,
        seed: bytes,
        observations: Sequence[Observation],
    ) -> tuple[SandboxCall, ...]:
        return ()

    def plan(
        self,
        variant: Variant,
        answer: Answer,
        course: Course,
        seed: bytes,
    ) -> tuple[SandboxCall, ...]:
        return ()

    def judge(
        self,
        variant: Variant,
        answer: Answer,
        course: Course,
        seed: bytes,
        observations: Sequence[Observation],
    ) -> Verdict:
        return self.verdict(variant, answer.response, course)

    def verdict(self, variant: Variant, response: Response, course: Course) -> Verdict:
        """Judge what was written. Raises ResponseError when it cannot be read."""
        raise NotImplementedError


def is_empty(response: Response) -> bool:
    """Whether nothing at all was written."""
    if isinstance(response, str):
        return not response.strip()
    parts = response.values() if isinstance(response, Mapping) else response
    return all(map(is_empty, parts))


def asked(variant: Variant, course: Course) -> Filled:
    """The item's question with its numbers, and the pictures in it."""
    return fill_variant(variant.item.ask, variant, course)


def author_says(note: str, says: Words, variant: Variant, course: Course) -> Message:
    """An author's own sentence about a mistake, with the variant's numbers."""
    return Message(note, text=fill_text(says, variant, course))


def answer_check(
    kind: str,
    status: Status,
    score: float,
    *,
    message: Message,
    note: str | None = None,
    evidence: tuple[Evidence, ...] = (),
) -> CheckResult:
    """The one check of a kind that has one: the answer itself."""
    return CheckResult("answer", Message(f"{kind}/title"), status, score, 1.0, message, note, evidence)


def compared(yours: Shown, expected: Shown, difference: str | None = None) -> Comparison:
    return Comparison(expected=expected, yours=yours, difference=difference)


def worked(answer: Text, variant: Variant, course: Course) -> Text:
    """The answer, followed by the author's worked solution where there is one."""
    if variant.item.solution is None:
        return answer
    words = fill_text(variant.item.solution, variant, course)
    return {language: f"{answer[language]}\n\n{words[language]}" for language in course.languages}


def in_all_languages(text: str, course: Course) -> Text:
    return dict.fromkeys(course.languages, text)
