"""choice: exactly one of several lettered options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..course import Course
from ..errors import ResponseError
from ..lesson import Choice, Option, Words
from ..model import Message, Response, Shown, Status, Text, Verdict
from ..prose import fill_text
from ..responses import fold_words, quoted, read_letters, scalar
from ..variants import Variant
from .kind import Answer, Example, Question, ShownOption
from .paper import PaperKind, answer_check, asked, author_says, compared, worked
from .posed import equal_options

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class ChoiceKind(PaperKind[Choice]):
    name = "choice"
    item_type = Choice

    def shuffles(self, variant: Variant) -> int:
        return len(self.item(variant).options)

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:
        return equal_options(self.item(variant).options, variant, course)

    def question(self, variant: Variant, course: Course) -> Question:
        filled = asked(variant, course)
        options = shown_options(self.item(variant).options, variant, course)
        return Question(filled.text, "", Message("choice/spelling"), options, filled.pictures)

    def verdict(self, variant: Variant, response: Response, course: Course) -> Verdict:
        return choice_verdict(self.item(variant).options, variant, response, course)

    def solution(self, variant: Variant, course: Course) -> Text:
        return choice_solution(self.item(variant).options, variant, course)

    def examples(self, variant: Variant, course: Course) -> tuple[Example, ...]:  # noqa: ARG002 - the protocol's
        return choice_examples(self.item(variant).options, variant)


# --------------------------------------------------------------------------- for plots too


def option_words(option: Option) -> Words:
    """The option's text, right or wrong."""
    return option.right or option.wrong or {}


def in_shown_order(options: Sequence[Option], variant: Variant) -> tuple[Option, ...]:
    return tuple(options[index] for index in variant.order)


def shown_options(options: Sequence[Option], variant: Variant, course: Course) -> tuple[ShownOption, ...]:
    """The options with their letters, as this variant shows them."""
    shown = in_shown_order(options, variant)
    return tuple(
        ShownOption(letter, option.id, fill_text(option_words(option), variant, course))
        for letter, option in zip(LETTERS, shown, strict=False)
    )


def choice_verdict(
    options: Sequence[Option], variant: Variant, response: Response, course: Course
) -> Verdict:
    """Judge one letter. Raises ResponseError when it is not exactly one of those offered."""
    shown = shown_options(options, variant, course)
    place = _chosen(response, shown)
    option = in_shown_order(options, variant)[place]
    right = next(k for k, o in enumerate(in_shown_order(options, variant)) if o.right)
    evidence = compared(Shown(f"({shown[place].letter})"), Shown(f"({shown[right].letter})"))
    if option.right:
        status, score, note = Status.CORRECT, 1.0, None
    else:
        status, score, note = Status.WRONG, 0.0, option.id
    message = _told(option, variant, course)
    check = answer_check("choice", status, score, message=message, note=note, evidence=(evidence,))
    return Verdict((check,))


def _told(option: Option, variant: Variant, course: Course) -> Message:
    if option.says:
        return author_says(option.id, option.says, variant, course)
    return Message("choice/right" if option.right else "choice/wrong")


def _chosen(response: Response, shown: Sequence[ShownOption]) -> int:
    """The place of the one option chosen: by its letter, or by its own words."""
    if isinstance(response, Mapping):
        raise ResponseError("response/list-expected")
    text = scalar(response)
    said = [k for k, o in enumerate(shown) if fold_words(text) in map(fold_words, o.text.values())]
    if len(said) == 1:
        return said[0]
    places = read_letters(response, [option.letter for option in shown])
    if len(places) != 1:
        raise ResponseError("choice/one-letter", {"given": quoted(text)})
    return places[0]


def choice_solution(options: Sequence[Option], variant: Variant, course: Course) -> Text:
    shown = shown_options(options, variant, course)
    right = next(s for s, o in zip(shown, in_shown_order(options, variant), strict=True) if o.right)
    answer = {lang: f"({right.letter}) {right.text[lang]}" for lang in course.languages}
    return worked(answer, variant, course)


def choice_examples(options: Sequence[Option], variant: Variant) -> tuple[Example, ...]:
    """Each option once, and what is none."""
    shown = tuple(zip(LETTERS, in_shown_order(options, variant), strict=False))
    right = next(letter for letter, option in shown if option.right)
    wrong = [(letter, option.id) for letter, option in shown if not option.right]
    return (
        Example("right", Answer(right), Status.CORRECT),
        Example("wrong", Answer(wrong[0][0].upper()), Status.WRONG, wrong[0][1]),
        Example("unreadable", Answer("z"), Status.INVALID, "response/unknown-letter"),
        Example("blank", Answer(""), Status.BLANK),
        *(Example(name, Answer(f"({letter})"), Status.WRONG, name) for letter, name in wrong),
    )


CHOICE = ChoiceKind()
