"""Sums: `Σ_i`, `sum_{i=1}^{N}`, `Σ_{k≠i}`, `sum(expr, i, 1, n)`; the product to the right belongs to them."""

from __future__ import annotations

from .cursor import TERM, Cursor
from .lexer import Token
from .read_calls import arguments
from .read_cases import value
from .tree import Compare, Expr, Iverson, Mul, Sum, Sym, free_names, number
from .whole_vectors import lengths_along, total, upper_limit

_CLOSING = {"{": "}", "(": ")"}


def series(cursor: Cursor) -> Expr:
    """A sum in any spelling."""
    token = cursor.take()
    cursor.sums_seen = True
    if cursor.raw().kind == "(" and token.text == "sum":
        return _called(cursor, token)
    if cursor.peek().kind not in ("_", "^"):
        return _index_guessed(cursor, token)
    index, lower, upper, other = _limits(cursor, token)
    cursor.scope.append(index)
    body = cursor.expression(TERM)
    cursor.scope.pop()
    if other is not None:
        body = Mul((Iverson(Compare("!=", Sym(index), other)), body))
    if isinstance(body, Mul) and index not in free_names(body.factors[-1]):
        cursor.remark("read-sum-takes-product", body)
    return _sum(cursor, token, index, (lower, upper), body)


def _limits(cursor: Cursor, token: Token) -> tuple[str, Expr | None, Expr | None, Expr | None]:
    """(index, lower, upper, the index left out) from `_…^…` in either order."""
    upper: Expr | None = None
    if cursor.accept("^"):
        upper = _upper(cursor)
    if not cursor.accept("_"):
        raise cursor.fault("read-sum-needs-index", token)
    index, lower, other = _below(cursor)
    if cursor.accept("^"):
        upper = _upper(cursor)
    return index, lower, upper, other


def _below(cursor: Cursor) -> tuple[str, Expr | None, Expr | None]:
    """What stands under the sign: (index, lower limit, the index left out)."""
    opened = cursor.raw()
    bracketed = opened.kind in _CLOSING
    if bracketed:
        cursor.skip()
    index = _index(cursor)
    lower = other = None
    if cursor.accept("="):
        lower = value(cursor) if bracketed else _small(cursor)
    else:
        repeated = cursor.accept(",")  # Σ_{j, j≠i}
        if repeated:
            _index(cursor)
        if cursor.accept("!="):
            other = value(cursor) if bracketed else _small(cursor)
    if bracketed:
        cursor.expect(_CLOSING[opened.kind], opened)
    return index, lower, other


def _index(cursor: Cursor) -> str:
    """A new index, taken as typed: it may hide a name of the context."""
    token = cursor.raw()
    if token.kind not in ("word", "index", "symbol"):
        raise cursor.fault("read-sum-needs-index", token)
    cursor.skip()
    return token.text


def _upper(cursor: Cursor) -> Expr:
    opened = cursor.peek()
    if opened.kind not in _CLOSING:
        return _small(cursor)
    cursor.take()
    with cursor.inside(""):
        upper = value(cursor)
    cursor.expect(_CLOSING[opened.kind], opened)
    return upper


def _small(cursor: Cursor) -> Expr:
    """A limit without brackets: one number or name."""
    token = cursor.peek()
    if token.kind == "number" and token.text.isdigit():
        cursor.take()
        return number(int(token.text))
    if token.kind in ("symbol", "index"):
        cursor.take()
        return Sym(token.text)
    raise cursor.fault("read-sum-limit", token)


def _called(cursor: Cursor, token: Token) -> Expr:
    """`sum(expr, i, 1, n)`, `sum(expr, i)`, `sum(x)` of a whole vector, `sum(w_i x_i)`."""
    args = arguments(cursor, token)
    if cursor.peek().kind in ("^", "'"):
        raise cursor.fault("read-sum-needs-index", token)
    if len(args) == 1:
        return _over_its_index(cursor, token, args[0])
    if len(args) not in (2, 4) or not isinstance(args[1], Sym):
        raise cursor.fault("read-sum-call", token)
    index = args[1].name
    limits = (args[2], args[3]) if len(args) == 4 else (None, None)
    return _sum(cursor, token, index, limits, args[0])


def _index_guessed(cursor: Cursor, token: Token) -> Expr:
    """`Σ w_i x_i`: the one index that nothing else binds."""
    return _over_its_index(cursor, token, cursor.expression(TERM))


def _over_its_index(cursor: Cursor, token: Token, body: Expr) -> Expr:
    if cursor.length(body) is not None:
        return total(body, cursor.context)
    names = free_names(body)
    candidates = sorted(names & cursor.unbound.keys()) or sorted(names & set(cursor.context.indices))
    if len(candidates) != 1:
        raise cursor.fault("read-sum-needs-index", token)
    found = _sum(cursor, token, candidates[0], (None, None), body)
    cursor.remark("read-sum-index-guessed", found)
    return found


def _sum(
    cursor: Cursor, token: Token, index: str, limits: tuple[Expr | None, Expr | None], body: Expr
) -> Expr:
    lower, upper = limits
    given = upper is not None
    if upper is None:
        upper = _inferred(cursor, token, index, body)
    return Sum(index, lower if lower is not None else number(1), upper, body, given)


def _inferred(cursor: Cursor, token: Token, index: str, body: Expr) -> Expr:
    """The length of the vectors that the index runs through; of all vectors where it names none."""
    lengths = set(lengths_along(body, index, cursor.context) or cursor.context.vectors.values())
    if len(lengths) != 1:
        raise cursor.fault("read-sum-which-range", token, index=index)
    return upper_limit(lengths.pop())
