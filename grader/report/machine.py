"""A Report as one line of JSON, for scripts; `schema.py` publishes its shape."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from ..model import (
    CheckResult,
    Comparison,
    Decided,
    Derivation,
    DerivationLine,
    Evidence,
    GradientTable,
    HeatMap,
    ItemResult,
    Message,
    Picture,
    Plane,
    Report,
    Response,
    Shown,
    SourceLine,
    Text,
)
from .phrases import Phrases, pick

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | float | bool | None"


def to_json(report: Report, phrases: Phrases) -> str:
    """One line of UTF-8 without its end, keys sorted; the same report gives the same bytes.

    Numbers that JSON lacks do not occur: whatever a student computed is text here.
    """
    line = json.dumps(_report(report, phrases), ensure_ascii=False, sort_keys=True, allow_nan=False)
    return line.encode("utf-8", "replace").decode("utf-8")  # lone surrogates a student may have written


def _report(report: Report, phrases: Phrases) -> Json:
    return {
        "version": report.version,
        "submission": report.submission,
        "student": report.student,
        "lesson": report.lesson,
        "title": _text(report.title, phrases),
        "score": report.score,
        "points": report.points,
        "max_points": report.max_points,
        "isolation": report.isolation.value,
        "variant": report.variant,
        "command": report.command,
        "remarks": [phrases.say_all(remark) for remark in report.remarks],
        "results": [_result(result, phrases) for result in report.results],
    }


def _result(result: ItemResult, phrases: Phrases) -> Json:
    return {
        "item": result.item,
        "kind": result.kind,
        "title": _text(result.title, phrases),
        "status": result.status.value,
        "score": result.score,
        "points": result.points,
        "max_points": result.max_points,
        "notes": list(result.notes),
        "waits_for": result.waits_for,
        "response": _response(result.response),
        "checks": [_check(check, phrases) for check in result.checks],
        **({"decided": _decided(result.decided)} if result.decided else {}),
    }


def _decided(decided: Decided) -> Json:
    decision = decided.decision
    return {
        "score": decision.score,
        "reason": decision.reason,
        "who": decision.who,
        "digest": decision.digest,
        "stale": decided.stale,
        "program": {
            "status": decided.status.value,
            "score": decided.score,
            "points": decided.points,
            "max_points": decided.max_points,
        },
    }


def _check(check: CheckResult, phrases: Phrases) -> Json:
    """A check always has a message: without one of its own, the word for its status."""
    message = check.message or Message(f"report/status-{check.status}")
    return {
        "name": check.name,
        "title": phrases.say_all(check.title),
        "status": check.status.value,
        "score": check.score,
        "note": check.note,
        "hidden": check.hidden,
        "message": phrases.say_all(message),
        "remarks": [phrases.say_all(remark) for remark in check.remarks],
        "evidence": [_evidence(e, phrases) for e in check.evidence],
    }


def _evidence(evidence: Evidence, phrases: Phrases) -> Json:
    match evidence:
        case Comparison(asked, expected, yours, difference):
            return {
                "type": "comparison",
                "input": _shown(asked),
                "expected": _shown(expected),
                "yours": _shown(yours),
                "difference": difference,
            }
        case Derivation(lines):
            return {"type": "derivation", "lines": [_line(line, phrases) for line in lines]}
        case SourceLine(file, line, code):
            return {"type": "source", "file": file, "line": line, "code": code}
        case GradientTable():
            return _gradients(evidence, phrases)
        case Picture():
            return _picture(evidence, evidence.gap, phrases)
        case Plane() | HeatMap():
            return _picture(evidence, None, phrases)


def _shown(shown: Shown | None) -> Json:
    if shown is None:
        return None
    marked = [list(cell) for cell in sorted(shown.marked)]
    return {
        "text": shown.text,
        "latex": shown.latex,
        "cells": [list(r) for r in shown.cells],
        "marked": marked,
    }


def _line(line: DerivationLine, phrases: Phrases) -> Json:
    return {
        "line": line.number,
        "raw": line.raw,
        "status": line.status,
        "read_as": line.read_as,
        "note": line.note,
        "by": line.by,
        "message": phrases.say_all(line.message) if line.message else None,
        "witness": dict(line.witness) or None,
    }


def _gradients(table: GradientTable, phrases: Phrases) -> Json:
    return {
        "type": "gradient",
        "input": _shown(table.at),
        "left_out": table.left_out,
        "rows": [
            {
                "name": row.name,
                "shape": row.shape,
                "right": row.right,
                "verdict": phrases.say_all(row.verdict),
                "place": row.place,
                "yours": row.yours,
                "central_difference": row.numeric,
                "relative_error": row.error,
                "ratio": row.ratio,
            }
            for row in table.rows
        ],
    }


def _picture(picture: Picture | Plane | HeatMap, at: tuple[float, float] | None, phrases: Phrases) -> Json:
    """What a picture says in words; its points are the page's business."""
    gap = {"x": at[0], "difference": at[1]} if at else None
    return {
        "type": "picture",
        "title": _words(picture.title, phrases),
        "description": _words(picture.description, phrases),
        "gap": gap,
    }


def _text(text: Text, phrases: Phrases) -> dict[str, str]:
    return {lang: pick(text, lang) for lang in phrases.languages}


def _words(words: Text | Message, phrases: Phrases) -> dict[str, str]:
    return phrases.say_all(words) if isinstance(words, Message) else _text(words, phrases)


def _response(response: Response | None) -> Json:
    if isinstance(response, tuple):
        return [_response(part) for part in response]
    if isinstance(response, Mapping):
        return {key: _response(part) for key, part in response.items()}
    return response
