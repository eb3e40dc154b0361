"""Folding: full-width, typographic and LaTeX spellings of one thing become one thing, places remembered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .unreadable import Unreadable

MAX_TYPED = 8_000  # characters looked at before folding
MAX_FOLDED = 2_000

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ":
    "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron",
    "π": "pi", "ρ": "rho", "ς": "sigma", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π":
    "Pi", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0305": "bar"}

_SIGNS = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "ー": "-", "―": "-",
    "×": "*", "∗": "*", "✕": "*", "⋅": "·", "∙": "·", "•": "·", "・": "·", "･": "·",
    "÷": "/", "∕": "/", "⁄": "/", "≤": "<=", "≦": "<=", "⩽": "<=", "≥": ">=", "≧": ">=", "⩾": ">=", "≠": "!=",
    "、": ",", "。": " ", "【": "[", "】": "]", "〔": "(", "〕": ")", "′": "'", "’": "'", "‘": "'", "´": "'",
    "`": "'", "ʹ": "'", "∑": "Σ", "∆": "Δ", "∥": "‖", "∣": "|", "∧": "&&", "→": "->", "⊤": "T",
    "≡": "=", "≔": "=", "≒": "≈", "≃": "≈", "≅": "≈", "ⅆ": "d", "½": "(1/2)", "¼": "(1/4)", "¾": "(3/4)",
}  # fmt: skip
_WORDS = re.compile("|".join(GREEK))
_NAME_CLUTTER = re.compile(r"[{}()\[\]\s\\$,]")
_LAYER_FIRST = re.compile(r"(\^[^_^']+)(_[^^']+)")
_ACCENT_COMMAND = re.compile(r"\\(?:wide)?(hat|bar|tilde)\s*\{?\s*(\\?[A-Za-z]+)\s*\}?")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is what is read; character k of it was typed at `offsets[k]`, at k itself without a list."""

    typed: str
    text: str
    offsets: tuple[int, ...] | None = None

    def place(self, at: int) -> int:
        """Where in the typed text the folded character `at` stands."""
        if self.offsets is None:
            return min(at, len(self.typed))
        return self.offsets[at] if at < len(self.offsets) else len(self.typed)


def fold(typed: str) -> Folded:
    """The text in the one spelling that the lexer knows. Raises Unreadable: too long, or invisible signs."""
    if len(typed) > MAX_TYPED:
        raise _too_long(typed)
    if typed.isascii():
        folded = Folded(typed, typed)
    else:
        chars: list[str] = []
        offsets: list[int] = []
        for at, piece in _folded_pieces(typed):
            chars.append(piece)
            offsets.extend([at] * len(piece))
        folded = Folded(typed, "".join(chars), tuple(offsets))
    if len(folded.text) > MAX_FOLDED:
        raise _too_long(typed)
    return folded


def _too_long(typed: str) -> Unreadable:
    return Unreadable(
        "read-too-long", {"length": str(len(typed)), "limit": str(MAX_FOLDED)}, typed[:MAX_FOLDED], 0
    )


def _folded_pieces(typed: str) -> Iterator[tuple[int, str]]:
    """(place typed, folded text) of each character; a run of raised or lowered ones makes a ^(…) or _{…}."""
    run = ""
    for at, char in enumerate(typed):
        level, piece = _folded(char, typed, at)
        if level != run:
            if run:
                yield at - 1, ")" if run == "super" else "}"
            if level:
                yield at, "^(" if level == "super" else "_{"
            run = level
        yield at, piece
    if run:
        yield len(typed) - 1, ")" if run == "super" else "}"


def _folded(char: str, typed: str, at: int) -> tuple[str, str]:
    """("super" | "sub" | "", the character's folded spelling)."""
    if char.isascii():
        return "", _SIGNS.get(char, char)
    if char in _SIGNS:
        return "", _SIGNS[char]
    if char in ACCENTS:
        return "", ACCENTS[char]
    if unicodedata.category(char) in ("Cf", "Cc", "Co", "Cn", "Cs"):
        code = f"U+{ord(char):04X}"
        raise Unreadable("read-invisible", {"code": code}, typed, at)
    kind, _, rest = unicodedata.decomposition(char).partition(" ")
    if kind in ("<super>", "<sub>") and " " not in rest:
        inner = chr(int(rest, 16))
        return kind.strip("<>"), _SIGNS.get(inner, inner)
    return "", _decomposed(char)


def _decomposed(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    if len(parts) == 2 and parts[1] in ACCENTS and parts[0].isascii():
        return parts[0] + ACCENTS[parts[1]]
    return "".join(_SIGNS.get(c, c) for c in unicodedata.normalize("NFKC", char))


@lru_cache(maxsize=4096)
def exact_key(name: str) -> str:
    """What a name is looked up by: `η` and `eta`, `w_{11}` and `w₁₁`, `w^(1)_2` and `w_2^{(1)}` agree.

    `x1` and `x_1` do not yet.
    """
    if not name.isascii():
        name = _WORDS.sub(lambda m: GREEK[m[0]], fold(name).text)
    if "\\" in name:
        name = _ACCENT_COMMAND.sub(lambda m: m[2] + m[1], name)
    if name.isalnum():
        return name
    return _LAYER_FIRST.sub(r"\2\1", _NAME_CLUTTER.sub("", name))


def loose_key(exact: str) -> str:
    """The same for readers who leave the underscore out: `x1` and `x_1`, `yhat` and `y_hat` agree."""
    return exact.replace("_", "")
