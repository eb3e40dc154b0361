"""Cases by regions: each comparison settled one way and the other, empty regions left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from .casework import compare, holds_for
from .elementary import remake
from .nodes import Atom, Node, Op, Test, TooMuchWork, order
from .pool import Pool

MAX_REGIONS = 64
MAX_INEQUALITIES = 200

Affine: TypeAlias = tuple[tuple[tuple[str, Fraction], ...], Fraction]
Signs: TypeAlias = dict[Node, int]
Settled: TypeAlias = tuple[tuple[Node, int], ...]


Same: TypeAlias = Callable[[Node, Node], int | None]
"""Whether two nodes are multiples of each other: the sign of the factor, or None."""


@dataclass(frozen=True, slots=True)
class _Region:
    """A node and the signs settled so far; `products` are compared nodes whose factors were settled one by
    one."""

    node: Node
    signs: Signs
    products: tuple[Node, ...] = ()


def regions(pool: Pool, node: Node, same: Same) -> Iterator[Node]:
    """What the node is in each open region of its symbols, without cases. Raises TooMuchWork beyond the
    bound."""
    waiting = [_Region(node, {})]
    count = 0
    while waiting:
        here = waiting.pop()
        compared = _innermost(here.node)
        if compared is None:
            count += 1
            if count > MAX_REGIONS:
                raise TooMuchWork("regions")
            yield here.node
        else:
            waiting.extend(_split(pool, here, compared, same))


def _split(pool: Pool, here: _Region, compared: Node, same: Same) -> Iterator[_Region]:
    """The parts of a region in which one more sign is settled."""
    products = here.products if compared.op is not Op.MUL else (*here.products, compared)
    known = _known_sign(here, compared, same)
    if known is not None:
        signs = {**here.signs, compared: known}
        yield _Region(_settle(pool, here.node, signs), signs, here.products)
        return
    chosen = next((f for f in _factors(compared) if f not in here.signs), compared)
    for sign in (1, -1):
        signs = {**here.signs, chosen: sign}
        if _possible(tuple(signs.items())):
            yield _Region(_settle(pool, here.node, signs), signs, products)


def _known_sign(here: _Region, compared: Node, same: Same) -> int | None:
    """The sign of a node that is a multiple of one settled before, though written differently."""
    for other in (*here.signs, *here.products):
        sign = _sign(other, here.signs)
        factor = None if sign is None else same(compared, other)
        if sign is not None and factor is not None:
            return sign * factor
    return None


def _innermost(node: Node) -> Node | None:
    """A compared node that holds no cases itself."""
    plain: dict[int, bool] = {}
    for part in order([node]):
        plain[part.id] = part.op is not Op.CASES and all(plain[a.id] for a in part.args)
        if part.op is Op.CASES:
            for compared in part.args[len(part.tests) + 1 :]:
                if plain[compared.id]:
                    return compared
    return None


def _factors(node: Node) -> tuple[Node, ...]:
    return node.args if node.op is Op.MUL else (node,)


def _sign(node: Node, signs: Signs) -> int | None:
    """The sign that follows from the settled ones."""
    if node.op is not Op.MUL or node in signs:
        return signs.get(node)
    total = 1 if node.value > 0 else -1
    for factor, exponent in zip(node.args, node.weights, strict=True):
        known = signs.get(factor)
        if known is None:
            return None
        total *= known if exponent % 2 else 1
    return total


def _settle(pool: Pool, node: Node, signs: Signs) -> Node:
    """The node where these signs hold."""

    def decide(atom: Atom) -> Test | bool:
        test = compare(pool, atom.relation, atom.node)
        if isinstance(test, Atom):
            known = _sign(test.node, signs)
            if known is not None:
                return holds_for(test.relation, known)
        return test

    changed: dict[int, Node] = {}
    for part in order([node]):
        args = [changed[a.id] for a in part.args]
        if part.op is Op.CASES or any(a is not b for a, b in zip(args, part.args, strict=True)):
            changed[part.id] = remake(pool, part, args, decide)
        else:
            changed[part.id] = part
    return changed[node.id]


# --------------------------------------------------------------------------- which regions are empty


def _possible(settled: Settled) -> bool:
    """False where affine comparisons contradict each other (Fourier's and Motzkin's elimination)."""
    rows = [row for node, sign in settled if (row := _affine(node, sign)) is not None]
    while rows:
        if any(not terms and bound <= 0 for terms, bound in rows):
            return False
        rows = [row for row in rows if row[0]]
        if not rows:
            return True
        rows = _eliminate(rows, rows[0][0][0][0])
        if len(rows) > MAX_INEQUALITIES:
            return True
    return True


def _affine(node: Node, sign: int) -> Affine | None:
    """sign·node > 0 as a sum of symbols; None if it is not affine."""
    terms: dict[str, Fraction] = {}
    if node.op is Op.SYMBOL:
        return ((node.name, Fraction(sign)),), Fraction(0)
    if node.op is not Op.ADD:
        return None
    for part, weight in zip(node.args, node.weights, strict=True):
        if part.op is not Op.SYMBOL:
            return None
        terms[part.name] = sign * Fraction(weight)
    return tuple(terms.items()), sign * node.value


def _eliminate(rows: list[Affine], name: str) -> list[Affine]:
    """Rows without `name` that hold for some value of it exactly where all rows do."""
    above: list[tuple[Fraction, Affine]] = []
    below: list[tuple[Fraction, Affine]] = []
    rest: list[Affine] = []
    for terms, bound in rows:
        weight = dict(terms).get(name, Fraction(0))
        if not weight:
            rest.append((terms, bound))
        else:
            (above if weight > 0 else below).append((weight, (terms, bound)))
    for up, (up_terms, up_bound) in above:
        for down, (down_terms, down_bound) in below:
            rest.append(_combined((up_terms, up_bound), -down, (down_terms, down_bound), up, name))
    return rest


def _combined(a: Affine, by: Fraction, b: Affine, also_by: Fraction, name: str) -> Affine:
    total: dict[str, Fraction] = {}
    for (terms, _), factor in ((a, by), (b, also_by)):
        for symbol, weight in terms:
            total[symbol] = total.get(symbol, Fraction(0)) + factor * weight
    kept = tuple((s, w) for s, w in total.items() if w and s != name)
    return kept, by * a[1] + also_by * b[1]
