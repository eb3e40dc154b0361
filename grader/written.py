"""Numbers and formulas as a person writes them: 0.5 and -1.2 and 1/3; no `1x`, no `+ -3`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import prod

from .algebra import Add, Derivative, Div, Entry, Expr, Mul, Neg, Num, Pow, Sum, Sym, map_expr
from .model import Number, Param

MOST_DECIMALS = 10
"""A number with more decimals than this is written as a fraction."""
MOST_TERMS = 12
"""A sum over numbers is written out up to so many terms."""

ZERO, ONE = Num(Fraction(0)), Num(Fraction(1))


# --------------------------------------------------------------------------- numbers


def number_text(value: Number) -> str:
    """`0.5`, `-1.2`, `1/3`; a double with six significant figures: `0.731059`, `4.54e-05`."""
    if isinstance(value, float):
        return f"{value:.6g}"
    return _decimal(value) or str(value)


def number_latex(value: Number) -> str:
    """As `number_text`, with a real fraction bar and a power of ten."""
    if isinstance(value, Fraction) and _decimal(value) is None:
        sign = "-" if value < 0 else ""
        return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    return power_of_ten(number_text(value))


def param_text(value: Param) -> str:
    """A quantity in a sentence: a vector as `(1, -0.5)`, a matrix as `((1, 2), (3, 4))`, a word as it is."""
    if isinstance(value, tuple):
        return "(" + ", ".join(map(param_text, value)) + ")"
    return value if isinstance(value, str) else number_text(value)


def param_latex(value: Param) -> str:
    """A quantity inside a formula; a matrix in round brackets."""
    if isinstance(value, str):
        return rf"\text{{{value}}}"
    if not isinstance(value, tuple):
        return number_latex(value)
    if isinstance(value[0], tuple):
        rows = (" & ".join(map(param_latex, row)) for row in value if isinstance(row, tuple))
        return r"\begin{pmatrix}" + r" \\ ".join(rows) + r"\end{pmatrix}"
    return "(" + ", ".join(map(param_latex, value)) + ")"


def rounded(value: Number, decimals: int) -> str:
    """The value to so many decimals, halves away from zero; shorter when it is exact sooner.

    A value too small to show a digit gets `decimals` significant figures and a power of ten: `4.54e-5`.
    """
    exact = Fraction(value)
    if isinstance(value, Fraction) and (exact * 10**decimals).denominator == 1:
        return number_text(value)
    if abs(exact) * 10**decimals < 1:
        return _scientific(exact, decimals)
    return _fixed(exact, decimals)


def _fixed(value: Fraction, decimals: int) -> str:
    whole, part = abs(value.numerator), value.denominator
    scaled = (2 * whole * 10**decimals + part) // (2 * part)  # rounded, halves away from zero
    digits = str(scaled).rjust(decimals + 1, "0")
    sign = "-" if value < 0 and scaled else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def _scientific(value: Fraction, figures: int) -> str:
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{float(value):.{max(figures - 1, 0)}e}".partition("e")
    return f"{mantissa}e{int(exponent)}"


def power_of_ten(text: str) -> str:
    """`4.54e-05` as LaTeX: `4.54 \\times 10^{-5}`; other numbers unchanged."""
    mantissa, e, exponent = text.partition("e")
    return rf"{mantissa} \times 10^{{{int(exponent)}}}" if e else text


def _decimal(value: Fraction) -> str | None:
    """The finite decimal expansion, or None when there is none or it is long."""
    for decimals in range(MOST_DECIMALS + 1):
        if 10**decimals % value.denominator == 0:
            return _fixed(value, decimals)
    return None


# --------------------------------------------------------------------------- formulas


def with_numbers(expr: Expr, values: Mapping[str, Param]) -> Expr:
    """The formula with these quantities put in, tidied the way a person would write it down.

    Arithmetic on numbers is left to the reader: `w x + b` becomes 2·(-3) + 1. Sums over vectors of numbers
    are written out.
    """
    return tidy(_put_in(expr, values))


def number_node(value: Number) -> Expr:
    """A number as the reader would have made it: a sign, digits, a fraction bar."""
    exact = Fraction(value)
    size = abs(exact)
    node: Expr = Num(size)
    if _decimal(size) is None:
        node = Div(Num(Fraction(size.numerator)), Num(Fraction(size.denominator)))
    return Neg(node) if exact < 0 else node


def _put_in(expr: Expr, values: Mapping[str, Param]) -> Expr:
    match expr:
        case Sym(name):
            value = values.get(name)
            return number_node(value) if isinstance(value, Fraction | float) else expr
        case Entry(vector, Num(place)):
            entries = values.get(vector)
            known = isinstance(entries, tuple) and 1 <= place <= len(entries)
            value = entries[int(place) - 1] if isinstance(entries, tuple) and known else None
            return number_node(value) if isinstance(value, Fraction | float) else expr
        case Sum(index, Num(lower), Num(upper), body) if upper - lower < MOST_TERMS:
            places = range(int(lower), int(upper) + 1)
            terms = tuple(_put_in(body, {**values, index: Fraction(k)}) for k in places)
            return Add(terms) if terms else ZERO
        case Sum(index):
            outer = {name: value for name, value in values.items() if name != index}
            return map_expr(expr, lambda part: _put_in(part, outer))
        case Derivative(body, Entry(vector, index)):  # d/dp_k, k drawn, is d/dp_3; an entry it remains
            return replace(expr, body=_put_in(body, values), variable=Entry(vector, _put_in(index, values)))
    inner = map_expr(expr, lambda part: _put_in(part, values))
    # An entry's own index may have become a number only now: x_k in a sum that is written out.
    return _put_in(inner, values) if isinstance(inner, Entry) and inner is not expr else inner


def tidy(expr: Expr) -> Expr:
    """Without factors 1, terms 0 and double signs; a product of numbers alone stays as it is."""
    inner = map_expr(expr, tidy)
    match inner:
        case Num(value):
            return inner if value >= 0 and _decimal(value) is not None else _tidy_number(inner)
        case Neg(Neg(a)):
            return a
        case Neg(Num(value)) if value == 0:
            return ZERO
        case Pow(base, exponent) if exponent == ONE:
            return base
        case Div(a, b) if b == ONE:
            return a
        case Div(Neg(a), b):
            return Neg(Div(a, b))
        case Mul(factors):
            return _tidy_product(factors)
        case Add(terms):
            return _tidy_sum(terms)
        case _:
            return inner


def _tidy_number(number: Num) -> Expr:
    node = number_node(number.value)
    return number if node == number else node


def _tidy_product(factors: tuple[Expr, ...]) -> Expr:
    """Numbers alone stay a calculation to be done; beside symbols they are one coefficient in front."""
    if all(map(_is_number, factors)):
        first, rest = factors[0], factors[1:]
        return Neg(Mul((first.argument, *rest))) if isinstance(first, Neg) else Mul(factors)
    values = [value for f in factors if (value := _rational(f)) is not None]
    symbols = tuple(f for f in factors if _rational(f) is None)
    minuses = sum(isinstance(f, Neg) for f in symbols)
    symbols = tuple(f.argument if isinstance(f, Neg) else f for f in symbols)
    coefficient = prod(values, start=Fraction(-1) ** minuses)
    if coefficient == 0:
        return ZERO
    size = () if abs(coefficient) == 1 else (number_node(abs(coefficient)),)
    product = Mul((*size, *symbols)) if len(size) + len(symbols) > 1 else symbols[0]
    return Neg(product) if coefficient < 0 else product


def _rational(expr: Expr) -> Fraction | None:
    match expr:
        case Num(value):
            return value
        case Div(Num(a), Num(b)) if b:
            return a / b
        case Neg(inner):
            positive = _rational(inner)
            return None if positive is None else -positive
        case _:
            return None


def _tidy_sum(terms: tuple[Expr, ...]) -> Expr:
    kept = tuple(t for t in terms if t != ZERO)
    if len(kept) < 2:
        return kept[0] if kept else ZERO
    return Add(kept)


def _is_number(expr: Expr) -> bool:
    match expr:
        case Num():
            return True
        case Neg(a):
            return _is_number(a)
        case Div(a, b) | Pow(a, b):
            return _is_number(a) and _is_number(b)
        case _:
            return False
