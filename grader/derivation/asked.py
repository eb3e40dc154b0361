"""What an author may ask beyond arriving: more than the goal itself, and certain stations on the way."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..algebra import (
    Call,
    Cases,
    Context,
    Delta,
    Derivative,
    Entry,
    Expr,
    Iverson,
    Num,
    Pow,
    Sum,
    Sym,
    free_names,
    map_expr,
    plain,
)
from ..algebra.decide import decide
from .copied import is_copy
from .forms import same_form
from .task import Equation, Statement, Task, expression_of
from .verdicts import JudgedLine, Judgement, Step


def is_shortcut(task: Task, judgement: Judgement) -> bool:
    """Whether the first line that says anything new is the goal, which the student could see.

    It is when it is the goal written down again (`copied`), or when nothing new comes after it and the goal
    follows from it by plain algebra. A first line that is only worth the same is a step of the student's.
    """
    if task.goal is None:
        return False
    new = [line for line in judgement.lines if _is_new(task, line)]
    if not new:
        return False
    return _copies(new[0], task.goal, task) or (len(new) == 1 and _states(new[0], task.goal, task))


def _copies(judged: JudgedLine, goal: Statement, task: Task) -> bool:
    """Whether the line is the goal in another order, with numbers or products worked out."""
    line = judged.line
    if line is None:
        return False
    wanted = expression_of(goal)
    if isinstance(goal, Equation) and (line.lhs is None or not same_form(line.lhs, goal.left)):
        return False
    if isinstance(task.start, Equation):
        return is_copy(line.rhs, wanted)
    if alike(task.start, wanted):
        return same_form(line.rhs, wanted)  # multiplying out is what was asked
    return alike(line.rhs, wanted) and is_copy(line.rhs, wanted)


def _is_new(task: Task, line: JudgedLine) -> bool:
    """Whether a line could be read and neither repeats nor restates the start in another order."""
    if line.line is None or line.step is Step.REPEATS:
        return False
    return isinstance(task.start, Equation) or not same_form(line.line.rhs, task.start)


def milestones_reached(task: Task, judgement: Judgement, milestones: Sequence[Statement]) -> Fraction | None:
    """The share of the milestones that some line states; None where none are declared."""
    if not milestones:
        return None
    held = [line for line in judgement.lines if line.step.counts]
    reached = sum(any(_states(line, milestone, task) for line in held) for milestone in milestones)
    return Fraction(reached, len(milestones))


def _states(judged: JudgedLine, statement: Statement, task: Task) -> bool:
    """Whether the line says just this, in this form up to plain algebra."""
    line = judged.line
    if line is None:
        return False
    if isinstance(statement, Equation) and line.lhs is not None and not same_form(line.lhs, statement.left):
        return False
    wanted = expression_of(statement)
    if same_form(line.rhs, wanted):
        return True
    if isinstance(task.start, Equation):  # the left sides agree already
        return line.lhs is not None and decide(line.rhs, wanted, task.context).equal is True
    if decide(wanted, task.start, task.context).equal is False:
        return decide(line.rhs, wanted, task.context).equal is True  # a quantity on the way: its value tells
    return not alike(task.start, wanted) and alike(line.rhs, wanted)


def alike(a: Expr, b: Expr) -> bool:
    """Whether `a` is `b` by plain algebra alone, functions and derivatives being names that say nothing.

    `a` must not speak of anything that `b` does not: what still has to cancel makes it another formula.
    """
    names: dict[Expr, Sym] = {}
    goal = _masked(b, names)
    known = len(names)
    given = _masked(a, names)
    if len(names) > known or not free_names(given) <= free_names(goal):
        return False
    return decide(given, goal, Context()).equal is True


def _masked(expr: Expr, names: dict[Expr, Sym]) -> Expr:
    """The expression with everything but sums, products and whole powers replaced by a symbol of its own."""
    match expr:
        case Pow(_, Num(value)) if value.denominator == 1:
            return map_expr(expr, lambda part: _masked(part, names))
        case Call() | Cases() | Delta() | Derivative() | Entry() | Iverson() | Pow() | Sum():
            return names.setdefault(expr, Sym(f"«{plain(expr)}»"))
        case _:
            return map_expr(expr, lambda part: _masked(part, names))
