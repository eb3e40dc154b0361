"""What a result was made from, as one hash: equal keys mean that grading again would write the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .. import __version__
from ..content import Content
from ..course import Course
from ..lesson import CodeBase
from ..seeds import derive
from ..submissions import HandIn

_PACKAGE = Path(__file__).parent.parent


def engine_digest(templates: Path) -> str:
    """The grader's version: its number, and its code and sentences, which differ between two checkouts."""
    files = [p for p in _PACKAGE.rglob("*.py") if "_content" not in p.parts]
    return _digest([__version__.encode(), *_contents((*files, *templates.rglob("*")))])


def content_digest(content: Content) -> str:
    """Every file of a course."""
    files = [content.course_file, content.functions_path, *content.lessons(), *content.exercise_files()]
    return _digest(_contents(files))


@cache
def lesson_digest(course: Course, lesson: str) -> str:
    """Everything of the course that grading this lesson reads; exercises only where there is code."""
    content = course.content
    files = [content.course_file, content.functions_path, content.lesson_path(lesson)]
    if any(isinstance(item, CodeBase) for item in course.lesson(lesson).items):
        files += content.exercise_files()
    return _digest(_contents(files))


def result_key(made_from: Mapping[str, Any], hand_in: HandIn, secret: bytes) -> str:
    """The key of one result: from JSON-like values, the bytes handed in, and the secret of hidden inputs.

    The secret enters through a keyed hash, so that the key can stand in a file.
    """
    left_out = [sorted((name, why.id) for name, why in hand_in.refused.items()), list(hand_in.others)]
    problem = hand_in.problem.id if hand_in.problem else ""
    text = json.dumps([made_from, hand_in.name, hand_in.digest, left_out, problem], sort_keys=True)
    return derive(secret or b"practice", "result", text).hex()


def _contents(paths: Iterable[Path]) -> Iterable[bytes]:
    for path in sorted(p for p in paths if p.is_file()):
        yield path.name.encode()
        yield path.read_bytes()


def _digest(parts: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()
