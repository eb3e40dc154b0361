"""Opening a gradebook, where its database library may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..model import Decision

if TYPE_CHECKING:
    from .store import Gradebook


def decisions_at(where: str) -> Mapping[tuple[str, str], tuple[Decision, ...]]:
    """What people decided, by student and lesson, in the gradebook at `where`. Raises as `gradebook_at`."""
    with gradebook_at(where) as book:
        return {
            place: tuple(one.decision() for one in by_item.values())
            for place, by_item in book.decisions().items()
        }


def gradebook_at(where: str, make: bool = True) -> AbstractContextManager[Gradebook]:
    """The gradebook at a path or database URL, for a `with` statement; made, or refused, when there is none.

    Raises UsageError when it cannot be opened, and when SQLAlchemy is not installed.
    """
    try:
        from .store import open_gradebook  # 180 ms that only a gradebook pays
    except ModuleNotFoundError as missing:
        raise UsageError(
            f"a gradebook needs {missing.name}: install chainrule with its extra, "
            "as in pipx install '.[class]'"
        ) from None
    return open_gradebook(where, make)
