"""What a derivation item gives: formulas with the variant's numbers, and answers with a known verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..algebra import Add, Line, number, plain
from ..algebra.decide import decide
from ..course import Course
from ..derivation import Equation, Known, Statement, Task, expression_of
from ..derivation.equations import same_solutions
from ..faults import located
from ..lesson import DerivationItem
from ..model import Status
from ..remembering import remembered
from ..variants import Variant
from .kind import Answer, Example
from .paper import author_says
from .symbolic import author_line, student_context


class Reference:
    """The item's formulas with the variant's numbers in them. Raises TextError for an unreadable one."""

    def __init__(self, item: DerivationItem, variant: Variant, course: Course) -> None:
        self.item = item
        self._variant, self._course = variant, course
        mistakes = tuple(
            Known(
                self._statement(m.gives, "mistakes", place, "gives"),
                author_says(m.note, m.says, variant, course),
                Fraction(m.score).limit_denominator(1000),
            )
            for place, m in enumerate(item.mistakes)
        )
        goal = None if item.goal is None else self._statement(item.goal, "goal")
        start = self._statement(item.start, "start")
        self.task = Task(student_context(variant, course), start, goal, mistakes)

    @property
    def milestones(self) -> tuple[Statement, ...]:
        texts = self.item.milestones
        return tuple(self._statement(text, "milestones", place) for place, text in enumerate(texts))

    @property
    def chain(self) -> list[Line]:
        return [self._line(text, "chain", place) for place, text in enumerate(self.item.chain)]

    @property
    def alternatives(self) -> list[list[Line]]:
        return [
            [self._line(text, "alternatives", row, place) for place, text in enumerate(texts)]
            for row, texts in enumerate(self.item.alternatives)
        ]

    def _line(self, text: str, *where: str | int) -> Line:
        with located(*where):
            return author_line(text, self._variant, self._course)

    def _statement(self, text: str, *where: str | int) -> Statement:
        line = self._line(text, *where)
        return line.rhs if line.lhs is None else Equation(line.lhs, line.rhs)


@remembered(64)  # posed, judged and explained by the same formulas
def reference_of(variant: Variant, course: Course) -> Reference:
    """Of a variant of a derivation. Raises as `Reference`."""
    if not isinstance(variant.item, DerivationItem):
        raise TypeError(f"{variant.item.id} is no derivation")
    return Reference(variant.item, variant, course)


def says_the_same(a: Statement, b: Statement, task: Task) -> bool:
    """Whether both say the same; an equation and an expression are compared by what stands on the right."""
    if isinstance(a, Equation) and isinstance(b, Equation) and isinstance(task.start, Equation):
        return same_solutions(a, b, task.context).equal is True
    return decide(expression_of(a), expression_of(b), task.context).equal is True


def written(line: Line) -> str:
    """A line as a student would type it."""
    left = "" if line.lhs is None else plain(line.lhs)
    label = "" if line.label is None else f"   [{line.label}]"
    return f"{left} = {plain(line.rhs)}{label}".strip()


# --------------------------------------------------------------------------- answers whose verdict is known


def examples_of(given: Reference) -> Iterator[Example]:
    yield _example("right", [written(line) for line in given.chain], Status.CORRECT)
    for place, alternative in enumerate(given.alternatives, start=1):
        yield _example(f"alternative-{place}", [written(line) for line in alternative], Status.CORRECT)
    yield from _wrong_examples(given)
    yield from _shortcut_examples(given)
    yield _example("unreadable", ["= 2 *"], Status.INVALID)
    yield Example("blank", Answer(""), Status.BLANK)


def _wrong_examples(given: Reference) -> Iterator[Example]:
    """Something wrong from the beginning, and each declared mistake after a right beginning."""
    chain, task = given.chain, given.task
    wrong = next(s for s in _others(task) if not any(says_the_same(s, m.result, task) for m in task.mistakes))
    yield _example("wrong", [_text(wrong)], Status.WRONG)
    begun = [written(chain[0])] if len(chain) > 1 else []
    for mistake in task.mistakes:
        left = "" if chain[0].lhs is None or isinstance(mistake.result, Equation) else plain(chain[0].lhs)
        state = Status.PARTIAL if begun or mistake.credit else Status.WRONG
        yield _example(mistake.says.id, [*begun, left + _text(mistake.result)], state, mistake.says.id)


def _others(task: Task) -> Iterator[Statement]:
    """What is not the goal: 7 more on the right, 17 more, …"""
    for k in range(7, 107, 10):
        target = task.target
        if isinstance(target, Equation):
            yield Equation(target.left, Add((target.right, number(k))))
        else:
            yield Add((target, number(k)))


def _shortcut_examples(given: Reference) -> Iterator[Example]:
    """The goal alone, and right after the start: never full marks where the student can see it."""
    task = given.task
    if task.goal is None or given.item.shortcut == "allowed":
        return
    start, goal = _text(task.start), _text(task.goal)
    note = "derivation/shortcut"
    yield _example("shortcut", [goal], Status.PARTIAL, note)
    yield _example("shortcut-after-start", [start, goal], Status.PARTIAL, note)


def _text(statement: Statement) -> str:
    if isinstance(statement, Equation):
        return f"{plain(statement.left)} = {plain(statement.right)}"
    return f"= {plain(statement)}"


def _example(name: str, lines: Sequence[str], state: Status, note: str | None = None) -> Example:
    return Example(name, Answer("\n".join(lines)), state, note)
