"""Answers whose verdict is known, put through the pipeline that grades students."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..assignments import Assignment
from ..checks import KINDS
from ..checks.kind import Answer, Example
from ..course import Course
from ..lesson import Lesson
from ..model import ItemResult, Response, Status, Submission
from ..pipeline import grade
from ..sandbox import Sandbox, open_sandbox
from ..scoring import FULL
from ..variants import Variant


@dataclass(frozen=True, slots=True)
class Trials:
    """Tries the examples of a lesson's items."""

    course: Course
    lesson: Lesson
    sandbox: Sandbox

    def in_process(self) -> Trials:
        """The same without walls: an author's code is trusted, and runs here already to foretell verdicts."""
        return replace(self, sandbox=open_sandbox("inline"))

    def examples(self, variant: Variant) -> tuple[Example, ...]:
        """The kind's own examples, and the untouched handout, which must never earn anything."""
        kind = KINDS[variant.item.kind]
        question = kind.question(variant, self.course)
        files = {name: source.encode() for name, source in question.starter.items()}
        untouched = Answer(next(iter(files), question.empty), files)
        return (*kind.examples(variant, self.course), Example("untouched", untouched, Status.BLANK))

    def faults(
        self, variant: Variant, key: bytes, examples: tuple[Example, ...]
    ) -> Iterator[tuple[Example, str]]:
        """The examples that are judged otherwise than they should be, and how."""
        for example in examples:
            fault = _fault(example, self.graded(variant, example, key))
            if fault:
                yield example, fault

    def graded(self, variant: Variant, example: Example, key: bytes) -> ItemResult:
        lesson = self.lesson
        assignment = Assignment("lint", lesson.id, lesson.title, (variant,), key=key, secret=b"lint")
        responses: dict[str, Response] = {variant.item.id: example.answer.response}
        submission = Submission("lint", None, lesson.id, responses, example.answer.files, digest=example.name)
        return grade(assignment, submission, self.course, self.sandbox).results[0]


def _fault(example: Example, result: ItemResult) -> str | None:
    """What is wrong with the verdict on an example; None when nothing is."""
    if example.name == "untouched":
        earned = result.points > 0 and result.kind != "reflect"
        return "the untouched starter earns points" if earned else None
    if example.name == "right":
        full = result.score >= FULL and result.status is Status.CORRECT
        return None if full else f"the reference answer is {result.status}: {_why(result)}"
    if result.status is not example.status:
        return f"the answer {example.name!r} is {result.status}, not {example.status}: {_why(result)}"
    if example.note and example.note not in result.notes:
        seen = ", ".join(result.notes) or "no note"
        return f"the mistake {example.note!r} is not recognised; the feedback says {seen}"
    return None


def _why(result: ItemResult) -> str:
    wrong = (check for check in result.checks if check.status is not Status.CORRECT)
    told = [f"{c.name} {c.status}" + (f" ({c.note})" if c.note else "") for c in wrong]
    return "; ".join(told[:3]) or "no check"
