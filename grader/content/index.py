"""What the light commands need of a course, as one small JSON file that is read without YAML or pydantic.

The file lies in the user's cache folder under a name made from the content's bytes, so a stale one is never
read; whatever cannot be read or written there is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..atomic import write_text
from ..errors import ContentError, Problem, UsageError
from ..model import Text
from . import Content, CourseInfo, load_course_info, spread

if TYPE_CHECKING:
    from ..lesson import ItemBase, Lesson

_LAYOUT = 1  # of the JSON file
_KEPT = 8  # index files; older ones are removed


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """An item at a glance. `title` is None when the author gave none; hints may hold `{{ placeholders }}`."""

    id: str
    kind: str
    title: Text | None
    points: float
    hints: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class LessonEntry:
    id: str
    title: Text
    needs: tuple[str, ...]
    minutes: int | None
    items: tuple[ItemEntry, ...]


@dataclass(frozen=True, slots=True)
class CourseIndex:
    info: CourseInfo
    lessons: tuple[LessonEntry, ...]


def index(content: Content, cache: Path | None = None) -> CourseIndex:
    """The index of a course: from the cache when its content is unchanged, else made and kept there.

    Raises ContentError with the problems of all lessons when one is broken.
    """
    path = (cache or cache_folder()) / f"index-{_digest(content)}.json"
    found = _read(path)
    if found is None:
        found = _made(content)
        # A cache that cannot be written costs time, nothing else.
        with contextlib.suppress(UsageError, OSError):
            write_text(path, json.dumps(asdict(found), ensure_ascii=False, sort_keys=True), durable=False)
            prune(path.parent, "index-*.json", _KEPT)
    return found


def cache_folder() -> Path:
    """The user's folder for what can be made again, as their system and XDG_CACHE_HOME have it."""
    if chosen := os.environ.get("XDG_CACHE_HOME"):
        return Path(chosen) / "chainrule"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "chainrule" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "chainrule"
    return Path.home() / ".cache" / "chainrule"


def _digest(content: Content) -> str:
    """A hash of all that the index is made from: this program's version, and names and bytes of the files."""
    total = hashlib.sha256(f"{_LAYOUT} {__version__}".encode())
    for path in (content.course_file, *content.lessons()):
        data = path.read_bytes()
        total.update(f"\0{path.name}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()[:32]


# --------------------------------------------------------------------------- made from the lessons


def _made(content: Content) -> CourseIndex:
    from ..loading import load_lesson

    info = load_course_info(content)
    problems: list[Problem] = []
    lessons: list[LessonEntry] = []
    for path in content.lessons():
        try:
            lessons.append(_lesson_entry(load_lesson(path), info))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return CourseIndex(info, tuple(lessons))


def _lesson_entry(lesson: Lesson, info: CourseInfo) -> LessonEntry:
    items = tuple(_item_entry(item, info) for item in lesson.items)
    title = dict(spread(lesson.title, info.languages))
    return LessonEntry(lesson.id, title, lesson.needs, lesson.minutes, items)


def _item_entry(item: ItemBase, info: CourseInfo) -> ItemEntry:
    title = None if item.title is None else dict(spread(item.title, info.languages))
    hints = tuple(dict(spread(hint, info.languages)) for hint in item.hints)
    return ItemEntry(item.id, item.kind, title, item.points, hints)


# --------------------------------------------------------------------------- kept in the cache


def _read(path: Path) -> CourseIndex | None:
    """The index in this file; None when there is none, or when something else wrote it."""
    try:
        return _index_from(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _index_from(data: Mapping[str, Any]) -> CourseIndex:
    info = {**data["info"], "languages": tuple(data["info"]["languages"])}
    return CourseIndex(CourseInfo(**info), tuple(_lesson_from(entry) for entry in data["lessons"]))


def _lesson_from(data: Mapping[str, Any]) -> LessonEntry:
    items = tuple(ItemEntry(**{**entry, "hints": tuple(entry["hints"])}) for entry in data["items"])
    return LessonEntry(**{**data, "needs": tuple(data["needs"]), "items": items})


def prune(folder: Path, pattern: str, most: int) -> None:
    """Remove all but the newest of these files."""
    files = sorted(folder.glob(pattern), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in files[most:]:
        old.unlink(missing_ok=True)
