"""The reader: one operator-precedence loop, and one module for each larger structure of the language.

Ranks from loose to tight: + and -; *, / and juxtaposition, left to right; a sign; powers, right to left.
A sign before a product covers the whole product in `-a*b`, only the power after it in `a*-b^2` and `e^-x`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from .cursor import ANY, FACTOR, POWER, STARTS, TERM, Cursor
from .lexer import Token
from .read_brackets import absolute, root, square
from .read_calls import call, mean, named_derivative, scalar_product
from .read_cases import braces, latex_cases, where
from .read_derivatives import (
    derivative_despite_name,
    differential,
    fraction_or_derivative,
    operator_or_group,
    prime,
)
from .read_names import check_index, kronecker, numeral, quantity, subscript_index
from .read_sums import series
from .tree import Add, Const, Div, Expr, Mul, Neg, Num, Pow
from .whole_vectors import dot, entry_of

MAX_DEPTH = 80

_RANKS = {"+": TERM, "-": TERM, "*": FACTOR, "·": FACTOR, "/": FACTOR, "^": POWER, "'": POWER, "_": POWER}
_CONDITION_WORDS = frozenset(("<", "<=", ">", ">=", "!=", "=", "kana", "otherwise", "if"))


class Reader(Cursor):
    """Reads one text. Every recursion goes through `expression`, which bounds its depth."""

    _depth = 0

    def expression(self, rank: int = ANY) -> Expr:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.fault("read-too-deep", self.raw(), limit=str(MAX_DEPTH))
        left = self._operand(rank)
        while True:
            token = self.peek()
            binding = _RANKS.get(token.kind) or self._juxtaposed(token)
            if binding <= rank:
                break
            left = self._joined(left, token)
        self._depth -= 1
        return left

    def _operand(self, rank: int) -> Expr:
        token = self.peek()
        if token.kind in "+-":
            self.take()
            inner = self.expression(TERM if rank < FACTOR else POWER - 1)
            return Neg(inner) if token.kind == "-" else inner
        read = _OPERANDS.get(token.kind)
        if read is None:
            raise self.unexpected(token)
        return read(self)

    def _juxtaposed(self, token: Token) -> int:
        """The rank of a product without a sign if this token can begin its next factor, else 0."""
        if token.kind not in STARTS or token.kind == self.opener:
            return 0
        if token.kind == "(" and self.opener == "cases" and self._condition_in_brackets():
            return 0
        return FACTOR

    def _condition_in_brackets(self) -> bool:
        depth = 0
        for token in self.ahead():
            if token.kind in _CONDITION_WORDS or token.text in _CONDITION_WORDS:
                return True
            depth += (token.kind == "(") - (token.kind == ")")
            if depth == 0:
                return False
        return False

    def _joined(self, left: Expr, token: Token) -> Expr:
        match token.kind:
            case "+" | "-":
                terms = self._parts(left, Add)
                self.take()
                right = self.expression(TERM)
                term = Neg(right) if token.kind == "-" else right
                return Add((*terms, term))
            case "/":
                self.take()
                return Div(left, self.expression(FACTOR))
            case "^":
                return self._power(left)
            case "'":
                return prime(self, left)
            case "_":
                return self._entry(left, token)
            case _:
                return self._product(left, token)

    def _parts(self, left: Expr, kind: type[Add] | type[Mul]) -> tuple[Expr, ...]:
        """The terms or factors a further one is added to; a group counts as one. Asked before reading on."""
        if isinstance(left, kind) and left is not self.bracketed:
            return left.terms if isinstance(left, Add) else left.factors
        return (left,)

    def _power(self, left: Expr) -> Expr:
        self.take()
        if self._is_vector(left) and self._skip_transpose():
            return self._transposed(left)
        exponent = self.expression(POWER - 1)
        following = self.peek()
        stops = isinstance(left, Const) and isinstance(exponent, Num | Neg) and self.touches(following)
        if stops and following.kind in ("symbol", "vector", "index"):
            self.remark("read-exponent-stops", Pow(left, exponent))
        return Pow(left, exponent)

    def _skip_transpose(self) -> bool:
        """Step over the T of `w^T`, `w^{T}`, `w^\\top`."""
        bracketed = self.raw().kind == "{"
        token = self.raw(1) if bracketed else self.raw()
        found = token.text == "T" or token.kind == "top"
        self.skip((3 if bracketed else 1) if found else 0)
        return found

    def _transposed(self, left: Expr) -> Expr:
        """`w^T x` is a scalar product."""
        token = self.peek()
        self.accept("·", "*")
        right = self.expression(FACTOR)
        if not self._is_vector(right):
            raise self.fault("read-no-transpose", token)
        return self._dot(left, right)

    def _product(self, left: Expr, token: Token) -> Expr:
        signed = token.kind in "*·"
        closed = left is self.bracketed
        factors = self._parts(left, Mul)
        if signed:
            self.take()
        elif token.kind == "number" and self.previous().kind == "number":
            raise self.fault("read-two-numbers", token, number=token.text)
        right = self.expression(FACTOR)
        if self._is_vector(left) and self._is_vector(right):
            if token.kind != "·":
                raise self.fault("read-vectors-side-by-side", token)
            return self._dot(left, right)
        found = Mul((*factors, right))
        if not signed and isinstance(left, Div) and not closed:
            self.remark("read-left-to-right", found)
        return found

    def _is_vector(self, expr: Expr) -> bool:
        return self.length(expr) is not None

    def _dot(self, left: Expr, right: Expr) -> Expr:
        self.length(Mul((left, right)))
        return dot(left, right, self.context)

    def _entry(self, left: Expr, token: Token) -> Expr:
        """`(x - t)_i`: the entry of what is worth a whole vector."""
        length = self.length(left)
        if length is None:
            raise self.unexpected(token)
        index = subscript_index(self)
        check_index(self, token, index, length)
        return entry_of(left, index, self.context)


def _symbol(cursor: Cursor) -> Expr:
    if cursor.peek().text == "d" and derivative_despite_name(cursor):
        return differential(cursor)
    return quantity(cursor)


def _constant(cursor: Cursor) -> Expr:
    return Const("e" if cursor.take().text == "e" else "pi")


_Operand: TypeAlias = Callable[[Cursor], Expr]
_OPERANDS: Mapping[str, _Operand] = MappingProxyType(
    {
        "number": numeral,
        "symbol": _symbol,
        "vector": quantity,
        "index": quantity,
        "base": quantity,
        "constant": _constant,
        "delta": kronecker,
        "function": call,
        "(": operator_or_group,
        "[": square,
        "{": braces,
        "|": absolute,
        "‖": absolute,
        "√": root,
        "frac": fraction_or_derivative,
        "begin": latex_cases,
        "where": where,
        "if": where,
        "d": differential,
        "∂": differential,
        "Σ": series,
        "diff": named_derivative,
        "mean": mean,
        "dot": scalar_product,
    }
)
