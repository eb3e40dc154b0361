"""The formulas of expression and derivation items: an author's may hold drawn numbers, a student's may not.

With `draw: {k: integers 2 to 5}` and `answer: k*cos(k*x)`, a student's context knows x only and the answer
is 3·cos(3x). A drawn name that the item declares as a symbol of its own stays that symbol.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from ..algebra import (
    AtKink,
    Context,
    Expr,
    Function,
    Line,
    Unreadable,
    free_names,
    make_context,
    read,
    read_line,
)
from ..course import Course
from ..faults import faulty
from ..lesson import Symbolic
from ..model import Param
from ..remembering import remembered
from ..variants import Variant
from ..written import with_numbers


def student_context(variant: Variant, course: Course) -> Context:
    """What a student's formula may use: what the item declares, drawn numbers put into its definitions."""
    item = symbolic(variant)
    values, context = _drawn(item, variant), _author_context(variant, course)
    if not values:
        return context
    return _numbered_context(context, tuple(values.items()), course.functions_of(variant.lesson))


@remembered(256)
def _numbered_context(
    context: Context, numbers: tuple[tuple[str, Param], ...], declared: Mapping[str, Function]
) -> Context:
    values = dict(numbers)
    return replace(
        context,
        symbols={name: domain for name, domain in context.symbols.items() if name not in values},
        vectors={name: length for name, length in context.vectors.items() if name not in values},
        definitions=tuple(replace(d, formula=with_numbers(d.formula, values)) for d in context.definitions),
        functions={n: f if n in declared else _numbered(f, values) for n, f in context.functions.items()},
    )


def author_formula(formula: str, variant: Variant, course: Course) -> Expr:
    """A formula of the item with the drawn numbers in it, in the student's context. Raises TextError."""
    try:
        expr = _read(formula, _author_context(variant, course))
    except Unreadable as error:
        raise faulty(f"{formula!r} cannot be read here ({error})", error.position or 0) from None
    values = _drawn(symbolic(variant), variant)
    return with_numbers(expr, values) if values else expr


def author_line(text: str, variant: Variant, course: Course) -> Line:
    """A line of a derivation, `= …` or `L = R`, likewise with the drawn numbers in it. Raises TextError."""
    try:
        line = _read_line(text, _author_context(variant, course))
    except Unreadable as error:
        raise faulty(f"{text!r} cannot be read here ({error})", error.position or 0) from None
    values = _drawn(symbolic(variant), variant)
    sides = (line.rhs,) if line.lhs is None else (line.lhs, line.rhs)
    if not any(values.keys() & free_names(side) for side in sides):
        return line  # as typed: putting numbers in also tidies, and a step may consist in tidying
    lhs = None if line.lhs is None else with_numbers(line.lhs, values)
    return replace(line, lhs=lhs, rhs=with_numbers(line.rhs, values))


def symbolic(variant: Variant) -> Symbolic:
    if not isinstance(variant.item, Symbolic):
        raise TypeError(f"{variant.item.id} declares no symbols")
    return variant.item


def _drawn(item: Symbolic, variant: Variant) -> Mapping[str, Param]:
    """The variant's numbers and vectors that the item does not declare as symbols."""
    declared = {*item.symbols, *item.vectors, *item.indices, *(name for name, _ in item.definitions)}
    return {
        name: value
        for name, value in variant.params.items()
        if name not in declared and not isinstance(value, str)
    }


def _author_context(variant: Variant, course: Course) -> Context:
    item = symbolic(variant)
    values = _drawn(item, variant)
    vectors: dict[str, int | str] = {n: len(value) for n, value in values.items() if isinstance(value, tuple)}
    vectors |= {name: _drawn_length(length, values) for name, length in item.vectors.items()}
    numbers = tuple(name for name, value in values.items() if not isinstance(value, tuple))
    return _context(item, numbers, tuple(vectors.items()), course.functions_of(variant.lesson))


def _drawn_length(length: int | str, values: Mapping[str, Param]) -> int | str:
    """A length as declared, or the number drawn for its name."""
    drawn = values.get(length) if isinstance(length, str) else None
    return int(drawn) if isinstance(drawn, Fraction) else length


@remembered(256)  # of what was drawn it depends on names and lengths alone
def _context(
    item: Symbolic,
    numbers: tuple[str, ...],
    vectors: tuple[tuple[str, int | str], ...],
    functions: Mapping[str, Function],
) -> Context:
    try:
        return make_context(
            symbols={**dict.fromkeys(numbers, "real"), **item.symbols},
            vectors=dict(vectors),
            indices=item.indices,
            definitions=item.definitions,
            functions=functions,
            at_kink=AtKink(item.at_kink),
        )
    except Unreadable as error:
        raise faulty(f"the declarations cannot be read ({error}): {error.source}") from None


_read, _read_line = remembered(512)(read), remembered(512)(read_line)


def _numbered(function: Function, values: Mapping[str, Param]) -> Function:
    return replace(function, formula=with_numbers(function.formula, values))
