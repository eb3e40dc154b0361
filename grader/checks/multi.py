"""multi: all the right ones among several lettered options.

The score is max(0, (right ticks − wrong ticks) / right options), so that ticking everything earns nothing
unless nearly everything is right.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..course import Course
from ..lesson import Multi, Option
from ..model import CheckResult, Message, Response, Shown, Status, Text, Verdict
from ..responses import read_letters
from ..variants import Variant
from .choice import LETTERS, in_shown_order, shown_options
from .closeness import status_for
from .kind import Answer, Example, Question
from .paper import PaperKind, answer_check, asked, author_says, compared, worked
from .posed import equal_options


class MultiKind(PaperKind[Multi]):
    name = "multi"
    item_type = Multi

    def shuffles(self, variant: Variant) -> int:
        return len(self.item(variant).options)

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:
        return equal_options(self.item(variant).options, variant, course)

    def question(self, variant: Variant, course: Course) -> Question:
        filled = asked(variant, course)
        options = shown_options(self.item(variant).options, variant, course)
        return Question(filled.text, "", Message("multi/spelling"), options, filled.pictures)

    def verdict(self, variant: Variant, response: Response, course: Course) -> Verdict:
        options = in_shown_order(self.item(variant).options, variant)
        ticked = set(read_letters(response, LETTERS[: len(options)]))
        right = {place for place, option in enumerate(options) if option.right}
        score = max(0.0, (len(ticked & right) - len(ticked - right)) / len(right))
        note = _note(ticked, right, len(options))
        evidence = compared(Shown(_letters(ticked)), Shown(_letters(right)))
        values = {
            "given": _letters(ticked),
            "right": str(len(ticked & right)),
            "wrong": str(len(ticked - right)),
        }
        main = answer_check(
            "multi",
            status_for(score),
            score,
            message=Message(note or "multi/right", values),
            note=note,
            evidence=(evidence,),
        )
        remarks = (_wrong_tick(options[k], LETTERS[k], variant, course) for k in sorted(ticked - right))
        return Verdict((main, *remarks), score=score)

    def solution(self, variant: Variant, course: Course) -> Text:
        options = in_shown_order(self.item(variant).options, variant)
        shown = shown_options(self.item(variant).options, variant, course)
        right = [s for s, option in zip(shown, options, strict=True) if option.right]
        answer = {
            lang: "\n".join(f"- ({s.letter}) {s.text[lang]}" for s in right) for lang in course.languages
        }
        return worked(answer, variant, course)

    def examples(self, variant: Variant, course: Course) -> tuple[Example, ...]:  # noqa: ARG002
        options = in_shown_order(self.item(variant).options, variant)
        right = {place for place, option in enumerate(options) if option.right}
        wrong = set(range(len(options))) - right
        everything = right | wrong
        examples = [
            Example("right", Answer(_letters(right)), Status.CORRECT),
            Example("unreadable", Answer("a, z"), Status.INVALID, "response/unknown-letter"),
            Example("blank", Answer(""), Status.BLANK),
            Example("none", Answer("none"), Status.WRONG, "multi/missed"),
        ]
        if wrong:
            examples.append(Example("wrong", Answer(_letters(wrong)), Status.WRONG, "multi/none-right"))
            score = max(0.0, (len(right) - len(wrong)) / len(right))
            everything_ticked = Answer(_letters(everything))
            examples.append(Example("everything", everything_ticked, status_for(score), "multi/everything"))
        for place in sorted(wrong):
            score = max(0.0, (len(right) - 1) / len(right))
            note = _note(right | {place}, right, len(options))
            examples.append(
                Example(options[place].id, Answer(_letters(right | {place})), status_for(score), note)
            )
        return tuple(examples)


def _letters(places: set[int]) -> str:
    return ", ".join(LETTERS[place] for place in sorted(places)) or "none"


def _note(ticked: set[int], right: set[int], offered: int) -> str | None:
    if ticked == right:
        return None
    if len(ticked) == offered:
        return "multi/everything"
    if ticked and not ticked & right:
        return "multi/none-right"
    if not ticked - right:
        return "multi/missed"
    return "multi/extra" if right <= ticked else "multi/both"


def _wrong_tick(option: Option, letter: str, variant: Variant, course: Course) -> CheckResult:
    """One option that should not have been ticked; it explains the score and has no weight of its own."""
    says = author_says(option.id, option.says, variant, course) if option.says else None
    message = says or Message("multi/not-this-one", {"letter": letter})
    title = Message("multi/option", {"letter": letter})
    return CheckResult(f"option-{option.id}", title, Status.WRONG, 0.0, 0.0, message, option.id)


MULTI = MultiKind()
