"""What was read and found right before, kept as JSON under a hash of its file: no YAML, no validation again.

The files lie in the user's cache folder beside the index. A kept lesson is equal to the one in the course.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from .. import __version__, lesson
from ..atomic import write_text
from ..errors import UsageError
from ..lesson import Frozen, Lesson, Origin
from ..lesson.fields import Localised
from . import Content, CourseInfo, load_course_info
from .index import cache_folder, prune

_MOST = 100  # kept files; older ones are removed
_WORDS, _PLAIN = "text", "mapping"

T = TypeVar("T")


def kept_lesson(path: Path, folder: Path | None = None) -> Lesson:
    """The lesson of this file. Raises ContentError with everything that is wrong with it."""

    def made() -> Lesson:
        from ..loading import load_lesson  # pays for YAML and validation, which a kept lesson does not need

        return load_lesson(path)

    return _kept("lesson", [path], folder, made, _packed, partial(_lesson, path))


def kept_info(content: Content, folder: Path | None = None) -> CourseInfo:
    """What `course.yaml` says. Raises as `load_course_info`."""
    files = [content.course_file, Content.packaged().course_file]  # `extends` speaks of the second
    return _kept("course", files, folder, partial(load_course_info, content), asdict, _info)


def _kept(
    what: str,
    files: Sequence[Path],
    folder: Path | None,
    made: Callable[[], T],
    packed: Callable[[T], object],
    unpacked: Callable[[Any], T],
) -> T:
    try:
        path = (folder or cache_folder()) / f"{what}-{_digest(files)}.json"
    except RuntimeError:  # a user without a home
        return made()
    # Whatever cannot be read there is made anew; what cannot be written costs time, nothing else.
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        return unpacked(json.loads(path.read_text(encoding="utf-8")))
    found = made()
    with contextlib.suppress(UsageError, OSError):
        # in the order of the file, in which quantities are drawn
        write_text(path, json.dumps(packed(found), ensure_ascii=False), durable=False)
        prune(path.parent, f"{what}-*.json", _MOST)
    return found


def _digest(files: Sequence[Path]) -> str:
    total = hashlib.sha256(f"{__version__} {_types_digest()}".encode())
    for path in files:
        data = path.read_bytes()
        total.update(f"\0{path.name}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()[:32]


@cache
def _types_digest() -> str:
    """A hash of the types themselves: a lesson that was kept for others is not read."""
    sources = sorted(Path(lesson.__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


# --------------------------------------------------------------------------- as JSON


def _packed(value: object) -> object:
    match value:
        case Frozen():
            fields = {name: _packed(part) for name, part in value.__dict__.items()}
            return {"type": type(value).__name__, "given": sorted(value.model_fields_set), "parts": fields}
        case Localised():
            return {"type": _WORDS, "parts": dict(value)}
        case Mapping():
            return {"type": _PLAIN, "parts": {key: _packed(part) for key, part in value.items()}}
        case tuple():
            return [_packed(part) for part in value]
        case _:
            return value


def _unpacked(stored: Any) -> Any:
    if isinstance(stored, list):
        return tuple(map(_unpacked, stored))
    if not isinstance(stored, dict):
        return stored
    if stored["type"] == _WORDS:
        return Localised(stored["parts"])
    parts = {name: _unpacked(part) for name, part in stored["parts"].items()}
    return parts if stored["type"] == _PLAIN else _made(_TYPES[stored["type"]], parts, set(stored["given"]))


_TYPES: Mapping[str, type[Frozen]] = {
    made.__name__: made
    for made in vars(lesson).values()
    if isinstance(made, type) and issubclass(made, Frozen)
}


def _made(type_: type[Frozen], parts: dict[str, Any], given: set[str]) -> Frozen:
    """As pydantic takes a model out of a pickle: what was validated before is not validated again."""
    made = type_.__new__(type_)
    made.__setstate__(
        {
            "__dict__": parts,
            "__pydantic_fields_set__": given,
            "__pydantic_extra__": None,
            "__pydantic_private__": {} if issubclass(type_, Lesson) else None,
        }
    )
    return made


def _lesson(path: Path, stored: Any) -> Lesson:
    made = _unpacked(stored)
    if not isinstance(made, Lesson):
        raise TypeError("not a lesson")

    def origin() -> Origin:
        from ..loading import load_yaml

        return load_yaml(path)

    made.read_from(origin)
    return made


def _info(stored: Any) -> CourseInfo:
    return CourseInfo(**{**stored, "languages": tuple(stored["languages"])})
