"""Does every item judge as its author says? Its own examples are graded by the real pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from ..assignments import Assignment
from ..checks import KINDS
from ..checks.kind import Example
from ..course import Course
from ..errors import ContentError, Problem
from ..faults import TextError, located
from ..lesson import CodeBase, ItemBase, Lesson
from ..loading import origin_of
from ..model import ItemResult, Response, Status, Submission
from ..pipeline import grade
from ..prose import fill, fill_text
from ..sandbox import Sandbox
from ..scoring import FULL
from ..seeds import student_key
from ..variants import Variant, lesson_params, vary
from .confirmation import confirmed

LEAST_VARIANTS = 20
"""An item with fewer different variants than this says why (`fixed:`): neighbours would share numbers."""
CODE_SEEDS = 20
"""Seeds tried for an item whose examples have to be run."""


@dataclass(slots=True)
class Proof:
    """What trying one item over many seeds has shown so far."""

    problems: list[Problem] = field(default_factory=list)
    variants: int = 0
    distinct: set[object] = field(default_factory=set)
    declared: set[str] = field(default_factory=set)
    missed: set[str] = field(default_factory=set)
    confirmed: int = 0

    def confirm(self, opinions: Iterable[bool | Problem]) -> None:
        """Count the lines a second program agrees with; keep where it does not."""
        for opinion in opinions:
            if isinstance(opinion, Problem):
                self.problems.append(opinion)
            else:
                self.confirmed += 1


def prove(course: Course, lesson: Lesson, index: int, seeds: int, sandbox: Sandbox) -> Proof:
    """Grade the examples of item `index` for many students; the first fault of each sort is kept."""
    item, proof = lesson.items[index], Proof()
    problem = partial(origin_of(lesson).problem, ("items", index))
    tries = min(seeds, CODE_SEEDS) if isinstance(item, CodeBase) else seeds
    told: set[str] = set()
    for k in range(tries):
        key = student_key(b"lint", str(k))
        try:
            variant = vary(item, lesson.id, course, KINDS[item.kind], key)
        except ContentError as error:
            proof.problems += error.problems
            break
        proof.variants += 1
        numbers = tuple(sorted((n, v) for n, v in variant.params.items() if n in item.draw))
        if numbers in proof.distinct and not isinstance(item, CodeBase):
            continue  # equal draws are judged once
        proof.distinct.add(numbers)
        if unwritable := _unwritable(course, lesson, index, variant):
            proof.problems += unwritable
            break
        if k == 0:
            proof.confirm(confirmed(course, lesson, index, variant))
        for example, fault in _faults(course, lesson, variant, key, sandbox):
            proof.missed.update({example.note} if example.note else ())
            if example.name not in told:
                told.add(example.name)
                proof.problems.append(problem(f"{fault} (student {k}, {_numbers(variant)})"))
        proof.declared |= _declared(variant, course)
    proof.problems += _too_few(item, proof, tries, problem)
    return proof


def _unwritable(course: Course, lesson: Lesson, index: int, variant: Variant) -> list[Problem]:
    """The first text of the item that cannot be filled with these numbers, at its place in the file."""
    kind = KINDS[variant.item.kind]
    try:
        kind.question(variant, course)
        kind.solution(variant, course)
        for k, hint in enumerate(variant.item.hints):
            with located("hints", k):
                fill_text(hint, variant, course)
    except TextError as error:
        return [_placed(error, lesson, "items", index)]
    except ContentError as error:
        return list(error.problems)
    return []


def prove_prose(course: Course, lesson: Lesson, seeds: int) -> list[Problem]:
    """Fill the lesson's own text for many students; the first fault, at its place in the file."""
    for k in range(seeds if lesson.draw else 1):
        try:
            params = lesson_params(lesson.id, course, student_key(b"lint", str(k)))
            with located("read"):
                fill(lesson.read, params, lesson.id, course)
        except TextError as error:
            return [_placed(error, lesson)]
        except ContentError as error:
            return list(error.problems)
    return []


def _placed(error: TextError, lesson: Lesson, *around: str | int) -> Problem:
    fault = error.fault
    return origin_of(lesson).problem((*around, *fault.where), fault.message, fault.help, offset=fault.offset)


def _faults(
    course: Course, lesson: Lesson, variant: Variant, key: bytes, sandbox: Sandbox
) -> Iterator[tuple[Example, str]]:
    for example in (*KINDS[variant.item.kind].examples(variant, course), blank_of(variant, course)):
        result = graded(course, lesson, variant, example, key, sandbox)
        fault = _fault(example, result)
        if fault:
            yield example, fault


def blank_of(variant: Variant, course: Course) -> Example:
    """The untouched handout as an answer: it must never earn anything."""
    kind = KINDS[variant.item.kind]
    question = kind.question(variant, course)
    files = {name: source.encode() for name, source in question.starter.items()}
    answer = type(kind.examples(variant, course)[0].answer)(next(iter(files), question.empty), files)
    return Example("blank", answer, Status.BLANK)


def graded(
    course: Course, lesson: Lesson, variant: Variant, example: Example, key: bytes, sandbox: Sandbox
) -> ItemResult:
    """The example's result, from the same pipeline that grades students."""
    assignment = Assignment("lint", lesson.id, lesson.title, (variant,), key=key, secret=b"lint")
    responses: dict[str, Response] = {variant.item.id: example.answer.response}
    submission = Submission("lint", None, lesson.id, responses, example.answer.files, digest=example.name)
    return grade(assignment, submission, course, sandbox).results[0]


def _fault(example: Example, result: ItemResult) -> str | None:
    """What is wrong with the verdict on an example whose verdict is known; None when nothing is."""
    if example.name == "blank":
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
    checks = [check for check in result.checks if check.status is not Status.CORRECT]
    return (
        "; ".join(f"{c.name} {c.status}" + (f" ({c.note})" if c.note else "") for c in checks[:3])
        or "no check"
    )


def _declared(variant: Variant, course: Course) -> set[str]:
    return {e.note for e in KINDS[variant.item.kind].examples(variant, course) if e.note}


def _numbers(variant: Variant) -> str:
    return ", ".join(f"{name}={value}" for name, value in variant.params.items()) or "no numbers"


def _too_few(item: ItemBase, proof: Proof, tries: int, problem: partial[Problem]) -> list[Problem]:
    """Fewer different variants than students deserve, once enough seeds were tried to tell."""
    if item.fixed or tries < 3 * LEAST_VARIANTS or len(proof.distinct) >= LEAST_VARIANTS:
        return []
    message = f"only {len(proof.distinct)} different variants in {tries} draws"
    return [problem(message, f"widen the draws to at least {LEAST_VARIANTS}, or say why not: `fixed: …`")]
