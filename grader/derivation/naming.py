"""What a wrong line looks like: at most one slip, the most specific that gives exactly this line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

from ..algebra import Add, Context, Derivative, Div, Expr, Mul, Neg, Num, Pow, walk
from ..algebra.decide import decide
from ..model import Message
from .algebraic import slipped
from .differential import broken_rules, carried_out, misunderstood, mixed_up, remembered, sums_lost, undone
from .equations import same_solutions
from .forms import holds_derivative, same_form
from .matching import Candidate, Sought
from .repairing import repaired
from .task import Equation, Known, Task, expression_of
from .verdicts import JudgedLine

MOST_EQUATION_WORK = 1500
"""Nodes of equations that are tried for one line."""
MOST_NUMBERS = 20
_INDEX_NOTES = frozenset(("delta-missing", "diagonal-lost", "sum-lost"))
_KINDS_OF_SIGN = frozenset(("quotient-swapped", "names-swapped", "not-differentiated"))
"""What may be said of a line that is exactly the opposite of the right one; else its sign is wrong."""


def named(task: Task, judged: JudgedLine) -> JudgedLine:
    """The wrong line with its note and sentence.

    What was noted already, else the author's mistake, a known slip, or only that it is wrong.
    """
    if judged.note is not None:
        return replace(judged, message=Message(f"derivation/{judged.note}"))
    line, before = judged.line, judged.before
    if line is None or before is None:
        return judged
    if isinstance(before, Equation):
        known, slip = _wrong_equation(task, before, Equation(line.lhs or line.rhs, line.rhs))
    else:
        known, slip = _wrong_value(task, before, line.rhs)
    if known is not None:
        return replace(judged, note=known.says.id, message=known.says, credit=known.credit)
    if slip is None:
        said = "derivation/wrong-claim" if judged.is_claim else "derivation/wrong"
        return replace(judged, message=Message(said))
    return replace(judged, note=slip.note, message=Message(f"derivation/{slip.note}", dict(slip.values)))


def _wrong_value(task: Task, before: Expr, wrong: Expr) -> tuple[Known | None, Candidate | None]:
    """The author's mistake or the slip that leads from `before` to `wrong`."""
    sought = Sought(wrong, before, task.context)
    for known in task.mistakes:
        result = expression_of(known.result)
        if sought.is_like(result) and _equal(result, wrong, task.context):
            return known, None
    return None, looks_like(task, before, wrong, sought)


def _equal(a: Expr, b: Expr, context: Context) -> bool:
    return decide(a, b, context).equal is True


def looks_like(task: Task, before: Expr, wrong: Expr, sought: Sought) -> Candidate | None:
    """The slip that leads from `before` to `wrong`, or None when no known one does."""
    context = task.context
    opposite = sought.factor(before) == -1
    for group in _forward(task, before, wrong, sought):
        found = _first(sought, group, wrong, context)
        if found is not None and (not opposite or found.note in _KINDS_OF_SIGN):
            return _better(sought, found, before, wrong, context)
    if opposite:
        return Candidate("sign", Neg(before))
    if _integrated(before, wrong, context):
        return Candidate("integrated", wrong)
    return repaired(before, wrong, sought, context)


def _first(sought: Sought, group: Iterator[Candidate], wrong: Expr, context: Context) -> Candidate | None:
    """The first that fits; a sign that a bracket explains is explained by it.

    Where there are cases, values at some points are not enough.
    """
    fitting = sought.among(group)
    if sought.has_cases:
        fitting = (c for c in fitting if _equal(c.expr, wrong, context))
    found = next(fitting, None)
    if found is None or found.note != "term-sign":
        return found
    return next((c for c in fitting if c.note == "sign-not-distributed"), found)


def _better(sought: Sought, found: Candidate, before: Expr, wrong: Expr, context: Context) -> Candidate:
    """A broken rule rather than "nothing was differentiated" for a line that is no copy of the function."""
    copied = not isinstance(before, Derivative) or same_form(found.expr, wrong)
    if found.note != "not-differentiated" or copied:
        return found
    return sought.first(broken_rules(before, context)) or found


def _forward(task: Task, before: Expr, wrong: Expr, sought: Sought) -> Iterator[Iterator[Candidate]]:
    """Candidates, the most specific first: from the line before, its value, the whole task."""
    context = task.context
    if not holds_derivative(wrong):
        yield undone(before, context)
    if context.indices:
        yield from _indices_first(task, before)
    yield broken_rules(before, context)
    yield misunderstood(before, context)
    yield remembered(before, wrong, sought)
    yield slipped(before)
    done = carried_out(before, context)
    if done is not None and done != before:
        yield slipped(done)
    if not isinstance(task.start, Equation) and sought.agree(before, task.start):
        yield from _from_task(task, task.start, before)


def _indices_first(task: Task, before: Expr) -> Iterator[Iterator[Candidate]]:
    """Where there are indices, slips with them come first: a broken rule may give the same, but says less."""
    context = task.context
    done = carried_out(before, context) or before
    yield from (_of_indices(e, context) for e in (expression_of(task.target), before) if e != done)
    yield mixed_up(done, context)
    yield (slip for slip in slipped(done) if slip.note == "delta-missing")


def _of_indices(expr: Expr, context: Context) -> Iterator[Candidate]:
    yield from mixed_up(expr, context)
    yield from (slip for slip in slipped(expr) if slip.note in _INDEX_NOTES)
    yield from sums_lost(expr, context)


def _from_task(task: Task, start: Expr, before: Expr) -> Iterator[Iterator[Candidate]]:
    """Slips just before the goal, or on the way from the start, which `before` is still worth."""
    goal = expression_of(task.target)
    if goal != before:
        yield slipped(goal)
    if start != before:
        yield broken_rules(start, task.context)
        yield misunderstood(start, task.context)


def _integrated(before: Expr, wrong: Expr, context: Context) -> bool:
    """Whether the line differentiates to what should have been differentiated."""
    match before:
        case Derivative(body, variable, 1):
            return _equal(Derivative(wrong, variable), body, context)
    return False


# --------------------------------------------------------------------------- equations


def _wrong_equation(task: Task, before: Equation, wrong: Equation) -> tuple[Known | None, Candidate | None]:
    """The author's mistake or the slip that leads from one equation to another."""
    context = task.context
    for known in task.mistakes:
        result = known.result
        if isinstance(result, Equation) and same_solutions(result, wrong, context).equal:
            return known, None
    size = sum(1 for side in (before.left, before.right) for _ in walk(side))
    for note, equation in islice(_moves(before, wrong), MOST_EQUATION_WORK // size):
        if same_solutions(equation, wrong, context).equal:
            return None, Candidate(note, equation.right)
    return None, None


def _moves(equation: Equation, wrong: Equation) -> Iterator[tuple[str, Equation]]:
    """Parts moved as they were, and slips on one side; first what the number of terms speaks for."""
    left, right = equation.left, equation.right
    yield "sign", Equation(left, Neg(right))
    moved, slips = _moved(left, right), _slips(left, right)
    yield from chain(slips, moved) if _counts(equation) == _counts(wrong) else chain(moved, slips)


def _counts(equation: Equation) -> tuple[int, ...]:
    """How many terms stand on each side."""
    return tuple(len(e.terms) if isinstance(e, Add) else 1 for e in (equation.left, equation.right))


def _moved(left: Expr, right: Expr) -> Iterator[tuple[str, Equation]]:
    """A term that kept its sign on the other side; a factor of the left that was not divided by."""
    for term, rest in _terms(left):
        yield "moved-without-sign", Equation(rest, Add((right, term)))
    for term, rest in _terms(right):
        yield "moved-without-sign", Equation(Add((left, term)), rest)
    match left:
        case Mul(factors):
            yield from _divided(factors, right)
        case Div(above, below):
            yield "moved-factor", Equation(above, Div(right, below))
        case Pow(base, Num(value)) if value % 2 == 0:
            yield "root-lost", Equation(base, Pow(right, Num(1 / value)))


def _divided(factors: tuple[Expr, ...], right: Expr) -> Iterator[tuple[str, Equation]]:
    """A factor of the left side that multiplies on the right, or divides all terms there but one."""
    for i, factor in enumerate(factors):
        alone = Mul((*factors[:i], *factors[i + 1 :]))
        yield "moved-factor", Equation(alone, Mul((factor, right)))
        for term, rest in _terms(right):
            yield "fraction-of-one-term", Equation(alone, Add((Div(rest, factor), term)))


def _slips(left: Expr, right: Expr) -> Iterator[tuple[str, Equation]]:
    for slip in slipped(left):
        yield slip.note, Equation(slip.expr, right)
    for slip in slipped(right):
        yield slip.note, Equation(left, slip.expr)


def _terms(side: Expr) -> Iterator[tuple[Expr, Expr]]:
    """(term, what is left without it) of a sum."""
    if isinstance(side, Add):
        for i, term in enumerate(side.terms):
            rest = (*side.terms[:i], *side.terms[i + 1 :])
            yield term, rest[0] if len(rest) == 1 else Add(rest)
