"""Plain scalars by the YAML 1.2 core schema, and what double quotes made of a forgotten backslash."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

MAX_DIGITS = 100  # of a number

_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_BASED = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)\Z")
_WORDS: Mapping[str, bool | float | None] = MappingProxyType(
    dict.fromkeys(("", "~", "null", "Null", "NULL"))
    | dict.fromkeys(("true", "True", "TRUE"), True)
    | dict.fromkeys(("false", "False", "FALSE"), False)
    | dict.fromkeys((s + w for s in ("", "+") for w in (".inf", ".Inf", ".INF")), math.inf)
    | dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf)
    | dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan)
)
_NUMBER_STARTS = frozenset("0123456789+-.")

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")  # a line feed is what text may hold
_ATE_BACKSLASH = re.compile(r"\n(?:abla|eq|eg|u|otin)\b")  # "\nabla" in double quotes


def scalar(text: str) -> str | float | bool | None:
    """A plain scalar by the YAML 1.2 core schema. Raises ValueError for a number of over 100 digits."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _BASED.match(text):
        return int(_short(text), 0)
    if _INTEGER.match(text):
        return int(_short(text))
    return float(_short(text)) if _FLOAT.match(text) else text


def _short(text: str) -> str:
    if len(text) > MAX_DIGITS:
        raise ValueError(f"a number of {len(text)} characters; at most {MAX_DIGITS} are read")
    return text


def ate_backslash(text: str) -> bool:
    """Whether a text from double quotes holds what `"\\alpha"` or `"\\nabla"` becomes there."""
    return bool(_CONTROL.search(text) or _ATE_BACKSLASH.search(text))
