"""Trees through other people's programs: SymPy expressions and mpmath values, sharing nothing with the
deciding code.

Functions are spelled out here once more on purpose: an oracle that read the catalogue could not find a
fault in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import mpmath
import sympy

from grader.algebra.tree import (
    Add,
    All,
    Call,
    Cases,
    Compare,
    Condition,
    Const,
    Derivative,
    Div,
    Entry,
    Expr,
    Iverson,
    Mul,
    Neg,
    Num,
    Pow,
    Sum,
    Sym,
    Vector,
)

HUNDREDTH = sympy.Rational(1, 100)
Names = Mapping[str, Any]


class NotExpressible(Exception):  # noqa: N818
    """A tree with indices or primes, which this translation leaves out."""


def _piecewise(condition: Any, yes: Any, no: Any) -> Any:
    return sympy.Piecewise((yes, condition), (no, True))


_SYMPY: Mapping[str, Any] = {
    "exp": sympy.exp, "ln": sympy.log, "log": sympy.log, "sqrt": sympy.sqrt, "abs":
    sympy.Abs, "sin": sympy.sin, "cos": sympy.cos, "tan": sympy.tan, "atan": sympy.atan, "sinh": sympy.sinh,
    "cosh": sympy.cosh, "tanh": sympy.tanh, "erf": sympy.erf, "sign": sympy.sign, "max": sympy.Max, "min":
    sympy.Min, "step": lambda u: _piecewise(u >= 0, 1, 0),
    "sigmoid": lambda u: 1 / (1 + sympy.exp(-u)),
    "relu": lambda u: _piecewise(u > 0, u, 0),
    "leaky_relu": lambda u, a=HUNDREDTH: _piecewise(u > 0, u, a * u),
    "elu": lambda u, a=1: _piecewise(u > 0, u, a * (sympy.exp(u) - 1)),
    "swish": lambda u: u / (1 + sympy.exp(-u)),
    "softplus": lambda u: sympy.log(1 + sympy.exp(u)),
    "gelu": lambda u: u * (1 + sympy.erf(u / sympy.sqrt(2))) / 2,
    "mish": lambda u: u * sympy.tanh(sympy.log(1 + sympy.exp(u))),
}  # fmt: skip


def to_sympy(expr: Expr, names: Names) -> Any:  # noqa: C901  one arm a kind of node
    """The tree as a SymPy expression over the symbols of `names`. Raises NotExpressible."""
    match expr:
        case Num(value):
            return sympy.Rational(value.numerator, value.denominator)
        case Const(name):
            return sympy.E if name == "e" else sympy.pi
        case Sym(name):
            return names[name]
        case Add(terms):
            return sympy.Add(*(to_sympy(t, names) for t in terms))
        case Mul(factors):
            return sympy.Mul(*(to_sympy(f, names) for f in factors))
        case Neg(a):
            return -to_sympy(a, names)
        case Div(a, b):
            return to_sympy(a, names) / to_sympy(b, names)
        case Pow(a, b):
            return to_sympy(a, names) ** to_sympy(b, names)
        case Derivative(body, Sym(variable), order):
            return sympy.diff(to_sympy(body, names), names[variable], order)
        case Call(name, args, 0) if name in _SYMPY:
            return _SYMPY[name](*(to_sympy(a, names) for a in args))
        case Call(name, (argument,), order) if name in _SYMPY:
            u = sympy.Dummy("u", real=True)
            return sympy.diff(_SYMPY[name](u), u, order).subs(u, to_sympy(argument, names))
        case Iverson(condition):
            return _piecewise(_condition(condition, names), 1, 0)
        case Cases(branches, otherwise):
            arms = [(to_sympy(b.value, names), _condition(b.condition, names)) for b in branches]
            rest = sympy.nan if otherwise is None else to_sympy(otherwise, names)
            return sympy.Piecewise(*arms, (rest, True))
    raise NotExpressible(type(expr).__name__)


def _condition(condition: Condition, names: Names) -> Any:
    if isinstance(condition, Compare):
        left, right = to_sympy(condition.left, names), to_sympy(condition.right, names)
        kinds = {">": sympy.Gt, ">=": sympy.Ge, "<": sympy.Lt, "<=": sympy.Le, "=": sympy.Eq, "!=": sympy.Ne}
        return kinds[condition.relation](left, right)
    parts = [_condition(p, names) for p in condition.conditions]
    return sympy.And(*parts) if isinstance(condition, All) else sympy.Or(*parts)


# --------------------------------------------------------------------------- values

_MP: Mapping[str, Any] = {
    "exp": mpmath.exp, "ln": mpmath.log, "sqrt": mpmath.sqrt, "abs": abs, "sin": mpmath.sin, "cos":
    mpmath.cos, "tan": mpmath.tan, "atan": mpmath.atan, "sinh": mpmath.sinh, "cosh": mpmath.cosh, "tanh":
    mpmath.tanh, "erf": mpmath.erf, "sign": mpmath.sign, "max": max, "min": min, "log": lambda u, b:
    mpmath.log(u) / mpmath.log(b), "step": lambda u: mpmath.mpf(u >= 0),
    "square": lambda u: u * u,
    "log2": lambda u: mpmath.log(u, 2),
    "log10": mpmath.log10, "log1p": mpmath.log1p, "expm1": mpmath.expm1,
    "sec": mpmath.sec, "csc": mpmath.csc, "cot": mpmath.cot,
    "sech": mpmath.sech, "csch": mpmath.csch, "coth": mpmath.coth,
    "asin": mpmath.asin, "acos": mpmath.acos,
    "asinh": mpmath.asinh, "acosh": mpmath.acosh, "atanh": mpmath.atanh,
    "sigmoid": lambda u: 1 / (1 + mpmath.exp(-u)),
    "relu": lambda u: max(u, mpmath.mpf(0)),
    "leaky_relu": lambda u, a=None: u if u > 0 else u * (mpmath.mpf(1) / 100 if a is None else a),
    "elu": lambda u, a=1: u if u > 0 else a * mpmath.expm1(u),
    "swish": lambda u: u / (1 + mpmath.exp(-u)),
    "softplus": lambda u: mpmath.log(1 + mpmath.exp(u)),
    "gelu": lambda u: u * (1 + mpmath.erf(u / mpmath.sqrt(2))) / 2,
    "mish": lambda u: u * mpmath.tanh(mpmath.log(1 + mpmath.exp(u))),
}  # fmt: skip


def value(expr: Expr, values: Names) -> Any:  # noqa: C901  one arm a kind of node
    """The tree's value by mpmath at its working precision; vectors are tuples. Raises NotExpressible."""
    match expr:
        case Num(number):
            return mpmath.mpf(number.numerator) / number.denominator
        case Const(name):
            return +mpmath.e if name == "e" else +mpmath.pi
        case Sym(name):
            return values[name]
        case Entry(vector, index):
            return values[vector][int(value(index, values)) - 1]
        case Add(terms):
            return mpmath.fsum(value(t, values) for t in terms)
        case Mul(factors):
            return mpmath.fprod(value(f, values) for f in factors)
        case Neg(a):
            return -value(a, values)
        case Div(a, b):
            return value(a, values) / value(b, values)
        case Pow(a, b):
            return value(a, values) ** value(b, values)
        case Call("softmax", (Vector(name),), 0, index) if index is not None:
            powers = [mpmath.exp(v) for v in values[name]]
            return powers[int(value(index, values)) - 1] / mpmath.fsum(powers)
        case Call(name, args, 0):
            return _MP[name](*(value(a, values) for a in args))
        case Sum(index, lower, upper, body):
            numbers = range(int(value(lower, values)), int(value(upper, values)) + 1)
            return mpmath.fsum(value(body, {**values, index: k}) for k in numbers)
        case Iverson(condition):
            return mpmath.mpf(holds(condition, values))
        case Cases(branches, otherwise):
            for branch in branches:
                if holds(branch.condition, values):
                    return value(branch.value, values)
            return mpmath.nan if otherwise is None else value(otherwise, values)
    raise NotExpressible(type(expr).__name__)


def holds(condition: Condition, values: Names) -> bool:
    if isinstance(condition, Compare):
        a, b = value(condition.left, values), value(condition.right, values)
        relations = {">": a > b, ">=": a >= b, "<": a < b, "<=": a <= b, "=": a == b, "!=": a != b}
        return bool(relations[condition.relation])
    kind = all if isinstance(condition, All) else any
    return kind(holds(p, values) for p in condition.conditions)


def differ(a: Expr, b: Expr, points: Sequence[Names], digits: int = 60) -> bool:
    """Whether the two differ at one of the points by more than rounding can explain."""
    with mpmath.workdps(digits):
        for point in points:
            try:
                x, y = value(a, point), value(b, point)
            except (ZeroDivisionError, ValueError, OverflowError):
                continue
            real = isinstance(x, mpmath.mpf) and isinstance(y, mpmath.mpf)
            if real and abs(x - y) > mpmath.mpf(10) ** (10 - digits) * (1 + abs(x)):
                return True
    return False
