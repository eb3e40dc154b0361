"""Derivatives: `d/dx (…)`, `dE/dw`, `∂²E/∂w∂b`, `\\frac{d}{dx}`, `d(x^2)/dx`, `(…)'`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .context import Domain
from .cursor import ANY, POWER, STARTS, Cursor
from .lexer import Token
from .read_brackets import fraction, group
from .read_calls import MAX_ORDER
from .read_names import quantity
from .tree import Call, Derivative, Entry, Expr, Sym, free_names

_CLOSING = {"{": "}", "(": ")"}
_NAME_TOKENS = frozenset(
    ("symbol", "vector", "base", "index", "function", "word", "number", "_", "'", "{", "}")
)
_NAME_LENGTH = 8  # tokens of a name with its subscript


def differential(cursor: Cursor) -> Expr:
    """`d…/d…` from its first d on. The operator `d/dx` takes the next factor with its power."""
    token = cursor.take()
    order = _order(cursor)
    if cursor.accept("/"):
        variables = _variables(cursor, token, order)
        return _operator(cursor, token, variables)
    body = _numerator(cursor, token, POWER - 1)
    if not (cursor.raw().kind == "/" and _is_d(cursor.raw(1))):
        raise cursor.fault("read-differential-alone", token)
    cursor.skip()
    return _derived(
        cursor, token, _bare_function(body, variables := _variables(cursor, token, order)), variables
    )


def operator_or_group(cursor: Cursor) -> Expr:
    """`(d/dx) f`, or an ordinary group."""
    if not _operator_ahead(cursor):
        return group(cursor)
    opened = cursor.take()
    _split_d(cursor)
    token = cursor.take()
    order = _order(cursor)
    cursor.expect("/")
    variables = _variables(cursor, token, order)
    cursor.expect(")", opened)
    return _operator(cursor, token, variables)


def _operator_ahead(cursor: Cursor) -> bool:
    """Whether a bracket around nothing but `d/dx` or `∂²/∂x²` is next."""
    if cursor.raw(1).text not in ("d", "∂"):
        return False
    inside = list(_inside(cursor))
    slash = next((k for k, t in enumerate(inside) if t.kind == "/"), 0)
    above, below = inside[:slash], inside[slash + 1 :]
    return (
        bool(above and below)
        and _is_name(above)
        and _is_d(below[0])
        and _is_name(below[1:] if below[0].kind == "∂" else below)
    )


def _inside(cursor: Cursor) -> Iterator[Token]:
    """The tokens as typed between the bracket ahead and the one that closes it."""
    depth = 0
    for token in cursor.ahead(1):
        depth += (token.kind == "(") - (token.kind == ")")
        if depth < 0 or token.kind == "end":
            break
        yield token


def _is_name(tokens: Sequence[Token]) -> bool:
    """Whether this is one word, perhaps with a subscript and a power."""
    rest = [t.kind for t in tokens[1:]]
    while rest and rest[0] in "_^":
        closing = _CLOSING.get(rest[1]) if len(rest) > 1 else None
        rest = rest[rest.index(closing) + 1 :] if closing in rest else rest[2:]
    return bool(tokens) and not rest


def fraction_or_derivative(cursor: Cursor) -> Expr:
    r"""`\frac{d}{dx}` and `\frac{\partial E}{\partial w}`, or an ordinary fraction."""
    if not _derivative_ahead(cursor):
        return fraction(cursor)
    cursor.take()
    opened = cursor.take()
    _split_d(cursor)
    token = cursor.take()
    order = _order(cursor)
    body = None if cursor.peek().kind == "}" else _numerator(cursor, token, ANY)
    cursor.expect("}", opened)
    opened = cursor.expect("{")
    variables = _variables(cursor, token, order)
    cursor.expect("}", opened)
    if body is None:
        return _operator(cursor, token, variables)
    return _derived(cursor, token, _bare_function(body, variables), variables)


def prime(cursor: Cursor, left: Expr) -> Expr:
    """`(…)'`: by the one symbol that the expression depends on."""
    token = cursor.peek()
    order = 0
    while cursor.accept("'"):
        order += 1
    symbols = _depends_on(cursor, left)
    if isinstance(left, Sym) and symbols == {left.name}:
        raise cursor.fault("read-prime-of-name", token, name=left.name)
    if len(symbols) != 1 or symbols & cursor.context.vectors.keys():
        raise cursor.fault("read-prime-needs-variable", token)
    _check_order(cursor, token, order)
    cursor.derivatives_seen = True
    return Derivative(left, Sym(symbols.pop()), order)


def derivative_despite_name(cursor: Cursor) -> bool:
    """Whether a symbol that happens to be called d begins `d/dx` or `dE/dw`."""
    start = 1
    if cursor.raw(1).kind == "^":
        start = 3 if cursor.raw(2).kind == "number" else 5  # ^2 or ^(2)
    ahead = start
    while cursor.raw(ahead).kind in _NAME_TOKENS and ahead < start + _NAME_LENGTH:
        ahead += 1
    below = cursor.raw(ahead + 1)
    joined = ahead == start or cursor.raw(0).end == cursor.raw(1).start
    return cursor.raw(ahead).kind == "/" and joined and len(below.text) > 1 and _is_d(below)


def _operator(cursor: Cursor, token: Token, variables: list[Sym | Entry]) -> Expr:
    following = cursor.peek()
    if following.kind not in STARTS and following.kind not in "+-":
        raise cursor.fault("read-derivative-of-nothing", token)
    found = _derived(cursor, token, cursor.expression(POWER - 1), variables)
    if cursor.peek().kind in STARTS:
        cursor.remark("read-derivative-stops", found)
    return found


def _derived(cursor: Cursor, token: Token, body: Expr, variables: list[Sym | Entry]) -> Expr:
    """The derivative of `body`; ∂²E/∂w∂b is ∂/∂w of ∂E/∂b."""
    cursor.derivatives_seen = True
    found = body
    for variable in reversed(variables):
        if isinstance(found, Derivative) and found is not body and found.variable == variable:
            found = Derivative(found.body, variable, found.order + 1, found.partial)
        else:
            found = Derivative(found, variable, 1, token.kind == "∂")
    return found


def _numerator(cursor: Cursor, token: Token, rank: int) -> Expr:
    """What is differentiated; a function's name may stand alone (`dσ/dz`)."""
    named = cursor.peek()
    if named.kind == "function" and cursor.raw(1).kind in ("/", "}"):
        cursor.take()
        return Call(named.text, ())
    if named.kind not in STARTS:
        raise cursor.fault("read-differential-alone", token)
    return cursor.expression(rank)


def _bare_function(body: Expr, variables: list[Sym | Entry]) -> Expr:
    if isinstance(body, Call) and not body.args:
        return Call(body.name, (variables[0],))
    return body


def _order(cursor: Cursor) -> int:
    """The 2 of `d^2E/dw^2`; 1 when there is none."""
    if not cursor.accept("^"):
        return 1
    opened = cursor.peek()
    bracketed = cursor.accept(*_CLOSING)
    token = cursor.peek()
    if token.kind != "number" or not token.text.isdigit():
        raise cursor.fault("read-derivative-order-limit", token, limit=str(MAX_ORDER))
    cursor.take()
    if bracketed:
        cursor.expect(_CLOSING[opened.kind], opened)
    order = int(token.text)
    _check_order(cursor, token, order)
    return order


def _check_order(cursor: Cursor, token: Token, order: int) -> None:
    if not 1 <= order <= MAX_ORDER:
        raise cursor.fault("read-derivative-order-limit", token, limit=str(MAX_ORDER))


def _variables(cursor: Cursor, token: Token, order: int) -> list[Sym | Entry]:
    """`dw^2`, `∂w∂b`: as many variables as the order says."""
    found: list[Sym | Entry] = []
    bracketed = cursor.raw().kind == "(" and _is_d(cursor.raw(1))
    if bracketed:
        cursor.skip()
    while len(found) < order and (not found or _is_d(cursor.raw())):
        variable = _variable(cursor, token)
        repeated = _order(cursor) if order > 1 else 1
        found += [variable] * repeated
    if bracketed:
        cursor.expect(")")
    if len(found) != order or cursor.peek().kind == "^":
        raise cursor.fault("read-derivative-orders-differ", token)
    return found


def _variable(cursor: Cursor, token: Token) -> Sym | Entry:
    if not _is_d(cursor.raw()):
        raise cursor.fault("read-derivative-needs-variable", token)
    _split_d(cursor)
    cursor.skip()
    named = cursor.peek()
    if named.kind not in ("symbol", "vector", "base", "index"):
        raise cursor.fault("read-derivative-needs-variable", token)
    variable = quantity(cursor)
    if not isinstance(variable, Sym | Entry):
        raise cursor.fault("read-derivative-by-vector", named, name=named.text)
    return variable


def _split_d(cursor: Cursor) -> None:
    """Make the d of a word like `dx` a token of its own."""
    token = cursor.raw()
    if token.kind != "word":
        return
    first = token._replace(kind="d", text="d", end=token.start + 1)
    rest = [token._replace(text=token.text[1:], start=token.start + 1)] if token.text[1:] else []
    cursor.replace_raw(first, *rest)


def _is_d(token: Token) -> bool:
    """Whether a token as typed can begin a differential: ∂, d, or d with a name after it."""
    if token.kind in ("∂", "d"):
        return True
    return token.kind in ("word", "symbol") and token.text.startswith("d")


def _derivative_ahead(cursor: Cursor) -> bool:
    r"""Whether `\frac{…}{…}` ahead has a d in front, above and below."""
    above = cursor.raw(2)
    if cursor.raw(1).kind != "{" or not _is_d(above) or cursor.context.names.quantity(above.text):
        return False
    depth = 0
    coming = cursor.ahead(1)
    for token in coming:
        depth += (token.kind == "{") - (token.kind == "}")
        if depth == 0:
            below = next(coming, token), next(coming, token)
            return below[0].kind == "{" and _is_d(below[1])
    return False


def _depends_on(cursor: Cursor, expr: Expr) -> set[str]:
    """The symbols that an expression is made of once definitions are written out; lengths do not count."""
    waiting, found = list(free_names(expr)), set()
    while waiting:
        name = waiting.pop()
        definition = cursor.context.definition(name)
        if definition is not None:
            waiting += free_names(definition.formula) - {definition.index}
        elif cursor.context.domain(name) is not Domain.NATURAL:
            found.add(name)
    return found
