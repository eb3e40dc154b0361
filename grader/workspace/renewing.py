"""Starting an item over: as it was handed out (`reset`), or with new numbers (`again`)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..assignments import public_secret
from ..atomic import write_text
from ..checks import KINDS
from ..course import Course
from ..errors import UsageError
from ..seeds import student_key
from ..variants import to_stored, vary
from .answer_file import answer_block, with_block
from .making import Maker
from .numbers import drawn, load_numbers, remembered
from .outline import Entry, Outline, save_outline
from .place import Workspace
from .state import State

_TRIES = 50
"""How many redraws are looked at for numbers that differ from the present ones."""


@dataclass(frozen=True, slots=True)
class PutAside:
    """`folder` keeps the old answer; None where there was no answer to keep."""

    folder: Path | None


def put_aside(workspace: Workspace, entry: Entry, fresh: str) -> PutAside | None:
    """Put the item's answer aside and `fresh`, the file as handed out, in its place.

    Of answers.yaml only the item's own part changes. None when the answer was as handed out. Raises
    UsageError when the file cannot be read.
    """
    path = workspace.file_of(entry)
    now = _read(path)
    old = now if entry.starter else answer_block(now, entry.id) or ""
    new = fresh if entry.starter else answer_block(fresh, entry.id) or ""
    if old.rstrip() == new.rstrip():
        return None
    kept = _free(workspace, entry) if old else None
    if kept is not None:
        write_text(kept / path.name, old)
    write_text(path, fresh if entry.starter else with_block(now or fresh, entry.id, new))
    return PutAside(kept)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: cannot be read ({error}); save it as UTF-8 or put it aside yourself"
        ) from None


def _free(workspace: Workspace, entry: Entry) -> Path:
    number = 1
    while workspace.history(entry, number).exists():
        number += 1
    return workspace.history(entry, number)


def reset(workspace: Workspace, course: Course, state: State, entry: Entry) -> PutAside | None:
    """The item as it was handed out, with the same numbers. Returns and raises as `put_aside`."""
    if entry.starter:
        return put_aside(workspace, entry, entry.starter)
    files = Maker(workspace, course, state).fresh(remembered(workspace, course, state, entry.lesson))
    return put_aside(workspace, entry, files["answers.yaml"])


def again(
    workspace: Workspace, course: Course, state: State, outline: Outline, entry: Entry
) -> PutAside | None:
    """New numbers for the item; the old answer and its result are kept.

    None when the item is the same whatever is drawn.
    """
    redrawn = _other_numbers(workspace, course, state, entry)
    if redrawn is None:
        return None
    maker = Maker(workspace, course, redrawn)
    chapter = maker.lesson(entry.lesson)
    chapters = tuple(chapter if old.id == chapter.id else old for old in outline.chapters)
    save_outline(replace(outline, chapters=chapters), workspace.outline_file)
    fresh = maker.fresh(drawn(workspace, course, redrawn, entry.lesson))
    kept = put_aside(workspace, entry, fresh[entry.file])
    workspace.save(redrawn)
    return kept or PutAside(None)


def _other_numbers(workspace: Workspace, course: Course, state: State, entry: Entry) -> State | None:
    """The state with the item's redraws counted on until its numbers differ."""
    now = load_numbers(workspace, entry.lesson).get(entry.id, {})
    item = next(item for item in course.lesson(entry.lesson).items if item.id == entry.id)
    key = student_key(public_secret(course), state.student)
    redrawn = state.redrawn(entry.ref)
    first = redrawn.redraws[entry.ref]
    for redraw in range(first, first + _TRIES):
        stored = to_stored(vary(item, entry.lesson, course, KINDS[item.kind], key, redraw))
        if any(stored[part] != now.get(part) for part in ("params", "order")):
            return replace(redrawn, redraws={**redrawn.redraws, entry.ref: redraw})
    return None
