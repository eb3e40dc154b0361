"""Where a student is: one small JSON file, readable and repairable by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ..atomic import write_text
from ..errors import UsageError

VERSION = 1

_CURE = "`chainrule start` here begins a new one; your answers and your numbers stay as they are"


@dataclass(frozen=True, slots=True)
class Past:
    """One set of numbers of an item that was given back for new ones, and the best score (0..1) with it."""

    item: str
    redraw: int
    score: float


@dataclass(frozen=True, slots=True)
class State:
    """Items are named `lesson/item`. `content` is the folder of another course, None for the built-in one.

    `scores` holds the best score (0..1) of an item with its present numbers, `hints` how many were read,
    `redraws` how often new numbers were drawn, `given_up` the items whose solution was shown unsolved.
    """

    student: str
    language: str
    content: str | None = None
    current: str = ""
    scores: Mapping[str, float] = field(default_factory=dict)
    hints: Mapping[str, int] = field(default_factory=dict)
    redraws: Mapping[str, int] = field(default_factory=dict)
    given_up: tuple[str, ...] = ()
    history: tuple[Past, ...] = ()

    def passed(self, item: str) -> bool:
        return self.scores.get(item, 0.0) >= 1

    def at(self, item: str) -> State:
        return replace(self, current=item)

    def scored(self, scores: Mapping[str, float]) -> State:
        """With these results; of two for one item the better one is kept."""
        best = {item: max(score, self.scores.get(item, 0.0)) for item, score in scores.items()}
        return replace(self, scores={**self.scores, **best})

    def hinted(self, item: str, count: int) -> State:
        return replace(self, hints={**self.hints, item: max(count, self.hints.get(item, 0))})

    def gave_up(self, item: str) -> State:
        return self if item in self.given_up else replace(self, given_up=(*self.given_up, item))

    def redrawn(self, item: str) -> State:
        """With new numbers to come for `item`; what was reached with the old ones moves to the history."""
        redraw = self.redraws.get(item, 0)
        return replace(
            self,
            scores={k: v for k, v in self.scores.items() if k != item},
            hints={k: v for k, v in self.hints.items() if k != item},
            redraws={**self.redraws, item: redraw + 1},
            given_up=tuple(k for k in self.given_up if k != item),
            history=(*self.history, Past(item, redraw, self.scores.get(item, 0.0))),
        )


def save_state(state: State, path: Path) -> None:
    data = {"version": VERSION, **asdict(state)}
    write_text(path, json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", durable=False)


def load_state(path: Path) -> State:
    """Read the state. Raises UsageError with what to do when the file is damaged or of another version."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data.pop("version") != VERSION:
            raise UsageError(f"{path}: written by another version of chainrule; {_CURE}")
        return _state(data)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); {_CURE}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}: damaged ({error}); {_CURE}") from None


def _state(data: Mapping[str, Any]) -> State:
    history = tuple(Past(**entry) for entry in data["history"])
    scores = {str(item): float(score) for item, score in data["scores"].items()}
    hints, redraws = ({str(k): int(n) for k, n in data[name].items()} for name in ("hints", "redraws"))
    given_up = tuple(map(str, data["given_up"]))
    changed = {
        "history": history,
        "scores": scores,
        "hints": hints,
        "redraws": redraws,
        "given_up": given_up,
    }
    return State(**{**data, **changed})
