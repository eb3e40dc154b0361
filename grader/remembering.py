"""Results that are kept: of pure functions whose arguments have no hash, such as a variant or a course."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple

Given = TypeVarTuple("Given")
R = TypeVar("R")

_BY_VALUE = (str, bytes, tuple)


def remembered(most: int) -> Callable[[Callable[[*Given], R]], Callable[[*Given], R]]:
    """Keeps the last `most` results of a pure function of positional arguments.

    Texts, bytes and tuples are the same when they are equal, anything else when it is the same object: that
    object must not change any more, and neither must the result.
    """

    def decorate(function: Callable[[*Given], R]) -> Callable[[*Given], R]:
        kept: dict[tuple[object, ...], tuple[R, object]] = {}

        @wraps(function)
        def called(*args: *Given) -> R:
            key = tuple([a if isinstance(a, _BY_VALUE) else id(a) for a in args])
            found = kept.pop(key, None)
            if found is None:
                # the arguments are held, so that their addresses mean nothing else meanwhile
                found = function(*args), args
                while len(kept) >= most:
                    kept.pop(next(iter(kept)), None)
            kept[key] = found  # the last one used comes last
            return found[0]

        return called

    return decorate
