"""Results that are kept: of pure functions whose arguments have no hash, such as a variant or a course."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_BY_VALUE = (str, bytes, tuple)


def remembered(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keeps the last `most` results of a pure function.

    Texts, bytes and tuples are the same when they are equal, anything else when it is the same object: that
    object must not change any more, and neither must the result.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        kept: dict[tuple[object, ...], tuple[R, object]] = {}

        @wraps(function)
        def called(*args: P.args, **named: P.kwargs) -> R:
            given = (*args, *named, *named.values())
            key = tuple([a if isinstance(a, _BY_VALUE) else id(a) for a in given])
            found = kept.pop(key, None)
            if found is None:
                # the arguments are held, so that their addresses mean nothing else meanwhile
                found = function(*args, **named), given
                while len(kept) >= most:
                    kept.pop(next(iter(kept)), None)
            kept[key] = found  # the last one used comes last
            return found[0]

        return called

    return decorate
