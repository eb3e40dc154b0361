"""reflect: a text of the student's own beside a model answer. It has no points and nobody scores it:
whatever is written counts as CORRECT, an empty answer as BLANK."""

from __future__ import annotations

from collections.abc import Sequence

from ..course import Course
from ..lesson import Reflect
from ..model import CheckResult, Message, Response, Status, Text, Verdict
from ..prose import fill_text
from ..variants import Variant
from .kind import Answer, Example, Question
from .paper import PaperKind, asked


class ReflectKind(PaperKind[Reflect]):
    name = "reflect"
    item_type = Reflect

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:  # noqa: ARG002 - no numbers, no flaws
        return ()

    def question(self, variant: Variant, course: Course) -> Question:
        filled = asked(variant, course)
        return Question(filled.text, "", Message("reflect/spelling"), pictures=filled.pictures)

    def verdict(self, variant: Variant, response: Response, course: Course) -> Verdict:  # noqa: ARG002
        model = Message("reflect/model", text=fill_text(self.item(variant).model, variant, course))
        check = CheckResult("answer", Message("reflect/title"), Status.CORRECT, 1.0, message=model)
        return Verdict((check,), score=1.0, status=Status.CORRECT)

    def solution(self, variant: Variant, course: Course) -> Text:
        return fill_text(self.item(variant).model, variant, course)

    def examples(self, variant: Variant, course: Course) -> tuple[Example, ...]:  # noqa: ARG002
        return (
            Example("right", Answer("Because the slopes multiply."), Status.CORRECT),
            Example("blank", Answer(" \n"), Status.BLANK),
        )


REFLECT = ReflectKind()
