"""Exceptions explained: from type and text of what was raised to the note of a sentence that helps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..model import Raised


@dataclass(frozen=True, slots=True)
class _Sign:
    """`text` is searched in the message of an exception whose type `types` names; its groups are values."""

    types: str
    text: str
    note: str


_SIGNS: Final = (
    _Sign("NotImplementedError", r"", "not-written"),
    _Sign("ValueError", r"truth value of an array", "scalar-only"),
    _Sign("TypeError", r"only integer scalar arrays|be interpreted as an integer", "array-as-index"),
    _Sign("TypeError", r"only (0-dimensional|length-1|size-1)|scalar index", "scalar-only"),
    _Sign("DeprecationWarning", r"ndim > 0 to a scalar", "scalar-only"),
    _Sign("AxisError|IndexError", r"axis -?\d+ is out of bounds", "no-such-axis"),
    _Sign("IndexError", r"too many indices|out of bounds", "index"),
    _Sign("TypeError", r"positional argument|unexpected keyword", "arguments"),
    _Sign("AttributeError", r"module 'numpy' has no attribute '(?P<name>\w+)'", "numpy-name"),
    _Sign(
        "AttributeError",
        r"attribute '(?P<name>clone|detach|t|backward|requires_grad|unsqueeze|clamp|cpu|cuda|numpy|permute|mm"
        r"|pow|exp|log|sqrt|abs|sigmoid|tanh|relu|softmax|log_softmax|float|double|long|zero_|expand|norm"
        r"|grad)'",
        "torch-like",
    ),
    _Sign("AttributeError", r"'NoneType'", "none-used"),
    _Sign("AttributeError", r"attribute '(?P<name>\w+)'", "no-attribute"),
    _Sign("TypeError", r"'(numpy\.)?ndarray' object is not callable", "array-called"),
    _Sign("TypeError", r"NoneType", "none-used"),
    _Sign("TypeError", r"not iterable|0-d array|no len", "number-as-list"),
    _Sign("UnboundLocalError|NameError", r"name '(?P<name>\w+)'|variable '(?P<name2>\w+)'", "undefined-name"),
    _Sign("ModuleNotFoundError|ImportError", r"'?(?P<name>[\w.]+)'? *(is not|$)", "no-module"),
    _Sign("ModuleNotFoundError|ImportError", r"", "no-module"),
    _Sign("ValueError", r"broadcast|matmul|not aligned|mismatch|inhomogeneous", "shapes-clash"),
    _Sign("UFuncTypeError|_UFuncOutputCastingError", r"", "integer-array"),
    _Sign("OverflowError", r"", "overflow"),
    _Sign("ZeroDivisionError", r"", "zero-division"),
    _Sign("RecursionError", r"", "recursion"),
    _Sign("SyntaxError", r"print|Missing parentheses", "python-2"),
    _Sign("SyntaxError|IndentationError|TabError", r"", "syntax"),
)


LONGEST = 300
"""Characters of an exception's text that are looked at and shown: students can raise anything."""


@dataclass(frozen=True, slots=True)
class Crash:
    """Why a call raised. `values` fill the sentence: type, message, and often the name it is about."""

    note: str
    values: dict[str, str]


def explained(raised: Raised) -> Crash:
    """The best explanation known; `raised` when there is none."""
    message = raised.message[:LONGEST]
    values = {"type": raised.type[:LONGEST], "message": message, "line": str(raised.line or "?")}
    for sign in _SIGNS:
        found = re.search(sign.text, message)
        if found and re.fullmatch(sign.types, raised.type):
            named = [text for text in found.groupdict().values() if text]
            return Crash(sign.note, {**values, "name": named[0] if named else ""})
    return Crash("raised", values)
