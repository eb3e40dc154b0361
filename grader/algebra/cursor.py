"""Where the reader stands: the tokens, the names in scope, what was left open, and how to fail."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import islice

from ..model import Message
from .context import Context
from .lexer import Token, read_tokens
from .names import Meaning
from .plain import plain
from .spelling import exact_key
from .tree import Expr
from .unreadable import Unreadable
from .whole_vectors import lengths_of

# Ranks: how tightly an operator binds. An operand is read with the rank of the operator before it.
ANY = 0
TERM = 10  # + -
FACTOR = 20  # * / and juxtaposition
POWER = 40

_KEYWORDS = {
    "if": "if", "when": "if", "for": "if", "else": "else", "otherwise": "otherwise", "and": "&&", "or": "or",
    "sum": "Σ", "where": "where", "diff": "diff", "prod": "∏", "inf": "∞", "infty": "∞", "infinity": "∞",
    "oo": "∞", "integral": "∫", "integrate": "∫", "int": "∫", "lim": "lim", "limit": "lim", "mean": "mean",
    "argmax": "argmax", "argmin": "argmax", "dot": "dot", "factorial": "!",
}  # fmt: skip
_KANA = {
    "それ以外": "otherwise", "その他": "otherwise", "ほか": "otherwise", "他": "otherwise", "のとき": "then",
    "とき": "then", "の時": "then", "なら": "then", "ならば": "then", "または": "or", "又は": "or",
    "かつ": "&&", "もし": "then", "の場合": "then", "のときは": "then", "以外": "otherwise",
}  # fmt: skip
STARTS = frozenset(
    (
        "number", "symbol", "vector", "index", "function", "constant", "base", "delta", "d", "∂", "(", "{",
        "[", "|", "‖", "√", "frac", "Σ", "begin", "where", "diff", "mean", "dot",
    )
)  # fmt: skip
"""Kinds of token that begin an operand; one of them right after an operand is a product."""
RELATIONS = frozenset(("<", "<=", ">", ">=", "!="))

_REFUSED = {
    "∫": "read-no-integral", "lim": "read-no-limit", "->": "read-no-limit", "∞": "read-no-infinity",
    "±": "read-no-plus-minus", "∏": "read-no-product", "∈": "read-no-set", "∇": "read-no-nabla",
    "...": "read-no-dots", "argmax": "read-no-argmax", "!": "read-no-factorial", "%": "read-no-percent",
    "≈": "read-no-approximation", "top": "read-no-transpose", "end": "read-ends-early",
    "=": "read-no-equation",
} | dict.fromkeys(RELATIONS, "read-no-inequality")  # fmt: skip
LONGEST_SHOWN = 40  # characters of a name in a message
_UNBOUND = frozenset("ijklmn")  # letters that a later `sum(…, i, 1, n)` may bind


class Cursor(ABC):
    """Tokens from left to right; words become tokens of their meaning when first looked at."""

    def __init__(self, text: str, context: Context, suggests: bool = True) -> None:
        """`suggests`: look for the nearest name when one is unknown, which takes longer than reading."""
        self.context = context
        self._suggests = suggests
        self.source, self._tokens = read_tokens(text)
        self._at = 0
        self.scope: list[str] = []  # indices of the sums around this place
        self.unbound: dict[str, int] = {}  # index letters that nothing around them binds, and where
        self.remarks: list[Message] = []
        self.opener = ""  # what is innermost and open: "|", "‖", "cases", "[", ")" for (, "" for others
        self.bracketed: Expr | None = None  # the last group, which takes no further terms or factors
        self.vectors_seen = False
        self.sums_seen = False
        self.derivatives_seen = False
        self.token_count = len(self._tokens)

    @abstractmethod
    def expression(self, rank: int = ANY) -> Expr:
        """An operand of an operator of this rank, with everything that binds more tightly."""

    # ---- tokens

    def peek(self) -> Token:
        """The next token, its word already taken apart."""
        token = self._tokens[self._at]
        if token.kind in ("word", "kana"):
            self._resolve(token)
            token = self._tokens[self._at]
        return token

    def raw(self, ahead: int = 0) -> Token:
        """A coming token as it was typed."""
        return self._tokens[min(self._at + ahead, len(self._tokens) - 1)]

    def take(self) -> Token:
        token = self.peek()
        self._at += token.kind != "end"
        return token

    def ahead(self, start: int = 0) -> Iterator[Token]:
        """The coming tokens as they were typed."""
        return islice(self._tokens, self._at + start, None)

    def skip(self, count: int = 1) -> None:
        """Step over tokens as typed."""
        self._at = min(self._at + count, len(self._tokens) - 1)

    def accept(self, *kinds: str) -> bool:
        """Take the next token if it is one of these."""
        found = self.peek().kind in kinds
        if found:
            self._at += 1
        return found

    def expect(self, kind: str, opened: Token | None = None) -> Token:
        """Take a token of this kind, or say what is missing and where it was opened."""
        token = self.peek()
        if token.kind == kind:
            return self.take()
        if token.kind in _REFUSED and (token.kind != "end" or opened is None):
            raise self.unexpected(token)
        wanted = r"\end{cases}" if kind == "finish" else kind
        if opened is not None:
            raise self.fault("read-not-closed", opened, sign=opened.text, wanted=wanted)
        raise self.fault("read-expected", token, wanted=wanted, found=token.text)

    def unexpected(self, token: Token) -> Unreadable:
        """What to raise for a token that cannot stand here: by name where it is other mathematics."""
        if token.kind in (")", "]", "}"):
            return self.fault("read-not-opened", token, sign=token.text)
        if token.kind == "," and self._between_digits():
            return self.fault("read-decimal-comma", token)
        return self.fault(_REFUSED.get(token.kind, "read-unexpected"), token, found=token.text)

    def _between_digits(self) -> bool:
        before, after = self.previous(), self.raw(1)
        return before.kind == after.kind == "number" and self.touches(self.raw())

    def replace_raw(self, *tokens: Token) -> None:
        """Put these tokens in the place of the next one."""
        self._tokens[self._at : self._at + 1] = tokens

    def mark(self) -> int:
        return self._at

    def back_to(self, mark: int) -> None:
        """Return to a place that `mark` gave (nothing before it has been replaced since)."""
        self._at = mark

    def previous(self) -> Token:
        return self._tokens[self._at - 1]

    def touches(self, token: Token) -> bool:
        """Whether nothing, not even a blank, stands between the token before and this one."""
        return self._at > 0 and self.previous().end == token.start

    @contextmanager
    def inside(self, opener: str) -> Iterator[None]:
        before, self.opener = self.opener, opener
        yield
        self.opener = before

    # ---- words

    def _resolve(self, token: Token) -> None:
        """Replace a word by what it means: one token, or several that are multiplied."""
        word = token.text
        if token.kind == "kana":
            self.replace_raw(token._replace(kind=self._kana(token)))
            return
        names = self.context.names
        sign = self.raw(1).kind
        subscript = sign == "_"
        if subscript and self._joined_function(token):
            return
        keyword = _KEYWORDS.get(word.lower())
        meaning = names.whole(word, self.scope, sign)
        if meaning is not None:
            self.replace_raw(*_as_tokens((meaning,), token))
        elif subscript and exact_key(word) == "delta":
            self.replace_raw(token._replace(kind="delta"))
        elif keyword is not None:
            self.replace_raw(token._replace(kind=keyword))
        elif pieces := names.split(word, self.scope, sign):
            self.replace_raw(*_as_tokens(pieces, token))
        elif word in _UNBOUND:
            self.replace_raw(token._replace(kind="index"))
            self.unbound.setdefault(word, token.start)
        elif word == "d":
            self.replace_raw(token._replace(kind="d"))
        else:
            raise self._unknown(token)

    def _joined_function(self, token: Token) -> bool:
        """Make one token of a function's name that has underscores (`leaky_relu`)."""
        name, last, count = token.text, token, 1
        while self.raw(count).kind == "_" and self.raw(count + 1).kind == "word":
            last = self.raw(count + 1)
            name, count = f"{name}_{last.text}", count + 2
            function = self.context.names.function(name)
            if function is not None:
                self._tokens[self._at : self._at + count] = [
                    Token("function", function, token.start, last.end)
                ]
                return True
        return False

    def first_of(self, kinds: Collection[str]) -> int:
        """Where the first token of these kinds stands, for a caret; 0 when there is none."""
        return next((t.start for t in self._tokens if t.kind in kinds), 0)

    def _kana(self, token: Token) -> str:
        kind = _KANA.get(token.text)
        if kind is None:
            raise self.fault("read-words-in-formula", token, words=token.text)
        return kind

    def _unknown(self, token: Token) -> Unreadable:
        name = token.text[:LONGEST_SHOWN]
        near = self.context.names.nearest(name) if self._suggests else None
        if near is None:
            return self.fault("read-unknown-name", token, name=name)
        return self.fault("read-unknown-name-near", token, name=name, suggestion=near)

    # ---- vectors

    def length(self, expr: Expr) -> int | str | None:
        """The length of a vector-valued expression, None for a number. Raises for unequal lengths in it."""
        if not self.vectors_seen:
            return None
        lengths = lengths_of(expr, self.context)
        if len(lengths) > 1:
            shown = sorted(map(str, lengths))
            raise self.fault("read-lengths-differ", self.previous(), first=shown[0], second=shown[1])
        return next(iter(lengths), None)

    # ---- outcome

    def fault(self, note: str, at: Token | int, /, **values: str) -> Unreadable:
        """What to raise for this text, pointing at a token or a folded position."""
        position = at if isinstance(at, int) else at.start
        return Unreadable(note, values, self.source.typed, self.source.place(position))

    def remark(self, note: str, shown: Expr) -> None:
        """Leave a remark that goes with the echo; its {read} is the formula `shown`."""
        message = Message(note, {"read": plain(shown)})
        if message not in self.remarks:
            self.remarks.append(message)

    def finish(self) -> None:
        """Check that every token was read."""
        token = self.peek()
        if token.kind != "end":
            raise self.unexpected(token)


def _as_tokens(pieces: tuple[Meaning, ...], word: Token) -> list[Token]:
    found: list[Token] = []
    start = word.start
    for piece in pieces:
        end = start + piece.length
        if piece.kind == "entry":  # `x2` of a vector: the same tokens as `x_2`
            cut = end - len(piece.digits)
            found += [
                Token("vector", piece.text, start, cut),
                Token("_", "", cut, cut),
                Token("number", piece.digits, cut, end),
            ]
        else:
            found.append(Token(piece.kind, piece.text, start, end))
        start = end
    return found
