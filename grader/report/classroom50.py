"""Classroom 50's result.json, contract `classroom50/result/v1`: whole scores, `max-score`, a test a question.

The contract is the published schemas/result-v1.schema.json of foundation50/classroom50.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from ..errors import UsageError
from ..model import ItemResult, Report, Status
from .formats import Setting
from .harmless import harmless
from .plain import Plain, only

UNIT = 100
"""Scores are whole numbers there: hundredths of a point, the same for every student of a class."""

_REQUIRED = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "owner": "USERNAME",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
}
_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)T(\d\d)[-:]?(\d\d)[-:]?(\d\d)Z")


def render(reports: Sequence[Report], setting: Setting) -> str:
    """One JSON document for one submission; who and where come from the variables the runner sets.

    Raises UsageError when one of them is missing, and for none or several reports.
    """
    report = only(reports, "classroom50")
    plain = Plain(setting.phrases, setting.lang)
    tests = [_test(report, result, plain) for result in report.results]
    result = {
        "schema": "classroom50/result/v1",
        **_identity(setting.variables),
        "score": sum(whole(r.points, r.max_points) for r in report.results),
        "max-score": sum(whole(r.max_points, r.max_points) for r in report.results),
        "tests": tests,
    }
    return json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def whole(points: float, full: float) -> int:
    """Hundredths of a point, rounded down: only full points give the full score."""
    return round(full * UNIT) if points >= full else int(points * UNIT + 1e-6)


def _identity(variables: Mapping[str, str]) -> dict[str, str]:
    missing = [name for name in _REQUIRED.values() if not variables.get(name)]
    if missing:
        raise UsageError(
            f"the format classroom50 needs {', '.join(missing)} in the environment; "
            "Classroom 50's runner sets them"
        )
    told = {key: harmless(variables[name]) for key, name in _REQUIRED.items()}
    return told | {
        "assignment_type": "group" if variables.get("MODE") == "group" else "individual",
        "review": harmless(variables.get("REVIEW_URL") or told["commit"]),
        "datetime": _moment(told["submission"]),
    }


def _moment(tag: str) -> str:
    """When it was handed in: the UTC time in `submit/2026-06-02T10-00-00Z-1f2e3d4`."""
    found = _MOMENT.search(tag)
    if not tag.startswith("submit/") or found is None:
        raise UsageError(
            f"SUBMISSION_TAG is {tag!r}; expected a tag such as submit/2026-06-02T10-00-00Z-1f2e3d4"
        )
    year, month, day, hour, minute, second = found.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}Z"


def _test(report: Report, result: ItemResult, plain: Plain) -> dict[str, object]:
    return {
        "test-name": f"{result.item}: {plain.text(result.title)}",
        "passed": result.status is Status.CORRECT,
        "score": whole(result.points, result.max_points),
        "max-score": whole(result.max_points, result.max_points),
        "output": plain.story(report, result),
    }
