"""Where a formula of one symbol has a corner or a jump."""

from __future__ import annotations

from fractions import Fraction

from .context import Context
from .decimals import Decimals, known
from .lowering import Lowering
from .nodes import Node, Op, order
from .points import crossings, rational_zero
from .pool import Pool
from .tree import Expr

_DOUBLINGS = 60
DIGITS = 40


def kinks(expr: Expr, name: str, context: Context) -> tuple[Fraction | float, ...]:
    """The places, in order, where the cases of `expr` (|·|, max, relu, conditions) meet along the symbol
    `name`.

    Fractions where they are rational; looked for between −6 and 6 where a comparison is not affine in the
    symbol. Comparisons with other symbols in them are passed over.
    """
    pool = Pool()
    symbol = pool.symbol(name, context.domain(name))
    node = Lowering(pool, context).lower(expr, {})
    found: set[Fraction | float] = set()
    for compared in _compared(node):
        if [s for s in order([compared]) if s.op is Op.SYMBOL] == [symbol]:
            found.update(_zeros(compared, symbol))
    return tuple(sorted(found))


def _compared(node: Node) -> list[Node]:
    cases = [n for n in order([node]) if n.op is Op.CASES]
    return list(dict.fromkeys(c for n in cases for c in n.args[len(n.tests) + 1 :]))


def _zeros(node: Node, symbol: Node) -> list[Fraction | float]:
    exact = rational_zero(node, {}, symbol)
    if exact is not None:
        return [exact]
    return [z if width == 0 else _refined(node, symbol, z, width) for z, width in crossings(node, {}, symbol)]


def _refined(node: Node, symbol: Node, near: Fraction, width: Fraction) -> float:
    """The zero within `width` of `near`, by bisection."""
    low, high = near - width, near + width
    rising = _sign(node, symbol, high)
    for _ in range(_DOUBLINGS):
        middle = (low + high) / 2
        if _sign(node, symbol, middle) == rising:
            high = middle
        else:
            low = middle
    return float(low)


def _sign(node: Node, symbol: Node, at: Fraction) -> bool:
    """Whether the node is positive there."""
    (ball,) = Decimals({symbol.name: at}, DIGITS).at([node])
    return known(ball) and bool(ball.value > 0)
