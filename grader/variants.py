"""An item with its numbers bound: the same seed gives the same variant, byte for byte, everywhere.

NOTE TO THE BUILDER OF THIS MODULE (supersedes the brief's draw grammar; delete this note when done):
a draw may hold no comma, because in YAML's `{w: …, x: …}` a comma ends the value. The grammar is words:

    integers 1 to 4 · tenths -2 to 2 · hundredths 0 to 1 · halves -2 to 2 · quarters 0 to 1
    pick 1 2 3 1/2 0.05 · words mean sum · vector 3 of tenths -2 to 2 · matrix 2 x 3 of integers 1 to 5
    bounds and sizes may be earlier names: `integers 1 to n`, `vector n of tenths 0 to 1`;
    `nonzero` may follow: `tenths -2 to 2 nonzero` (each component).

Also: `to_stored(variant)` stores only what was drawn (not `let`, which could be the answer), `redraw`, and the
order; `bind(item, lesson_id, course, drawn, order, redraw, id="")` recomputes `let`. See grader/assignments.py and
grader/pipeline.py for how vary, bind, to_stored, from_stored, fill_text, hidden_seed, variant_id are called.
`plan` with an empty seed (b"") must plan no hidden cases.
"""

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
