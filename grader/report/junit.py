"""JUnit XML, the strict subset that every reader takes: a suite a submission, a case a check.

No `file=` or `line=`, no properties of a case (Jenkins' junit-10.xsd has neither), and a text in the body of
every failure, because GitLab shows the body only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model import CheckResult, ItemResult, Report, Status
from .formats import Setting
from .page import environment
from .plain import Plain

TAGS = {Status.INTERNAL: "error", Status.SKIPPED: "skipped"}
"""The element of a case that is not right; every other status is a failure."""


@dataclass(frozen=True, slots=True)
class Case:
    """`tag` is failure, error or skipped; None for what is right."""

    classname: str
    name: str
    tag: str | None
    type: str = ""
    message: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    name: str
    cases: tuple[Case, ...]

    def count(self, tag: str) -> int:
        return sum(case.tag == tag for case in self.cases)


def render(reports: Sequence[Report], setting: Setting) -> str:
    """One XML document over all reports."""
    plain = Plain(setting.phrases, setting.lang)
    suites = tuple(Suite(_name(r), tuple(_cases(r, plain))) for r in reports)
    return environment(setting.templates).get_template("junit.xml.jinja").render(suites=suites) + "\n"


def _name(report: Report) -> str:
    return f"{report.lesson} {report.student or report.submission}"


def _cases(report: Report, plain: Plain) -> Iterator[Case]:
    for result in report.results:
        classname = f"{report.lesson}.{result.item}"
        if result.checks and result.status is not Status.SKIPPED:
            yield from (_case(classname, result, check, plain) for check in result.checks)
        else:
            yield _without_checks(classname, report, result, plain)


def _case(classname: str, result: ItemResult, check: CheckResult, plain: Plain) -> Case:
    name = f"{plain.text(result.title)}: {plain.say(check.title)} [{check.name}]"
    if check.status is Status.CORRECT:
        return Case(classname, name, None)
    waiting = plain.word("skipped-check")
    skipped = check.status is Status.SKIPPED and check.message is None
    message, body = (waiting, waiting) if skipped else (plain.headline(check), plain.account(check))
    return Case(classname, name, TAGS.get(check.status, "failure"), check.status, message, body)


def _without_checks(classname: str, report: Report, result: ItemResult, plain: Plain) -> Case:
    """A question that nothing was checked of: blank, or waiting for another."""
    tag = None if result.status is Status.CORRECT else TAGS.get(result.status, "failure")
    message = plain.word(f"status-{result.status}")
    body = plain.story(report, result)
    return Case(classname, plain.text(result.title), tag, result.status, message, body)
