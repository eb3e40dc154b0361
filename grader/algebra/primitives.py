"""The functions that every part of the algebra knows without a formula; all others come from a catalogue.

`ln` is the natural logarithm of one number; `log` takes (number, base); `max` and `min` take two or more.
`step` is 1 from 0 on (H(0) = 1), `sign(0)` is 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PRIMITIVES: Mapping[str, int | None] = MappingProxyType(
    {
        "exp": 1,
        "ln": 1,
        "log": 2,
        "sqrt": 1,
        "abs": 1,
        "sin": 1,
        "cos": 1,
        "tan": 1,
        "atan": 1,
        "sinh": 1,
        "cosh": 1,
        "tanh": 1,
        "erf": 1,
        "sign": 1,
        "step": 1,
        "max": None,
        "min": None,
    }
)
"""Name → number of arguments; None: two or more."""
