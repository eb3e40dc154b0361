"""Makes nodes, each once, folded: numbers multiplied out, sums and products flattened, collected and sorted.

Equal parts are the same object, so that "the same after collecting, sorting and folding" is `is`. Folding
never changes where a formula is defined, isolated points aside: what may be undefined on an interval stays
(with coefficient or exponent 0) instead of cancelling.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TypeAlias

from .context import Domain
from .nodes import Node, Op, TooMuchWork
from .ranges import not_negative, whole_of

MAX_NODES = 8_000
MAX_WORK = 50_000  # terms and factors collected
MAX_BITS = 40_000

Key: TypeAlias = tuple[object, ...]


class Pool:
    """Makes nodes, each once."""

    def __init__(self) -> None:
        self._made: dict[Key, Node] = {}
        self._left = MAX_WORK
        self.zero = self.number(Fraction(0))
        self.one = self.number(Fraction(1))
        self.undefined = self.keep(Node(Op.UNDEFINED), (Op.UNDEFINED,))
        self.pi = self.keep(Node(Op.PI), (Op.PI,))

    # ------------------------------------------------------------------ leaves

    def keep(self, node: Node, key: Key) -> Node:
        """The node made earlier under this key, else this one."""
        found = self._made.get(key)
        if found is not None:
            return found
        if len(self._made) >= MAX_NODES:
            raise TooMuchWork("nodes")
        node.id = len(self._made)
        self._made[key] = node
        return node

    def _spend(self, work: int) -> None:
        self._left -= work
        if self._left < 0:
            raise TooMuchWork("terms")

    def number(self, value: Fraction | int) -> Node:
        key = (Op.NUMBER, value)
        found = self._made.get(key)
        if found is not None:
            return found
        exact = Fraction(value)
        if exact.numerator.bit_length() + exact.denominator.bit_length() > MAX_BITS:
            raise TooMuchWork("bits")
        return self.keep(Node(Op.NUMBER, (), exact), key)

    def symbol(self, name: str, domain: Domain = Domain.REAL) -> Node:
        node = Node(Op.SYMBOL)
        node.name, node.domain = name, domain
        return self.keep(node, (Op.SYMBOL, name))

    def fresh(self, name: str) -> Node:
        """A real symbol that no formula can speak of, to differentiate by."""
        return self.symbol(f"{name}#{len(self._made)}")

    def call(self, op: Op, *args: Node) -> Node:
        """A function node as it stands, without folding."""
        key = (op, args)
        return self._made.get(key) or self.keep(Node(op, args), key)

    # ------------------------------------------------------------------ sums

    def add(self, terms: Iterable[tuple[Fraction | int, Node]], constant: Fraction | int = 0) -> Node:
        """constant + Σ weight·node, flattened and collected."""
        total = constant
        weights: dict[Node, Fraction | int] = {}
        for weight, node in terms:
            total += self._collect(weights, weight, node)
            if node.op is Op.UNDEFINED:
                return node
        self._spend(len(weights))
        kept = [(n, w) for n, w in weights.items() if w or not whole_of(n)]
        if not kept:
            return self.number(total)
        if len(kept) == 1 and not total:
            return self.scale(kept[0][0], kept[0][1])
        kept.sort(key=lambda item: item[0].id)
        return self._sum(tuple(n for n, _ in kept), tuple(w for _, w in kept), total)

    def _collect(
        self, weights: dict[Node, Fraction | int], weight: Fraction | int, node: Node
    ) -> Fraction | int:
        """Add weight·node to `weights`; the part that is a mere number is returned."""
        if node.op is Op.NUMBER:
            return weight * node.value
        if node.op is Op.ADD:
            for part, inner in zip(node.args, node.weights, strict=True):
                weights[part] = weights.get(part, 0) + weight * inner
            return weight * node.value if node.value else 0
        if node.op is Op.MUL and node.value != 1 and node.value:
            weight, node = weight * node.value, self._product(1, node.args, node.weights)
        weights[node] = weights.get(node, 0) + weight
        return 0

    def _sum(
        self, args: tuple[Node, ...], weights: tuple[Fraction | int, ...], constant: Fraction | int
    ) -> Node:
        key = (Op.ADD, args, weights, constant)
        found = self._made.get(key)
        if found is not None:
            return found
        node = Node(Op.ADD, args, Fraction(constant))
        node.weights = weights
        return self.keep(node, key)

    def sum(self, *nodes: Node) -> Node:
        return self.add((1, n) for n in nodes)

    def minus(self, first: Node, second: Node) -> Node:
        return self.add(((1, first), (-1, second)))

    def scale(self, node: Node, factor: Fraction | int) -> Node:
        """factor·node; a number is multiplied into a sum."""
        if factor == 1:
            return node
        if node.op is Op.NUMBER:
            return self.number(node.value * factor)
        if node.op is Op.ADD and factor:
            weights = tuple(w * factor for w in node.weights)
            return self._sum(node.args, weights, node.value * factor)
        if not factor and whole_of(node):
            return self.zero
        if node.op is Op.MUL:
            return self._product(node.value * factor, node.args, node.weights)
        return self._product(factor, (node,), (1,))

    def negate(self, node: Node) -> Node:
        return self.scale(node, -1)

    # ------------------------------------------------------------------ products

    def mul(self, factors: Iterable[tuple[Node, int]]) -> Node:
        """Π node^exponent with whole exponents, flattened and collected; exponentials become one."""
        product = _Product(self)
        for node, exponent in factors:
            product.take(node, exponent)
        return product.node()

    def times(self, *nodes: Node) -> Node:
        return self.mul((n, 1) for n in nodes)

    def divide(self, numerator: Node, denominator: Node) -> Node:
        return self.mul(((numerator, 1), (denominator, -1)))

    def _product(
        self, factor: Fraction | int, args: tuple[Node, ...], exponents: tuple[Fraction | int, ...]
    ) -> Node:
        if factor == 1 and len(args) == 1 and exponents[0] == 1:
            return args[0]
        key = (Op.MUL, args, exponents, factor)
        found = self._made.get(key)
        if found is not None:
            return found
        node = Node(Op.MUL, args, Fraction(factor))
        node.weights = exponents
        return self.keep(node, key)

    def product(self, factor: Fraction | int, powers: dict[Node, int]) -> Node:
        """factor·Π base^exponent, the bases being neither numbers nor products."""
        self._spend(len(powers))
        kept = [(n, k) for n, k in powers.items() if k or not whole_of(n)]
        if not kept or (not factor and all(whole_of(n) for n, _ in kept)):
            return self.number(factor)
        if len(kept) == 1 and kept[0][1] == 1:
            return self.scale(kept[0][0], factor)
        kept.sort(key=lambda item: item[0].id)
        return self._product(factor, tuple(n for n, _ in kept), tuple(k for _, k in kept))


class _Product:
    """A product while it is being collected."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.factor: Fraction | int = 1
        self.powers: dict[Node, int] = {}
        self.roots: dict[Node, Fraction] = {}
        self.exponents: list[tuple[int, Node]] = []
        self.undefined = False

    def take(self, node: Node, exponent: int) -> None:
        match node.op:
            case Op.NUMBER:
                self._number(node.value, exponent)
            case Op.UNDEFINED:
                self.undefined = True
            case Op.MUL:
                self._number(node.value, exponent)
                for base, inner in zip(node.args, node.weights, strict=True):
                    self.take(base, int(inner) * exponent)
            case Op.EXP:
                self.exponents.append((exponent, node.args[0]))
            case Op.ROOT if node.value.denominator % 2 or not_negative(node.args[0]):
                base = node.args[0]
                self.roots[base] = self.roots.get(base, Fraction(0)) + exponent * node.value
            case Op.ADD if node.weights[0] != 1 and node.weights[0]:
                self._number(Fraction(node.weights[0]), exponent)
                self._power(self.pool.scale(node, 1 / Fraction(node.weights[0])), exponent)
            case _:
                self._power(node, exponent)

    def _number(self, value: Fraction, exponent: int) -> None:
        if not value and exponent < 0:
            self.undefined = True
            return
        if value == 1:
            return
        size = max(value.numerator.bit_length(), value.denominator.bit_length()) - 1
        if size * abs(exponent) > MAX_BITS:
            raise TooMuchWork("bits")
        self.factor *= value if exponent == 1 else Fraction(value) ** exponent

    def _power(self, base: Node, exponent: int) -> None:
        self.powers[base] = self.powers.get(base, 0) + exponent

    def node(self) -> Node:
        if self.undefined:
            return self.pool.undefined
        for base, exponent in self.roots.items():
            whole = exponent.numerator // exponent.denominator
            if whole:
                self.take(base, whole)
            if exponent != whole:
                self._power(root_node(self.pool, base, exponent - whole), 1)
        if self.exponents:
            self._exponential(self.pool.add(self.exponents))
        return self.pool.undefined if self.undefined else self.pool.product(self.factor, self.powers)

    def _exponential(self, argument: Node) -> None:
        if argument.op is Op.UNDEFINED:
            self.undefined = True
        elif argument is not self.pool.zero:
            self._power(self.pool.call(Op.EXP, argument), 1)


def root_node(pool: Pool, base: Node, exponent: Fraction) -> Node:
    """base^exponent as it stands, without folding."""
    return pool.keep(Node(Op.ROOT, (base,), exponent), (Op.ROOT, base, exponent))
