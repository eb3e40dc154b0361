"""Whether a right formula has the form that was asked for: only these functions, no derivative left, …"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..algebra import (
    Add,
    Call,
    Const,
    Context,
    Derivative,
    Entry,
    Expr,
    Mul,
    Neg,
    Node,
    Num,
    Pow,
    Sum,
    Sym,
    Vector,
    walk,
)
from ..algebra.primitives import PRIMITIVES
from ..lesson import Form
from ..model import Message

ROOM = 1.25
"""A simplified formula has at most so many times the parts of the author's answer."""


def form_fault(expr: Expr, form: Form, context: Context, answer: Expr) -> Message | None:
    """The first thing about the form that is not as asked, or None.

    `only` restricts functions when it names any, and quantities when it names any; `no` forbids either.
    """
    functions, quantities = frozenset(_functions(expr)), frozenset(_quantities(expr, context))
    if form.derivative_free and any(map(_is_derivative, walk(expr))):
        return Message("form/derivative-left")
    for used, kind in ((functions, "function"), (quantities, "quantity")):
        if unwanted := _unwanted(used, form, _known(kind, context)):
            return Message(f"form/{kind}", {"name": unwanted, "only": ", ".join(form.only)})
    if form.simplified and not _is_simple(expr, answer):
        return Message("form/not-simplified")
    return None


def _is_derivative(node: Node) -> bool:
    return isinstance(node, Derivative) or (isinstance(node, Call) and node.order > 0)


def _unwanted(used: Collection[str], form: Form, known: Collection[str]) -> str | None:
    allowed = [name for name in form.only if name in known]
    for name in sorted(used):
        if name in form.no or (allowed and name not in allowed):
            return name
    return None


def _known(kind: str, context: Context) -> Collection[str]:
    """All names of this kind, to tell what the names of `only` speak of."""
    if kind == "function":
        return {*PRIMITIVES, *context.functions}
    return {*context.symbols, *context.vectors, *(d.name for d in context.definitions)}


def _functions(expr: Expr) -> Iterator[str]:
    """The functions used, `e^x` counting as exp."""
    for node in walk(expr):
        match node:
            case Call(name):
                yield name
            case Pow(Const("e"), exponent) if not isinstance(exponent, Num):
                yield "exp"


def _quantities(expr: Expr, context: Context) -> Iterator[str]:
    bound = {node.index for node in walk(expr) if isinstance(node, Sum)} | set(context.indices)
    for node in walk(expr):
        match node:
            case Sym(name) | Vector(name) | Entry(name) if name not in bound:
                yield name


def _is_simple(expr: Expr, answer: Expr) -> bool:
    """No double signs, no arithmetic on plain numbers left undone, and hardly longer than the answer."""
    if any(map(_is_unfinished, walk(expr))):
        return False
    return _size(expr) <= ROOM * _size(answer)


def _is_unfinished(node: Node) -> bool:
    match node:
        case Neg(Neg()):
            return True
        case Add(parts) | Mul(parts):
            return sum(map(_is_plain_number, parts)) > 1
        case _:
            return False


def _is_plain_number(node: Node) -> bool:
    return isinstance(node, Num) or (isinstance(node, Neg) and isinstance(node.argument, Num))


def _size(expr: Expr) -> int:
    return sum(1 for _ in walk(expr))
