"""Functions of one number as nodes, the primitives by name, and nodes made anew from other parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from .casework import absolute, arms_of, choose, choose_larger, compare, otherwise_of, sign, step
from .folding import exp, ln, power, rational_power
from .nodes import Atom, Node, Op, Test, map_test
from .pool import Pool

HALF = Fraction(1, 2)

_SINES = {Fraction(0): Fraction(0), Fraction(1, 6): HALF, HALF: Fraction(1), Fraction(5, 6): HALF}


def sine(pool: Pool, argument: Node) -> Node:
    turns = _half_turns(pool, argument)
    if turns is not None:
        value = _exact_sine(pool, turns % 2)
        if value is not None:
            return value
    return _odd(pool, Op.SIN, argument)


def cosine(pool: Pool, argument: Node) -> Node:
    turns = _half_turns(pool, argument)
    if turns is not None:
        value = _exact_sine(pool, (turns + HALF) % 2)
        if value is not None:
            return value
    return pool.call(Op.COS, pool.negate(argument) if _leads_negative(argument) else argument)


def _half_turns(pool: Pool, node: Node) -> Fraction | None:
    """r of r·π."""
    if node is pool.zero:
        return Fraction(0)
    if node is pool.pi:
        return Fraction(1)
    return node.value if node.op is Op.MUL and node.args == (pool.pi,) and node.weights == (1,) else None


def _exact_sine(pool: Pool, turns: Fraction) -> Node | None:
    if turns >= 1:
        mirrored = _exact_sine(pool, turns - 1)
        return None if mirrored is None else pool.negate(mirrored)
    if turns in _SINES:
        return pool.number(_SINES[turns])
    root = {4: 2, 3: 3}.get(turns.denominator)
    return None if root is None else pool.scale(rational_power(pool, pool.number(root), HALF), HALF)


def tangent(pool: Pool, argument: Node) -> Node:
    return pool.divide(sine(pool, argument), cosine(pool, argument))


def _odd(pool: Pool, op: Op, argument: Node) -> Node:
    if argument is pool.zero:
        return argument
    if _leads_negative(argument):
        return pool.negate(pool.call(op, pool.negate(argument)))
    return pool.call(op, argument)


def _leads_negative(node: Node) -> bool:
    if node.op in (Op.NUMBER, Op.MUL):
        return node.value < 0
    return node.op is Op.ADD and node.weights[0] < 0


def _cosh(pool: Pool, argument: Node) -> Node:
    if argument is pool.zero:
        return pool.one
    return pool.call(Op.COSH, pool.negate(argument) if _leads_negative(argument) else argument)


UNARY: dict[Op, Callable[[Pool, Node], Node]] = {
    Op.EXP: exp,
    Op.LN: ln,
    Op.SIN: sine,
    Op.COS: cosine,
    Op.ATAN: lambda pool, u: _odd(pool, Op.ATAN, u),
    Op.SINH: lambda pool, u: _odd(pool, Op.SINH, u),
    Op.COSH: _cosh,
    Op.TANH: lambda pool, u: _odd(pool, Op.TANH, u),
    Op.ERF: lambda pool, u: _odd(pool, Op.ERF, u),
}


def apply(pool: Pool, op: Op, argument: Node) -> Node:
    """A function of one number."""
    return argument if argument.op is Op.UNDEFINED else UNARY[op](pool, argument)


# --------------------------------------------------------------------------- rebuilding


def remake(
    pool: Pool, node: Node, args: Sequence[Node], decide: Callable[[Atom], Test | bool] | None = None
) -> Node:
    """The node with other parts, folded anew. `decide` may settle the comparisons of cases."""
    match node.op:
        case Op.ADD:
            return pool.add(zip(node.weights, args, strict=True), node.value)
        case Op.MUL:
            factors = [(a, int(w)) for a, w in zip(args, node.weights, strict=True)]
            return pool.mul([(pool.number(node.value), 1), *factors])
        case Op.ROOT:
            return rational_power(pool, args[0], node.value)
        case Op.POWER:
            return power(pool, args[0], args[1])
        case Op.CASES:
            return _remake_cases(pool, node, args, decide)
    return apply(pool, node.op, args[0]) if args else node


def _remake_cases(
    pool: Pool, node: Node, args: Sequence[Node], decide: Callable[[Atom], Test | bool] | None
) -> Node:
    new = dict(zip((a.id for a in node.args), args, strict=True))

    def settled(atom: Atom) -> Test | bool:
        if decide is not None:
            return decide(Atom(atom.relation, new[atom.node.id]))
        return compare(pool, atom.relation, new[atom.node.id])

    arms = [(map_test(test, settled), new[arm.id]) for test, arm in arms_of(node)]
    return choose(pool, arms, new[otherwise_of(node).id], node.mode, node.kink)


# --------------------------------------------------------------------------- primitives by name

_MADE: Mapping[str, Callable[[Pool, Node], Node]] = {
    "sqrt": lambda pool, u: rational_power(pool, u, HALF),
    "tan": tangent,
    "abs": absolute,
    "sign": sign,
    "step": step,
    "sin": sine,
    "cos": cosine,
}


def primitive(pool: Pool, name: str, args: Sequence[Node]) -> Node:
    """One of `primitives.py` applied to nodes."""
    if any(a.op is Op.UNDEFINED for a in args):
        return pool.undefined
    if name == "log":
        return pool.divide(ln(pool, args[0]), ln(pool, args[1]))
    if name in ("max", "min"):
        return _extreme(pool, args, 1 if name == "max" else -1)
    made = _MADE.get(name)
    return apply(pool, Op(name), args[0]) if made is None else made(pool, args[0])


def _extreme(pool: Pool, args: Sequence[Node], direction: int) -> Node:
    best = pool.scale(args[0], direction)
    for other in args[1:]:
        best = choose_larger(pool, best, pool.scale(other, direction))
    return pool.scale(best, direction)
