"""GitLab's code quality: the shape that its parser asks for, and entries it can tell apart."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from tests.conftest import Golden

from . import samples
from .exported import EACH, everyone, exported

ENTRY = {
    "type": "object",
    "required": ["description", "check_name", "fingerprint", "severity", "location"],
    "properties": {
        "description": {"type": "string", "pattern": "^[^\n]+$"},
        "check_name": {"type": "string"},
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
        "location": {
            "type": "object",
            "required": ["path", "lines"],
            "properties": {
                "path": {"type": "string", "pattern": r"^[^./][^\\]*$"},
                "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
            },
        },
    },
}
"""What GitLab documents (docs.gitlab.com/ci/testing/code_quality): relative paths without `./`, and so on."""


def loaded(*reports: Any) -> Any:
    return json.loads(exported("codequality", *reports, folder="sigmoid"))


def test_it_is_what_somebody_looked_at(golden: Golden) -> None:
    golden.check(
        "formats/gl-code-quality-report.json", exported("codequality", *everyone(), folder="sigmoid")
    )


@EACH
def test_it_has_the_shape_that_gitlab_documents(name: str) -> None:
    jsonschema.validate(loaded(samples.ALL[name]()), {"type": "array", "items": ENTRY})


def test_a_finding_stays_the_same_when_its_line_moves_and_differs_from_every_other() -> None:
    entries = loaded(*everyone())
    assert len({e["fingerprint"] for e in entries}) == len(entries) == 2
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([entries[0] | {"severity": "bad"}], {"type": "array", "items": ENTRY})


def test_nothing_to_point_at_is_an_empty_list() -> None:
    assert loaded(samples.good()) == []
