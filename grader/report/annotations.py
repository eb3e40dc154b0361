"""GitHub Actions: workflow commands that annotate the student's lines.

One command a line, `::error title=…,file=…,line=…::message`; what would end a value or a line is escaped as
the runner reads it (actions/toolkit, packages/core/src/command.ts).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ..model import CheckResult, ItemResult, Report, SourceLine, Status
from . import focus
from .formats import Setting
from .plain import Plain

WARNINGS = frozenset({Status.PARTIAL, Status.BLANK, Status.INTERNAL})
"""What is no error: nearly right, not there yet, or our own fault."""

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = _DATA | {":": "%3A", ",": "%2C"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that is not right, or a question without checks; `place` where the student's file shows it."""

    item: ItemResult
    status: Status
    title: str
    text: str
    check: CheckResult | None = None
    place: SourceLine | None = None


def render(reports: Sequence[Report], setting: Setting) -> str:
    """A command for each finding, those in a file first: GitHub shows ten of a kind for each step."""
    plain = Plain(setting.phrases, setting.lang)
    found = sorted((f for r in reports for f in findings(r, plain)), key=lambda f: f.place is None)
    return "".join(_command(finding, setting.folder) + "\n" for finding in found)


def findings(report: Report, plain: Plain) -> Iterator[Finding]:
    """What went wrong, in reading order; what merely waits for something else is not told."""
    for result in report.results:
        title = plain.text(result.title)
        failing = focus.failing(result)
        for check in failing:
            place = next((e for e in check.evidence if isinstance(e, SourceLine)), None)
            yield Finding(result, check.status, title, plain.account(check), check, place)
        if not failing and result.status not in {Status.CORRECT, Status.SKIPPED}:
            yield Finding(result, result.status, title, plain.story(report, result))


def path_of(place: SourceLine, folder: str) -> str:
    """The file from the root of the repository."""
    return str(PurePosixPath(folder) / place.file)


def _command(finding: Finding, folder: str) -> str:
    level = "warning" if finding.status in WARNINGS else "error"
    values = {"title": finding.title}
    if finding.place is not None:
        values |= {"file": path_of(finding.place, folder), "line": str(finding.place.line)}
    told = ",".join(f"{name}={_escaped(value, _PROPERTY)}" for name, value in values.items())
    return f"::{level} {told}::{_escaped(finding.text, _DATA)}"


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)
