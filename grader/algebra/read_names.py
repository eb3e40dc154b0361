"""Names with subscripts, layers and primes: `w_1`, `x_i`, `x_{i+1}`, `w^(1)`, `w'`, `δ_ij`; and numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import TypeAlias

from .cursor import Cursor
from .lexer import Token, lexed_again
from .names import Kind
from .plain import plain
from .read_cases import bracketed_condition, value
from .tree import Delta, Entry, Expr, Iverson, Neg, Num, Sym, Vector, number

_INDEX_LETTERS = frozenset("ijklmn")
_CLOSING = {"{": "}", "(": ")"}
_LAYER_CLOSING = {**_CLOSING, "[": "]"}
Declared: TypeAlias = tuple[Kind, str]


def numeral(cursor: Cursor) -> Expr:
    """A number, exactly; `1_{x>0}` is the indicator of its condition."""
    token = cursor.take()
    if token.text == "1" and cursor.raw().kind == "_" and cursor.raw(1).kind in _CLOSING:
        cursor.skip()
        return Iverson(bracketed_condition(cursor))
    if token.text.isdigit():
        return Num(Fraction(int(token.text)))
    mantissa, _, exponent = token.text.partition("e")
    whole, _, decimals = mantissa.partition(".")
    value_read = Fraction(int(whole + decimals), 10 ** len(decimals))
    return Num(value_read * Fraction(10) ** int(exponent or 0))


def quantity(cursor: Cursor) -> Expr:
    """A symbol, an index, an entry of a vector or a whole vector, by the longest declared spelling."""
    token = cursor.take()
    kind, name = token.kind, token.text
    while longer := _longer_name(cursor, name):
        kind, name = longer
    if cursor.raw().kind == "_":
        return _subscripted(cursor, token, kind, name)
    if kind == "vector":
        cursor.vectors_seen = True
        return Vector(name)
    if kind == "base":
        raise cursor.fault("read-unknown-name", token, name=token.text)
    return Sym(name)


def kronecker(cursor: Cursor) -> Expr:
    """`δ_ij`, `δ_{i,j}`, `δ_{i+1 j}` where δ is not a name of the context."""
    token = cursor.take()
    indices = _two_indices(cursor)
    if indices is None:
        raise cursor.fault("read-delta-needs-two", token)
    return Delta(*indices)


def _longer_name(cursor: Cursor, name: str) -> Declared | None:
    """The declared name that `name` and the prime or subscript after it make together; takes the tokens."""
    names, sign = cursor.context.names, cursor.raw()
    if sign.kind == "'":
        found = names.quantity(name + "'")
        cursor.skip(1 if found else 0)
        return found
    if sign.kind in "_^" and (layered := _layered_name(cursor, name)):
        return layered
    if sign.kind != "_":
        return None
    inner = cursor.raw(1)
    if inner.kind in _CLOSING:
        text, count = _group_text(cursor)
        found = names.quantity(f"{name}_{text}")
        cursor.skip(count if found else 0)
        return found
    for size in range(len(inner.text), 0, -1):
        found = names.quantity(f"{name}_{inner.text[:size]}")
        if found:
            cursor.skip()
            _take_start(cursor, inner, size)
            return found
    return None


def _layered_name(cursor: Cursor, name: str) -> Declared | None:
    """`w^(1)`, `w_2^{(1)}`, `w^[1]_2` where they are declared; takes the tokens.

    Where w alone has no meaning, `w^(1)` is also `w1`.
    """
    names = cursor.context.names
    for layer, subscript, count in _decorations(cursor):
        found = names.quantity(f"{name}{subscript}^{layer}")
        if found is None and not subscript and layer.isdigit() and names.quantity(name) is None:
            found = names.quantity(f"{name}{layer}")
        if found:
            cursor.skip(count)
            return found
    return None


def _decorations(cursor: Cursor) -> Iterator[tuple[str, str, int]]:
    """(layer, `_subscript`, how many tokens) ahead in either order; then a layer that comes first alone."""
    before, count = _subscript_text(cursor, 0)
    layer, end = _layer_text(cursor, count)
    if layer:
        after, last = _subscript_text(cursor, end) if not before else ("", end)
        yield layer, before or after, last
        if after:
            yield layer, "", end


def _subscript_text(cursor: Cursor, at: int) -> tuple[str, int]:
    """(`_subscript` that begins `at` tokens ahead, where it ends); "" where there is none."""
    if cursor.raw(at).kind != "_":
        return "", at
    closing = _CLOSING.get(cursor.raw(at + 1).kind)
    if closing is None:
        return f"_{cursor.raw(at + 1).text}", at + 2
    text, end = _text_to(cursor, at + 2, (closing, "end"))
    return f"_{text}", end + 1


def _layer_text(cursor: Cursor, at: int) -> tuple[str, int]:
    """(the 1 of `^(1)`, `^{(1)}` or `^[1]`, where it ends); "" without round or square brackets."""
    opened: list[str] = []
    while cursor.raw(at + 1 + len(opened)).kind in _LAYER_CLOSING:
        opened.append(cursor.raw(at + 1 + len(opened)).kind)
    if cursor.raw(at).kind != "^" or not {"(", "["} & {*opened}:
        return "", at
    text, end = _text_to(cursor, at + 1 + len(opened), (*_LAYER_CLOSING.values(), "end", "(", "^", "/"))
    closing = [cursor.raw(end + k).kind for k in range(len(opened))]
    if closing != [_LAYER_CLOSING[kind] for kind in reversed(opened)]:
        return "", at
    return text, end + len(opened)


def _text_to(cursor: Cursor, at: int, stops: Collection[str]) -> tuple[str, int]:
    """The tokens from there up to the first of these kinds, joined, and where that stands."""
    parts: list[str] = []
    while cursor.raw(at).kind not in stops:
        parts.append(cursor.raw(at).text)
        at += 1
    return "".join(parts), at


def _group_text(cursor: Cursor) -> tuple[str, int]:
    """The text of the bracketed subscript ahead, and how many tokens `_{…}` takes."""
    text, end = _text_to(cursor, 2, (_CLOSING[cursor.raw(1).kind], "end"))
    return text, end + 1


def _take_start(cursor: Cursor, token: Token, size: int) -> None:
    """Take the first `size` characters of the word or number ahead, leaving the rest to be read."""
    if size == len(token.text):
        cursor.skip()
        return
    cursor.replace_raw(*lexed_again(cursor.source, token.start + size, token.end))


def _subscripted(cursor: Cursor, token: Token, kind: str, name: str) -> Expr:
    """`name_…` where no declared name goes on like that: an entry of a vector, or Kronecker's delta."""
    layered = _layered_vector(cursor, name)
    if layered:
        index = subscript_index(cursor)
        cursor.skip(_layer_text(cursor, 0)[1])
        check_index(cursor, token, index, cursor.context.vectors[layered])
        return Entry(layered, index)
    if kind == "vector":
        index = subscript_index(cursor)
        check_index(cursor, token, index, cursor.context.vectors[name])
        return Entry(name, index)
    if name in ("δ", "delta"):
        indices = _two_indices(cursor)
        if indices:
            return Delta(*indices)
    if kind == "base":
        raise cursor.fault("read-unknown-entry", token, name=name, index=cursor.raw(1).text)
    raise cursor.fault("read-not-a-vector", token, name=name)


def _layered_vector(cursor: Cursor, name: str) -> str | None:
    """The vector `h^(1)` of an entry written `h_j^(1)`."""
    layer, _ = _layer_text(cursor, _subscript_text(cursor, 0)[1])
    found = cursor.context.names.quantity(f"{name}^{layer}") if layer else None
    return found[1] if found and found[0] == "vector" else None


def check_index(cursor: Cursor, token: Token, index: Expr, length: int | str | None) -> None:
    """Refuse a number as an index that no entry of `length` entries has."""
    if not isinstance(index, Num | Neg):
        return
    whole = isinstance(index, Num) and index.value.denominator == 1 and index.value >= 1
    if not whole or (isinstance(index, Num) and isinstance(length, int) and index.value > length):
        values = {"name": token.text, "index": plain(index), "length": str(length)}
        raise cursor.fault("read-index-out-of-range", token, **values)


def subscript_index(cursor: Cursor) -> Expr:
    """The index after `_`: a number, a letter, or anything in brackets; takes the tokens."""
    cursor.expect("_")
    token = cursor.raw()
    if token.kind in _CLOSING:
        return _bracketed_index(cursor)
    if token.kind == "number" and token.text.isdigit():
        cursor.skip()
        return number(int(token.text))
    if token.kind == "word":
        return _letter_index(cursor, token)
    raise cursor.fault("read-index-missing", token)


def _bracketed_index(cursor: Cursor) -> Expr:
    opened = cursor.take()
    with cursor.inside(""):
        index = value(cursor)
    cursor.expect(_CLOSING[opened.kind], opened)
    return index


def _letter_index(cursor: Cursor, token: Token) -> Expr:
    """The longest start of the word that is an index or a symbol; a lone i … n may be bound later."""
    names = cursor.context.names
    for size in range(len(token.text), 0, -1):
        start = token.text[:size]
        if start in cursor.scope:
            _take_start(cursor, token, size)
            return Sym(start)
        found = names.quantity(start)
        if found and found[0] != "vector":
            _take_start(cursor, token, size)
            return Sym(found[1])
    letter = token.text[0]
    if letter not in _INDEX_LETTERS:
        raise cursor.fault("read-unbound-index", token, name=token.text)
    cursor.unbound.setdefault(letter, token.start)
    _take_start(cursor, token, 1)
    return Sym(letter)


def _two_indices(cursor: Cursor) -> tuple[Expr, Expr] | None:
    """Both indices of `_ij`, `_{ij}`, `_{i,j}`, `_{i+1,j}`; None (nothing taken) where there are not two."""
    first = cursor.raw(1)
    if first.kind == "word" and len(first.text) >= 2:
        cursor.skip()
        return _letter_index(cursor, first), _letter_index(cursor, cursor.raw())
    if first.kind == "number" and cursor.raw(2).kind == "word":
        return subscript_index(cursor), _letter_index(cursor, cursor.raw())
    if first.kind not in _CLOSING:
        return None
    text, _ = _group_text(cursor)
    if "," not in text and len(text) != 2:
        return None
    cursor.skip()
    return _bracketed_pair(cursor, "," in text)


def _bracketed_pair(cursor: Cursor, comma: bool) -> tuple[Expr, Expr]:
    opened = cursor.take()
    if comma:
        first = value(cursor)
        cursor.expect(",")
        second = value(cursor)
    else:
        first, second = _one_index(cursor), _one_index(cursor)
    cursor.expect(_CLOSING[opened.kind], opened)
    return first, second


def _one_index(cursor: Cursor) -> Expr:
    """One letter or digit of `{ij}`."""
    token = cursor.raw()
    if token.kind == "number":
        _take_start(cursor, token, 1)
        return number(int(token.text[0]))
    if token.kind == "word":
        return _letter_index(cursor, token)
    raise cursor.fault("read-index-missing", token)
