"""Gradescope's results.json: a test for each question, with its points and what is to be said about it.

The fields are those of docs/specs.md in gradescope/autograder_samples, and of the platform's documentation.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..model import ItemResult, Message, Report, Status
from .formats import Setting
from .harmless import harmless
from .phrases import Phrases
from .plain import Plain, only


def render(reports: Sequence[Report], setting: Setting) -> str:
    """One JSON document for one submission. Raises UsageError for none or several."""
    report = only(reports, "gradescope")
    plain = Plain(setting.phrases, setting.lang)
    results = {
        "score": round(report.points, 6),
        "output": "\n".join(plain.say(remark) for remark in report.remarks),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"lesson": report.lesson, "student": report.student, "variant": report.variant},
        "tests": [_test(report, result, plain) for result in report.results],
    }
    text = json.dumps(results, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return text.encode("utf-8", "replace").decode() + "\n"


def not_graded(message: Message, phrases: Phrases) -> str:
    """A document for a submission without a report: no points, and why in every language."""
    results = {
        "score": 0,
        "output": "\n".join(harmless(text) for text in phrases.say_all(message).values()),
        "output_format": "text",
        "visibility": "visible",
        "tests": [],
    }
    return json.dumps(results, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _test(report: Report, result: ItemResult, plain: Plain) -> dict[str, object]:
    """Only full marks pass; what earns no points at all carries no status."""
    test = {
        "name": plain.text(result.title),
        "score": round(result.points, 6),
        "max_score": result.max_points,
        "output": plain.story(report, result),
        "output_format": "text",
        "name_format": "text",
        "tags": [result.kind, *result.notes],
        "visibility": "visible",
        "extra_data": {"item": result.item, "status": result.status.value},
    }
    if result.max_points:
        test["status"] = "passed" if result.status is Status.CORRECT else "failed"
    return test
