"""Trees as a person would leave them on paper: no factor 1, no term 0, signs in front, like terms together.

Only what a rule of differentiation has just made is tidied; what was typed stays as it was typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from .tree import ONE, ZERO, Add, Cases, Const, Div, Expr, Mul, Neg, Num, Pow, number


def total(terms: Iterable[Expr]) -> Expr:
    """The sum: flattened, zeros dropped, equal terms counted."""
    weights: dict[Expr, Fraction] = {}
    for term in _flat(terms):
        weight, rest = _weighted(term)
        weights[rest] = weights.get(rest, Fraction(0)) + weight
    parts = [product((signed(weight), rest)) for rest, weight in weights.items() if weight]
    if not parts:
        return ZERO
    return parts[0] if len(parts) == 1 else Add(tuple(parts))


def _flat(terms: Iterable[Expr]) -> Iterable[Expr]:
    for term in terms:
        if isinstance(term, Add):
            yield from _flat(term.terms)
        elif isinstance(term, Neg) and isinstance(term.argument, Add):
            yield from (negative(t) for t in _flat(term.argument.terms))
        else:
            yield term


def _weighted(term: Expr) -> tuple[Fraction, Expr]:
    """(rational factor, rest); the rest of a number is 1."""
    match term:
        case Num(value):
            return value, ONE
        case Div(Num(a), Num(b)) if b:
            return a / b, ONE
        case Neg(inner):
            weight, rest = _weighted(inner)
            return -weight, rest
        case Mul((Num(value), *rest)):
            return value, rest[0] if len(rest) == 1 else Mul(tuple(rest))
    return Fraction(1), term


def signed(value: Fraction) -> Expr:
    """A number as it would be written: −3 as Neg, 1/3 as a quotient."""
    if value < 0:
        return Neg(signed(-value))
    return Num(value) if value.denominator == 1 else Div(number(value.numerator), number(value.denominator))


def negative(expr: Expr) -> Expr:
    match expr:
        case Neg(inner):
            return inner
        case Num(value):
            return signed(-value)
    return Neg(expr)


def product(factors: Iterable[Expr]) -> Expr:
    """The product: flattened, the number and the sign in front, equal factors as powers."""
    weight = Fraction(1)
    rest: list[Expr] = []
    waiting = list(factors)[::-1]
    while waiting:
        factor = waiting.pop()
        match factor:
            case Num(value):
                weight *= value
            case Neg(inner):
                weight = -weight
                waiting.append(inner)
            case Mul(inner_factors):
                waiting.extend(reversed(inner_factors))
            case Div(Num(a), Num(b)) if b:
                weight *= a / b
            case _:
                rest.append(factor)
    return _assembled(weight, rest) if weight else ZERO


def _assembled(weight: Fraction, factors: list[Expr]) -> Expr:
    """One quotient: what stands above and below any line is joined, and equal factors cancel."""
    above = _counted(f.numerator if isinstance(f, Div) else f for f in factors)
    below = _counted(f.denominator for f in factors if isinstance(f, Div))
    for base in [b for b in above if b in below]:
        shared = min(above[base], below[base])
        above[base], below[base] = above[base] - shared, below[base] - shared
    weight *= _number_in(above) / _number_in(below)
    if weight < 0:
        return negative(_quotient_of(-weight, above, below))
    return _quotient_of(weight, above, below)


def _number_in(counts: dict[Expr, Fraction]) -> Fraction:
    """The numbers among the factors, taken out."""
    value = Fraction(1)
    for base in [b for b in counts if isinstance(b, Num) and b.value and counts[b].denominator == 1]:
        exponent = counts.pop(base)
        value *= base.value ** int(exponent) if isinstance(base, Num) else 1
    return value


def _quotient_of(weight: Fraction, above: dict[Expr, Fraction], below: dict[Expr, Fraction]) -> Expr:
    top = [power(base, signed(k)) for base, k in above.items() if k]
    bottom = [power(base, signed(k)) for base, k in below.items() if k]
    if weight.denominator != 1:
        bottom = [number(weight.denominator), *bottom]
    if weight.numerator != 1 or not top:
        top = [number(weight.numerator), *top]
    numerator = top[0] if len(top) == 1 else Mul(tuple(top))
    if not bottom:
        return numerator
    return Div(numerator, bottom[0] if len(bottom) == 1 else Mul(tuple(bottom)))


def _counted(factors: Iterable[Expr]) -> dict[Expr, Fraction]:
    """How often each factor stands there, in the order in which they first came."""
    counts: dict[Expr, Fraction] = {}
    for factor in (part for f in factors for part in (f.factors if isinstance(f, Mul) else (f,))):
        base, exponent = factor, Fraction(1)
        if isinstance(factor, Pow) and not isinstance(factor.base, Const):
            plain = _weighted(factor.exponent)
            if plain[1] == ONE and plain[0]:
                base, exponent = factor.base, plain[0]
        counts[base] = counts.get(base, Fraction(0)) + exponent
    return counts


def quotient(numerator: Expr, denominator: Expr) -> Expr:
    if denominator == ONE:
        return numerator
    return product((numerator, Div(ONE, denominator)))


def power(base: Expr, exponent: Expr) -> Expr:
    if exponent == ONE:
        return base
    if exponent == ZERO:
        return ONE
    if isinstance(base, Num) and isinstance(exponent, Num) and exponent.value.denominator == 1:
        plain = abs(exponent.value) <= 8 and (base.value or exponent.value > 0)
        return signed(base.value ** int(exponent.value)) if plain else Pow(base, exponent)
    if isinstance(exponent, Num) and exponent.value < 0:
        return Pow(base, signed(exponent.value))
    return Pow(base, exponent)


def tidied(expr: Expr) -> Expr:
    """One level: sums, products, quotients and powers through the constructors above."""
    match expr:
        case Add(terms):
            return total(terms)
        case Mul(factors):
            return product(factors)
        case Neg(inner):
            return negative(inner)
        case Div(a, b):
            return quotient(a, b)
        case Pow(a, b):
            return power(a, b)
        case Cases(branches, otherwise) if otherwise is not None and all(
            b.value == otherwise for b in branches
        ):
            return otherwise
    return expr
