"""derivation: a way from `start` to `goal`, judged line by line, with credit for what follows from a slip."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from ..algebra import Context, Entry, Line, Sym, latex, plain
from ..course import Course
from ..derivation import (
    Equation,
    JudgedLine,
    Judgement,
    Statement,
    Step,
    Task,
    expression_of,
    held,
    is_shortcut,
    judge,
    milestones_reached,
    score,
    status,
)
from ..derivation.cases import read_as
from ..errors import ResponseError
from ..lesson import DerivationItem
from ..model import CheckResult, Derivation, DerivationLine, Message, Response, Status, Text, Verdict
from ..variants import Variant
from .form import form_fault
from .kind import Example, Question
from .paper import PaperKind, asked, in_all_languages, worked
from .reference import Reference, examples_of, reference_of, says_the_same, written

MOST_LINES = 100
_FRAME = re.compile(
    r"\s*(?:\$\$?|\\[\[\]]|\\(?:begin|end)\{(?:align|aligned|equation|gather|split)\*?\})?\s*"
)
"""Lines that hold no formula: blank ones, and what LaTeX puts around several."""
LONGEST = 40_000
"""Characters of a whole derivation."""


class DerivationKind(PaperKind[DerivationItem]):
    name = "derivation"
    item_type = DerivationItem

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:
        task = reference_of(variant, course).task
        found = [
            f"mistake {m.says.id} is right"
            for m in task.mistakes
            if says_the_same(m.result, task.target, task)
        ]
        return found + [
            f"mistakes {a.says.id} and {b.says.id} give the same"
            for a, b in combinations(task.mistakes, 2)
            if says_the_same(a.result, b.result, task)
        ]

    def question(self, variant: Variant, course: Course) -> Question:
        filled = asked(variant, course)
        return Question(filled.text, "", Message("derivation/spelling"), pictures=filled.pictures)

    def verdict(self, variant: Variant, response: Response, course: Course) -> Verdict:
        given = reference_of(variant, course)
        judgement = judge(given.task, lines_of(response))
        shortfall = _shortfall(given, judgement)
        milestones = milestones_reached(given.task, judgement, given.milestones)
        earned = score(judgement, shortfall is None, milestones)
        checks = (_lines_check(given.task, judgement), _goal_check(shortfall, judgement))
        return Verdict(checks, float(earned), status(judgement, earned))

    def solution(self, variant: Variant, course: Course) -> Text:
        given = reference_of(variant, course)
        shown = f"$$\n\\begin{{aligned}}\n{_aligned(given)}\n\\end{{aligned}}\n$$"
        return worked(in_all_languages(shown, course), variant, course)

    def examples(self, variant: Variant, course: Course) -> tuple[Example, ...]:
        return tuple(examples_of(reference_of(variant, course)))

    def unproved(self, variant: Variant, course: Course) -> Sequence[str]:
        """Lines of the reference derivations that hold at every point tried, but without a proof."""
        given = reference_of(variant, course)
        return [
            f"line {line.number} holds only numerically: {line.raw}"
            for chain in (given.chain, *given.alternatives)
            for line in judge(given.task, [written(line) for line in chain]).lines
            if line.by == "numeric" or line.step is Step.UNDECIDED
        ]


# --------------------------------------------------------------------------- what was written


def lines_of(response: Response) -> tuple[str, ...]:
    """The lines that were written, without empty ones. Raises ResponseError for too much text."""
    if isinstance(response, str):
        if len(response) > LONGEST:
            raise ResponseError("response/too-long", {"limit": str(LONGEST)})
        lines = tuple(line.strip() for line in response.splitlines() if not _FRAME.fullmatch(line))
    elif isinstance(response, tuple):
        lines = tuple(line for part in response for line in lines_of(part))
    else:
        raise ResponseError("derivation/lines-expected")
    if len(lines) > MOST_LINES:
        raise ResponseError("derivation/too-many-lines", {"limit": str(MOST_LINES)})
    return lines


# --------------------------------------------------------------------------- verdicts


def _shortfall(given: Reference, judgement: Judgement) -> Message | None:
    """Why the goal does not count as reached, or None."""
    task, item, last = given.task, given.item, judgement.last
    if not judgement.arrives or last is None or last.line is None:
        return Message("derivation/goal-open")
    if item.shortcut == "partial" and is_shortcut(task, judgement):
        return Message("derivation/shortcut")
    if (unsolved := _unsolved(task.goal, last.line)) is not None:
        return Message("derivation/not-solved", {"name": unsolved})
    if item.form is None:
        return None
    return form_fault(last.line.rhs, item.form, task.context, expression_of(task.target))


def _unsolved(goal: Statement | None, line: Line) -> str | None:
    """The unknown that the goal is solved for and the line is not."""
    if not isinstance(goal, Equation) or not isinstance(goal.left, Sym | Entry) or line.lhs == goal.left:
        return None
    return plain(goal.left)


def _lines_check(task: Task, judgement: Judgement) -> CheckResult:
    share = float(held(judgement))
    shown = Derivation((_start(task), *(_shown(line, task.context) for line in judgement.lines)))
    remarks = tuple(dict.fromkeys(_key(r) for line in judgement.lines for r in line.remarks))
    message, note = _summary(judgement)
    state = _state(judgement, share)
    title = Message("derivation/title")
    check = CheckResult("lines", title, state, share, message=message, note=note, evidence=(shown,))
    return replace(check, remarks=tuple(Message(note, dict(values)) for note, values in remarks))


def _key(remark: Message) -> tuple[str, tuple[tuple[str, str], ...]]:
    return remark.id, tuple(remark.values.items())


def _state(judgement: Judgement, share: float) -> Status:
    if not judgement.readable:
        return Status.INVALID
    if judgement.flawless:
        return Status.CORRECT
    return Status.PARTIAL if share else Status.WRONG


def _summary(judgement: Judgement) -> tuple[Message, str | None]:
    """What to say about all lines together, and the note of the first thing that went wrong."""
    if not judgement.readable:
        return Message("derivation/none-readable"), None
    if (wrong := judgement.first_wrong) is not None:
        note = wrong.message.id if wrong.message else "derivation/wrong"
        return Message("derivation/first-wrong", {"line": str(wrong.number)}), note
    if not judgement.flawless:
        return Message("derivation/some-unreadable"), "derivation/some-unreadable"
    if any(line.step is Step.UNDECIDED for line in judgement.lines):
        return Message("derivation/undecided"), "derivation/undecided"
    return Message("derivation/all-follow"), None


def _goal_check(shortfall: Message | None, judgement: Judgement) -> CheckResult:
    title = Message("derivation/goal-title")
    if shortfall is None:
        return CheckResult("goal", title, Status.CORRECT, 1.0, message=Message("derivation/goal-reached"))
    state = Status.WRONG if judgement.readable else Status.SKIPPED
    return CheckResult("goal", title, state, 0.0, message=shortfall, note=shortfall.id)


def _start(task: Task) -> DerivationLine:
    start = task.start
    if isinstance(start, Equation):
        sides = (start.left, start.right)
        raw, shown = (" = ".join(map(f, sides)) for f in (plain, lambda e: latex(e, task.context)))
        return DerivationLine(0, raw, "start", shown)
    return DerivationLine(0, plain(start), "start", latex(start, task.context))


def _shown(line: JudgedLine, context: Context) -> DerivationLine:
    witness: tuple[tuple[str, str], ...] = ()
    if line.witness is not None:
        first = "truth" if line.is_claim else "before"
        witness = (*line.witness.at, (first, line.witness.a), ("after", line.witness.b))
    said = line.message or line.hint
    formula = read_as(line, context)
    return DerivationLine(line.number, line.raw, str(line.step), formula, said, line.note, line.by, witness)


# --------------------------------------------------------------------------- the reference derivation


def _aligned(given: Reference) -> str:
    """The chain as rows of LaTeX, equal signs below each other."""
    task = given.task
    rows = [_row(line, task.context) for line in given.chain]
    if isinstance(task.start, Equation):
        rows.insert(0, f"{latex(task.start.left, task.context)} &= {latex(task.start.right, task.context)}")
    elif given.chain[0].lhs is None:
        rows[0] = latex(task.start, task.context) + rows[0]
    return " \\\\\n".join(rows)


def _row(line: Line, context: Context) -> str:
    left = "" if line.lhs is None else latex(line.lhs, context)
    return f"{left} &= {latex(line.rhs, context)}"


DERIVATION = DerivationKind()
