"""When a number counts as the answer, and what a number that does not is likely to come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import floor, log10

from ..lesson import Tolerance
from ..model import Message, Number, Status
from ..responses import Typed

ROUNDING = Fraction(1, 10**12)
"""Relative error that a key computed in doubles may have."""
EXACT = Fraction(1, 10**9)
"""Relative distance within which a rational answer without a declared tolerance is met."""
DEFAULT_FIGURES = 3
"""Significant figures asked of an irrational answer without a declared tolerance."""
SEPARATION = 3
"""A mistake must stay so many tolerances away from the answer and from other mistakes."""
FEW_DIGITS = 0.5
"""Score of the right value written with too few digits."""
NEAR = 10
"""So many tolerances off is more likely a rounding on the way than a wrong method."""


def radius(answer: Number, rule: Tolerance) -> Fraction:
    """How far from `answer` a number may be and still count, as the item's author says or by default.

    `figures: n` means half a unit of the n-th significant digit. By default a rational answer is wanted
    exactly and an irrational one to three figures.
    """
    size = abs(Fraction(answer))
    if rule.tolerance is not None:
        allowed = Fraction(rule.tolerance)
    elif rule.relative is not None:
        allowed = size * Fraction(rule.relative)
    elif rule.figures is not None or isinstance(answer, float):
        allowed = _half_unit(size, rule.figures or DEFAULT_FIGURES)
    else:
        allowed = EXACT * max(size, Fraction(1))
    return allowed + size * ROUNDING


def _half_unit(size: Fraction, figures: int) -> Fraction:
    if size == 0:
        return Fraction(1, 2 * 10**figures)
    return Fraction(10) ** (floor(log10(size)) + 1 - figures) / 2


def distance(a: Number, b: Number) -> Fraction:
    return abs(Fraction(a) - Fraction(b))


@dataclass(frozen=True, slots=True)
class Known:
    """The value that a known mistake leads to with these numbers; `place` is its index in the item."""

    value: Number
    note: str
    score: float
    place: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a number: its status and score, and the note or the known mistake that explains it."""

    status: Status
    score: float
    note: str | None = None
    known: Known | None = None


def judge_number(typed: Typed, answer: Number, rule: Tolerance, known: Sequence[Known]) -> Finding:
    """Right, a known mistake, right or known but written too short, a usual slip, or just wrong."""
    if distance(typed.value, answer) <= radius(answer, rule):
        return Finding(Status.CORRECT, 1.0)
    if met := nearest(typed, [k for k in known if distance(typed.value, k.value) <= radius(k.value, rule)]):
        return of_known(met)
    short = nearest(typed, [k for k in known if is_short_for(typed, k.value)])
    if is_short_for(typed, answer) and (
        short is None or distance(typed.value, answer) <= distance(typed.value, short.value)
    ):
        return Finding(Status.PARTIAL, FEW_DIGITS, "numeric/too-few-digits")
    return of_known(short) if short else Finding(Status.WRONG, 0.0, usual_slip(typed.value, answer, rule))


def of_known(known: Known) -> Finding:
    return Finding(status_for(known.score), known.score, known.note, known)


def status_for(score: float) -> Status:
    if score >= 1:
        return Status.CORRECT
    return Status.PARTIAL if score > 0 else Status.WRONG


def nearest(typed: Typed, candidates: Iterable[Known]) -> Known | None:
    return min(candidates, key=lambda k: (distance(typed.value, k.value), k.place), default=None)


def is_short_for(typed: Typed, value: Number) -> bool:
    """Whether the typed digits, two at least, are those of `value`, rounded or cut off."""
    if typed.unit is None or typed.figures < 2:
        return False
    given, exact = Fraction(typed.value), Fraction(value)
    cut_off = 0 <= abs(exact) - abs(given) < typed.unit and given * exact > 0
    return cut_off or abs(given - exact) <= typed.unit / 2


def usual_slip(given: Number, answer: Number, rule: Tolerance) -> str:
    """The note of a slip that anybody makes: sign, decimal point, reciprocal, rounding on the way."""
    allowed, exact, value = radius(answer, rule), Fraction(answer), Fraction(given)
    if exact != 0 and abs(value + exact) <= allowed:
        return "numeric/sign"
    if exact != 0 and any(_meets(value, exact * Fraction(10) ** k, rule) for k in (-3, -2, -1, 1, 2, 3)):
        return "numeric/power-of-ten"
    if exact != 0 and abs(exact) != 1 and _meets(value, 1 / exact, rule):
        return "numeric/reciprocal"
    if abs(value - exact) <= NEAR * allowed and allowed > abs(exact) * 2 * EXACT:
        return "numeric/rounding"
    return "numeric/wrong"


def _meets(value: Fraction, target: Fraction, rule: Tolerance) -> bool:
    return abs(value - target) <= min(radius(target, rule), abs(target) / 100)


# --------------------------------------------------------------------------- well posed


def crowded(answer: Number, rule: Tolerance, known: Sequence[Known]) -> list[str]:
    """Which known mistakes can hardly be told from the answer or from each other with these numbers."""
    found = [
        f"mistake {k.note} gives the answer"
        for k in known
        if distance(k.value, answer) <= SEPARATION * max(radius(answer, rule), radius(k.value, rule))
    ]
    found += [
        f"mistakes {first.note} and {second.note} give the same"
        for first, second in combinations(known, 2)
        if distance(first.value, second.value) <= SEPARATION * radius(first.value, rule)
    ]
    return found


# --------------------------------------------------------------------------- in words


def precision(answer: Number, rule: Tolerance) -> Message:
    """How exactly a number is wanted, for the line that explains how to write an answer down."""
    if rule.tolerance is not None and rule.tolerance > 1e-5:  # finer ones only absorb binary rounding
        return Message("spelling/number-within", {"tolerance": f"{rule.tolerance:g}"})
    if rule.relative is not None:
        return Message("spelling/number-relative", {"percent": f"{100 * rule.relative:g}"})
    if rule.figures is not None or (rule.tolerance is None and isinstance(answer, float)):
        return Message("spelling/number-figures", {"figures": str(rule.figures or DEFAULT_FIGURES)})
    return Message("spelling/number")
