"""Brackets: groups, indicators `[x>0]`, absolute values and norms, roots."""

from __future__ import annotations

from fractions import Fraction

from .cursor import POWER, Cursor
from .read_cases import braces, value, value_or_condition
from .tree import All, AnyOf, Call, Compare, Div, Expr, Iverson, Num, Pow, number
from .whole_vectors import total


def group(cursor: Cursor) -> Expr:
    opened = cursor.take()
    with cursor.inside(")"):
        inner = value(cursor)
        while cursor.accept("then"):  # (x>0のとき)
            pass
    if cursor.peek().kind == ",":
        raise cursor.fault("read-no-vector-answer", opened)
    cursor.expect(")", opened)
    cursor.bracketed = inner
    return inner


def square(cursor: Cursor) -> Expr:
    """`[x>0]` is 1 where the condition holds, else 0; around anything else square brackets only group."""
    opened = cursor.take()
    with cursor.inside("["):
        inner = value_or_condition(cursor)
    if cursor.peek().kind == ",":
        raise cursor.fault("read-no-vector-answer", opened)
    cursor.expect("]", opened)
    found = Iverson(inner) if isinstance(inner, Compare | All | AnyOf) else inner
    cursor.bracketed = found
    return found


def absolute(cursor: Cursor) -> Expr:
    """`|x|`; of a whole vector it is the Euclidean norm, and so is `‖x‖`."""
    opened = cursor.take()
    with cursor.inside(opened.kind):
        inner = cursor.expression()
    cursor.expect(opened.kind, opened)
    if cursor.length(inner) is not None:
        return Call("sqrt", (total(Pow(inner, number(2)), cursor.context),))
    return Call("abs", (inner,))


def root(cursor: Cursor) -> Expr:
    r"""`√x`, `\sqrt{x}`, `\sqrt[3]{x}`: of the next number, name or group only."""
    cursor.take()
    degree: Expr | None = None
    if cursor.peek().kind == "[":
        opened = cursor.take()
        with cursor.inside(""):
            degree = value(cursor)
        cursor.expect("]", opened)
    inner = cursor.expression(POWER)
    return Call("sqrt", (inner,)) if degree is None else Pow(inner, Div(number(1), degree))


def fraction(cursor: Cursor) -> Expr:
    r"""`\frac{a}{b}`; `\frac12` takes one digit each."""
    cursor.take()
    numerator = _argument(cursor)
    found = Div(numerator, _argument(cursor))
    cursor.bracketed = found
    return found


def _argument(cursor: Cursor) -> Expr:
    token = cursor.peek()
    if token.kind == "{":
        return braces(cursor)
    if token.kind == "number" and len(token.text) > 1 and token.text.isdigit():
        first, rest = token.text[0], token.text[1:]
        cursor.replace_raw(token._replace(text=rest, start=token.start + 1))
        return Num(Fraction(int(first)))
    return cursor.expression(POWER)
