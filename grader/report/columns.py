"""Text in terminal columns: a Japanese sign takes two, a combining one none."""

from __future__ import annotations

import re
import unicodedata

# A line must not begin with closing punctuation, nor with a small kana.
_NEVER_FIRST = "、。・，．）」』】〉》！？ー…：；,.!?)]}:;ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60"
_WORDS = re.compile(rf"\s+|[{_WIDE}]|[^\s{_WIDE}]+")


def columns(text: str) -> int:
    """How many columns the text takes; East Asian ambiguous signs count as one."""
    return len(text) if text.isascii() else sum(_columns_of(sign) for sign in text)


def _columns_of(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def pad(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns: Latin text breaks at blanks, Japanese between signs.

    A word longer than a line is cut; closing punctuation is kept with what it closes.
    """
    lines, line = [], ""
    for word in _glued(text):
        if columns(line + word.rstrip()) <= width or not line:
            line += word
        else:
            lines.append(line.rstrip())
            line = word.lstrip()
        while columns(line.rstrip()) > width:
            head = _head(line, width)
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _glued(text: str) -> list[str]:
    """The pieces between which a line may end."""
    pieces: list[str] = []
    for piece in _WORDS.findall(text):
        if pieces and (piece[0] in _NEVER_FIRST or piece.isspace()):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _head(text: str, width: int) -> str:
    """As much of the text as fits, at least one sign."""
    used = 0
    for k, sign in enumerate(text):
        used += _columns_of(sign)
        if used > width and k:
            return text[:k]
    return text


_TWINS = {
    "✓": "v", "✗": "x", "◐": "~", "○": "o", "△": "!", "↻": "=", "…": ".", "·": ".", "−": "-", "—": "-",
    "→": ">", "←": "<", "█": "#", "░": ".", "“": '"', "”": '"', "≤": "<=", "≥": ">=", "≠": "!=",
    "⟨": "<", "⟩": ">",
}  # fmt: skip


def encodable(text: str, encoding: str) -> str:
    """The text with an ASCII twin for each sign that this encoding lacks; `?` for the rest."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_twin(sign, encoding) for sign in text)
    return text


def _twin(sign: str, encoding: str) -> str:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return _TWINS.get(sign, "?")
    return sign
