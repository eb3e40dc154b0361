"""Fractions of polynomials with whole coefficients, over ever so many generators; exact, counted, never
reduced by gcd.

A polynomial maps packed monomials to coefficients: Σ exponent_i · 2^(24·i), exponents may be negative.
Multiplying monomials is adding numbers. Denominators stay factored, so that sums over one denominator do
not square it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from typing import TypeAlias

from .nodes import TooMuchWork

Polynomial: TypeAlias = dict[int, int]
Factor: TypeAlias = tuple[tuple[int, int], ...]  # a polynomial as sorted items, to be a key

SHIFT = 24
MAX_EXPONENT = 2000
MAX_COEFFICIENT_BITS = 4000
_HALF = 1 << (SHIFT - 1)
_MASK = (1 << SHIFT) - 1


@dataclass(slots=True)
class Budget:
    """How many products of two terms may still be formed."""

    left: int

    def spend(self, work: int) -> None:
        self.left -= work
        if self.left < 0:
            raise TooMuchWork("terms")


@dataclass(frozen=True, slots=True)
class Form:
    """content · numerator / Π factor^exponent."""

    content: Fraction
    numerator: Polynomial
    denominator: Mapping[Factor, int] = field(default_factory=dict)


ZERO = Form(Fraction(0), {})
ONE = Form(Fraction(1), {0: 1})


def constant(value: Fraction) -> Form:
    return Form(value, {0: 1}) if value else ZERO


def monomial(generator: int, exponent: int = 1) -> int:
    """The packed power of one generator."""
    if abs(exponent) > MAX_EXPONENT:
        raise TooMuchWork("degree")
    return exponent << (SHIFT * generator) if exponent >= 0 else -(-exponent << (SHIFT * generator))


def exponents(packed: int) -> list[tuple[int, int]]:
    """(generator, exponent) of a packed monomial."""
    found: list[tuple[int, int]] = []
    generator = 0
    while packed:
        exponent = packed & _MASK
        if exponent >= _HALF:
            exponent -= 1 << SHIFT
        packed = (packed - exponent) >> SHIFT
        if exponent:
            found.append((generator, exponent))
        generator += 1
    return found


def times_polynomial(a: Polynomial, b: Polynomial, budget: Budget) -> Polynomial:
    budget.spend(len(a) * len(b))
    if len(a) > len(b):
        a, b = b, a
    product: Polynomial = {}
    for m, c in a.items():
        for n, d in b.items():
            product[m + n] = product.get(m + n, 0) + c * d
    return {m: c for m, c in product.items() if c}


def power_polynomial(base: Polynomial, exponent: int, budget: Budget) -> Polynomial:
    """base^exponent, exponent ≥ 0."""
    if len(base) == 1:
        ((packed, coefficient),) = base.items()
        if exponent > MAX_EXPONENT or coefficient.bit_length() * exponent > MAX_COEFFICIENT_BITS:
            raise TooMuchWork("degree")
        return {packed * exponent: coefficient**exponent}
    result: Polynomial = {0: 1}
    for _ in range(exponent):
        result = times_polynomial(result, base, budget)
    return result


def primitive(polynomial: Polynomial) -> tuple[int, int, Polynomial]:
    """(content, monomial, rest): the rest has coprime coefficients, its least monomial is 1 with a
    positive one."""
    least = min(polynomial)
    content = 0
    for c in polynomial.values():
        content = gcd(content, c)
        if content == 1:
            break
    if polynomial[least] < 0:
        content = -content
    return content, least, {m - least: c // content for m, c in polynomial.items()}


def times(a: Form, b: Form, budget: Budget) -> Form:
    if not a.numerator or not b.numerator:
        return ZERO
    denominator = dict(a.denominator)
    for factor, exponent in b.denominator.items():
        denominator[factor] = denominator.get(factor, 0) + exponent
    numerator = times_polynomial(a.numerator, b.numerator, budget)
    return Form(_checked(a.content * b.content), numerator, denominator)


def scaled(a: Form, factor: Fraction) -> Form:
    return Form(a.content * factor, a.numerator, a.denominator) if factor else ZERO


def power(base: Form, exponent: int, budget: Budget) -> Form:
    """base^exponent for a whole exponent; a negative one swaps numerator and denominator."""
    if exponent == 0:
        return ONE
    if exponent < 0:
        return power(_reciprocal(base, budget), -exponent, budget)
    bits = max(base.content.numerator.bit_length(), base.content.denominator.bit_length())
    if bits * exponent > MAX_COEFFICIENT_BITS:
        raise TooMuchWork("bits")
    numerator = power_polynomial(base.numerator, exponent, budget)
    return Form(base.content**exponent, numerator, {f: k * exponent for f, k in base.denominator.items()})


def _reciprocal(base: Form, budget: Budget) -> Form:
    if not base.numerator:
        raise ZeroDivisionError
    content, packed, rest = primitive(base.numerator)
    numerator: Polynomial = {-packed: 1}
    for factor, exponent in base.denominator.items():
        numerator = times_polynomial(numerator, power_polynomial(dict(factor), exponent, budget), budget)
    denominator = {} if len(rest) == 1 else {tuple(sorted(rest.items())): 1}
    return Form(1 / (base.content * content), numerator, denominator)


def plus(a: Form, b: Form, budget: Budget) -> Form:
    """The sum over the least common denominator that the factors show."""
    if not a.numerator or not b.numerator:
        return a if a.numerator else b
    common = dict(a.denominator)
    for factor, exponent in b.denominator.items():
        common[factor] = max(common.get(factor, 0), exponent)
    shared = lcm(a.content.denominator, b.content.denominator)
    total = dict(_over(a, common, int(a.content * shared), budget))
    for m, c in _over(b, common, int(b.content * shared), budget).items():
        total[m] = total.get(m, 0) + c
    total = {m: c for m, c in total.items() if c}
    return Form(Fraction(1, shared), total, common) if total else ZERO


def _over(form: Form, common: Mapping[Factor, int], factor: int, budget: Budget) -> Polynomial:
    """The numerator of factor·form brought over the common denominator."""
    numerator = form.numerator
    for key, exponent in common.items():
        missing = exponent - form.denominator.get(key, 0)
        if missing:
            numerator = times_polynomial(numerator, power_polynomial(dict(key), missing, budget), budget)
    return numerator if factor == 1 else {m: c * factor for m, c in numerator.items()}


def minus(a: Form, b: Form, budget: Budget) -> Form:
    return plus(a, scaled(b, Fraction(-1)), budget)


def _checked(value: Fraction) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_COEFFICIENT_BITS:
        raise TooMuchWork("bits")
    return value
