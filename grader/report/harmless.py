"""Student text that can neither steer a terminal nor hide what a line says."""

from __future__ import annotations

import re

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls (Unicode UAX 9)
    "\ud800-\udfff\ufffe\uffff]"  # lone surrogates and non-characters, which no encoder takes
)
_PICTURES = 0x2400  # the block of visible pictures for U+0000 … U+001F


def harmless(text: str) -> str:
    """Every control character as something visible: ESC as `␛`, a bidi override as `⟨U+202E⟩`."""
    return _CONTROL.sub(_visible, text) if _CONTROL.search(text) else text


def one_line(text: str) -> str:
    """Harmless, and with its line ends and tabs as single blanks."""
    return " ".join(harmless(text).split())


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == ord("\r"):
        return ""
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == 0x7F:
        return "␡"
    return f"⟨U+{code:04X}⟩"
