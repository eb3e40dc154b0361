"""What would make a wrong line right: one number, term, factor or name of it changed, or a slip undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from types import MappingProxyType

from ..algebra import (
    Add,
    Context,
    Derivative,
    Div,
    Entry,
    Expr,
    Mul,
    Sym,
    Vector,
    free_names,
    plain,
    substitute,
)
from ..algebra.whole_vectors import total
from .algebraic import numbers_in, slipped, terms_in
from .differential import mixed_up
from .matching import Candidate, Sought

MOST_PLACES = 20
"""Numbers or terms of one line that are looked at."""
_UNDOING: Mapping[str, str] = MappingProxyType(
    {
        **{note: note for note in ("sign", "exponent-sign", "argument-sign")},
        **dict.fromkeys(("term-sign", "sign-not-distributed"), "term-sign"),
        **{note: note for note in ("exponent", "fraction-inverted", "branches-swapped")},
        "factor-lost": "factor-extra",
        "term-missing": "term-extra",
    }
)
"""A slip that would make a wrong line right again, and what the line then looks like; the likeliest first."""


def repaired(before: Expr, wrong: Expr, sought: Sought, context: Context) -> Candidate | None:
    """The one change to the wrong line that would make it worth what `before` is worth."""
    right = sought.turned(before)
    return (
        _undone(right, wrong)
        or _other_number(right, wrong)
        or _other_coefficient(right, wrong)
        or sought.first(mixed_up(before, context))
        or sought.first(_by_a_factor(before, context))
        or _constant_slip(sought, before)
        or right.first(_names_mixed_up(wrong, context))
        or _factor_of_a_term(right, wrong, context)
    )


def _undone(right: Sought, wrong: Expr) -> Candidate | None:
    fitting = list(right.among(c for c in slipped(wrong) if c.note in _UNDOING))
    if not fitting:
        return None
    best = min(fitting, key=lambda c: list(_UNDOING).index(c.note))
    return Candidate(_UNDOING[best.note], best.expr, best.values)


def _other_number(right: Sought, wrong: Expr) -> Candidate | None:
    for written, at_zero, at_one in islice(numbers_in(wrong), MOST_PLACES):
        needed = right.setting(at_zero, at_one)
        if needed is not None and needed != written:
            return Candidate("number", wrong, (("number", str(written)),))
    return None


def _other_coefficient(right: Sought, wrong: Expr) -> Candidate | None:
    """One term that needs a factor, or all terms but one."""
    for term, without in islice(terms_in(wrong), MOST_PLACES):
        if right.setting(without, wrong) not in (None, 0, 1):
            return Candidate("coefficient", wrong, (("term", plain(term)),))
    if isinstance(wrong, Add) and len(wrong.terms) > 2:
        for term in wrong.terms:
            if right.setting(term, wrong) not in (None, 0, 1):
                return Candidate("not-distributed", wrong)
    return None


def _constant_slip(sought: Sought, before: Expr) -> Candidate | None:
    factor = sought.factor(before)
    if factor is not None:
        return Candidate("constant-factor", before, (("factor", str(factor)),))
    offset = sought.offset(before)
    return None if offset is None else Candidate("constant-difference", before, (("offset", str(offset)),))


def _by_a_factor(before: Expr, context: Context) -> Iterator[Candidate]:
    """A quantity of the context, or a link of its chain rule, as a factor too few or too many."""
    for factor in (*_quantities(context), *_links(context)):
        values = (("factor", plain(factor)),)
        yield Candidate("factor-lost", Div(before, factor), values)
        yield Candidate("factor-extra", Mul((before, factor)), values)


def _quantities(context: Context) -> Iterator[Expr]:
    names = (n for n in context.symbols if n not in context.vectors)
    yield from map(Sym, (*names, *_defined(context)))


def _defined(context: Context) -> list[str]:
    """Names of numbers that are defined."""
    return [d.name for d in context.definitions if d.index is None]


def _links(context: Context) -> Iterator[Expr]:
    """dy/dz for each y defined by way of a defined z."""
    known = set(_defined(context))
    for definition in context.definitions:
        if definition.name in known:
            for inner in sorted(free_names(definition.formula) & known):
                yield Derivative(Sym(definition.name), Sym(inner))


def _names_mixed_up(wrong: Expr, context: Context) -> Iterator[Candidate]:
    """The line with another quantity wherever it has this one."""
    known = [q.name for q in _quantities(context) if isinstance(q, Sym)]
    for name in (n for n in known if n in free_names(wrong)):
        for wanted in (n for n in known if n != name):
            values = (("name", name), ("wanted", wanted))
            try:
                yield Candidate("name-mixed-up", substitute(wrong, {name: Sym(wanted)}, context), values)
            except ValueError:
                continue  # the line differentiates by it


def _factor_of_a_term(right: Sought, wrong: Expr, context: Context) -> Candidate | None:
    """A quantity that one term of the line lacks."""
    factors = [*_quantities(context), *_of_vectors(context)]
    for _, without in islice(terms_in(wrong), MOST_PLACES):
        needed = right.needed(without, wrong)
        found = None if needed is None else next((f for f in factors if right.is_worth(f, needed)), None)
        if found is not None:
            return Candidate("factor-lost", wrong, (("factor", plain(found)),))
    return None


def _of_vectors(context: Context) -> Iterator[Expr]:
    """Entries by the free indices, and the sum of all entries."""
    for vector in context.vectors:
        yield from (Entry(vector, Sym(index)) for index in context.indices)
        yield total(Vector(vector), context)
