"""Classroom 50: whole scores that add up, and who and where from the runner's variables."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from grader.errors import UsageError
from grader.report.classroom50 import whole
from tests.conftest import Golden

from . import samples
from .exported import EACH, exported

VARIABLES = {
    "CLASSROOM": "nn-2026",
    "ASSIGNMENT": "sigmoid",
    "USERNAME": "s042",
    "SUBMISSION_TAG": "submit/2026-06-02T10-00-00Z-1f2e3d4",
    "COMMIT_URL": "https://git.example/nn-2026-sigmoid-s042/commit/1f2e3d4",
    "RELEASE_URL": "https://git.example/nn-2026-sigmoid-s042/releases/1",
}
NAMED = {"type": "string", "minLength": 1}
SCORE = {"type": "integer", "minimum": 0}
CONTRACT = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        *("schema", "classroom", "assignment", "assignment_type", "owner", "submission", "commit"),
        *("release", "review", "datetime", "score", "max-score", "tests"),
    ],
    "properties": {
        "schema": {"const": "classroom50/result/v1"},
        **dict.fromkeys(("classroom", "assignment", "owner", "commit", "release", "review"), NAMED),
        "assignment_type": {"enum": ["individual", "group"]},
        "submission": {"type": "string", "pattern": "^submit/"},
        "datetime": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$"},
        "score": SCORE,
        "max-score": SCORE,
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["test-name", "passed", "score", "max-score"],
                "properties": {
                    "test-name": NAMED,
                    "passed": {"type": "boolean"},
                    "score": SCORE,
                    "max-score": SCORE,
                },
            },
        },
    },
}
"""The required fields, types and patterns of schemas/result-v1.schema.json in foundation50/classroom50."""


def loaded(name: str) -> Any:
    return json.loads(exported("classroom50", samples.ALL[name](), variables=VARIABLES))


def test_it_is_what_somebody_looked_at(golden: Golden) -> None:
    golden.check("formats/classroom50.json", exported("classroom50", samples.typical(), variables=VARIABLES))


@EACH
def test_it_keeps_the_contract(name: str) -> None:
    result = loaded(name)
    jsonschema.validate(result, CONTRACT)
    assert result["score"] == sum(t["score"] for t in result["tests"]) <= result["max-score"]
    assert all(t["score"] <= t["max-score"] for t in result["tests"])
    assert result["datetime"] == "2026-06-02T10:00:00Z"


def test_hundredths_keep_parts_of_points_and_never_round_up_to_full_marks() -> None:
    assert [whole(p, 3) for p in (0, 1.2, 2 / 3, 2.999999, 3)] == [0, 120, 66, 299, 300]
    assert loaded("typical")["score"] == 270
    assert loaded("good")["score"] == loaded("good")["max-score"] == 400


@pytest.mark.parametrize("missing", sorted(VARIABLES))
def test_a_missing_variable_is_named(missing: str) -> None:
    variables = {k: v for k, v in VARIABLES.items() if k != missing}
    with pytest.raises(UsageError, match=missing):
        exported("classroom50", samples.good(), variables=variables)


def test_a_tag_without_a_time_is_refused() -> None:
    with pytest.raises(UsageError, match="submit/2026"):
        exported("classroom50", samples.good(), variables=VARIABLES | {"SUBMISSION_TAG": "v1"})
