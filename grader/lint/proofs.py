"""Does every item hold what it promises, whoever's numbers it has? Tried for many students."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..checks import KINDS
from ..course import Course
from ..errors import ContentError, Problem
from ..faults import TextError, located
from ..lesson import CodeBase, ItemBase, Lesson
from ..loading import origin_of
from ..prose import fill, fill_text
from ..seeds import student_key
from ..variants import Variant, lesson_params, vary
from .confirmation import confirmed
from .trials import Trials

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
    told: set[str] = field(default_factory=set)

    def is_new(self, variant: Variant) -> bool:
        """Whether these numbers have not come before; equal draws need to be judged once only."""
        numbers = tuple(sorted((n, v) for n, v in variant.params.items() if n in variant.item.draw))
        seen = numbers in self.distinct
        self.distinct.add(numbers)
        return not seen or isinstance(variant.item, CodeBase)  # the inputs of code are drawn anew

    def confirm(self, opinions: Iterable[bool | Problem]) -> None:
        """Count the lines a second program agrees with; keep where it does not."""
        for opinion in opinions:
            if isinstance(opinion, Problem):
                self.problems.append(opinion)
            else:
                self.confirmed += 1


def prove(trials: Trials, index: int, seeds: int) -> Proof:
    """Try item `index` for many students; the first fault of each sort is kept."""
    item, proof = trials.lesson.items[index], Proof()
    tries = min(seeds, CODE_SEEDS) if isinstance(item, CodeBase) else seeds
    for k in range(tries):
        key = student_key(b"lint", str(k))
        try:
            variant = vary(item, trials.lesson.id, trials.course, KINDS[item.kind], key)
            proof.variants += 1
            if not proof.is_new(variant):
                continue
            _write(trials.course, variant)
        except TextError as error:
            proof.problems.append(_placed(error, trials.lesson, "items", index))
            break
        except ContentError as error:
            proof.problems += error.problems
            break
        if k == 0:
            proof.confirm(confirmed(trials.course, trials.lesson, index, variant))
        _try(trials, proof, variant, key, index)
        trials = trials.in_process()  # that the walls let it through was seen once
    proof.problems += _too_few(trials.lesson, index, proof, tries)
    return proof


def _write(course: Course, variant: Variant) -> None:
    """Fill every text of the item with these numbers. Raises TextError or ContentError."""
    KINDS[variant.item.kind].solution(variant, course)
    for k, hint in enumerate(variant.item.hints):
        with located("hints", k):
            fill_text(hint, variant, course)


def _try(trials: Trials, proof: Proof, variant: Variant, key: bytes, index: int) -> None:
    examples = trials.examples(variant)
    proof.declared |= {example.note for example in examples if example.note}
    for example, fault in trials.faults(variant, key, examples):
        proof.missed |= {example.note} if example.note else set()
        if example.name not in proof.told:
            proof.told.add(example.name)
            message = f"{fault} ({_numbers(variant)})"
            proof.problems.append(origin_of(trials.lesson).problem(("items", index), message))


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


def _numbers(variant: Variant) -> str:
    return ", ".join(f"{name}={value}" for name, value in variant.params.items()) or "no numbers"


def _too_few(lesson: Lesson, index: int, proof: Proof, tries: int) -> list[Problem]:
    """Fewer different variants than students deserve, once enough seeds were tried to tell."""
    item: ItemBase = lesson.items[index]
    if item.fixed or tries < 3 * LEAST_VARIANTS or len(proof.distinct) >= LEAST_VARIANTS:
        return []
    message = f"only {len(proof.distinct)} different variants in {tries} draws"
    cure = f"widen the draws to at least {LEAST_VARIANTS}, or say why not: `fixed: …`"
    return [origin_of(lesson).problem(("items", index), message, cure)]
