"""Random formulas of the course's kind, equal forms of them, and mutants that differ in one node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from grader.algebra.tree import (
    Add,
    All,
    AnyOf,
    Branch,
    Call,
    Cases,
    Compare,
    Const,
    Div,
    Expr,
    Mul,
    Neg,
    Num,
    Pow,
    Sym,
    Vector,
    children,
    map_expr,
    number,
)

ONE, TWO = number(1), number(2)
E = Const("e")
SMOOTH = ("sigmoid", "tanh", "exp", "softplus", "swish", "sin")
KINKED = ("relu", "leaky_relu", "abs")


def random_form(rng: Random, names: Sequence[str], depth: int) -> Expr:
    """A formula over the names (and the vector v) that is defined everywhere, of at most this depth."""
    if depth == 0 or rng.random() < 0.12:
        leaves: list[Expr] = [Sym(rng.choice(names)), number(rng.randint(1, 4)), Div(ONE, TWO)]
        return rng.choice(leaves)
    part = [random_form(rng, names, depth - 1) for _ in range(2)]
    kind = rng.random()
    if kind < 0.26:
        return Add((part[0], part[1] if rng.random() < 0.6 else Neg(part[1])))
    if kind < 0.52:
        return Mul((part[0], part[1]))
    if kind < 0.60:
        return Pow(part[0], number(rng.randint(2, 3)))
    if kind < 0.66:
        return Div(part[0], Add((ONE, Pow(part[1], TWO))))
    if kind < 0.70:
        return Call("softmax", (Vector("v"),), 0, number(rng.randint(1, 3)))
    name = rng.choice(SMOOTH if rng.random() < 0.7 else KINKED)
    inner = part[0] if depth < 3 else random_form(rng, names, 1)
    return Call(name, (inner,))


# --------------------------------------------------------------------------- equal forms


def _logistic(u: Expr) -> Expr:
    return Div(ONE, Add((ONE, Pow(E, Neg(u)))))


def _identities(expr: Expr) -> list[Callable[[], Expr]]:
    """Other spellings of one node that are worth the same wherever it is defined."""
    match expr:
        case Call("sigmoid", (u,)):
            return [
                lambda: _logistic(u),
                lambda: Add((ONE, Neg(Call("sigmoid", (Neg(u),))))),
                lambda: Div(Add((ONE, Call("tanh", (Div(u, TWO),)))), TWO),
                lambda: Div(Call("exp", (u,)), Add((Call("exp", (u,)), ONE))),
            ]
        case Call("tanh", (u,)):
            return [
                lambda: Add((Mul((TWO, Call("sigmoid", (Mul((TWO, u)),)))), Neg(ONE))),
                lambda: Div(Add((Pow(E, u), Neg(Pow(E, Neg(u))))), Add((Pow(E, u), Pow(E, Neg(u))))),
                lambda: Neg(Call("tanh", (Neg(u),))),
            ]
        case Call("relu", (u,)):
            return [
                lambda: Call("max", (u, number(0))),
                lambda: Div(Add((u, Call("abs", (u,)))), TWO),
                lambda: Cases((Branch(u, Compare(">", u, number(0))),), number(0)),
                lambda: Add((u, Call("relu", (Neg(u),)))),
            ]
        case Call("softplus", (u,)):
            return [
                lambda: Call("ln", (Add((ONE, Call("exp", (u,)))),)),
                lambda: Add((u, Call("softplus", (Neg(u),)))),
            ]
        case Call("swish", (u,)):
            return [lambda: Mul((u, Call("sigmoid", (u,)))), lambda: Div(u, Add((ONE, Pow(E, Neg(u)))))]
        case Call("abs", (u,)):
            return [lambda: Call("max", (u, Neg(u))), lambda: Call("sqrt", (Pow(u, TWO),))]
        case Call("exp", (Add((a, b)),)):
            return [lambda: Mul((Call("exp", (a,)), Pow(E, b)))]
        case Call("sin", (u,)):
            half = Div(u, TWO)
            return [lambda: Mul((TWO, Call("sin", (half,)), Call("cos", (half,))))]
    return _algebra(expr)


def _algebra(expr: Expr) -> list[Callable[[], Expr]]:
    match expr:
        case Add((a, b)):
            return [lambda: Add((b, a)), lambda: Neg(Add((Neg(b), Neg(a))))]
        case Mul((a, Add((b, c)))):
            return [lambda: Add((Mul((a, b)), Mul((a, c)))), lambda: Mul((Add((c, b)), a))]
        case Mul((a, b)):
            return [lambda: Mul((b, a)), lambda: Neg(Mul((Neg(b), a)))]
        case Pow(Add((a, b)), Num(n)) if n == 2:
            return [lambda: Add((Pow(a, TWO), Mul((TWO, a, b)), Pow(b, TWO)))]
        case Pow(a, Num(n)) if n in (2, 3):
            return [lambda: Mul(tuple(a for _ in range(int(n))))]
        case Div(a, b):
            return [lambda: Mul((a, Pow(b, Neg(ONE)))), lambda: Neg(Div(a, Neg(b)))]
    return []


def equal_form(rng: Random, expr: Expr) -> Expr:
    """The formula written differently: some nodes by identities, and a detour around the whole."""

    def rewritten(node: Expr) -> Expr:
        node = map_expr(node, rewritten)
        choices = _identities(node)
        return rng.choice(choices)() if choices and rng.random() < 0.6 else node

    result = rewritten(expr)
    detour = rng.random()
    if detour < 0.2:
        other = Add((ONE, Pow(Sym("x"), TWO)))
        return Div(Mul((result, other)), other)
    if detour < 0.35:
        return Add((result, Sym("x"), Neg(Sym("x"))))
    return result


# --------------------------------------------------------------------------- mutants


def mutant(rng: Random, expr: Expr) -> Expr:
    """The formula with one node changed. It may by chance be equal to the original: an oracle has to say."""
    target = rng.randrange(_places(expr))
    seen = -1

    def change(node: Expr) -> Expr:
        nonlocal seen
        seen += 1
        if seen == target:
            return _mutated(rng, node)
        return node if isinstance(node, Call) and node.index is not None else map_expr(node, change)

    return change(expr)


def _places(expr: Expr) -> int:
    """How many nodes can be changed: all but what stands inside softmax(v)_1."""
    if isinstance(expr, Call) and expr.index is not None:
        return 1
    parts = (part for part in children(expr) if not isinstance(part, Compare | All | AnyOf))
    return 1 + sum(map(_places, parts))


def _mutated(rng: Random, node: Expr) -> Expr:
    general: list[Callable[[], Expr]] = [
        lambda: Neg(node),
        lambda: Add((node, number(1))),
        lambda: Mul((node, Num(1 + Fraction(1, 10**9)))),
        lambda: Add((node, Num(Fraction(1, 10**14)))),
        lambda: Mul((TWO, node)),
        lambda: Pow(node, TWO),
    ]
    special: list[Callable[[], Expr]] = []
    match node:
        case Add(terms):
            special = [lambda: terms[0], lambda: Mul(terms)]
        case Mul(factors):
            special = [lambda: factors[0], lambda: Add(factors)]
        case Div(a, b):
            special = [lambda: a, lambda: Mul((a, b))]
        case Pow(a, Num(n)):
            special = [lambda: Pow(a, Num(n + 1)), lambda: a]
        case Call("softmax"):
            special = [lambda: replace(node, index=ONE if node.index != ONE else TWO)]
        case Call(_, (u,)):
            special = [lambda: u, lambda: Call(rng.choice(SMOOTH + KINKED), (u,))]
        case Num(value):
            special = [lambda: Num(value + 1)]
        case Sym():
            special = [lambda: Sym(rng.choice(["x", "w", "b"]))]
    return rng.choice(special if special and rng.random() < 0.6 else general)()
