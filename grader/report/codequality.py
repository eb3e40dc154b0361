"""GitLab's code quality report: what points at a line of the student's file, shown in the merge request."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from ..model import Report, SourceLine, Status
from .annotations import Finding, findings, path_of
from .formats import Setting
from .plain import Plain


def render(reports: Sequence[Report], setting: Setting) -> str:
    """A JSON list with one entry a finding that has a place; an empty list when there is none."""
    plain = Plain(setting.phrases, setting.lang)
    entries = [
        _entry(report, finding, finding.place, setting.folder)
        for report in reports
        for finding in findings(report, plain)
        if finding.place is not None
    ]
    return json.dumps(entries, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _entry(report: Report, finding: Finding, place: SourceLine, folder: str) -> dict[str, object]:
    check = finding.check.name if finding.check else ""
    name = f"{report.lesson}/{finding.item.item}/{check}"
    path = path_of(place, folder)
    # GitLab drops an entry whose fingerprint it has seen. Without the line's number, so that a finding that
    # only moved counts as the same one.
    of = "\0".join((report.submission, name, path, place.code.strip()))
    return {
        "description": f"{finding.title}: {finding.text.splitlines()[0]}",
        "check_name": name,
        "fingerprint": hashlib.sha256(of.encode("utf-8", "replace")).hexdigest(),
        "severity": "minor" if finding.status is Status.PARTIAL else "major",
        "location": {"path": path, "lines": {"begin": place.line}},
    }
