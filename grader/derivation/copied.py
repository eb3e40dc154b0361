"""Whether a line is another one written down again: in another order, its numbers or products worked out.

Both are multiplied out and compared term by term. Nothing is cancelled on the way, no two fractions are
brought together, and terms that annul each other still count: that much is work of the student's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import TypeAlias

from ..algebra import Add, Div, Expr, Mul, Neg, Num, Pow
from ..algebra.nodes import TooMuchWork
from .forms import Form, form_of, same_form

MOST_TERMS = 200
"""A formula that has more terms when it is multiplied out is compared as it stands."""
_HIGHEST = 12  # higher powers are left as they are


@dataclass(frozen=True, slots=True)
class Term:
    """Factors with their powers, sorted: above the fraction bar and below it."""

    above: tuple[tuple[Factor, int], ...] = ()
    below: tuple[tuple[Factor, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Weight:
    """What equal terms come to, and what they would come to if all had the same sign."""

    value: Fraction
    size: Fraction


@dataclass(frozen=True, slots=True)
class Whole:
    """A sum below a fraction bar: its terms, sorted, the first with the value 1."""

    terms: tuple[tuple[Term, Weight], ...]


Factor: TypeAlias = "Whole | Form"
Terms: TypeAlias = Mapping[Term, Weight]
UNIT = Term()


def is_copy(line: Expr, goal: Expr) -> bool:
    """Whether `line` is `goal` up to order, arithmetic and multiplying out."""
    try:
        return multiplied_out(line) == multiplied_out(goal)
    except TooMuchWork:
        return same_form(line, goal)


def multiplied_out(expr: Expr) -> Terms:
    """The terms of a formula without brackets. Raises TooMuchWork for more than MOST_TERMS."""
    match expr:
        case Num(value):
            return {UNIT: Weight(value, abs(value))} if value else {}
        case Neg(inner):
            return _times(multiplied_out(inner), {UNIT: Weight(Fraction(-1), Fraction(1))})
        case Add(terms):
            return _collected(item for part in terms for item in multiplied_out(part).items())
        case Mul(factors):
            return reduce(_times, map(multiplied_out, factors))
        case Div(a, b):
            return _times(multiplied_out(a), _turned(multiplied_out(b)))
        case Pow(base, Num(exponent)) if exponent.denominator == 1 and 0 < exponent <= _HIGHEST:
            return reduce(_times, [multiplied_out(base)] * int(exponent))
        case _:
            return {Term(above=((form_of(expr), 1),)): Weight(Fraction(1), Fraction(1))}


# --------------------------------------------------------------------------- parts of the above


def _times(a: Terms, b: Terms) -> Terms:
    if len(a) * len(b) > MOST_TERMS:
        raise TooMuchWork("terms")
    return _collected(
        (
            Term(_joined(left.above, right.above), _joined(left.below, right.below)),
            Weight(x.value * y.value, x.size * y.size),
        )
        for (left, x), (right, y) in product(a.items(), b.items())
    )


def _joined(
    a: tuple[tuple[Factor, int], ...], b: tuple[tuple[Factor, int], ...]
) -> tuple[tuple[Factor, int], ...]:
    if not (a and b):
        return a or b
    powers: Counter[Factor] = Counter(dict(a))
    powers.update(dict(b))
    if len(powers) > MOST_TERMS:
        raise TooMuchWork("terms")
    return tuple(sorted(powers.items(), key=repr))


def _collected(items: Iterable[tuple[Term, Weight]]) -> Terms:
    total: dict[Term, Weight] = {}
    for term, weight in items:
        known = total.get(term)
        total[term] = Weight(known.value + weight.value, known.size + weight.size) if known else weight
    if len(total) > MOST_TERMS:
        raise TooMuchWork("terms")
    return total


def _turned(terms: Terms) -> Terms:
    """1 divided by them: the factors of a single term change sides, a sum stays whole."""
    ordered = sorted(terms.items(), key=lambda item: repr(item[0]))
    scale = ordered[0][1].value if ordered else Fraction(0)
    if not scale:  # a division by 0, or by what cancels, is a copy of nothing
        raise TooMuchWork("terms")
    if len(ordered) == 1:
        term = Term(ordered[0][0].below, ordered[0][0].above)
    else:
        scaled = ((t, Weight(w.value / scale, w.size / abs(scale))) for t, w in ordered)
        term = Term(below=((Whole(tuple(scaled)), 1),))
    return {term: Weight(1 / scale, 1 / abs(scale))}
