"""A fault found in the data of a file, before it is known which line that data stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import did_you_mean
from ..lesson import Where
from ..yaml12 import Data

_LONGEST_WORD = 60  # looking for a near name in longer text costs much and finds nothing


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong, where in the data, and what mends it. `key` blames the key rather than its value."""

    where: Where
    message: str
    help: str | None = None
    key: bool = False


def meant(word: str, known: Sequence[str]) -> str | None:
    """`did you mean …?` when a known name is near."""
    near = did_you_mean(word, known) if len(word) <= _LONGEST_WORD else None
    return f"did you mean `{near}`?" if near else None


def nearest(word: str, known: Sequence[str]) -> str:
    """`did you mean …?` when a known name is near, else the known names."""
    return meant(word, known) or f"known here: {', '.join(known)}"


def clipped(text: str) -> str:
    """A name as a message can hold it."""
    return text if len(text) <= _LONGEST_WORD else text[: _LONGEST_WORD - 1] + "…"


def mapping_at(data: Data, key: str) -> Mapping[str, Data]:
    """The mapping under `key`; an empty one where something else stands, which the types complain about."""
    found = data.get(key) if isinstance(data, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def list_at(data: Data, key: str) -> Sequence[Data]:
    """The list under `key`; an empty one where something else stands."""
    found = data.get(key) if isinstance(data, Mapping) else None
    return found if isinstance(found, tuple | list) else ()


def text_at(data: Data, key: str) -> str | None:
    """The text under `key`, if it is text."""
    found = data.get(key) if isinstance(data, Mapping) else None
    return found if isinstance(found, str) else None
