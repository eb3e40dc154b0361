"""numeric: one number, matched against the answer and the values that known mistakes lead to."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..algebra import Undefined
from ..course import Course
from ..faults import located
from ..lesson import FormulaMistake, Numeric, Tolerance
from ..model import Message, Number, Response, Shown, Status, Text, Verdict
from ..quantities import Quantities
from ..responses import Typed, read_number, scalar
from ..variants import Variant
from ..written import number_latex, number_text
from .closeness import (
    Known,
    crowded,
    distance,
    judge_number,
    precision,
    status_for,
)
from .kind import Answer, Example, Question
from .paper import PaperKind, answer_check, asked, author_says, compared, in_all_languages, worked
from .values import bound_of, has_tie, known_numbers, number_of


class NumericKind(PaperKind[Numeric]):
    name = "numeric"
    item_type = Numeric

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:
        item = self.item(variant)
        return number_flaws(item.answer, item, item.mistakes, bound_of(variant, course))

    def question(self, variant: Variant, course: Course) -> Question:
        item, filled = self.item(variant), asked(variant, course)
        answer = number_of(item.answer, bound_of(variant, course))
        return Question(filled.text, "", precision(answer, item), pictures=filled.pictures)

    def verdict(self, variant: Variant, response: Response, course: Course) -> Verdict:
        item = self.item(variant)
        return number_verdict(item.answer, item, item.mistakes, variant, response, course)

    def solution(self, variant: Variant, course: Course) -> Text:
        answer = number_of(self.item(variant).answer, bound_of(variant, course))
        return worked(in_all_languages(f"${number_latex(answer)}$", course), variant, course)

    def examples(self, variant: Variant, course: Course) -> tuple[Example, ...]:
        item = self.item(variant)
        return number_examples(item.answer, item, item.mistakes, bound_of(variant, course))


# --------------------------------------------------------------------------- for plots too


def number_flaws(
    formula: str, rule: Tolerance, mistakes: Sequence[FormulaMistake], bound: Quantities
) -> Sequence[str]:
    """Why these numbers make a bad question about one number."""
    try:
        with located("answer"):
            answer, tie = number_of(formula, bound), has_tie(formula, bound)
    except Undefined:
        return ("the answer is undefined",)
    found = crowded(answer, rule, known_numbers(mistakes, bound))
    return [*found, "a computed quantity lies exactly on a threshold"] if tie else found


def number_verdict(
    formula: str,
    rule: Tolerance,
    mistakes: Sequence[FormulaMistake],
    variant: Variant,
    response: Response,
    course: Course,
) -> Verdict:
    """Judge one number. Raises ResponseError when it is none."""
    typed = read_number(scalar(response))
    bound = bound_of(variant, course)
    answer = number_of(formula, bound)
    finding = judge_number(typed, answer, rule, known_numbers(mistakes, bound))
    if finding.known:
        message = author_says(finding.known.note, mistakes[finding.known.place].says, variant, course)
    else:
        message = Message(finding.note or "numeric/right", {"given": typed.text})
    evidence = compared(
        Shown(typed.text),
        Shown(number_text(answer), number_latex(answer)),
        number_text(float(distance(typed.value, answer))),
    )
    check = answer_check(
        "numeric", finding.status, finding.score, message=message, note=finding.note, evidence=(evidence,)
    )
    return Verdict((check,))


def number_examples(
    formula: str, rule: Tolerance, mistakes: Sequence[FormulaMistake], bound: Quantities
) -> tuple[Example, ...]:
    """Answers to a question about one number, with their verdicts."""
    answer, known = number_of(formula, bound), known_numbers(mistakes, bound)
    return (
        Example("right", Answer(spelled(answer)), Status.CORRECT),
        Example("wrong", Answer(wrong_number(answer, rule, known)), Status.WRONG, "numeric/wrong"),
        Example("unreadable", Answer("about five"), Status.INVALID, "response/formula-for-number"),
        Example("blank", Answer(" "), Status.BLANK),
        *(Example(k.note, Answer(spelled(k.value)), status_for(k.score), k.note) for k in known),
    )


def spelled(value: Number) -> str:
    """A number written out with all its digits, as a careful student would."""
    return f"{value:.13g}" if isinstance(value, float) else number_text(value)


def wrong_number(answer: Number, rule: Tolerance, known: Sequence[Known]) -> str:
    """A number that is neither the answer nor explained by anything."""
    step = max(Fraction(1), abs(Fraction(answer)))
    for k in range(1, 100):
        candidate = Fraction(answer) + step * k * Fraction(37, 91)
        typed = Typed(candidate, str(candidate))
        if judge_number(typed, answer, rule, known).note == "numeric/wrong":
            return str(candidate)
    raise ValueError(f"every number near {answer} is explained by a mistake")


NUMERIC = NumericKind()
