"""What one answer sheet (answers.yaml or notebook) says, before the sheets of a hand-in are put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..errors import ResponseError, did_you_mean
from ..model import Message, Response
from .naming import fold, shown

CODE_KINDS: Final = frozenset({"code", "debug"})
"""Kinds whose response is the name of a Python file."""

PROSE_KINDS: Final = frozenset({"expression", "derivation", "numeric", "reflect"}) | CODE_KINDS
"""Kinds whose response is one text of formulas or words, in which YAML's signs | [ { * : mean themselves."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file or a cell of a notebook, counted from 1."""

    file: str
    line: int = 0
    cell: int = 0

    def __str__(self) -> str:
        return f"{shown(self.file)} [{self.cell}]" if self.cell else f"{shown(self.file)}:{self.line}"


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands at one place for one item: a response, nothing (None), or a problem."""

    item: str
    place: Place
    response: Response | None = None
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer sheet. `students` holds each name it gives; with a `problem` it is unreadable as a whole."""

    file: str
    students: tuple[str, ...] = ()
    lesson: str | None = None
    entries: tuple[Entry, ...] = ()
    remarks: tuple[Message, ...] = ()
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The items that can be answered: id to kind, the ids by folded spelling, the lesson if it is given.

    `starters` are the Python texts that code items were handed out with; such a text is not an answer.
    """

    kinds: Mapping[str, str]
    folded: Mapping[str, str] = field(default_factory=dict)
    lesson: str | None = None
    starters: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, kinds: Mapping[str, str], lesson: str | None = None, starters: Mapping[str, str] | None = None
    ) -> Known:
        return cls(kinds, {fold(item): item for item in kinds}, lesson, starters or {})

    def is_untouched(self, item: str, code: str) -> bool:
        """Whether `code` is empty or still what the item was handed out with."""
        plain = _plain(code)
        return not plain or plain == _plain(self.starters.get(item, ""))

    def find(self, key: str, lesson: str | None = None) -> str | None:
        """The item that `key` names, with or without `lesson/` before it; None for an unknown one."""
        if key in self.kinds:
            return key
        lesson = lesson or self.lesson
        word, prefix = fold(key), fold(lesson) + "/" if lesson else ""
        return (
            self.folded.get(word)
            or self.folded.get(prefix + word)
            or self.folded.get(word.removeprefix(prefix))
        )

    def unknown(self, key: str, place: Place, also: Sequence[str] = ()) -> Message:
        """The remark on a key that names no item, with the nearest item or word of `also`, if one is near."""
        values = {"item": shown(key), "place": str(place)}
        near = did_you_mean(shown(fold(key)), (*also, *self.kinds))
        if near is None:
            return Message("hand-in-unknown-item", values)
        return Message("hand-in-unknown-item-near", {**values, "near": near})


def _plain(code: str) -> str:
    return "\n".join(line.rstrip() for line in code.removeprefix("\ufeff").splitlines()).strip()


def message(problem: ResponseError, **more: str) -> Message:
    """The sentence of a ResponseError, with further values."""
    return Message(problem.note, {**problem.values, **more})


def is_empty(response: Response) -> bool:
    """Whether no text is in it: a blank, an empty list, a list of blanks."""
    if isinstance(response, str):
        return not response.strip()
    parts: Iterable[Response] = response.values() if isinstance(response, Mapping) else response
    return all(is_empty(part) for part in parts)
