"""Functions applied: `σ(z)`, `σ'(z)`, `sin 2x`, `σ²(x)`, `log_2 x`, `softmax(x)_i`, `max(0, x)`."""

from __future__ import annotations

from .context import Context
from .cursor import POWER, STARTS, Cursor
from .lexer import Token
from .primitives import PRIMITIVES
from .read_cases import value
from .read_names import check_index, subscript_index
from .tree import Call, Derivative, Div, Entry, Expr, Mul, Neg, Num, Pow, Sym, Vector, map_expr, number, walk
from .whole_vectors import all_entries, dot, takes_vectors, total, upper_limit

MAX_ORDER = 4  # of a derivative
_CLOSING = {"(": ")", "{": "}", "[": "]"}
_ARGUMENT_GOES_ON = frozenset(("symbol", "vector", "index", "constant", "base", "number"))


def call(cursor: Cursor) -> Expr:
    """A function with its primes, subscript, power and arguments, in whatever order people write them."""
    token = cursor.take()
    primes, subscript, power = _decorations(cursor, token)
    bare = not _opens_arguments(cursor, token)
    args = arguments(cursor, token)
    applied = _applied(cursor, token, args, primes, subscript)
    if bare and (isinstance(args[0], Mul) or cursor.peek().kind in STARTS):
        cursor.remark("read-bare-argument", applied)
    return applied if power is None else Pow(applied, power)


def _decorations(cursor: Cursor, token: Token) -> tuple[int, Expr | None, Expr | None]:
    """(primes, subscript, power) between a function's name and its argument."""
    primes, subscript, power = 0, None, None
    while True:
        kind = cursor.peek().kind
        if kind == "'":
            primes += 1
            cursor.take()
        elif kind == "_" and subscript is None:
            subscript = _function_subscript(cursor, token)
        elif kind == "^" and power is None:
            cursor.take()
            power = _function_power(cursor, token)
        else:
            break
    if primes > MAX_ORDER:
        raise cursor.fault("read-derivative-order-limit", token, limit=str(MAX_ORDER))
    return primes, subscript, power


def _function_subscript(cursor: Cursor, token: Token) -> Expr:
    if token.text != "log":
        return subscript_index(cursor)
    cursor.take()
    return cursor.expression(POWER)


def _function_power(cursor: Cursor, token: Token) -> Expr:
    """The 2 of `σ²(x)`. A power of -1 would be an inverse function to some and a reciprocal to others."""
    power = cursor.expression(POWER)
    if isinstance(power, Neg):
        raise cursor.fault("read-no-inverse-function", token, name=token.text)
    return power


def arguments(cursor: Cursor, token: Token) -> tuple[Expr, ...]:
    """The bracketed arguments, or the bare one of `sin 2x`."""
    if not _opens_arguments(cursor, token):
        return (_bare_argument(cursor, token),)
    opened = cursor.take()
    found: list[Expr] = []
    with cursor.inside(""):
        if cursor.peek().kind == ")":
            raise cursor.fault("read-needs-argument", token, name=token.text)
        found.append(value(cursor))
        while cursor.accept(",", ";"):
            _skip_keyword(cursor, token)
            found.append(value(cursor))
    cursor.expect(_CLOSING[opened.kind], opened)
    return tuple(found)


def _opens_arguments(cursor: Cursor, token: Token) -> bool:
    """Whether a bracket of arguments is next; of max and min it may be that of a set, `\\max\\{0, x\\}`."""
    kind = cursor.peek().kind
    return kind == "(" or (kind in _CLOSING and token.text in ("max", "min"))


def _skip_keyword(cursor: Cursor, token: Token) -> None:
    """Pass over the `alpha =` of `leaky_relu(x, alpha=0.1)`."""
    function = cursor.context.functions.get(token.text)
    if function is None or cursor.raw(1).kind != "=":
        return
    if any(p.name == cursor.raw().text for p in function.parameters):
        cursor.skip(2)


def _bare_argument(cursor: Cursor, token: Token) -> Expr:
    """Numbers and names side by side, up to the next operator, bracket, function or power of e."""
    if cursor.peek().kind not in STARTS and cursor.peek().kind not in "+-":
        raise cursor.fault("read-needs-argument", token, name=token.text)
    factors = [cursor.expression(POWER - 1)]
    while cursor.peek().kind in _ARGUMENT_GOES_ON and not _is_exponential(cursor):
        factors.append(cursor.expression(POWER - 1))
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def _is_exponential(cursor: Cursor) -> bool:
    return cursor.peek().text == "e" and cursor.peek().kind == "constant" and cursor.raw(1).kind == "^"


def _applied(
    cursor: Cursor, token: Token, args: tuple[Expr, ...], primes: int, subscript: Expr | None
) -> Expr:
    name, context = token.text, cursor.context
    if takes_vectors(name, context):
        return _of_vectors(cursor, token, args, primes, subscript)
    if name == "log":
        return _logarithm(cursor, token, args, primes, subscript)
    if subscript is not None:
        raise cursor.fault("read-no-subscript", token, name=name)
    if name in ("max", "min") and len(args) == 1 and cursor.length(args[0]) is not None:
        args = all_entries(args[0], context) or args
    _check_count(cursor, token, args)
    if primes and not _of_one_number(name, context):
        raise cursor.fault("read-no-prime-here", token, name=name)
    return Call(name, args, primes)


def _of_one_number(name: str, context: Context) -> bool:
    function = context.functions.get(name)
    return PRIMITIVES[name] == 1 if function is None else len(function.arguments) == 1


def _logarithm(cursor: Cursor, token: Token, args: tuple[Expr, ...], primes: int, base: Expr | None) -> Expr:
    """`ln x`, `log x` (natural), `log_b x`, `log(x, b)`."""
    if len(args) + (base is not None) > 2:
        raise cursor.fault("read-argument-count", token, name=token.text, wanted="1", found=str(len(args)))
    full = (*args, *((base,) if base is not None else ()))
    if len(full) == 1:
        return Call("ln", full, primes)
    if primes:
        raise cursor.fault("read-no-prime-here", token, name=token.text)
    return Call("log", full)


def _check_count(cursor: Cursor, token: Token, args: tuple[Expr, ...]) -> None:
    """Refuse too few or too many arguments, naming how many the function takes."""
    function = cursor.context.functions.get(token.text)
    if token.text in PRIMITIVES:
        fixed = PRIMITIVES[token.text]
        least, most = (2, 600) if fixed is None else (fixed, fixed)
    elif function is not None:
        least = len(function.arguments) + sum(p.default is None for p in function.parameters)
        most = len(function.arguments) + len(function.parameters)
    if not least <= len(args) <= most:
        wanted = str(least) if least == most else f"{least}–{most}" if most < 600 else f"≥ {least}"
        raise cursor.fault("read-argument-count", token, name=token.text, wanted=wanted, found=str(len(args)))


def _of_vectors(
    cursor: Cursor, token: Token, args: tuple[Expr, ...], primes: int, index: Expr | None
) -> Expr:
    """A function of whole vectors; one entry of its value is `f(x)_i`, `f_i(x)`, `f(x, i)` or `f(x_i)`."""
    function = cursor.context.functions[token.text]
    if primes:
        raise cursor.fault("read-no-prime-here", token, name=token.text)
    if function.entry and index is None and cursor.peek().kind == "_":
        index = subscript_index(cursor)
    expected = len(function.arguments) + len(function.parameters)
    if function.entry and index is None and len(args) == expected + 1:
        args, index = args[:-1], args[-1]
    _check_count(cursor, token, args)
    if function.entry and index is None and len(function.arguments) == 1:
        args, index = _entry_inside(cursor, args)
    length = cursor.length(Mul(args))
    if index is not None:
        check_index(cursor, token, index, length)
    for wanted, given in zip(function.arguments, args, strict=False):
        if (cursor.length(given) is None) == bool(wanted.index):
            raise cursor.fault(
                "read-needs-vector" if wanted.index else "read-needs-number", token, name=token.text
            )
    return Call(token.text, args, 0, index)


def _entry_inside(cursor: Cursor, args: tuple[Expr, ...]) -> tuple[tuple[Expr, ...], Expr | None]:
    """`softmax(x_i)`, a common shorthand for `softmax(x)_i`: the vector and the index."""
    if cursor.length(args[0]) is not None:
        return args, None
    indices = {e.index for e in walk(args[0]) if isinstance(e, Entry)}
    if len(indices) != 1:
        return args, None
    (index,) = indices
    whole = _without_index(args[0], index)
    cursor.vectors_seen = True
    products = (node.factors for node in walk(whole) if isinstance(node, Mul))
    if any(sum(cursor.length(f) is not None for f in factors) > 1 for factors in products):
        raise cursor.fault("read-vectors-side-by-side", cursor.previous())
    return (whole, *args[1:]), index


def _without_index(expr: Expr, index: Expr) -> Expr:
    if isinstance(expr, Entry) and expr.index == index:
        return Vector(expr.vector)
    return map_expr(expr, lambda part: _without_index(part, index))


def mean(cursor: Cursor) -> Expr:
    """`mean(x)` of a whole vector."""
    token = cursor.take()
    args = arguments(cursor, token)
    length = cursor.length(args[0])
    if len(args) != 1 or length is None:
        raise cursor.fault("read-needs-vector", token, name=token.text)
    return Div(total(args[0], cursor.context), upper_limit(length))


def scalar_product(cursor: Cursor) -> Expr:
    """`dot(w, x)`."""
    token = cursor.take()
    args = arguments(cursor, token)
    if len(args) != 2 or any(cursor.length(a) is None for a in args):
        raise cursor.fault("read-needs-vector", token, name=token.text)
    cursor.length(Mul(args))
    return dot(args[0], args[1], cursor.context)


def named_derivative(cursor: Cursor) -> Expr:
    """`diff(x^2, x)`, `diff(x^2, x, 2)`."""
    token = cursor.take()
    args = arguments(cursor, token)
    if len(args) not in (2, 3) or not isinstance(args[1], Sym | Entry):
        raise cursor.fault("read-derivative-needs-variable", token)
    order = args[2] if len(args) == 3 else number(1)
    if not (isinstance(order, Num) and order.value in range(1, MAX_ORDER + 1)):
        raise cursor.fault("read-derivative-order-limit", token, limit=str(MAX_ORDER))
    cursor.derivatives_seen = True
    return Derivative(args[0], args[1], int(order.value))
