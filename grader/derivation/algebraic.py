"""What comes out when plain algebra goes wrong in one place: a sign, a bracket, a factor, a branch."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..algebra import (
    Add,
    All,
    AnyOf,
    Branch,
    Call,
    Cases,
    Compare,
    Condition,
    Const,
    Delta,
    Derivative,
    Div,
    Expr,
    Iverson,
    Mul,
    Neg,
    Num,
    Pow,
    Sum,
    map_expr,
    number,
    plain,
)
from ..algebra.tree import ONE, ZERO
from .matching import Candidate

_OPPOSITE = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_ADDITIVE = frozenset(("exp", "ln", "sqrt", "sin", "cos", "tanh"))
"""Functions that are now and then taken apart over a sum, though they cannot be."""


def slipped(expr: Expr) -> Iterator[Candidate]:
    """`expr` with exactly one thing done wrong, outermost places first."""
    yield from _here(expr)
    if isinstance(expr, Derivative):
        return  # inside a derivative the rules of differentiation say what goes wrong
    parts = _parts(expr)
    for place, part in enumerate(parts):
        for slip in slipped(part):
            yield Candidate(slip.note, _with_part(expr, place, slip.expr), slip.values)


def numbers_in(expr: Expr) -> Iterator[tuple[Fraction, Expr, Expr]]:
    """(number, the formula with 0 in its place, with 1) for each number written in it."""
    if isinstance(expr, Num):
        yield expr.value, ZERO, ONE
    for place, part in enumerate(_parts(expr)):
        for written, at_zero, at_one in numbers_in(part):
            yield written, _with_part(expr, place, at_zero), _with_part(expr, place, at_one)


def terms_in(expr: Expr) -> Iterator[tuple[Expr, Expr]]:
    """(term, the formula with 0 in its place) for each term of each sum written in it."""
    for place, part in enumerate(_parts(expr)):
        if isinstance(expr, Add):
            yield part, _with_part(expr, place, ZERO)
        for term, without in terms_in(part):
            yield term, _with_part(expr, place, without)


def _parts(expr: Expr) -> list[Expr]:
    found: list[Expr] = []

    def note(part: Expr) -> Expr:
        found.append(part)
        return part

    map_expr(expr, note)
    return found


def _with_part(expr: Expr, place: int, new: Expr) -> Expr:
    """The expression with one of its direct parts replaced."""
    counter = iter(range(len(_parts(expr))))
    return map_expr(expr, lambda part: new if next(counter) == place else part)


def _here(expr: Expr) -> Iterator[Candidate]:
    match expr:
        case Add(terms):
            yield from _sums(terms)
        case Neg(inner):
            yield from _signs(inner)
        case Mul(factors):
            yield from _products(factors)
        case Div(above, below):
            yield from _fractions(above, below)
        case Pow(base, exponent):
            yield from _powers(base, exponent)
        case Call():
            yield from _calls(expr)
        case _:
            yield from _choices(expr)


def _choices(expr: Expr) -> Iterator[Candidate]:
    """Of what depends on cases and indices."""
    match expr:
        case Cases(branches, otherwise):
            yield from _branches(branches, otherwise)
        case Iverson(condition):
            yield Candidate("branches-swapped", Iverson(_turned(condition)))
            yield Candidate("branch-lost", ONE)
        case Sum(_, _, _, body):
            yield Candidate("sum-lost", body)
        case Delta():
            yield Candidate("delta-missing", ONE)
            yield Candidate("diagonal-lost", ZERO)


def _sums(terms: tuple[Expr, ...]) -> Iterator[Candidate]:
    for i, term in enumerate(terms):
        rest = (*terms[:i], *terms[i + 1 :])
        yield Candidate("term-sign", Add((*terms[:i], Neg(term), *terms[i + 1 :])))
        yield Candidate("term-missing", _total(rest))
    yield from _together(terms)
    quotients = [parts for term in terms if (parts := _quotient(term))]
    if len(quotients) == len(terms):
        above, below = (_total(tuple(part)) for part in zip(*quotients, strict=True))
        yield Candidate("fractions-added", Div(above, below))


def _together(terms: tuple[Expr, ...]) -> Iterator[Candidate]:
    """ln a − ln b as ln(a − b) or ln a/ln b, eᵃ + eᵇ as eᵃ⁺ᵇ."""
    match terms:
        case (Call("ln", (a,)), Call("ln", (b,))):
            yield Candidate("logarithms-combined", Call("ln", (Add((a, b)),)))
        case (Call("ln", (a,)), Neg(Call("ln", (b,)))):
            yield Candidate("logarithms-combined", Call("ln", (Add((a, Neg(b))),)))
            yield Candidate("logarithms-combined", Div(terms[0], Call("ln", (b,))))
        case (Pow(Const(a), p), Pow(Const(b), q)) if a == b:
            yield Candidate("function-of-sum", Pow(Const(a), Add((p, q))))


def _quotient(term: Expr) -> tuple[Expr, Expr] | None:
    """(numerator, denominator) of a fraction, its sign in the numerator."""
    match term:
        case Div(above, below):
            return above, below
        case Neg(Div(above, below)):
            return Neg(above), below
    return None


def _signs(inner: Expr) -> Iterator[Candidate]:
    if isinstance(inner, Add):
        first, *rest = inner.terms
        yield Candidate("sign-not-distributed", Add((Neg(first), *rest)))
    yield Candidate("sign", inner)


def _products(factors: tuple[Expr, ...]) -> Iterator[Candidate]:
    for i, factor in enumerate(factors):
        rest = (*factors[:i], *factors[i + 1 :])
        if isinstance(factor, Add):
            for k, term in enumerate(factor.terms):
                others = (*factor.terms[:k], *factor.terms[k + 1 :])
                yield Candidate("not-distributed", Add((Mul((*rest, term)), *others)))
        yield Candidate("factor-lost", _product(rest), (("factor", plain(factor)),))
    if isinstance(factors[-1], Call) and factors[-1].name == "ln":
        inside = Call("ln", (Mul((*factors[:-1], *factors[-1].args)),))
        yield Candidate("logarithms-combined", inside)
    if len(factors) == 2 and factors[0] == factors[1]:
        yield Candidate("exponent", Mul((number(2), factors[0])))
    powers = [factor for factor in factors if isinstance(factor, Pow)]
    if len(powers) == len(factors) and len({power.base for power in powers}) == 1:
        together = Mul(tuple(power.exponent for power in powers))
        yield Candidate("exponents-multiplied", Pow(powers[0].base, together))


def _fractions(above: Expr, below: Expr) -> Iterator[Candidate]:
    yield Candidate("fraction-inverted", Div(below, above))
    yield Candidate("denominator-lost", above)
    if not isinstance(above, Mul | Num):
        yield Candidate("factor-lost", Div(ONE, below), (("factor", plain(above)),))
    if isinstance(below, Add) and above in below.terms:
        yield Candidate("cancelled-in-sum", Div(ONE, _without(below, above)))
    if isinstance(above, Add) and isinstance(below, Add):
        for term in above.terms:
            if term in below.terms:
                yield Candidate("cancelled-in-sum", Div(_without(above, term), _without(below, term)))
    if isinstance(below, Add):
        yield Candidate("denominator-split", Add(tuple(Div(above, term) for term in below.terms)))
        for i in range(len(below.terms)):
            rest = (*below.terms[:i], *below.terms[i + 1 :])
            yield Candidate("cancelled-in-sum", Div(above, _total(rest)))
    if isinstance(above, Add):
        for i, term in enumerate(above.terms):
            rest = (*above.terms[:i], *above.terms[i + 1 :])
            yield Candidate("fraction-of-one-term", Add((Div(term, below), *rest)))
            yield Candidate("cancelled-in-sum", Add((ONE, *rest)))


def _powers(base: Expr, exponent: Expr) -> Iterator[Candidate]:
    if isinstance(base, Add):
        yield Candidate("power-of-sum", Add(tuple(Pow(term, exponent) for term in base.terms)))
    if isinstance(base, Mul):
        for i, factor in enumerate(base.factors):
            powered = (*base.factors[:i], Pow(factor, exponent), *base.factors[i + 1 :])
            yield Candidate("power-of-one-factor", Mul(powered))
    if isinstance(base, Pow):
        yield Candidate("power-of-power", Pow(base.base, Pow(base.exponent, exponent)))
        yield Candidate("power-of-power", Pow(base.base, Add((base.exponent, exponent))))
    if isinstance(base, Const):
        yield from _exponentials(base, exponent)
        return
    yield Candidate("exponent-lost", base)
    yield Candidate("exponent-sign", Pow(base, Neg(exponent)))
    for change in (1, -1):
        yield Candidate("exponent", Pow(base, Add((exponent, number(change)))))


def _exponentials(base: Expr, exponent: Expr) -> Iterator[Candidate]:
    yield Candidate("exponent-sign", Pow(base, Neg(exponent)))
    yield Candidate("exponent-sign", Neg(Pow(base, Neg(exponent))))
    if isinstance(exponent, Add):
        yield Candidate("function-of-sum", Add(tuple(Pow(base, term) for term in exponent.terms)))


def _calls(call: Call) -> Iterator[Candidate]:
    if not call.args:
        return
    first, *others = call.args
    if call.name in ("max", "min"):
        yield Candidate("branches-swapped", Call("min" if call.name == "max" else "max", call.args))
        return
    if isinstance(first, Add) and call.name in _ADDITIVE:
        yield Candidate("function-of-sum", Add(tuple(Call(call.name, (t, *others)) for t in first.terms)))
    if isinstance(first, Add) and call.name == "sqrt":
        roots = tuple(t.base if isinstance(t, Pow) else Call("sqrt", (t,)) for t in first.terms)
        yield Candidate("function-of-sum", Add(roots))
    if isinstance(first, Mul) and call.name == "ln":
        yield Candidate("logarithm-of-product", Mul(tuple(Call("ln", (f,)) for f in first.factors)))
    if call.name == "exp":
        yield from _exponentials(Const("e"), first)
    elif call.index is None and not call.order:
        yield Candidate("argument-sign", Call(call.name, (Neg(first), *others)))
        yield Candidate("function-lost", first, (("function", call.name),))


def _branches(branches: tuple[Branch, ...], otherwise: Expr | None) -> Iterator[Candidate]:
    values = [b.value for b in branches] + ([] if otherwise is None else [otherwise])
    if len(values) == 2:
        yield Candidate("branches-swapped", _cases(branches, [values[1], values[0]]))
    for i in range(len(values)):
        zeroed = [*values[:i], ZERO, *values[i + 1 :]]
        yield Candidate("branch-zeroed", _cases(branches, zeroed))
    for value in values:
        yield Candidate("branch-lost", value)


def _cases(branches: tuple[Branch, ...], values: list[Expr]) -> Expr:
    arms = tuple(Branch(value, b.condition) for value, b in zip(values, branches, strict=False))
    return Cases(arms, values[-1] if len(values) > len(branches) else None)


def _turned(condition: Condition) -> Condition:
    """Each inequality the other way round."""
    match condition:
        case Compare(relation, left, right):
            return Compare(_OPPOSITE.get(relation, relation), left, right)  # type: ignore[arg-type]
        case All(parts):
            return All(tuple(map(_turned, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(_turned, parts)))


def _without(total: Add, term: Expr) -> Expr:
    return _total(tuple(t for t in total.terms if t != term))


def _total(terms: tuple[Expr, ...]) -> Expr:
    return ZERO if not terms else terms[0] if len(terms) == 1 else Add(terms)


def _product(factors: tuple[Expr, ...]) -> Expr:
    return ONE if not factors else factors[0] if len(factors) == 1 else Mul(factors)
