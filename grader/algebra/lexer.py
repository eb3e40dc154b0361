"""Folded text to tokens; every LaTeX command becomes the plain sign, word or structure it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..errors import did_you_mean
from .spelling import GREEK, Folded, fold
from .unreadable import Unreadable

MAX_TOKENS = 600
MAX_DIGITS = 40  # characters of one number
MAX_EXPONENT = 99


class Token(NamedTuple):
    """`kind` is "number", "word", "kana", "end", a structure ("frac", "begin", …), or the operator itself.

    The reader turns a "word" into tokens of what it means; then `text` is the declared name.
    """

    kind: str
    text: str
    start: int
    end: int


_LETTER = r"A-Za-z\u0370-\u03a2\u03a4-\u03ff"
_PATTERN = re.compile(
    rf"""
      (?P<space>[\s~$]+|\\[,;:!\ ]|\\(?:left|right)\s*\.|(?:np|numpy|math|torch|tf|jnp)\.(?=[a-zA-Z]))
    | (?P<primes>"|\^\s*(?:\\prime|\{{\s*(?:\\prime\s*)+\}}))
    | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:e-?\d+)?)
    | (?P<word>[{_LETTER}][{_LETTER}0-9]*)
    | (?P<accent>\\(?:wide)?(?:hat|bar|tilde|overline)\s*
        (?:\{{\s*\\?[{_LETTER}]+\s*\}}|\\[A-Za-z]+|[{_LETTER}]))
    | (?P<wrapper>\\(?:mathrm|mathbf|mathit|mathsf|mathbb|boldsymbol|bm|vec|text|textrm|textbf
        |operatorname)\*?\s*(?:\{{[^{{}}\\]*\}}|(?=\\?[{_LETTER}])))
    | (?P<environment>\\(?:begin|end)\s*\{{[A-Za-z]+\*?\}})
    | (?P<command>\\(?:[A-Za-z]+|[^A-Za-z]))
    | (?P<op>\*\*|<=|>=|!=|==|<>|=<|=>|&&|:=|->|\.\.\.
        |[-+*/^_(){{}}\[\]|,;:?=<>'!%&·√∂Σ∫∏∞±∓∈∪‖∇≈])
    | (?P<kana>[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff々]+)
    """,
    re.VERBOSE,
)

_SAME = {"**": "^", "<>": "!=", "=<": "<=", "=>": ">=", "==": "=", ":=": "=", "∓": "±", "∪": "∈"}
_COMMANDS = {
    "cdot": "·", "bullet": "·", "times": "*", "ast": "*", "div": "/", "le": "<=", "leq": "<=", "leqq": "<=",
    "leqslant": "<=", "ge": ">=", "geq": ">=", "geqq": ">=", "geqslant": ">=", "ne": "!=", "neq": "!=",
    "lt": "<", "gt": ">", "land": "&&", "wedge": "&&", "lor": "or", "vee": "or", "{": "{", "}": "}",
    "lbrace": "{", "rbrace": "}", "|": "‖", "lVert": "‖", "rVert": "‖", "Vert": "‖", "lvert": "|",
    "rvert": "|", "vert": "|", "mid": "|", "prime": "'", "infty": "∞", "pm": "±", "mp": "±", "int": "∫",
    "sum": "Σ", "prod": "∏", "partial": "∂", "sqrt": "√", "nabla": "∇", "in": "∈", "cup": "∈", "cap": "∈",
    "ldots": "...", "cdots": "...", "dots": "...", "frac": "frac", "dfrac": "frac", "tfrac": "frac",
    "cfrac": "frac", "to": "->", "rightarrow": "->", "lim": "lim", "\\": "newline", "approx": "≈",
    "simeq": "≈", "equiv": "=", "%": "%", "lbrack": "[", "rbrack": "]", "lparen": "(", "rparen": ")",
    "top": "top", "&": "&",
}  # fmt: skip
_NOTHING = frozenset((
    "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "biggl", "biggr", "quad",
    "qquad", "displaystyle", "textstyle", "limits", "nolimits", "mathstrut", "nonumber",
))  # fmt: skip
_FUNCTION_COMMANDS = frozenset((
    "sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "coth", "arcsin", "arccos", "arctan",
    "exp", "ln", "log", "max", "min", "erf", "sgn",
))  # fmt: skip
_GREEK_COMMANDS = {name: name for name in GREEK.values()} | {
    f"var{name}": name for name in ("epsilon", "theta", "phi", "rho", "sigma", "pi")
}


def tokens(source: Folded) -> list[Token]:
    """The text's tokens, ended by one of kind "end". Raises Unreadable for a character, command, number or
    length that is not part of the language."""
    found = list(_tokens(source, 0, source.text))
    if len(found) > MAX_TOKENS:
        raise Unreadable(
            "read-too-long", {"length": str(len(found)), "limit": str(MAX_TOKENS)}, source.typed, 0
        )
    found.append(Token("end", "", len(source.text), len(source.text)))
    return found


def _tokens(source: Folded, start: int, text: str) -> Iterator[Token]:
    """Tokens of `text`, which begins at `start` of the folded source."""
    at = 0
    while at < len(text):
        match = _PATTERN.match(text, at)
        if match is None:
            sign = text[at]
            raise Unreadable("read-unknown-sign", {"sign": sign}, source.typed, source.place(start + at))
        group, piece = match.lastgroup or "", match[0]
        if group in ("word", "kana"):
            yield Token(group, piece, start + at, start + match.end())
        elif group == "op":
            yield Token(_SAME.get(piece, piece), piece, start + at, start + match.end())
        elif group != "space":
            yield from _MAKERS[group](source, piece, start + at)
        at = match.end()


def _number(source: Folded, piece: str, start: int) -> Iterator[Token]:
    mantissa, _, exponent = piece.partition("e")
    if len(piece) > MAX_DIGITS or (exponent and abs(int(exponent)) > MAX_EXPONENT):
        shown = mantissa[:12] + ("…" if len(mantissa) > 12 else "") + (f"e{exponent[:6]}" if exponent else "")
        raise Unreadable("read-number-too-long", {"number": shown}, source.typed, source.place(start))
    yield Token("number", piece, start, start + len(piece))


def _accent(_: Folded, piece: str, start: int) -> Iterator[Token]:
    """`\\hat{\\theta}` is the word thetahat."""
    command, letters = re.findall(r"[A-Za-z\u0370-\u03ff]+", piece)[:2]
    accent = {"overline": "bar", "widehat": "hat", "widetilde": "tilde"}.get(command, command)
    yield Token("word", GREEK.get(letters, letters) + accent, start, start + len(piece))


def _wrapper(source: Folded, piece: str, start: int) -> Iterator[Token]:
    """`\\mathrm{d}`, `\\text{if }`: only what is inside counts."""
    opening = piece.find("{")
    if opening >= 0:
        inside = piece[opening + 1 : -1].rstrip(" .,")  # \text{otherwise.}
        yield from _tokens(source, start + opening + 1, inside)


def _environment(source: Folded, piece: str, start: int) -> Iterator[Token]:
    name = piece[piece.index("{") + 1 : -1]
    if "matrix" in name:
        raise Unreadable("read-no-matrix", {}, source.typed, source.place(start))
    if name in ("cases", "dcases"):
        yield Token("begin" if piece.startswith(r"\begin") else "finish", piece, start, start + len(piece))
    elif name.rstrip("*") not in ("align", "aligned", "equation", "gathered", "split", "math"):
        values = {"command": piece, "suggestion": r"\begin{cases}"}
        raise Unreadable("read-unknown-command-near", values, source.typed, source.place(start))


def _command(source: Folded, piece: str, start: int) -> Iterator[Token]:
    name, end = piece[1:], start + len(piece)
    if name in _COMMANDS:
        yield Token(_COMMANDS[name], piece, start, end)
    elif name in _GREEK_COMMANDS:
        yield Token("word", _GREEK_COMMANDS[name], start, end)
    elif name in _FUNCTION_COMMANDS:
        yield Token("word", name, start, end)
    elif name not in _NOTHING and not _encloses(source, name, start, end):
        near = did_you_mean(name, (*_COMMANDS, *_GREEK_COMMANDS, *_FUNCTION_COMMANDS))
        if near is None:
            raise Unreadable("read-unknown-command", {"command": piece}, source.typed, source.place(start))
        values = {"command": piece, "suggestion": f"\\{near}"}
        raise Unreadable("read-unknown-command-near", values, source.typed, source.place(start))


def _encloses(source: Folded, name: str, start: int, end: int) -> bool:
    """Whether this is the \\( or \\) around a formula."""
    outside = source.text[:start] if name in "([" else source.text[end:] if name in ")]" else name
    return not outside.strip()


def _primes(_: Folded, piece: str, start: int) -> Iterator[Token]:
    """`\\sigma^{\\prime\\prime}`, and the " of `σ"(x)`."""
    count = 2 if piece == '"' else piece.count("prime")
    yield from [Token("'", piece, start, start + len(piece))] * count


_MAKERS: dict[str, Callable[[Folded, str, int], Iterator[Token]]] = {
    "number": _number,
    "primes": _primes,
    "accent": _accent,
    "wrapper": _wrapper,
    "environment": _environment,
    "command": _command,
}


def lexed_again(source: Folded, start: int, end: int) -> list[Token]:
    """The tokens of a part of the source, once the reader has taken the characters before it for itself."""
    return list(_tokens(source, start, source.text[start:end]))


def read_tokens(text: str) -> tuple[Folded, list[Token]]:
    """The folded text and its tokens. Raises Unreadable."""
    source = fold(text)
    return source, tokens(source)
