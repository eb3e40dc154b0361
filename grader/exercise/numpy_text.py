"""Formulas as NumPy source, the way a student would write them down: nothing is rearranged."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from ..algebra import (
    Add,
    All,
    AnyOf,
    Call,
    Cases,
    Compare,
    Condition,
    Const,
    Div,
    Expr,
    Iverson,
    Mul,
    Neg,
    Num,
    Pow,
    Sym,
)

_FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        **{
            name: f"np.{name}"
            for name in ("exp", "sqrt", "abs", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sign")
        },
        "ln": "np.log",
        "atan": "np.arctan",
        "max": "np.maximum",
        "min": "np.minimum",
        "erf": "np.vectorize(math.erf)",
    }
)

SUM, PRODUCT, SIGN, POWER, ATOM = range(5)
"""How tightly text binds; what binds less is put in brackets."""


def numpy_text(expr: Expr) -> str:
    """Source of an expression over `np` (and `math` for erf), catalogue functions expanded before.

    Raises ValueError for what has no elementwise spelling (sums, vectors, derivatives).
    """
    return _written(expr)[0]


def _within(expr: Expr, least: int) -> str:
    text, binds = _written(expr)
    return text if binds >= least else f"({text})"


def _written(expr: Expr) -> tuple[str, int]:
    match expr:
        case Num(value):
            return _number(value)
        case Const(name):
            return f"np.{name}", ATOM
        case Sym(name):
            return name, ATOM
        case Add(terms):
            return _sum(terms), SUM
        case Mul(factors):
            first, *others = factors
            return " * ".join([_within(first, PRODUCT), *(_within(f, SIGN) for f in others)]), PRODUCT
        case Div(a, b):
            return f"{_within(a, PRODUCT)} / {_within(b, SIGN)}", PRODUCT
        case Neg(a):
            return f"-{_within(a, SIGN)}", SIGN
        case Pow(Const("e"), exponent):
            return f"np.exp({numpy_text(exponent)})", ATOM
        case Pow(base, exponent):
            return f"{_within(base, ATOM)} ** {_within(exponent, SIGN)}", POWER
        case _:
            return _called(expr), ATOM


def _called(expr: Expr) -> str:
    match expr:
        case Call("log", (a, base)):
            return f"(np.log({numpy_text(a)}) / np.log({numpy_text(base)}))"
        case Call("step", (a,)):
            return f"np.heaviside({numpy_text(a)}, 1.0)"
        case Call("max" | "min" as name, (first, *others)) if others:
            text = numpy_text(first)
            for other in others:
                text = f"{_FUNCTIONS[name]}({text}, {numpy_text(other)})"
            return text
        case Call(name, (a,), 0, None) if name in _FUNCTIONS:
            return f"{_FUNCTIONS[name]}({numpy_text(a)})"
        case Iverson(condition):
            return f"np.where({_condition(condition)}, 1.0, 0.0)"
        case Cases(branches, otherwise):
            text = "np.nan" if otherwise is None else numpy_text(otherwise)
            for branch in reversed(branches):
                text = f"np.where({_condition(branch.condition)}, {numpy_text(branch.value)}, {text})"
            return text
        case _:
            raise ValueError(f"{type(expr).__name__} has no elementwise spelling")


def _sum(terms: tuple[Expr, ...]) -> str:
    text = _within(terms[0], PRODUCT)
    for term in terms[1:]:
        text += (
            f" - {_within(term.argument, PRODUCT)}"
            if isinstance(term, Neg)
            else f" + {_within(term, PRODUCT)}"
        )
    return text


def _number(value: Fraction) -> tuple[str, int]:
    if value < 0:
        return f"-{_within(Num(-value), SIGN)}", SIGN
    if value.denominator == 1:
        return str(value.numerator), ATOM
    if Fraction(repr(float(value))) == value:
        return repr(float(value)), ATOM
    return f"{value.numerator} / {value.denominator}", PRODUCT


def _condition(condition: Condition) -> str:
    match condition:
        case Compare(relation, left, right):
            sign = "==" if relation == "=" else relation
            return f"{numpy_text(left)} {sign} {numpy_text(right)}"
        case All(parts):
            return " & ".join(f"({_condition(p)})" for p in parts)
        case AnyOf(parts):
            return " | ".join(f"({_condition(p)})" for p in parts)
