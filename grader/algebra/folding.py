"""Powers, functions and case distinctions as nodes, folded by the identities that hold wherever both sides are defined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from .context import AtKink
from .core import Atom, Node, Op, Pool, Test, atoms_of, map_test, root_node
from .ranges import is_positive, not_negative, sign_of, whole_of
from .tree import Relation

HALF = Fraction(1, 2)
_LARGEST_PRIME = 1000
_MIRRORED: dict[Relation, Relation] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}

# --------------------------------------------------------------------------- powers


def power(pool: Pool, base: Node, exponent: Node) -> Node:
    """base^exponent. An odd root of a negative number is real; 0^0 is 1 where both are plain numbers."""
    if Op.UNDEFINED in (base.op, exponent.op):
        return pool.undefined
    if exponent.op is Op.NUMBER:
        return rational_power(pool, base, exponent.value)
    if base is pool.one:
        return base
    if is_positive(base):
        return exp(pool, pool.times(exponent, ln(pool, base)))
    return pool.call(Op.POWER, base, exponent)


def rational_power(pool: Pool, base: Node, exponent: Fraction) -> Node:
    """base^exponent for a fixed exponent."""
    if exponent.denominator == 1:
        return pool.mul([(base, int(exponent))])
    if base.op is Op.NUMBER:
        return _number_root(pool, base.value, exponent)
    if base.op is Op.MUL:
        return _product_root(pool, base, exponent)
    if base.op is Op.EXP:
        return exp(pool, pool.scale(base.args[0], exponent))
    if base.op is Op.ROOT and not_negative(base.args[0]):
        return rational_power(pool, base.args[0], base.value * exponent)
    return pool.mul([(root_node(pool, base, exponent), 1)])


def _number_root(pool: Pool, value: Fraction, exponent: Fraction) -> Node:
    if value < 0:
        if exponent.denominator % 2 == 0:
            return pool.undefined
        return pool.scale(_number_root(pool, -value, exponent), -1 if exponent.numerator % 2 else 1)
    if not value:
        return pool.zero if exponent > 0 else pool.undefined
    factors: list[tuple[Node, int]] = []
    for prime, count in prime_powers(value):
        total = count * exponent
        whole = total.numerator // total.denominator
        factors.append((pool.number(prime), whole))
        if total != whole:
            factors.append((root_node(pool, pool.number(prime), total - whole), 1))
    return pool.mul(factors)


def prime_powers(value: Fraction) -> Iterator[tuple[int, int]]:
    """Primes up to a bound and what is left over, with their exponents."""
    for number, sign in ((value.numerator, 1), (value.denominator, -1)):
        rest, prime = number, 2
        while prime * prime <= rest and prime <= _LARGEST_PRIME:
            count = 0
            while rest % prime == 0:
                rest, count = rest // prime, count + 1
            if count:
                yield prime, sign * count
            prime += 1
        if rest > 1:
            yield rest, sign


def _product_root(pool: Pool, base: Node, exponent: Fraction) -> Node:
    """Positive factors and even powers leave the root: √(4x²y) = 2·|x|·√y."""
    outside: list[Node] = []
    inside: list[tuple[Node, int]] = []
    factor = base.value
    for part, weight in zip(base.args, base.weights, strict=True):
        if not_negative(part):
            outside.append(rational_power(pool, part, int(weight) * exponent))
        elif weight % 2 == 0 and weight and exponent.denominator % 2 == 0:
            outside.append(rational_power(pool, absolute(pool, part), int(weight) * exponent))
        else:
            inside.append((part, int(weight)))
    if factor < 0 and exponent.denominator % 2 == 0:
        inside.append((pool.number(-1), 1))
    elif factor < 0 and exponent.numerator % 2:
        outside.append(pool.number(-1))
    outside.append(_number_root(pool, abs(factor), exponent))
    if inside:
        rest = pool.mul(inside)
        outside.append(rest if rest.op is Op.UNDEFINED else _kept_root(pool, rest, exponent))
    return pool.times(*outside)


def _kept_root(pool: Pool, base: Node, exponent: Fraction) -> Node:
    if base.op is Op.NUMBER:
        return _number_root(pool, base.value, exponent)
    return root_node(pool, base, exponent)


# --------------------------------------------------------------------------- exponentials and logarithms


def exp(pool: Pool, argument: Node) -> Node:
    """e^argument; a logarithm of something positive in a sum comes out: e^(a + 2 ln b) = b² e^a."""
    if argument.op is not Op.ADD:
        power_of = _logarithm_times(argument)
        return (
            pool.mul([(_raw_exp(pool, argument), 1)]) if power_of is None else rational_power(pool, *power_of)
        )
    outside: list[Node] = []
    inside: list[tuple[Fraction, Node]] = []
    for part, weight in zip(argument.args, argument.weights, strict=True):
        if part.op is Op.LN and is_positive(part.args[0]) and weight:
            outside.append(rational_power(pool, part.args[0], Fraction(weight)))
        else:
            inside.append((Fraction(weight), part))
    rest = pool.add(inside, argument.value)
    return pool.times(*outside, _raw_exp(pool, rest))


def _raw_exp(pool: Pool, argument: Node) -> Node:
    if argument.op is Op.UNDEFINED:
        return argument
    return pool.one if argument is pool.zero else pool.call(Op.EXP, argument)


def _logarithm_times(node: Node) -> tuple[Node, Fraction] | None:
    """(g, c) of c·ln g with g positive."""
    if node.op is Op.LN and is_positive(node.args[0]):
        return node.args[0], Fraction(1)
    plain = node.op is Op.MUL and node.weights == (1,) and node.args[0].op is Op.LN
    if plain and node.value and is_positive(node.args[0].args[0]):
        return node.args[0].args[0], node.value
    return None


def ln(pool: Pool, argument: Node) -> Node:
    """The natural logarithm, split over positive factors and even powers."""
    match argument.op:
        case Op.UNDEFINED:
            return argument
        case Op.EXP:
            return argument.args[0]
        case Op.NUMBER if argument.value > 0:
            primes = prime_powers(argument.value)
            return pool.add([(count, pool.call(Op.LN, pool.number(p))) for p, count in primes])
        case Op.NUMBER:
            return pool.undefined
        case Op.ROOT if is_positive(argument.args[0]):
            return pool.scale(ln(pool, argument.args[0]), argument.value)
        case Op.MUL:
            return _split_logarithm(pool, argument)
        case Op.ADD:
            content = abs(Fraction(argument.weights[0]))
            if content not in (0, 1):
                rest = pool.call(Op.LN, pool.scale(argument, 1 / content))
                return pool.sum(ln(pool, pool.number(content)), rest)
    return pool.call(Op.LN, argument)


def _split_logarithm(pool: Pool, product: Node) -> Node:
    if not product.value:
        return pool.undefined
    terms: list[tuple[Fraction | int, Node]] = [(1, ln(pool, pool.number(abs(product.value))))]
    rest: list[tuple[Node, int]] = [] if product.value > 0 else [(pool.number(-1), 1)]
    for part, weight in zip(product.args, product.weights, strict=True):
        if is_positive(part):
            terms.append((Fraction(weight), ln(pool, part)))
        elif weight % 2 == 0 and weight:
            terms.append((Fraction(weight), ln(pool, absolute(pool, part))))
        else:
            rest.append((part, int(weight)))
    if rest:
        left = pool.mul(rest)
        terms.append((1, pool.undefined if left.op is Op.NUMBER else pool.call(Op.LN, left)))
    return pool.add(terms)


# --------------------------------------------------------------------------- other functions

_SINES = {Fraction(0): 0, Fraction(1, 6): HALF, Fraction(1, 2): 1, Fraction(5, 6): HALF}


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


# --------------------------------------------------------------------------- cases

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
    if node.op is Op.MUL and node.value:
        rest = [
            (n, 1 if k > 0 and k % 2 else int(k))
            for n, k in zip(node.args, node.weights, strict=True)
            if not (is_positive(n) and whole_of(n))
        ]
        flipped, node = node.value < 0, pool.mul(rest)
    if node.op is Op.ADD and node.weights[0]:
        lead = Fraction(node.weights[0])
        flipped, node = flipped ^ (lead < 0), pool.scale(node, 1 / lead)
    if node.op in (Op.TANH, Op.SINH, Op.ATAN, Op.ERF):
        again, node = _comparable(pool, node.args[0])
        flipped ^= again
    return flipped, node


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
    """The node of the first arm whose condition holds; certain conditions and repeated arms are folded away."""
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
