"""What holds for a handout beside its questions: when it is due, how it comes back, what is told at home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

from .errors import UsageError
from .lesson import CodeBase, ItemBase
from .model import Text
from .moments import Moment, moment

Local: TypeAlias = Literal["full", "form", "none"]
"""What `check` tells on a student's own machine: the verdict; whether the answer can be read; nothing."""

LEVELS: tuple[Local, ...] = get_args(Local)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a set says to its students. Without a set everything is left to the usual.

    `title` is the set's own; `hand_in` replaces the built-in sentence; `release` is when `solution` and
    `again` begin to work; `local` says, by item, what a check at home tells where that is not the usual.
    """

    title: Text = field(default_factory=dict)
    deadline: Moment | None = None
    release: Moment | None = None
    hand_in: Text = field(default_factory=dict)
    local: Mapping[str, Local] = field(default_factory=dict)

    @property
    def opens(self) -> Moment | None:
        """When solutions and new numbers may be had: the release, else the deadline."""
        return self.release or self.deadline

    def told(self, item: ItemBase, public: bool) -> Local:
        """What a check at home tells of an item: as the set says, else the public checks of code alone, and
        everything where the numbers are public anyway."""
        usual: Local = "full" if public or isinstance(item, CodeBase) else "form"
        return self.local.get(item.id, usual)

    def stored(self) -> dict[str, Any]:
        """As a manifest keeps them: text, and only what was said."""
        said = {
            "title": dict(self.title),
            "deadline": self.deadline and str(self.deadline),
            "release": self.release and str(self.release),
            "hand_in": dict(self.hand_in),
            "local": dict(self.local),
        }
        return {name: value for name, value in said.items() if value}


USUAL = Terms()
"""Without a set."""


def terms_from(stored: Mapping[str, Any]) -> Terms:
    """The terms that were stored. Raises UsageError when they are damaged."""
    try:
        local = {str(item): _level(level) for item, level in stored.get("local", {}).items()}
        return Terms(
            title=_text(stored.get("title", {})),
            deadline=_moment(stored.get("deadline")),
            release=_moment(stored.get("release")),
            hand_in=_text(stored.get("hand_in", {})),
            local=local,
        )
    except (AttributeError, TypeError, ValueError) as error:
        raise UsageError(
            f"the terms of this set are damaged ({error}); use the file as it was issued"
        ) from None


def _moment(stored: object) -> Moment | None:
    return None if stored is None else moment(str(stored))


def _text(stored: Mapping[str, object]) -> Text:
    return {str(lang): str(words) for lang, words in stored.items()}


def _level(stored: object) -> Local:
    if stored not in LEVELS:
        raise ValueError(f"{stored!r} is none of {', '.join(LEVELS)}")
    return stored
