"""What usually mends a slip of YAML syntax, by the words of the parser that met it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

BACKSLASH = r"in double quotes a backslash is written twice (`\\sigma`); in single quotes or after `|` once"
ANCHOR = "text that begins with `*` needs quotes"


def cure(problem: str, here: str) -> str | None:
    """What usually mends this fault of syntax; `here` is the character at its place."""
    if here == "\t":
        return "indent with spaces, not with tabs"
    if "cannot start any token" in problem:
        return f"text that begins with `{here}` needs quotes"
    return next((cure for words, cure in _CURES.items() if words in problem), None)


_CURES: Mapping[str, str] = MappingProxyType(
    {
        "mapping values are not allowed": "text with a colon and a blank in it needs quotes",
        "unknown escape character": BACKSLASH,
        "hexadecimal": BACKSLASH,
        "expected ',' or '}'": "text with a comma, a brace or a quote in it needs quotes inside `{ }`",
        "expected ',' or ']'": "text with a comma or a bracket in it needs quotes inside `[ ]`",
        "expected '-' indicator": "entries of one list begin in one column, each with `- `",
        "could not find expected ':'": "a key is followed by a colon and a blank",
        "did not find expected key": "keys of one mapping begin in one column; text that opens with a quote "
        "ends with it",
        "unexpected end of stream": "a quote or a bracket is not closed",
    }
)
