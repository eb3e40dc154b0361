"""A second opinion by SymPy: formulas translated node by node, differentiated and evaluated by its own rules.

This is the one module that loads SymPy (240 ms), for authors and tests: what `decide` says of a course's own
derivations is confirmed by a program that shares no code with it. Nothing a student wrote comes here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import sympy

from .context import Context, Domain
from .rewriting import applied
from .tree import (
    Add,
    All,
    Call,
    Cases,
    Compare,
    Condition,
    Const,
    Delta,
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

DIGITS = 40
SIZE = 3  # of a vector whose length is a symbol
_POINTS: Mapping[Domain, tuple[str, ...]] = {
    Domain.REAL: ("-13/10", "7/11", "17/9"),
    Domain.POSITIVE: ("3/10", "13/7", "11/4"),
    Domain.NONNEGATIVE: ("3/10", "13/7", "11/4"),
    Domain.UNIT: ("2/11", "5/9", "6/7"),
    Domain.INTEGER: ("-2", "3", "5"),
    Domain.NATURAL: ("3", "2", "5"),
}
"""Where formulas are compared: odd fractions, so that no kink of the course is hit."""


class NotExpressible(Exception):  # noqa: N818 - a property of the formula, not a fault
    """A formula this translation leaves out (whole vectors inside functions)."""


def agree(a: Expr, b: Expr, context: Context) -> bool | None:
    """Whether SymPy finds both equal to 40 digits at every point tried; None where nothing could be compared.

    Free indices take every pair of a few values, vectors of symbolic length have three entries.
    """
    compared = False
    for at in _assignments(context):
        translation = _Translation(context, at)
        try:
            difference = translation.of(a) - translation.of(b)
        except NotExpressible:
            return None
        for point in _points(translation):
            value = difference.subs(point).doit().evalf(DIGITS)
            if not value.is_Float and not value.is_Rational:
                continue  # undefined or complex here
            compared = True
            if abs(value) > sympy.Float(10) ** (10 - DIGITS):
                return False
    return True if compared else None


def _assignments(context: Context) -> Iterator[Mapping[str, int]]:
    """Values of the free indices: equal ones and different ones."""
    for values in product((1, 2), repeat=len(context.indices)):
        yield dict(zip(context.indices, values, strict=True))


def _points(translation: _Translation) -> Iterator[Mapping[Any, Any]]:
    for shift in range(3):
        yield {
            symbol: sympy.Rational(_POINTS[domain][(place + shift) % 3])
            for place, (symbol, domain) in enumerate(translation.symbols.values())
        }


@dataclass(slots=True)
class _Translation:
    """Trees of one context as SymPy expressions. `at` binds indices; symbols are made as they are met."""

    context: Context
    at: Mapping[str, int]
    symbols: dict[str, tuple[Any, Domain]] = field(default_factory=dict)

    def of(self, expr: Expr, held: frozenset[str] = frozenset()) -> Any:  # noqa: C901 - one arm a kind of node
        """`held` names definitions that stand for themselves, because something is differentiated by them."""
        match expr:
            case Num(value):
                return sympy.Rational(value.numerator, value.denominator)
            case Const(name):
                return sympy.E if name == "e" else sympy.pi
            case Sym(name):
                return self._named(name, held)
            case Entry(vector, index):
                return self._entry(vector, self._whole(index), held)
            case Add(parts):
                return sympy.Add(*(self.of(p, held) for p in parts))
            case Mul(parts):
                return sympy.Mul(*(self.of(p, held) for p in parts))
            case Neg(a):
                return -self.of(a, held)
            case Div(a, b):
                return self.of(a, held) / self.of(b, held)
            case Pow(a, b):
                return self.of(a, held) ** self.of(b, held)
            case Delta(a, b):
                return sympy.Integer(self._whole(a) == self._whole(b))
            case Sum(index, lower, upper, body):
                whole = range(self._whole(lower), self._whole(upper) + 1)
                return sympy.Add(*(self._with(index, k).of(body, held) for k in whole))
            case Derivative(body, variable, order):
                return self._derivative(body, variable, order, held)
            case Call():
                return self._call(expr, held)
            case Iverson(condition):
                return sympy.Piecewise((1, self._holds(condition, held)), (0, True))
            case Cases(branches, otherwise):
                arms = [(self.of(b.value, held), self._holds(b.condition, held)) for b in branches]
                rest = sympy.nan if otherwise is None else self.of(otherwise, held)
                return sympy.Piecewise(*arms, (rest, True))
            case Vector():
                raise NotExpressible("a whole vector")

    def _with(self, index: str, value: int) -> _Translation:
        return _Translation(self.context, {**self.at, index: value}, self.symbols)

    def _named(self, name: str, held: frozenset[str]) -> Any:
        if name in self.at:
            return sympy.Integer(self.at[name])
        if name in self.context.vectors.values():
            return sympy.Integer(SIZE)
        definition = self.context.definition(name)
        if definition is not None and name not in held:
            return self.of(definition.formula, held)
        return self._symbol(name, self.context.domain(name))

    def _entry(self, vector: str, index: int, held: frozenset[str]) -> Any:
        name = f"{vector}_{index}"
        definition = self.context.definition(vector)
        if definition is not None and definition.index is not None and name not in held:
            return self._with(definition.index, index).of(definition.formula, held)
        return self._symbol(name, self.context.domain(vector))

    def _symbol(self, name: str, domain: Domain) -> Any:
        positive = True if domain in (Domain.POSITIVE, Domain.UNIT, Domain.NATURAL) else None
        made = sympy.Symbol(name, real=True, positive=positive)
        return self.symbols.setdefault(name, (made, domain))[0]

    def _whole(self, index: Expr) -> int:
        value = self.of(index)
        if not value.is_Integer:
            raise NotExpressible("an index that is no number")
        return int(value)

    def _derivative(self, body: Expr, variable: Sym | Entry, order: int, held: frozenset[str]) -> Any:
        name = (
            variable.name if isinstance(variable, Sym) else f"{variable.vector}_{self._whole(variable.index)}"
        )
        by = self.of(variable, held | {name})
        slope = sympy.diff(self.of(body, held | {name}), by, order)
        return slope.subs(by, self.of(variable, held))

    def _call(self, call: Call, held: frozenset[str]) -> Any:
        if call.order:
            u = sympy.Dummy("u", real=True)
            inner = Call(call.name, (Sym("u"), *call.args[1:]))
            bare = _Translation(self.context, self.at, {**self.symbols, "u": (u, Domain.REAL)})
            return sympy.diff(bare.of(inner, held | {"u"}), u, call.order).subs(
                u, self.of(call.args[0], held)
            )
        known = _PRIMITIVES.get(call.name)
        if known is not None:
            return known(*(self.of(a, held) for a in call.args))
        return self.of(applied(self.context.functions[call.name], call, self.context), held)

    def _holds(self, condition: Condition, held: frozenset[str]) -> Any:
        if isinstance(condition, Compare):
            left, right = self.of(condition.left, held), self.of(condition.right, held)
            return _RELATIONS[condition.relation](left, right)
        parts = [self._holds(p, held) for p in condition.conditions]
        return sympy.And(*parts) if isinstance(condition, All) else sympy.Or(*parts)


_RELATIONS = {">": sympy.Gt, ">=": sympy.Ge, "<": sympy.Lt, "<=": sympy.Le, "=": sympy.Eq, "!=": sympy.Ne}
_PRIMITIVES: Mapping[str, Any] = {
    "exp": sympy.exp,
    "ln": sympy.log,
    "log": sympy.log,
    "sqrt": sympy.sqrt,
    "abs": sympy.Abs,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "atan": sympy.atan,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": sympy.tanh,
    "erf": sympy.erf,
    "sign": sympy.sign,
    "max": sympy.Max,
    "min": sympy.Min,
    "step": lambda u: sympy.Piecewise((1, u >= 0), (0, True)),
}
