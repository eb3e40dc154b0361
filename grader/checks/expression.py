"""expression: one formula that equals the answer wherever it is defined, if asked for in a given form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ..algebra import Add, Context, Div, Expr, Mul, Neg, latex, plain, reading
from ..algebra import number as num
from ..algebra.decide import Decision, decide
from ..course import Course
from ..faults import located
from ..lesson import Expression, FormulaMistake
from ..model import CheckResult, Comparison, Message, Response, Shown, Status, Text, Verdict
from ..responses import scalar
from ..variants import Variant
from .closeness import status_for
from .form import form_fault
from .kind import Answer, Example, Question
from .paper import PaperKind, asked, author_says, compared, in_all_languages, worked
from .symbolic import author_formula, student_context

FORM_WEIGHT = 0.25
"""Share of the form in the item's score, where a form is asked for; the rest is the value's."""


class ExpressionKind(PaperKind[Expression]):
    name = "expression"
    item_type = Expression

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:
        item, context = self.item(variant), student_context(variant, course)
        with located("answer"):
            answer = author_formula(item.answer, variant, course)
        known = _known(variant, item, course)
        found = [f"mistake {note} gives the answer" for note, e in known if decide(e, answer, context).equal]
        return found + [
            f"mistakes {first} and {second} give the same"
            for (first, a), (second, b) in combinations(known, 2)
            if decide(a, b, context).equal
        ]

    def question(self, variant: Variant, course: Course) -> Question:
        filled = asked(variant, course)
        return Question(filled.text, "", Message("expression/spelling"), pictures=filled.pictures)

    def verdict(self, variant: Variant, response: Response, course: Course) -> Verdict:
        item, context = self.item(variant), student_context(variant, course)
        typed = reading(scalar(response), context)
        answer = author_formula(item.answer, variant, course)
        value = _value_check(typed.expr, answer, variant, course, context)
        value = replace(value, remarks=typed.remarks)
        if item.form is None:
            return Verdict((value,))
        fault = form_fault(typed.expr, item.form, context, answer)
        return Verdict((replace(value, weight=1 - FORM_WEIGHT), _form_check(fault, right=value.score == 1)))

    def solution(self, variant: Variant, course: Course) -> Text:
        context = student_context(variant, course)
        answer = latex(author_formula(self.item(variant).answer, variant, course), context)
        return worked(in_all_languages(f"${answer}$", course), variant, course)

    def examples(self, variant: Variant, course: Course) -> tuple[Example, ...]:
        item, context = self.item(variant), student_context(variant, course)
        answer = author_formula(item.answer, variant, course)
        known = _known(variant, item, course)
        wrong = next(e for e in _others(answer) if not _is_known(e, known, context))
        return (
            Example("right", Answer(plain(answer)), Status.CORRECT),
            Example("wrong", Answer(plain(wrong)), Status.WRONG, "expression/wrong"),
            Example("unreadable", Answer("2 *"), Status.INVALID),
            Example("blank", Answer(""), Status.BLANK),
            *(_known_example(note, e, item) for note, e in known),
        )


# --------------------------------------------------------------------------- the value


def _value_check(
    given: Expr, answer: Expr, variant: Variant, course: Course, context: Context
) -> CheckResult:
    decision = decide(given, answer, context)
    yours = Shown(plain(given), latex(given, context))
    expected = Shown(plain(answer), latex(answer, context))
    check = CheckResult(
        "value", Message("expression/title"), Status.CORRECT, 1.0, evidence=(compared(yours, expected),)
    )
    if decision.equal:
        return replace(check, message=Message("expression/right"))
    if decision.equal is None:  # our limit, not the student's: it costs nothing
        return replace(check, message=Message("expression/undecided"), note="expression/undecided")
    check = replace(check, evidence=(*check.evidence, *_at_witness(decision)))
    if (mistake := _mistake_made(given, variant, course, context)) is not None:
        says = author_says(mistake.note, mistake.says, variant, course)
        score = mistake.score
        return replace(check, status=status_for(score), score=score, message=says, note=mistake.note)
    note = _usual_note(given, answer, context)
    return replace(
        check, status=Status.WRONG, score=0.0, message=Message(note, {"at": _at(decision)}), note=note
    )


def _mistake_made(given: Expr, variant: Variant, course: Course, context: Context) -> FormulaMistake | None:
    """The first known mistake that leads to the same formula."""
    item = EXPRESSION.item(variant)
    for place, expr in _known_places(variant, item, course):
        if decide(given, expr, context).equal:
            return item.mistakes[place]
    return None


def _at_witness(decision: Decision) -> Sequence[Comparison]:
    """Both sides at the point where they differ."""
    if decision.witness is None:
        return ()
    witness = decision.witness
    return (Comparison(Shown(_at(decision)), Shown(witness.b), Shown(witness.a)),)


def _at(decision: Decision) -> str:
    return ", ".join(f"{name} = {value}" for name, value in decision.witness.at) if decision.witness else ""


def _usual_note(given: Expr, answer: Expr, context: Context) -> str:
    if decide(Neg(given), answer, context).equal:
        return "expression/sign"
    if _multiple(given, answer, context):
        return "expression/multiple"
    return "expression/wrong"


def _multiple(given: Expr, answer: Expr, context: Context) -> bool:
    """Whether a small whole number or its inverse is all that is missing."""
    return any(
        decide(scaled, answer, context).equal
        for k in (2, 3)
        for scaled in (Div(given, num(k)), _times(k, given))
    )


def _times(factor: int, expr: Expr) -> Expr:
    return Mul((num(factor), expr))


# --------------------------------------------------------------------------- the form


def _form_check(fault: Message | None, *, right: bool) -> CheckResult:
    title = Message("form/title")
    if not right:
        waiting = Message("form/waits")
        return CheckResult("form", title, Status.SKIPPED, 0.0, FORM_WEIGHT, waiting)
    if fault is None:
        return CheckResult("form", title, Status.CORRECT, 1.0, FORM_WEIGHT, Message("form/right"))
    return CheckResult("form", title, Status.WRONG, 0.0, FORM_WEIGHT, fault, fault.id)


# --------------------------------------------------------------------------- known mistakes, and examples


def _known_places(variant: Variant, item: Expression, course: Course) -> Iterator[tuple[int, Expr]]:
    for place, mistake in enumerate(item.mistakes):
        with located("mistakes", place, "gives"):
            yield place, author_formula(mistake.gives, variant, course)


def _known(variant: Variant, item: Expression, course: Course) -> list[tuple[str, Expr]]:
    return [(item.mistakes[place].note, expr) for place, expr in _known_places(variant, item, course)]


def _known_example(note: str, expr: Expr, item: Expression) -> Example:
    score = next(m.score for m in item.mistakes if m.note == note)
    weight = 1.0 if item.form is None else 1 - FORM_WEIGHT
    return Example(note, Answer(plain(expr)), status_for(score * weight), note)


def _others(answer: Expr) -> Iterator[Expr]:
    """Formulas that are not the answer: it plus 7, plus 17, …"""
    return (Add((answer, num(k))) for k in range(7, 107, 10))


def _is_known(expr: Expr, known: Sequence[tuple[str, Expr]], context: Context) -> bool:
    return any(decide(expr, mistake, context).equal for _, mistake in known)


EXPRESSION = ExpressionKind()
