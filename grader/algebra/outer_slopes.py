"""What single functions are known to do: f' beside the ways in which it is commonly got wrong.

A function of the catalogue whose derivative is f(1 − f) or 1 − f² is recognised by its formula, not by its
name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from .context import Context
from .decide import decide
from .primitives import PRIMITIVES
from .tidy import negative, power, product, quotient, signed, total
from .tree import (
    ONE,
    ZERO,
    Add,
    Call,
    Const,
    Derivative,
    Expr,
    Mul,
    Neg,
    Pow,
    Sym,
    free_names,
    map_expr,
    number,
    walk,
)

TWO = number(2)

Known: TypeAlias = tuple[Expr, tuple[tuple[str, Expr], ...]]


def _of(call: Call, name: str) -> Call:
    return Call(name, call.args)


def _one_less_square(call: Call, sign: int = -1) -> Expr:
    return total((ONE, product((number(sign), power(call, TWO)))))


def _sigmoid(call: Call) -> Known:
    right = Mul((call, Add((ONE, Neg(call)))))
    wrong = (
        ("slip-outer-missing", call),
        ("slip-sigmoid-as-tanh", _one_less_square(call)),
        ("slip-sigmoid-factor", Add((ONE, Neg(call)))),
        ("slip-sign", Mul((call, Add((call, Neg(ONE)))))),
        ("slip-sigmoid-plus", Mul((call, Add((ONE, call))))),
    )
    return right, wrong


def _tanh(call: Call) -> Known:
    wrong = (
        ("slip-tanh-square", Add((ONE, Neg(call)))),
        ("slip-tanh-plus", Add((ONE, power(call, TWO)))),
        ("slip-tanh-as-sigmoid", Mul((call, Add((ONE, Neg(call)))))),
    )
    return _one_less_square(call), wrong


def _gauss(call: Call) -> Expr:
    return product(
        (quotient(TWO, Call("sqrt", (Const("pi"),))), Pow(Const("e"), Neg(power(call.args[0], TWO))))
    )


SLOPES: Mapping[str, Callable[[Call], Known]] = {
    "exp": lambda c: (c, ()),
    "ln": lambda c: (
        quotient(ONE, c.args[0]),
        (("slip-outer-missing", c), ("slip-logarithm-kept", quotient(ONE, c))),
    ),
    "sqrt": lambda c: (
        quotient(ONE, product((TWO, c))),
        (
            ("slip-power-coefficient", quotient(ONE, c)),
            ("slip-power-kept", product((signed(Fraction(1, 2)), c))),
        ),
    ),
    "abs": lambda c: (_of(c, "sign"), (("slip-branch-kept", ONE),)),
    "sin": lambda c: (_of(c, "cos"), (("slip-sign", negative(_of(c, "cos"))),)),
    "cos": lambda c: (negative(_of(c, "sin")), (("slip-sign", _of(c, "sin")),)),
    "tan": lambda c: (quotient(ONE, power(_of(c, "cos"), TWO)), ()),
    "atan": lambda c: (quotient(ONE, total((ONE, power(c.args[0], TWO)))), ()),
    "sinh": lambda c: (_of(c, "cosh"), (("slip-sign", negative(_of(c, "cosh"))),)),
    "cosh": lambda c: (_of(c, "sinh"), (("slip-sign", negative(_of(c, "sinh"))),)),
    "tanh": _tanh,
    "erf": lambda c: (_gauss(c), ()),
    "sign": lambda c: (ZERO, (("slip-branch-kept", c),)),
    "step": lambda c: (ZERO, (("slip-branch-kept", c),)),
}


# --------------------------------------------------------------------------- by shape

SHAPES: Mapping[str, Callable[[Call], Known]] = {"logistic": _sigmoid, "tanh": _tanh}


@lru_cache(maxsize=64)
def shape_of(formula: Expr, argument: str) -> str | None:
    """Whether f' is f(1 − f) or 1 − f², so that it is written so; decided on the formula, not on the name."""
    if any(isinstance(n, Call) and n.name not in PRIMITIVES for n in walk(formula)):
        return None
    if free_names(formula) != {argument}:
        return None
    for name, known in SHAPES.items():
        shape, _ = known(Call("f", (Sym(argument),)))
        candidate = _with_formula(shape, formula)
        if decide(Derivative(formula, Sym(argument)), candidate, Context()).equal:
            return name
    return None


def _with_formula(shape: Expr, formula: Expr) -> Expr:
    return formula if isinstance(shape, Call) else map_expr(shape, lambda part: _with_formula(part, formula))
