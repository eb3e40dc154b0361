"""Which function or class of a module is meant, and what it takes. Also sent alone, to say just that."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Sequence
from typing import Any

ASKED_THROUGH = (
    "calculate", "loss", "compute", "cost", "__call__", "forward", "call", "function", "fn", "func", "f",
)  # fmt: skip
"""Methods that an object of a class is asked through, if it is a loss."""


def describe(module: str, names: Sequence[str]) -> tuple[str, str, list[str], int]:
    """The first of the names that can be called: which, as what (`class`, `method` or `function`), the names
    of its positional parameters, and how many of them it requires."""
    for name in names:
        try:
            found = named(module, name)
        except (AttributeError, ImportError):
            continue
        if callable(found):
            kind = "class" if inspect.isclass(found) else "method" if "." in name else "function"
            told = _asked_for(found) if kind == "class" else parameters(found)
            return name, kind, told, len(required(found))
    return "", "", [], 0


def named(module: str, name: str) -> Any:
    """What a module calls `name`, or `Class.method`. Raises AttributeError or ImportError."""
    found: Any = sys.modules.get(f"submission_{module}") or importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def parameters(function: Callable[..., object]) -> list[str]:
    """Names of the positional parameters."""
    return [p.name for p in _positional(function)]


def required(function: Callable[..., object]) -> list[str]:
    """Names of the positional parameters without a default."""
    return [p.name for p in _positional(function) if p.default is p.empty]


def _asked_for(made: type) -> list[str]:
    """The parameters of the method that a class is asked through, without its object."""
    method = next((m for m in ASKED_THROUGH if (m in dir(made) and m != "__call__") or m in vars(made)), None)
    if method is None:
        return []
    free = isinstance(inspect.getattr_static(made, method), staticmethod | classmethod)
    return parameters(getattr(made, method))[0 if free else 1 :]


def _positional(function: Callable[..., object]) -> list[inspect.Parameter]:
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [p for p in found if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
