"""A student's numbers: drawn once, written down, read back whatever version of the program comes later."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..assignments import Assignment, assign, lesson_hash, public_secret, rebuilt
from ..atomic import write_text
from ..course import Course
from ..errors import UsageError
from ..seeds import student_key, variant_id
from ..variants import Variant, to_stored
from .place import Workspace
from .state import State


def drawn(workspace: Workspace, course: Course, state: State, lesson: str) -> Assignment:
    """The student's variants of a lesson: those remembered, as far as they still fit, else drawn."""
    redraws = {
        ref.partition("/")[2]: n for ref, n in state.redraws.items() if ref.partition("/")[0] == lesson
    }
    fresh = assign(course, lesson, state.student, None, state.language, redraws)
    stored = load_numbers(workspace, lesson)
    variants: list[Variant] = []
    for variant in fresh.variants:
        old = stored.get(variant.item.id)
        if old is not None and old["redraw"] == variant.redraw:
            try:
                variants += rebuilt(course, lesson, {variant.item.id: old})
                continue
            except UsageError:
                pass  # the question has changed so much that it needs other numbers
        variants.append(variant)
    return replace(fresh, variants=tuple(variants))


def remembered(workspace: Workspace, course: Course, state: State, lesson: str) -> Assignment:
    """The variants of a lesson exactly as they were written out. Raises UsageError when they are gone."""
    stored = load_numbers(workspace, lesson)
    if not stored:
        raise UsageError(f"{workspace.numbers_file(lesson)}: missing or damaged; run `chainrule start` here")
    key = student_key(public_secret(course), state.student)
    return Assignment(
        state.student,
        lesson,
        course.lesson(lesson).title,
        rebuilt(course, lesson, stored),
        id=variant_id(key, lesson),
        key=key,
        language=state.language,
    )


def save_numbers(workspace: Workspace, course: Course, assignment: Assignment) -> None:
    data = {
        "content": lesson_hash(course.content, assignment.lesson),
        "items": {v.item.id: to_stored(v) for v in assignment.variants},
    }
    path = workspace.numbers_file(assignment.lesson)
    write_text(path, json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", durable=False)


def redraws(workspace: Workspace, course: Course) -> Mapping[str, int]:
    """How often new numbers were drawn for each item, as far as the numbers themselves tell it."""
    return {
        f"{lesson}/{item}": int(old["redraw"])
        for lesson in course.lesson_ids
        for item, old in load_numbers(workspace, lesson).items()
        if old["redraw"]
    }


def load_numbers(workspace: Workspace, lesson: str) -> Mapping[str, Any]:
    """What was drawn for the items of a lesson; empty when nothing is remembered."""
    path: Path = workspace.numbers_file(lesson)
    try:
        items = json.loads(path.read_text(encoding="utf-8"))["items"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return items if isinstance(items, dict) else {}
