"""Derivatives on shared nodes: each part is differentiated once, so that nothing grows out of proportion."""

from __future__ import annotations

from fractions import Fraction

from .casework import arms_of, choose, otherwise_of
from .context import AtKink
from .elementary import apply, cosine, remake, sine
from .folding import ln, power, rational_power
from .nodes import Atom, Node, Op, Some, Test, TooMuchWork, atoms_of, map_test, order
from .pool import Pool

MAX_PARTS = 20_000


def derivative(pool: Pool, node: Node, variable: Node, at_kink: AtKink) -> Node:
    """d node / d variable; where cases meet it is worth what `at_kink` says."""
    slopes: dict[int, Node] = {}
    parts = order([node])
    if len(parts) > MAX_PARTS:
        raise TooMuchWork("nodes")
    for part in parts:
        slopes[part.id] = _slope(pool, part, variable, slopes, at_kink)
    return slopes[node.id]


def _slope(pool: Pool, node: Node, variable: Node, slopes: dict[int, Node], at_kink: AtKink) -> Node:
    if node is variable:
        return pool.one
    if all(slopes[a.id] is pool.zero for a in node.args):
        return node if node.op is Op.UNDEFINED else pool.zero
    match node.op:
        case Op.ADD:
            return pool.add((w, slopes[a.id]) for a, w in zip(node.args, node.weights, strict=True))
        case Op.MUL:
            return _product_slope(pool, node, slopes)
        case Op.CASES:
            return _cases_slope(pool, node, slopes, node.mode or at_kink)
        case Op.POWER:
            return _power_slope(pool, node, slopes)
    inner = slopes[node.args[0].id]
    return pool.times(outer_slope(pool, node), inner)


def _product_slope(pool: Pool, node: Node, slopes: dict[int, Node]) -> Node:
    terms: list[tuple[Fraction, Node]] = []
    pairs = [(a, int(w)) for a, w in zip(node.args, node.weights, strict=True)]
    for i, (base, exponent) in enumerate(pairs):
        if slopes[base.id] is not pool.zero:
            rest = [*pairs[:i], (base, exponent - 1), *pairs[i + 1 :], (slopes[base.id], 1)]
            terms.append((node.value * exponent, pool.mul(rest)))
    return pool.add(terms)


def _power_slope(pool: Pool, node: Node, slopes: dict[int, Node]) -> Node:
    base, exponent = node.args
    by_base = pool.times(exponent, power(pool, base, pool.add([(1, exponent)], -1)), slopes[base.id])
    if slopes[exponent.id] is pool.zero:
        return by_base
    return pool.sum(by_base, pool.times(node, ln(pool, base), slopes[exponent.id]))


def outer_slope(pool: Pool, node: Node) -> Node:
    """f'(u) for a node f(u) of one argument."""
    u = node.args[0]
    match node.op:
        case Op.EXP:
            return node
        case Op.LN:
            return pool.mul([(u, -1)])
        case Op.ROOT:
            return pool.scale(rational_power(pool, u, node.value - 1), node.value)
        case Op.SIN:
            return cosine(pool, u)
        case Op.COS:
            return pool.negate(sine(pool, u))
        case Op.ATAN:
            return pool.mul([(pool.add([(1, pool.mul([(u, 2)]))], 1), -1)])
        case Op.SINH | Op.COSH:
            return apply(pool, Op.COSH if node.op is Op.SINH else Op.SINH, u)
        case Op.TANH:
            return pool.add([(-1, pool.mul([(node, 2)]))], 1)
    gauss = apply(pool, Op.EXP, pool.negate(pool.mul([(u, 2)])))
    return pool.scale(pool.divide(gauss, rational_power(pool, pool.pi, Fraction(1, 2))), 2)


def _cases_slope(pool: Pool, node: Node, slopes: dict[int, Node], mode: AtKink) -> Node:
    """Each arm differentiated. An arm that holds only where an atom is exactly 0 has no slope of its own."""

    def thin(atom: Atom) -> Test | bool:
        if atom.relation in ("=", "!=") and slopes[atom.node.id] is not pool.zero:
            return atom.relation == "!="
        return atom

    arms = [(map_test(test, thin), slopes[arm.id]) for test, arm in arms_of(node)]
    otherwise = slopes[otherwise_of(node).id]
    if mode is AtKink.ANY:
        return choose(pool, arms, otherwise, node.mode, kink=True)
    moving = [
        a
        for t, _ in arms
        if not isinstance(t, bool)
        for a in atoms_of(t)
        if slopes[a.node.id] is not pool.zero
    ]
    if not moving:
        return choose(pool, arms, otherwise, node.mode)
    at_zero = tuple(dict.fromkeys(Atom("=", a.node) for a in moving))
    kink: Test = at_zero[0] if len(at_zero) == 1 else Some(at_zero)
    return choose(pool, [(kink, _declared(pool, arms, otherwise, mode)), *arms], otherwise, node.mode)


def _declared(pool: Pool, arms: list[tuple[Test | bool, Node]], otherwise: Node, mode: AtKink) -> Node:
    """What a derivative is declared to be at a kink: nothing, 0, or its value on the positive side."""
    if mode is AtKink.UNDEFINED:
        return pool.undefined
    if mode is AtKink.ZERO:
        return pool.zero
    positive = [
        (test if isinstance(test, bool) else map_test(test, _positive_side), arm) for test, arm in arms
    ]
    return choose(pool, positive, otherwise)


def _positive_side(atom: Atom) -> Test | bool:
    return atom.relation in (">", ">=", "!=")


def replace_node(pool: Pool, node: Node, old: Node, new: Node) -> Node:
    """The node with every `old` in it replaced and folded anew."""
    changed: dict[int, Node] = {}
    for part in order([node]):
        if part is old:
            changed[part.id] = new
            continue
        args = [changed[a.id] for a in part.args]
        same = all(a is b for a, b in zip(args, part.args, strict=True))
        changed[part.id] = part if same else remake(pool, part, args)
    return changed[node.id]
