"""Reading a derivation from its first line to its last, each line judged against what stands before it.

A bare line continues from the expression before; an equation is judged on its own truth. What cannot be
read is passed over. After a slip, lines that follow from it are consistent, though no longer true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..algebra import Branch, Cases, Condition, Context, Expr, Iverson, Line, Unreadable, read_line, walk
from ..algebra.decide import Decision, Verdict, decide
from ..algebra.tree import ZERO
from ..model import Message
from .carried import carried
from .equations import same_solutions
from .forms import holds_derivative, same_form
from .labels import case_of, label_hint
from .naming import named
from .task import Equation, Statement, Task, expression_of
from .verdicts import JudgedLine, Judgement, Step

_STEPS = {True: Step.FOLLOWS, None: Step.UNDECIDED, False: Step.WRONG}


def judge(task: Task, lines: Sequence[str]) -> Judgement:
    """Every line's verdict, and whether the derivation arrives. Never raises for any text."""
    reader = _Solving(task) if isinstance(task.start, Equation) else _Deriving(task, task.start)
    judged = [_judged(task, reader, number, raw) for number, raw in enumerate(lines, start=1)]
    if arrives(task, judged):
        last = max(i for i, j in enumerate(judged) if j.line is not None)
        judged[last] = replace(judged[last], note=judged[last].note or "is-goal")
        return Judgement(tuple(judged), arrives=True)
    return Judgement(tuple(judged), arrives=False)


def _judged(task: Task, reader: _Solving | _Deriving, number: int, raw: str) -> JudgedLine:
    try:
        line = read_line(raw, task.context)
        if isinstance(task.start, Equation) and line.lhs is None:
            raise Unreadable("derivation/equation-expected", {}, raw, 0)
    except Unreadable as error:
        return JudgedLine(number, raw, Step.UNREADABLE, note=error.note, message=_caret(error))
    case = case_of(line.label, task.context)
    judged = reader.judged(JudgedLine(number, raw, Step.FOLLOWS, line, case=case, remarks=line.remarks))
    if judged.step is Step.WRONG:
        return named(task, judged)
    return replace(judged, hint=label_hint(task, judged))


def _caret(error: Unreadable) -> Message:
    """The error's sentence; with the value `position` a renderer can put a caret under the character."""
    values = dict(error.values)
    if error.source is not None and error.position is not None:
        values |= {"source": error.source, "position": str(error.position + 1)}
    return Message(error.note, values)


def _decided(blank: JudgedLine, decision: Decision, before: Statement) -> JudgedLine:
    step = _STEPS[decision.equal]
    judged = replace(blank, step=step, by=str(decision.verdict), witness=decision.witness, before=before)
    if step is Step.UNDECIDED and decision.note:
        return replace(judged, message=Message(decision.note))
    return judged


# --------------------------------------------------------------------------- the end


def arrives(task: Task, lines: Sequence[JudgedLine]) -> bool:
    """Whether the last line that can be read equals the goal, is no repetition, and is finished: it holds no
    derivative and does not restate the start, unless the goal itself is written so."""
    last = next((j for j in reversed(lines) if j.line is not None), None)
    if last is None or last.line is None or last.step is Step.REPEATS:
        return False
    if last.step is Step.WRONG and last.note != "does-not-follow" and task.goal is None:
        return False
    if isinstance(task.start, Equation):
        return _solves(task, task.start, last.line)
    reached, goal = last.line.rhs, expression_of(task.target)
    if task.goal is not None and same_form(reached, goal):
        return True
    if holds_derivative(reached) or same_form(reached, task.start):
        return False
    return decide(reached, goal, task.context).equal is not False


def _solves(task: Task, start: Equation, line: Line) -> bool:
    if line.lhs is None or (same_form(line.lhs, start.left) and same_form(line.rhs, start.right)):
        return False
    goal = task.goal if isinstance(task.goal, Equation) else start
    return same_solutions(goal, Equation(line.lhs, line.rhs), task.context).equal is not False


# --------------------------------------------------------------------------- derivations of an expression


@dataclass(frozen=True, slots=True)
class _Chain:
    """Where the next bare line continues.

    truth  what the chain should be worth: `start`, or the left side of the last equation
    here   the expression before; holds only in `case`, if there is one
    whole  the last expression that is meant without a condition
    sound  whether `here` is still worth the truth
    """

    truth: Expr
    here: Expr
    whole: Expr
    case: Condition | None = None
    sound: bool = True


@dataclass(slots=True)
class _Deriving:
    """One pass over lines that are worth something, keeping what later ones are judged against."""

    task: Task
    start: Expr
    _chain: _Chain = field(init=False)
    _seen: dict[Equation, bool] = field(init=False)
    _written: list[Equation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chain = _Chain(self.start, self.start, self.start)
        self._seen = {Equation(self.start, self.start): True}

    def judged(self, blank: JudgedLine) -> JudgedLine:
        assert blank.line is not None  # noqa: S101  only readable lines come here
        line, chain = blank.line, self._chain
        claim = Equation(chain.truth if line.lhs is None else line.lhs, line.rhs)
        if claim in self._seen and blank.case is None:
            self._chain = _Chain(claim.left, claim.right, claim.right, sound=self._seen[claim])
            return replace(blank, step=Step.REPEATS, by=str(Verdict.IDENTICAL), before=claim.right)
        judged = self._continued(blank, line.rhs) if line.lhs is None else self._claimed(blank, claim)
        sound = self._is_sound(judged)
        whole = claim.right if judged.case is None else chain.whole
        self._chain = _Chain(claim.left, claim.right, whole, judged.case, sound)
        if judged.case is None:
            self._seen[claim] = sound
            self._written += [] if sound else [claim]
        return judged

    def _is_sound(self, judged: JudgedLine) -> bool:
        """Whether the line is worth what its chain should be."""
        match judged.step:
            case Step.WRONG:
                return judged.note == "does-not-follow"
            case Step.UNDECIDED:
                return self._chain.sound or judged.before != self._chain.here
        return judged.step is Step.FOLLOWS

    def _continued(self, blank: JudgedLine, rhs: Expr) -> JudgedLine:
        """A bare line, against the expression before."""
        chain, context = self._chain, self.task.context
        judged = self._compared(blank, rhs)
        if judged.step is Step.FOLLOWS and not chain.sound:
            return replace(judged, step=Step.CONTINUES)
        if judged.step is not Step.WRONG:
            return judged
        for value in carried(chain.here, self._written, context):
            if (decision := decide_in(judged.case, value, rhs, context)).equal:
                return replace(judged, step=Step.CONTINUES, by=str(decision.verdict), witness=None)
        if not chain.sound and decide_in(judged.case, chain.truth, rhs, context).equal:
            return replace(judged, note="does-not-follow")
        return judged

    def _compared(self, blank: JudgedLine, rhs: Expr) -> JudgedLine:
        """Against the expression before; a line about another case, or all, against the last whole one."""
        chain, context = self._chain, self.task.context
        if blank.case is not None:
            before = chain.here if chain.case in (None, blank.case) else chain.whole
            return _decided(blank, decide_in(blank.case, before, rhs, context), before)
        if chain.case is None:
            return _decided(blank, decide(chain.here, rhs, context), chain.here)
        together = decide(chain.whole, rhs, context)
        if together.equal or any(isinstance(part, Cases | Iverson) for part in walk(rhs)):
            return _decided(blank, together, chain.whole)
        inherited = replace(blank, case=chain.case)
        return _decided(inherited, decide_in(chain.case, chain.here, rhs, context), chain.here)

    def _claimed(self, blank: JudgedLine, claim: Equation) -> JudgedLine:
        """An equation, on its own truth; else on what follows from earlier wrong lines."""
        context = self.task.context
        judged = _decided(blank, decide_in(blank.case, claim.left, claim.right, context), claim.left)
        if judged.step is not Step.WRONG:
            return judged
        for value in carried(claim.left, self._written, context):
            for right in (claim.right, *carried(claim.right, self._written, context)):
                if (decision := decide_in(blank.case, value, right, context)).equal:
                    return replace(judged, step=Step.CONTINUES, by=str(decision.verdict), witness=None)
        return judged


def decide_in(case: Condition | None, a: Expr, b: Expr, context: Context) -> Decision:
    """Whether a and b are equal wherever the condition holds."""
    if case is None:
        return decide(a, b, context)
    return decide(Cases((Branch(a, case),), ZERO), Cases((Branch(b, case),), ZERO), context)


# --------------------------------------------------------------------------- equations with solutions


@dataclass(slots=True)
class _Solving:
    """One pass over equations, each with the solutions of the one before."""

    task: Task
    _before: Equation = field(init=False)
    _start: Equation = field(init=False)
    _seen: set[Equation] = field(init=False)

    def __post_init__(self) -> None:
        assert isinstance(self.task.start, Equation)  # noqa: S101  the caller chose by it
        self._before = self._start = self.task.start
        self._seen = {self._start}

    def judged(self, blank: JudgedLine) -> JudgedLine:
        line = blank.line
        assert line is not None and line.lhs is not None  # noqa: S101, PT018  only equations come here
        before, here = self._before, Equation(line.lhs, line.rhs)
        self._before = here
        if here in self._seen:
            return replace(blank, step=Step.REPEATS, by=str(Verdict.IDENTICAL), before=before)
        self._seen.add(here)
        judged = _decided(blank, same_solutions(before, here, self.task.context), before)
        true = same_solutions(self._start, here, self.task.context).equal
        if judged.step is Step.WRONG and true:
            return replace(judged, note="does-not-follow")
        if judged.step is Step.FOLLOWS and true is False:
            return replace(judged, step=Step.CONTINUES)
        return judged
