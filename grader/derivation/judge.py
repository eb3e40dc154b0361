"""Reading a derivation from its first line to its last, each line judged against what stands before it.

A bare line continues from the expression before; an equation is judged on its own truth. What cannot be read is
passed over. After a slip, lines that follow from it are consistent, though no longer true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..algebra import Expr, Line, Unreadable, read_line
from ..algebra.decide import Decision, Verdict, decide
from ..model import Message
from .carried import carried
from .equations import same_solutions
from .forms import holds_derivative, same_form
from .task import Equation, Statement, Task, expression_of
from .verdicts import JudgedLine, Judgement, Step

_STEPS = {True: Step.FOLLOWS, None: Step.UNDECIDED, False: Step.WRONG}


def judge(task: Task, lines: Sequence[str]) -> Judgement:
    """Every line's verdict, and whether the derivation arrives. Never raises for any text."""
    reader = _Reading(task)
    judged = tuple(reader.judged(number, raw) for number, raw in enumerate(lines, start=1))
    return Judgement(judged, arrives(task, judged))


def arrives(task: Task, lines: Sequence[JudgedLine]) -> bool:
    """Whether the last line that can be read equals the goal, is no repetition, and is finished."""
    last = next((j for j in reversed(lines) if j.line is not None), None)
    if last is None or last.line is None or last.step is Step.REPEATS:
        return False
    if isinstance(task.start, Equation):
        return _arrives_at_equation(task, task.start, last.line)
    goal = expression_of(task.goal or task.start)
    reached = last.line.rhs
    if task.goal is not None and same_form(reached, goal):
        return True
    if holds_derivative(reached) or same_form(reached, task.start):
        return False
    return decide(reached, goal, task.context).equal is not False


def _arrives_at_equation(task: Task, start: Equation, line: Line) -> bool:
    if line.lhs is None:
        return False
    here = Equation(line.lhs, line.rhs)
    if same_form(here.left, start.left) and same_form(here.right, start.right):
        return False
    goal = task.goal if isinstance(task.goal, Equation) else start
    return same_solutions(goal, here, task.context).equal is not False


@dataclass(slots=True)
class _Chain:
    """Where the next bare line continues: the expression before, what it should be worth, whether it still is."""

    truth: Expr
    here: Expr
    sound: bool = True


@dataclass(slots=True)
class _Reading:
    """One pass over the lines, keeping what later lines are judged against."""

    task: Task
    _written: list[Equation] = field(default_factory=list)
    _chain: _Chain = field(init=False)
    _equation: Equation | None = None
    _seen: dict[Statement, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        start = self.task.start
        if isinstance(start, Equation):
            self._equation = start
            self._seen[start] = True
        else:
            self._chain = _Chain(start, start)
            self._seen[Equation(start, start)] = True

    def judged(self, number: int, raw: str) -> JudgedLine:
        try:
            line = read_line(raw, self.task.context)
            if self._equation is not None and line.lhs is None:
                raise Unreadable("derivation/equation-expected", {}, raw, 0)
        except Unreadable as error:
            message = Message(error.note, error.values)
            return JudgedLine(number, raw, Step.UNREADABLE, note=error.note, message=message)
        judged = self._judged(line, JudgedLine(number, raw, Step.FOLLOWS, line))
        return judged

    def _judged(self, line: Line, blank: JudgedLine) -> JudgedLine:
        if self._equation is not None and line.lhs is not None:
            return self._equivalent(self._equation, Equation(line.lhs, line.rhs), blank)
        statement = Equation(self._chain.truth if line.lhs is None else line.lhs, line.rhs)
        if statement in self._seen:
            self._chain = _Chain(statement.left, statement.right, self._seen[statement])
            return replace(blank, step=Step.REPEATS, by=str(Verdict.IDENTICAL))
        judged = self._continued(blank, line.rhs) if line.lhs is None else self._claimed(blank, statement)
        self._seen[statement] = self._chain.sound
        if not self._chain.sound:
            self._written.append(statement)
        return judged

    # ------------------------------------------------------------------ a bare line

    def _continued(self, blank: JudgedLine, rhs: Expr) -> JudgedLine:
        """Judged against the expression before."""
        chain = self._chain
        decision = decide(chain.here, rhs, self.task.context)
        judged = _decided(replace(blank, before=chain.here), decision)
        if judged.step is Step.FOLLOWS and not chain.sound:
            judged = replace(judged, step=Step.CONTINUES)
        if judged.step is Step.WRONG:
            true = decide(chain.truth, rhs, self.task.context).equal is True
            self._chain = _Chain(chain.truth, rhs, true)
            return replace(judged, note="does-not-follow") if true else judged
        self._chain = replace(chain, here=rhs)
        return judged

    # ------------------------------------------------------------------ an equation about a quantity

    def _claimed(self, blank: JudgedLine, claim: Equation) -> JudgedLine:
        """Judged on its own truth; else on what follows from earlier wrong lines."""
        decision = decide(claim.left, claim.right, self.task.context)
        judged = _decided(replace(blank, before=claim.left), decision)
        self._chain = _Chain(claim.left, claim.right, judged.step is not Step.WRONG)
        if judged.step is not Step.WRONG:
            return judged
        for value in carried(claim.left, self._written, self.task.context):
            consistent = decide(value, claim.right, self.task.context)
            if consistent.equal:
                return replace(judged, step=Step.CONTINUES, by=str(consistent.verdict), witness=None)
        return judged

    # ------------------------------------------------------------------ equations with solutions

    def _equivalent(self, before: Equation, here: Equation, blank: JudgedLine) -> JudgedLine:
        if here in self._seen:
            self._equation = here
            return replace(blank, step=Step.REPEATS, by=str(Verdict.IDENTICAL))
        decision = same_solutions(before, here, self.task.context)
        judged = _decided(blank, decision)
        start = self.task.start
        assert isinstance(start, Equation)  # noqa: S101  the only way to have an equation before
        if judged.step is not Step.UNDECIDED:
            judged = self._with_truth(judged, same_solutions(start, here, self.task.context).equal is True)
        self._seen[here] = True
        self._equation = here
        return judged

    @staticmethod
    def _with_truth(judged: JudgedLine, true: bool) -> JudgedLine:
        if judged.step is Step.WRONG and true:
            return replace(judged, note="does-not-follow")
        if judged.step is Step.FOLLOWS and not true:
            return replace(judged, step=Step.CONTINUES)
        return judged


def _decided(blank: JudgedLine, decision: Decision) -> JudgedLine:
    step = _STEPS[decision.equal]
    return replace(blank, step=step, by=str(decision.verdict), witness=decision.witness)
