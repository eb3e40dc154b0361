"""Which word means what: declared names first, then functions, then the constants."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from ..errors import did_you_mean
from .primitives import PRIMITIVES
from .spelling import exact_key, loose_key

Kind: TypeAlias = Literal["symbol", "vector", "index", "function", "constant", "base", "entry", "number", "d"]

_PRIMITIVE_SPELLINGS = {
    "log": "log", "arctan": "atan", "sgn": "sign", "heaviside": "step", "maximum": "max", "minimum": "min",
    "fabs": "abs", "absolute": "abs",
}  # fmt: skip
_CONSTANTS = {"e": "e", "pi": "pi"}
MAX_WORD = 60
_NUMBERED = re.compile(r"(?P<stem>[^_^']+?)_?(?:\d+|hat|bar|tilde)$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A piece of a word. `text` is the declared name; of an "entry" the vector's, with `digits` its index."""

    kind: Kind
    text: str
    length: int  # characters of the word it covers
    digits: str = ""


class Names:
    """The dictionary of one context.

    `functions` maps each function's name to its other spellings. A name is found by its exact key, or without
    its underscore as long as that fits one name only.
    """

    __slots__ = ("_functions", "_quantities", "_spelled", "_stems")

    def __init__(
        self,
        scalars: Sequence[str],
        vectors: Sequence[str],
        indices: Sequence[str],
        functions: Mapping[str, Sequence[str]],
    ) -> None:
        declared: dict[str, tuple[Kind, str]] = {}
        for kind, names in (("symbol", scalars), ("vector", vectors), ("index", indices)):
            declared.update({exact_key(n): (kind, n) for n in names})  # type: ignore[misc]
        self._quantities = {**_unique_loose(declared), **declared}
        self._stems = {sign: frozenset(_stems(declared, sign)) for sign in "_^'"}
        self._functions = _function_keys(tuple((name, tuple(others)) for name, others in functions.items()))
        self._spelled = (*scalars, *vectors, *indices, *functions, *PRIMITIVES)

    def quantity(self, name: str) -> tuple[Kind, str] | None:
        """(kind, declared name) of a symbol, vector or index by any of its spellings."""
        key = exact_key(name)
        return self._quantities.get(key) or self._quantities.get(loose_key(key))

    def function(self, name: str) -> str | None:
        key = loose_key(exact_key(name))
        return self._functions.get(key) or (self._functions.get(key.lower()) if len(key) > 1 else None)

    def nearest(self, word: str) -> str | None:
        """The name or function that was probably meant: the same in other case, or nearly the same."""
        same = (name for name in self._spelled if name.lower() == word.lower())
        return next(same, None) or did_you_mean(word, self._spelled)

    def whole(self, word: str, scope: Collection[str] = (), sign: str = "") -> Meaning | None:
        """The meaning of `word` as one name; `scope` holds the indices of the sums around it.

        With the `sign` that follows it, it may be the stem of a declared name: `x` of `x_1`.
        """
        size = len(word)
        if word in scope:
            return Meaning("index", word, size)
        found = self.quantity(word)
        if found:
            return Meaning(found[0], found[1], size)
        if exact_key(word) in self._stems.get(sign, ()):
            return Meaning("base", word, size)
        function = self.function(word)
        if function:
            return Meaning("function", function, size)
        constant = _CONSTANTS.get(exact_key(word))
        if constant:
            return Meaning("constant", constant, size)
        return self._entry(word)

    def _entry(self, word: str) -> Meaning | None:
        """`x2` where x is a vector."""
        letters = word.rstrip("0123456789")
        if letters == word or not letters:
            return None
        found = self.quantity(letters)
        if found and found[0] == "vector":
            return Meaning("entry", found[1], len(word), word[len(letters) :])
        return None

    def split(self, word: str, scope: Collection[str], sign: str) -> tuple[Meaning, ...] | None:
        """`word` as the fewest known pieces, longer ones on the left; None where there are none.

        The last piece may be a stem, as in `whole`; a `d` may stand before a last quantity (`dE`, `xdy`).
        """
        if len(word) > MAX_WORD:
            return None
        best: list[tuple[Meaning, ...] | None] = [None] * len(word) + [()]
        for start in range(len(word) - 1, -1, -1):
            for piece in self._pieces(word, start, scope, sign):
                rest = best[start + piece.length]
                here = best[start]
                if rest is not None and (here is None or len(rest) + 1 < len(here)):
                    best[start] = (piece, *rest)
        return best[0]

    def _pieces(self, word: str, start: int, scope: Collection[str], sign: str) -> Iterator[Meaning]:
        for end in range(len(word), start, -1):
            meaning = self.whole(word[start:end], scope, sign if end == len(word) else "")
            if meaning:
                yield meaning
        digits = _leading_digits(word, start)
        if digits and any(self.function(word[k:start]) for k in range(start)):  # sin2x
            yield Meaning("number", digits, len(digits))
        rest = word[start + 1 :]
        if word[start] == "d" and rest and self.whole(rest, scope, sign):
            yield Meaning("d", "d", 1)


def _stems(keys: Iterable[str], sign: str) -> Iterator[str]:
    """What may stand before this sign: the `w` of `w_1`, also where `w1` is declared."""
    for key in keys:
        if sign in key or ("^" in key and sign == "_"):  # h_j^(1)
            yield re.split("[_^']", key)[0]
        elif sign != "'" and (match := _NUMBERED.match(key)):
            yield match["stem"]


def _leading_digits(word: str, start: int) -> str:
    end = start
    while end < len(word) and word[end].isdigit():
        end += 1
    return word[start:end]


def _unique_loose(declared: Mapping[str, tuple[Kind, str]]) -> dict[str, tuple[Kind, str]]:
    found: dict[str, tuple[Kind, str]] = {}
    shared: set[str] = set()
    for key, meaning in declared.items():
        loose = loose_key(key)
        if loose in found:
            shared.add(loose)
        found[loose] = meaning
    return {loose: meaning for loose, meaning in found.items() if loose not in shared}


@lru_cache(maxsize=64)  # most contexts have the functions of one course
def _function_keys(functions: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    keys = {name: name for name in PRIMITIVES} | _PRIMITIVE_SPELLINGS | {"H": "step"}
    for name, others in functions:
        for spelling in (name, *others):
            key = loose_key(exact_key(spelling))
            keys[key if len(key) == 1 else key.lower()] = name
    return keys
