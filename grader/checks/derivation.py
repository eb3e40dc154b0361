"""derivation: a way from `start` to `goal`, judged line by line, with credit for what follows from a slip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ..algebra import Context, Expr, Line, latex, plain
from ..algebra.decide import decide
from ..course import Course
from ..derivation import (
    Equation,
    JudgedLine,
    Judgement,
    Known,
    Statement,
    Task,
    expression_of,
    judge,
    score,
    status,
)
from ..derivation.score import held
from ..errors import ResponseError
from ..faults import located
from ..lesson import DerivationItem
from ..model import CheckResult, Derivation, DerivationLine, Message, Response, Status, Text, Verdict
from ..variants import Variant
from .form import form_fault
from .kind import Answer, Example, Question
from .paper import PaperKind, asked, author_says, in_all_languages, worked
from .symbolic import author_line, student_context

MOST_LINES = 100
LONGEST = 40_000
"""Characters of a whole derivation."""


class DerivationKind(PaperKind[DerivationItem]):
    name = "derivation"
    item_type = DerivationItem

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:
        item = self.item(variant)
        task = _task(item, variant, course)
        goal = expression_of(task.goal or task.start)
        found = [f"mistake {m.says.id} is right" for m in task.mistakes if _equal(m.expr, goal, task)]
        return found + [
            f"mistakes {a.says.id} and {b.says.id} give the same"
            for a, b in combinations(task.mistakes, 2)
            if _equal(a.expr, b.expr, task)
        ]

    def question(self, variant: Variant, course: Course) -> Question:
        filled = asked(variant, course)
        return Question(filled.text, "", Message("derivation/spelling"), pictures=filled.pictures)

    def verdict(self, variant: Variant, response: Response, course: Course) -> Verdict:
        item = self.item(variant)
        task = _task(item, variant, course)
        judgement = judge(task, lines_of(response))
        fault = _shortfall(task, item, judgement)
        earned = score(judgement, fault is None)
        checks = (_lines_check(judgement, variant, course, task), _goal_check(fault))
        return Verdict(checks, float(earned), status(judgement, earned))

    def solution(self, variant: Variant, course: Course) -> Text:
        context = student_context(variant, course)
        start = _statement(author_line(self.item(variant).start, variant, course))
        rows = [_row(line, context) for line in _chain(variant, course)]
        body = " \\\\\n".join([_opening(start, context, rows[0]), *rows[1:]])
        shown = f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"
        return worked(in_all_languages(shown, course), variant, course)

    def examples(self, variant: Variant, course: Course) -> tuple[Example, ...]:
        return tuple(_examples(self.item(variant), variant, course))


# --------------------------------------------------------------------------- what is asked


def _task(item: DerivationItem, variant: Variant, course: Course) -> Task:
    def given(text: str, *where: str | int) -> Statement:
        with located(*where):
            return _statement(author_line(text, variant, course))

    return Task(
        student_context(variant, course),
        given(item.start, "start"),
        None if item.goal is None else given(item.goal, "goal"),
        tuple(
            Known(
                expression_of(given(m.gives, "mistakes", i, "gives")),
                author_says(m.note, m.says, variant, course),
            )
            for i, m in enumerate(item.mistakes)
        ),
    )


def _statement(line: Line) -> Statement:
    return line.rhs if line.lhs is None else Equation(line.lhs, line.rhs)


def _equal(a: Expr, b: Expr, task: Task) -> bool:
    return decide(a, b, task.context).equal is True


# --------------------------------------------------------------------------- what was written


def lines_of(response: Response) -> tuple[str, ...]:
    """The lines that were written, blank ones left out. Raises ResponseError for more than a derivation holds."""
    if isinstance(response, str):
        if len(response) > LONGEST:
            raise ResponseError("response/too-long", {"limit": str(LONGEST)})
        lines = tuple(line.strip() for line in response.splitlines() if line.strip())
    elif isinstance(response, tuple):
        lines = tuple(line for part in response for line in lines_of(part))
    else:
        raise ResponseError("derivation/lines-expected")
    if len(lines) > MOST_LINES:
        raise ResponseError("derivation/too-many-lines", {"limit": str(MOST_LINES)})
    return lines


# --------------------------------------------------------------------------- verdicts


def _shortfall(task: Task, item: DerivationItem, judgement: Judgement) -> Message | None:
    """Why the goal does not count as reached, or None."""
    if not judgement.arrives:
        return Message("derivation/goal-open")
    last = next(j.line for j in reversed(judgement.lines) if j.line is not None)
    if item.form is not None:
        return form_fault(last.rhs, item.form, task.context, expression_of(task.goal or task.start))
    return None


def _lines_check(judgement: Judgement, variant: Variant, course: Course, task: Task) -> CheckResult:
    share = float(held(judgement))
    wrong = judgement.first_wrong
    shown = Derivation(tuple(_shown(line, task.context) for line in judgement.lines))
    check = CheckResult(
        "lines", Message("derivation/title"), Status.CORRECT, share, message=Message("derivation/all-follow")
    )
    check = replace(check, evidence=(shown,))
    if not judgement.readable:
        return replace(check, status=Status.INVALID, message=Message("derivation/none-readable"))
    if judgement.flawless:
        return check
    state = Status.PARTIAL if share else Status.WRONG
    if wrong is None:
        return replace(check, status=state, message=Message("derivation/some-unreadable"))
    message = Message("derivation/first-wrong", {"line": str(wrong.number)})
    return replace(check, status=state, message=message, note=f"derivation/{wrong.note or 'wrong'}")


def _shown(line: JudgedLine, context: Context) -> DerivationLine:
    return DerivationLine(line.number, line.raw, str(line.step), None, line.message, line.note, line.by)


def _goal_check(fault: Message | None) -> CheckResult:
    title = Message("derivation/goal-title")
    if fault is None:
        return CheckResult("goal", title, Status.CORRECT, 1.0, message=Message("derivation/goal-reached"))
    return CheckResult("goal", title, Status.WRONG, 0.0, message=fault, note=fault.id)


# --------------------------------------------------------------------------- the reference derivation


def _chain(variant: Variant, course: Course) -> list[Line]:
    item = DERIVATION.item(variant)
    found = []
    for i, text in enumerate(item.chain):
        with located("chain", i):
            found.append(author_line(text, variant, course))
    return found


def _row(line: Line, context: Context) -> str:
    left = "" if line.lhs is None else latex(line.lhs, context)
    return f"{left} &= {latex(line.rhs, context)}"


def _opening(start: Statement, context: Context, first: str) -> str:
    if isinstance(start, Equation):
        return f"{latex(start.left, context)} &= {latex(start.right, context)} \\\\\n{first}"
    return latex(start, context) + first if first.startswith(" &=") else first


def _written(line: Line) -> str:
    left = "" if line.lhs is None else plain(line.lhs)
    label = "" if line.label is None else f"   [{line.label}]"
    return f"{left} = {plain(line.rhs)}{label}".strip()


# --------------------------------------------------------------------------- answers whose verdict is known


def _examples(item: DerivationItem, variant: Variant, course: Course) -> Iterator[Example]:
    chain = [_written(line) for line in _chain(variant, course)]
    yield Example("right", Answer("\n".join(chain)), Status.CORRECT)
    yield Example("unreadable", Answer("= 2 *"), Status.INVALID)
    yield Example("blank", Answer(""), Status.BLANK)


DERIVATION = DerivationKind()
