"""What comes out when a derivative is taken wrongly: a rule broken, another variable, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from ..algebra import (
    Add,
    Call,
    Context,
    Derivative,
    Domain,
    Entry,
    Expr,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Sum,
    Sym,
    TooLarge,
    children,
    expand,
    free_names,
    map_expr,
    number,
    plain,
    substitute,
    walk,
)
from ..algebra.differentiate import differentiate, slips
from ..algebra.tree import ONE
from .matching import Candidate, Sought

MOST_GROWTH = 600
"""Size times depth of a formula whose derivatives are worth carrying out to name a slip."""
MOST_ENTRIES = 5
"""Entries of a vector that are tried as the wrong variable."""
_FRESH = "u"
_RENAMED = {"inner-missing": "inner-derivative-missing", "constant-lost": "constant-factor-lost"}
"""Where a learner is told more by another word than the rule's."""


def pending(expr: Expr) -> Iterator[Derivative | Call]:
    """The derivatives in the expression that are still to be carried out, outermost first, each once."""
    found: dict[Derivative | Call, None] = {}

    def look(part: Expr) -> Expr:
        if isinstance(part, Derivative) or (isinstance(part, Call) and part.order):
            found[part] = None
        else:
            map_expr(part, look)
        return part

    look(expr)
    yield from found


@lru_cache(maxsize=256)  # asked for several times of each wrong line
def carried_out(expr: Expr, context: Context) -> Expr | None:
    """The expression with every derivative carried out; None where that grows too large."""
    if not _is_bearable(expr, context):
        return None
    try:
        for place in pending(expr):
            expr = replaced(expr, place, _carried_out(place, context))
    except TooLarge:
        return None
    return expr


def _carried_out(place: Derivative | Call, context: Context) -> Expr:
    body, variable, back = posed(place, context)
    result = body
    for _ in range(place.order):
        result = differentiate(result, variable, context)
    return back(result)


def broken_rules(expr: Expr, context: Context) -> Iterator[Candidate]:
    """`expr` with one derivative carried out by rules of which exactly one was broken."""
    for place in pending(expr) if _is_bearable(expr, context) else ():
        body, variable, back = posed(place, context)
        try:
            for _ in range(place.order - 1):
                body = differentiate(body, variable, context)
            match body:
                case Call(_, (inner,), order, None) if inner != variable:
                    outer = back(replace(body, order=order + 1))
                    yield Candidate("inner-derivative-missing", replaced(expr, place, outer))
            for note, wrong in slips(body, variable, context):
                word = note.removeprefix("slip-")
                yield Candidate(_RENAMED.get(word, word), replaced(expr, place, back(wrong)))
        except TooLarge:
            continue


def _is_bearable(expr: Expr, context: Context) -> bool:
    """Whether derivatives in it stay small; they grow with the size and depth of what is differentiated."""
    keep = frozenset(context.functions)
    try:
        bodies = [expand(p.body, context, keep) for p in pending(expr) if isinstance(p, Derivative)]
    except TooLarge:
        return False
    return all(sum(1 for _ in walk(body)) * _depth(body) <= MOST_GROWTH for body in bodies)


def _depth(node: Node) -> int:
    return 1 + max(map(_depth, children(node)), default=0)


def posed(place: Derivative | Call, context: Context) -> tuple[Expr, Sym | Entry, Callable[[Expr], Expr]]:
    """(body, variable, how to get back) of a derivative; σ'(wx + b) is dσ(u)/du taken at wx + b."""
    if isinstance(place, Derivative):
        return place.body, place.variable, lambda result: result
    fresh = next(n for n in (_FRESH, f"{_FRESH}_1", f"{_FRESH}_2") if n not in context.symbols)
    (argument, *rest) = place.args
    body = Call(place.name, (Sym(fresh), *rest), 0, place.index)
    return body, Sym(fresh), lambda result: substitute(result, {fresh: argument}, context)


def replaced(expr: Expr, old: Expr, new: Expr) -> Expr:
    """The expression with every occurrence of a part replaced."""
    return new if expr == old else map_expr(expr, lambda part: replaced(part, old, new))


# --------------------------------------------------------------------------- not the derivative asked for


def undone(expr: Expr, context: Context) -> Iterator[Candidate]:
    """The expression with one derivative simply left out."""
    for place in pending(expr):
        body, _, back = posed(place, context)
        yield Candidate("not-differentiated", replaced(expr, place, back(body)))


def misunderstood(expr: Expr, context: Context) -> Iterator[Candidate]:
    """A derivative taken by another quantity, or too often."""
    for place in pending(expr):
        if isinstance(place, Derivative):
            for other in _quantities(context, place.variable):
                if other != place.body:
                    values = (("variable", plain(other)), ("wanted", plain(place.variable)))
                    wrong = Derivative(place.body, other, place.order)
                    yield Candidate("wrong-variable", replaced(expr, place, wrong), values)
            yield from _inside(expr, place)
            yield from _other_orders(expr, place)


def _inside(expr: Expr, place: Derivative) -> Iterator[Candidate]:
    """f(u)' taken for f(u')."""
    match place.body:
        case Pow(base, exponent):
            yield Candidate(
                "inner-inside", replaced(expr, place, Pow(Derivative(base, place.variable), exponent))
            )
        case Call(_, (argument, *rest)):
            wrong = replace(place.body, args=(Derivative(argument, place.variable), *rest))
            yield Candidate("inner-inside", replaced(expr, place, wrong))


def _quantities(context: Context, variable: Sym | Entry) -> Iterator[Sym | Entry]:
    """Real quantities that one might differentiate by instead: symbols, definitions, other entries."""
    scalars = [
        name
        for name, domain in context.symbols.items()
        if name not in context.vectors and domain not in (Domain.NATURAL, Domain.INTEGER)
    ]
    found: list[Sym | Entry] = [Sym(name) for name in scalars]
    found += [Sym(d.name) for d in context.definitions if d.index is None]
    for vector, length in context.vectors.items():
        found += [Entry(vector, index) for index in _entries(variable, length)]
    yield from (other for other in found if other != variable)


def _entries(variable: Sym | Entry, length: int | str) -> Iterator[Expr]:
    if not isinstance(variable, Entry):
        return
    yield variable.index
    if isinstance(variable.index, Num) and isinstance(length, int):
        yield from (number(k) for k in range(1, min(length, MOST_ENTRIES) + 1))


def _other_orders(expr: Expr, place: Derivative) -> Iterator[Candidate]:
    for order in (place.order - 1, place.order + 1):
        if 1 <= order <= 4:
            wrong = Derivative(place.body, place.variable, order)
            yield Candidate("wrong-order", replaced(expr, place, wrong))


def remembered(right: Expr, wrong: Expr, sought: Sought) -> Iterator[Candidate]:
    """A formula known by heart that belongs to another function: 1 − f² where f(1 − f) is right."""
    calls = (part for part in (*walk(right), *walk(wrong)) if isinstance(part, Call) and len(part.args) == 1)
    for call in dict.fromkeys(c for c in calls if c.order == 0 and c.name in ("sigmoid", "tanh")):
        one_less_square = Add((ONE, Neg(Pow(call, number(2)))))
        product = Mul((call, Add((ONE, Neg(call)))))
        if sought.agree(right, product):
            yield Candidate("sigmoid-as-tanh", one_less_square)
            yield Candidate("sigmoid-plus", Mul((call, Add((ONE, call)))))
        elif sought.agree(right, one_less_square):
            yield Candidate("tanh-as-sigmoid", product)
            yield Candidate("tanh-square", Add((ONE, Neg(call))))


# --------------------------------------------------------------------------- names and indices mixed up


def mixed_up(expr: Expr, context: Context) -> Iterator[Candidate]:
    """Two indices or two quantities in each other's place; an index that stands for another."""
    for a, b in combinations(context.indices, 2):
        swapped = substitute(expr, {a: Sym(b), b: Sym(a)}, context)
        yield Candidate("indices-swapped", swapped)
        yield Candidate("diagonal-only", substitute(expr, {b: Sym(a)}, context))
        yield Candidate("diagonal-only", substitute(expr, {a: Sym(b)}, context))
        for vector in context.vectors:
            for first, second in ((a, b), (b, a)):
                wrong = _reindexed(expr, vector, first, second)
                yield Candidate("index-mixed-up", wrong, (("index", second), ("wanted", first)))
    names = [n for n in context.symbols if n in free_names(expr) and n not in context.vectors]
    for a, b in combinations(names, 2):
        values = (("first", a), ("second", b))
        try:
            yield Candidate("names-swapped", substitute(expr, {a: Sym(b), b: Sym(a)}, context), values)
        except ValueError:
            continue  # one of them is differentiated by


def sums_lost(expr: Expr, context: Context) -> Iterator[Candidate]:
    """One of the sums taken for a single one of its terms."""
    for lost in dict.fromkeys(part for part in walk(expr) if isinstance(part, Sum)):
        for index in context.indices:
            term = substitute(lost.body, {lost.index: Sym(index)}, context)
            yield Candidate("sum-lost", replaced(expr, lost, term))


def _reindexed(expr: Expr, vector: str, first: str, second: str) -> Expr:
    if expr == Entry(vector, Sym(first)):
        return Entry(vector, Sym(second))
    if isinstance(expr, Call) and expr.index == Sym(first) and expr.name == vector:
        return Call(expr.name, expr.args, expr.order, Sym(second))
    return map_expr(expr, lambda part: _reindexed(part, vector, first, second))
