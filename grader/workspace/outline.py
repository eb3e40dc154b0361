"""The course at a glance, with the student's numbers filled in: what `list`, `show`, `hint` and `next` read.

It holds questions and hints, never a key.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..atomic import write_text
from ..errors import UsageError, did_you_mean
from ..model import Text

VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One item. `ref` is `lesson/item`, `options` are (letter, text), `hidden` counts its hidden checks.

    `file` is where the answer goes, relative to the lesson's folder; `starter` what stood there at first
    (empty for answers.yaml).
    """

    ref: str
    kind: str
    title: Text
    points: float
    ask: Text
    spelling: Text
    options: tuple[tuple[str, Text], ...] = ()
    hints: tuple[Text, ...] = ()
    hidden: int = 0
    file: str = "answers.yaml"
    starter: str = ""

    @property
    def lesson(self) -> str:
        return self.ref.partition("/")[0]

    @property
    def id(self) -> str:
        return self.ref.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One lesson. `content` is the hash of the file it was written from."""

    id: str
    title: Text
    minutes: int | None
    content: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    title: Text
    languages: tuple[str, ...]
    chapters: tuple[Chapter, ...]

    def entries(self) -> Iterator[Entry]:
        for chapter in self.chapters:
            yield from chapter.entries

    def chapter(self, lesson: str) -> Chapter:
        """The lesson of this id. Raises UsageError with the nearest name."""
        known = {chapter.id: chapter for chapter in self.chapters}
        if lesson not in known:
            raise UsageError(_unknown("lesson", lesson, tuple(known)))
        return known[lesson]

    def entry(self, wanted: str, lesson: str = "") -> Entry:
        """The item that `lesson/item`, or an `item` of the lesson at hand or of only one lesson, names.

        Raises UsageError with the nearest name, or with all of them where a short name is ambiguous.
        """
        known = {entry.ref: entry for entry in self.entries()}
        found = known.get(wanted) or known.get(f"{lesson}/{wanted}")
        if found is not None:
            return found
        alike = [entry for entry in known.values() if entry.id == wanted]
        if len(alike) > 1:
            raise UsageError(f"{wanted!r} is in several lessons: say {' or '.join(e.ref for e in alike)}")
        if not alike:
            raise UsageError(_unknown("question", wanted, (*known, *(e.id for e in known.values()))))
        return alike[0]


def _unknown(what: str, wanted: str, known: tuple[str, ...]) -> str:
    near = did_you_mean(wanted, known)
    return f"no {what} {wanted!r}; " + (
        f"did you mean {near!r}?" if near else "`chainrule list` shows them all"
    )


def save_outline(outline: Outline, path: Path) -> None:
    data = {"version": VERSION, **asdict(outline)}
    write_text(path, json.dumps(data, ensure_ascii=False, sort_keys=True) + "\n", durable=False)


def load_outline(path: Path) -> Outline:
    """Read the outline. Raises UsageError when it is missing, damaged or of another version."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != VERSION:
            raise ValueError(f"version {data['version']}")
        return Outline(data["title"], tuple(data["languages"]), tuple(map(_chapter, data["chapters"])))
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{path}: missing or damaged; `chainrule start` here writes it again") from None


def _chapter(data: Mapping[str, Any]) -> Chapter:
    return Chapter(**{**data, "entries": tuple(map(_entry, data["entries"]))})


def _entry(data: Mapping[str, Any]) -> Entry:
    options = tuple((letter, text) for letter, text in data["options"])
    return Entry(**{**data, "options": options, "hints": tuple(data["hints"])})
