"""JSON Schema (draft 2020-12) of the files authors write, for yaml-language-server and other checkers.

It is made from the types the loader uses. What a schema cannot say (names that must be unique or known) only
the loader checks.
"""

from __future__ import annotations

from typing import Any

from .lesson import KINDS, CourseFile, FromFile, Lesson

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def lesson_schema() -> dict[str, Any]:
    """The schema of a lesson file, `course/NN-slug.yaml`."""
    schema = schema_of(Lesson, "A lesson of chainrule")
    items = schema["properties"]["items"]["items"]
    items["defaultSnippets"] = [_snippet(kind) for kind in KINDS]
    return schema


def course_schema() -> dict[str, Any]:
    """The schema of `course/course.yaml`."""
    return schema_of(CourseFile, "A course of chainrule")


def schema_of(model: type[FromFile], title: str) -> dict[str, Any]:
    """The schema of the files that are read as a `model`."""
    made = model.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": DIALECT, **_tidied(made), "title": title}


def _tidied(part: Any, named: bool = False) -> Any:
    """Without what the generator adds for every field: its name as a title, and a default of null.

    And with what it leaves out: that keys which fit no pattern are refused. `named` says that the keys of
    `part` are names of an author's, not words of JSON Schema.
    """
    if isinstance(part, list):
        return [_tidied(each) for each in part]
    if not isinstance(part, dict):
        return part
    if named:
        return {name: _tidied(each) for name, each in part.items()}
    kept = {
        k: _tidied(v, k in _NAMED) for k, v in part.items() if k != "title" and (k, v) != ("default", None)
    }
    return {"additionalProperties": False, **kept} if "patternProperties" in kept else kept


_NAMED = ("properties", "patternProperties", "$defs")


def _snippet(kind: str) -> dict[str, Any]:
    """What an editor offers at a new entry of `items`: the kind, then all the keys it cannot do without."""
    model = KINDS[kind]
    needed = [field.alias or name for name, field in model.model_fields.items() if field.is_required()]
    keys = [kind, *(key for key in needed if key != kind)]
    body = {key: f"${{{k}:{key if key != kind else 'its-id'}}}" for k, key in enumerate(keys, 1)}
    return {"label": kind, "description": (model.__doc__ or "").splitlines()[0], "body": body}
