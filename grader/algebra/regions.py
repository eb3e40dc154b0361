"""Cases by regions: every comparison is settled one way and the other, and each region that is not empty is looked at."""

from __future__ import annotations

from collections.abc import Iterator
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


def regions(pool: Pool, node: Node) -> Iterator[Node]:
    """What the node is in each open region of its symbols, without cases. Raises TooMuchWork beyond the bound."""
    waiting: list[tuple[Node, Settled]] = [(node, ())]
    count = 0
    while waiting:
        here, settled = waiting.pop()
        signs = dict(settled)
        atom = _innermost(here, signs)
        if atom is None:
            count += 1
            if count > MAX_REGIONS:
                raise TooMuchWork("regions")
            yield here
            continue
        for sign in (1, -1):
            region = (*settled, (atom, sign))
            if _possible(region):
                waiting.append((_settle(pool, here, {**signs, atom: sign}), region))


def _innermost(node: Node, signs: Signs) -> Node | None:
    """A compared node that holds no cases itself, or a factor of it: one whose sign is not settled."""
    plain: dict[int, bool] = {}
    for part in order([node]):
        plain[part.id] = part.op is not Op.CASES and all(plain[a.id] for a in part.args)
        if part.op is Op.CASES:
            for compared in part.args[len(part.tests) + 1 :]:
                if plain[compared.id]:
                    return next((f for f in _factors(compared) if f not in signs), compared)
    return None


def _factors(node: Node) -> tuple[Node, ...]:
    return node.args if node.op is Op.MUL else (node,)


def _sign(node: Node, signs: Signs) -> int | None:
    """The sign that follows from the settled ones."""
    if node.op is not Op.MUL:
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
