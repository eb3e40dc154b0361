"""Case distinctions as nodes: comparisons decided where they can be, arms that never differ folded away."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .context import AtKink
from .nodes import Atom, Node, Op, Test, atoms_of
from .pool import Pool
from .ranges import not_negative, sign_of, whole_of
from .tree import Relation

_MIRRORED: dict[Relation, Relation] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}

_CERTAIN: dict[Relation, dict[int, bool]] = {
    ">": {1: True, 0: False, -1: False},
    ">=": {1: True, 0: True, -1: False},
    "<": {1: False, 0: False, -1: True},
    "<=": {1: False, 0: True, -1: True},
    "=": {1: False, 0: True, -1: False},
    "!=": {1: True, 0: False, -1: True},
}


def compare(pool: Pool, relation: Relation, node: Node) -> Test | bool:
    """`node relation 0`, decided where the sign never changes, else with the node's leading factor made 1."""
    if whole_of(node):
        known = sign_of(node)
        if known is not None:
            return _CERTAIN[relation][known]
        if not_negative(node) and relation in ("<", ">="):
            return relation == ">="
    flipped, base = _comparable(pool, node)
    return Atom(_MIRRORED[relation] if flipped else relation, base)


def _comparable(pool: Pool, node: Node) -> tuple[bool, Node]:
    """(whether the sign changed, a node with the same zeros and signs)."""
    flipped = False
    if node.op is Op.ADD:
        node = _common_factors_out(pool, node)
    if node.op is Op.MUL and node.value:
        flipped, node = _undecided_factors(pool, node)
    if node.op is Op.ADD and node.weights[0]:
        lead = Fraction(node.weights[0])
        flipped, node = flipped ^ (lead < 0), pool.scale(node, 1 / lead)
    if node.op in (Op.TANH, Op.SINH, Op.ATAN, Op.ERF):
        again, node = _comparable(pool, node.args[0])
        flipped ^= again
    return flipped, node


def _undecided_factors(pool: Pool, node: Node) -> tuple[bool, Node]:
    """The factors whose sign is not known, and whether the others are negative together."""
    negative = node.value < 0
    rest: list[tuple[Node, int]] = []
    for factor, exponent in zip(node.args, node.weights, strict=True):
        sign = sign_of(factor) if whole_of(factor) else None
        if sign not in (1, -1):
            rest.append((factor, 1 if exponent > 0 and exponent % 2 else int(exponent)))
        elif exponent % 2:
            negative ^= sign < 0
    return negative, pool.mul(rest)


def _common_factors_out(pool: Pool, node: Node) -> Node:
    """x − a·x as x·(1 − a)."""
    if node.value or not all(n.op is Op.MUL or n.op is Op.SYMBOL for n in node.args):
        return node
    powers = [dict(zip(n.args, n.weights, strict=True)) if n.op is Op.MUL else {n: 1} for n in node.args]
    shared = [(b, min(int(p[b]) for p in powers)) for b in powers[0] if all(p.get(b, 0) > 0 for p in powers)]
    if not shared:
        return node
    inverse = pool.mul((b, -k) for b, k in shared)
    rest = pool.add((w, pool.times(n, inverse)) for n, w in zip(node.args, node.weights, strict=True))
    return pool.mul([*shared, (rest, 1)])


def holds_for(relation: Relation, sign: int) -> bool:
    """Whether a number of this sign (1, 0, -1) stands in the relation to 0."""
    return _CERTAIN[relation][sign]


def choose(
    pool: Pool,
    arms: Sequence[tuple[Test | bool, Node]],
    otherwise: Node,
    mode: AtKink | None = None,
    kink: bool = False,
) -> Node:
    """The node of the first arm whose condition holds; certain conditions and repeated arms are folded
    away."""
    kept: list[tuple[Test, Node]] = []
    for test, node in arms:
        if test is True:
            otherwise = node
            break
        if not isinstance(test, bool):
            kept.append((test, node))
    while kept and kept[-1][1] is otherwise and _tests_whole(kept[-1][0]):
        kept.pop()
    if not kept:
        return otherwise
    tests = tuple(t for t, _ in kept)
    compared = dict.fromkeys(atom.node for t in tests for atom in atoms_of(t))
    node = Node(Op.CASES, (*(n for _, n in kept), otherwise, *compared))
    node.tests, node.mode, node.kink = tests, mode, kink
    return pool.keep(node, (Op.CASES, node.args, tests, mode, kink))


def _tests_whole(test: Test) -> bool:
    return all(whole_of(atom.node) for atom in atoms_of(test))


def arms_of(node: Node) -> list[tuple[Test, Node]]:
    """The arms of a node of cases."""
    return list(zip(node.tests, node.args, strict=False))


def otherwise_of(node: Node) -> Node:
    return node.args[len(node.tests)]


# --------------------------------------------------------------------------- what is made of cases


def absolute(pool: Pool, argument: Node) -> Node:
    """|argument| as two cases."""
    return choose_larger(pool, argument, pool.negate(argument))


def choose_larger(pool: Pool, first: Node, second: Node) -> Node:
    """max(first, second) as two cases; which one is listed first depends on the difference alone."""
    test = compare(pool, ">", pool.minus(first, second))
    if isinstance(test, Atom) and test.relation == "<":
        return choose(pool, [(Atom(">", test.node), second)], first)
    return choose(pool, [(test, first)], second)


def sign(pool: Pool, argument: Node) -> Node:
    arms = [(compare(pool, ">", argument), pool.one), (compare(pool, "<", argument), pool.number(-1))]
    return choose(pool, arms, pool.zero)


def step(pool: Pool, argument: Node) -> Node:
    return choose(pool, [(compare(pool, ">=", argument), pool.one)], pool.zero)


def with_kink(pool: Pool, node: Node, mode: AtKink) -> Node:
    """Cases whose derivative is worth what `mode` says where they meet; anything else as it is."""
    if node.op is not Op.CASES:
        return node
    return choose(pool, arms_of(node), otherwise_of(node), mode, node.kink)
