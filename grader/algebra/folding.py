"""Powers, exponentials and logarithms, folded by the identities that hold wherever both sides are defined."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .casework import absolute
from .nodes import Node, Op
from .pool import Pool, root_node
from .ranges import is_positive, not_negative

_LARGEST_PRIME = 1000

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
    """Positive factors and even powers leave the root, every factor an odd one: √(4x²y) = 2·|x|·√y."""
    outside: list[Node] = []
    inside: list[tuple[Node, int]] = []
    factor = base.value
    for part, weight in zip(base.args, base.weights, strict=True):
        if not_negative(part) or exponent.denominator % 2:
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
