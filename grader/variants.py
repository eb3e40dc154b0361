"""An item with its numbers bound: the same seed gives the same variant, byte for byte, everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .lesson import ItemBase
from .model import Param


@dataclass(frozen=True, slots=True)
class Variant:
    """One item of one lesson for one student.

    `params` holds what was drawn and what was derived from it; `order[k]` is the index, in the lesson
    file, of the option or step shown at place k. Both are what a manifest stores. `id` is opaque.
    """

    lesson: str
    item: ItemBase
    params: Mapping[str, Param]
    order: tuple[int, ...] = ()
    redraw: int = 0
    id: str = ""
