"""Results that are kept: of pure functions whose arguments have no hash, such as a variant or a course."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_BY_VALUE = (str, bytes, tuple)


class _Same:
    """An object, equal to itself alone. It is held, so that its address means nothing else meanwhile."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


def remembered(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keeps the last `most` results of a pure function of positional arguments.

    Texts, bytes and tuples are the same when they are equal, anything else when it is the same object: that
    object must not change any more, and neither must the result.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @lru_cache(maxsize=most)
        def kept(*keys: object) -> R:
            return function(*(k.value if isinstance(k, _Same) else k for k in keys))  # type: ignore[call-arg,arg-type]

        @wraps(function)
        def called(*args: P.args, **named: P.kwargs) -> R:
            return kept(*(a if isinstance(a, _BY_VALUE) else _Same(a) for a in args), **named)  # type: ignore[arg-type]

        return called

    return decorate
