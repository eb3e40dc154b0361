"""Gradescope: the same shape that gradescope-utils writes, the fields that the platform documents."""

from __future__ import annotations

import io
import json
import unittest
from typing import Any

import jsonschema
import pytest
from gradescope_utils.autograder_utils.decorators import number, tags, visibility, weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

from grader.errors import UsageError
from tests.conftest import Golden

from . import samples
from .exported import EACH, everyone, exported

VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
SPECIFIED = {
    "type": "object",
    "required": ["score", "tests"],
    "additionalProperties": False,
    "properties": {
        "score": {"type": "number"},
        "output": {"type": "string"},
        "output_format": FORMAT,
        "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY,
        "extra_data": {"type": "object"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["score", "max_score", "name"],
                "properties": {
                    "score": {"type": "number", "minimum": 0},
                    "max_score": {"type": "number", "minimum": 0},
                    "status": {"enum": ["passed", "failed"]},
                    "name": {"type": "string"},
                    "name_format": FORMAT,
                    "output": {"type": "string", "minLength": 1},
                    "output_format": FORMAT,
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": VISIBILITY,
                    "extra_data": {"type": "object"},
                },
            },
        },
    },
}
"""The fields of Gradescope's autograder specification that may be given."""


def loaded(name: str) -> Any:
    return json.loads(exported("gradescope", samples.ALL[name]()))


def theirs() -> Any:
    """Results as Gradescope's own library writes them for a test that fails."""

    def wrong(_: unittest.TestCase) -> None:
        """Two"""
        raise AssertionError("1 != 2")

    for mark in (weight(2), number("1"), tags("code"), visibility("visible")):
        wrong = mark(wrong)
    case = type("Two", (unittest.TestCase,), {"test_two": wrong})
    stream = io.StringIO()
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
    JSONTestRunner(stream=stream, visibility="visible").run(suite)
    return json.loads(stream.getvalue())


def kinds(entry: dict[str, Any]) -> dict[str, str]:
    plain = {True: "number"}
    return {k: plain.get(isinstance(v, int | float), type(v).__name__) for k, v in entry.items()}


def test_it_is_what_somebody_looked_at(golden: Golden) -> None:
    golden.check("formats/gradescope.json", exported("gradescope", samples.typical()))


@EACH
def test_it_has_only_fields_that_gradescope_specifies(name: str) -> None:
    jsonschema.validate(loaded(name), SPECIFIED)


def test_what_their_own_library_writes_has_the_same_names_and_types() -> None:
    reference, ours = theirs(), loaded("typical")
    other = kinds(reference["tests"][0])
    mine = kinds(ours["tests"][1])
    missing = other.keys() - mine.keys()
    assert missing <= {"number"}, "Gradescope numbers tests by itself"
    assert {k: other[k] for k in other.keys() & mine.keys()} == {
        k: mine[k] for k in other.keys() & mine.keys()
    }
    shared = kinds(reference).keys() & kinds(ours).keys() - {"execution_time"}
    assert {"score", "tests", "visibility"} <= shared
    assert all(kinds(reference)[k] == kinds(ours)[k] for k in shared)


@EACH
def test_the_points_are_those_of_the_report(name: str) -> None:
    report, results = samples.ALL[name](), loaded(name)
    assert results["score"] == pytest.approx(sum(t["score"] for t in results["tests"]))
    assert results["score"] == pytest.approx(report.points)
    assert [t.get("status") == "passed" for t in results["tests"]] == [
        r.status == "CORRECT" for r in report.results
    ]


def test_several_submissions_are_refused() -> None:
    with pytest.raises(UsageError, match="holds one submission, not 3"):
        exported("gradescope", *everyone())
