"""Student text that can neither steer a terminal nor hide what a line says."""

from __future__ import annotations

import re

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls (Unicode UAX 9)
    "\ud800-\udfff\ufffe\uffff]"  # lone surrogates and non-characters, which no encoder takes
)


def harmless(text: str) -> str:
    """Every control character as something visible: ESC as `⟨U+001B⟩`, a bidi override as `⟨U+202E⟩`.

    Line ends become plain newlines.
    """
    if not _CONTROL.search(text):
        return text
    return _CONTROL.sub(lambda m: f"⟨U+{ord(m[0]):04X}⟩", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Harmless, and with its line ends and tabs as single blanks."""
    return " ".join(harmless(text).split())
