"""The JSON Schema (draft 2020-12) of what `--format json` prints.

Scripts rely on it: keys are added, never renamed or removed, so every object may hold more than is listed.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from ..model import Isolation, Status

Schema: TypeAlias = dict[str, Any]  # JSON Schema has no smaller type

_STRING: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_OPTIONAL: Schema = {"type": ["string", "null"]}
_TEXT: Schema = {
    "type": "object",
    "additionalProperties": {"type": "string"},
    "description": "a sentence in each language of the course",
}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_POINTS: Schema = {"type": "number", "minimum": 0}
_STATUS: Schema = {"enum": [status.value for status in Status]}


def report_schema() -> Schema:
    """The shape of one Report, as one line of output holds it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "chainrule report",
        **_object(
            version={"const": 1},
            submission=_STRING,
            student=_STRING,
            lesson=_STRING,
            title=_TEXT,
            score=_SHARE,
            points=_POINTS,
            max_points=_POINTS,
            isolation={"enum": [level.value for level in Isolation]},
            variant=_STRING,
            command=_STRING,
            remarks=_list(_TEXT),
            results=_list({"$ref": "#/$defs/result"}),
        ),
        "$defs": {"result": _result(), "check": _check(), "shown": _shown(), "evidence": _evidence()},
    }


def _result() -> Schema:
    result = _object(
        item=_STRING,
        kind=_STRING,
        title=_TEXT,
        status=_STATUS,
        score=_SHARE,
        points=_POINTS,
        max_points=_POINTS,
        notes=_list(_STRING),
        waits_for=_OPTIONAL,
        response={"type": ["string", "array", "object", "null"]},
        checks=_list({"$ref": "#/$defs/check"}),
    )
    result["properties"]["decided"] = _decided()  # only where a person decided
    return result


def _decided() -> Schema:
    program = _object(status=_STATUS, score=_SHARE, points=_POINTS, max_points=_POINTS)
    return _object(
        score=_SHARE,
        reason=_STRING,
        who=_STRING,
        digest=_STRING,
        stale={"type": "boolean"},
        program=program,
    )


def _check() -> Schema:
    return _object(
        name=_STRING,
        title=_TEXT,
        status=_STATUS,
        score=_SHARE,
        note=_OPTIONAL,
        hidden={"type": "boolean"},
        message=_TEXT,
        remarks=_list(_TEXT),
        evidence=_list({"$ref": "#/$defs/evidence"}),
    )


def _evidence() -> Schema:
    shown: Schema = {"anyOf": [{"$ref": "#/$defs/shown"}, {"type": "null"}]}
    return {
        "oneOf": [
            _object(
                type={"const": "comparison"}, input=shown, expected=shown, yours=shown, difference=_OPTIONAL
            ),
            _object(type={"const": "derivation"}, lines=_list(_line())),
            _object(type={"const": "source"}, file=_STRING, line={"type": "integer"}, code=_STRING),
            _object(
                type={"const": "gradient"},
                input=shown,
                left_out={"type": "integer"},
                rows=_list(_gradient()),
            ),
            _object(type={"const": "picture"}, title=_TEXT, description=_TEXT, gap=_gap()),
        ]
    }


def _gradient() -> Schema:
    return _object(
        name=_STRING,
        shape=_STRING,
        right={"type": "boolean"},
        verdict=_TEXT,
        place=_OPTIONAL,
        yours=_OPTIONAL,
        central_difference=_OPTIONAL,
        relative_error=_OPTIONAL,
        ratio=_OPTIONAL,
    )


def _line() -> Schema:
    return _object(
        line={"type": "integer"},
        raw=_STRING,
        status={"enum": ["start", "follows", "wrong", "continues", "undecided", "unreadable", "repeats"]},
        read_as=_OPTIONAL,
        note=_OPTIONAL,
        by=_OPTIONAL,
        message={"anyOf": [_TEXT, {"type": "null"}]},
        witness={"type": ["object", "null"], "additionalProperties": {"type": "string"}},
    )


def _shown() -> Schema:
    place = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
    return _object(text=_STRING, latex=_OPTIONAL, cells=_list(_list(_STRING)), marked=_list(place))


def _gap() -> Schema:
    return {"anyOf": [_object(x=_NUMBER, difference=_NUMBER), {"type": "null"}]}


def _object(**properties: Schema) -> Schema:
    """An object with at least these keys."""
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}
