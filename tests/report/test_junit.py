"""JUnit XML: junitparser and ElementTree read it, and it stays inside the subset that all readers share."""

from __future__ import annotations

from xml.etree import ElementTree

import junitparser

from grader.model import Report
from tests.conftest import Golden

from . import samples
from .exported import EACH, everyone, exported

ALLOWED = {
    "testsuites": {"name", "tests"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testcase": {"name", "classname", "time"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message", "type"},
}


def tree(report: Report) -> ElementTree.Element:
    return ElementTree.fromstring(exported("junit", report))  # noqa: S314 - made by ourselves


def test_it_is_what_somebody_looked_at(golden: Golden) -> None:
    golden.check("formats/junit.xml", exported("junit", *everyone()))
    golden.check("formats/junit.ja.xml", exported("junit", samples.typical(), lang="ja"))


@EACH
def test_it_holds_only_what_every_reader_takes(name: str) -> None:
    root = tree(samples.ALL[name]())
    for element in root.iter():
        assert set(element.attrib) <= ALLOWED[element.tag]
        if element.tag in {"failure", "error", "skipped"}:
            assert (element.text or "").strip(), "GitLab shows nothing but the body"


def test_another_program_counts_what_the_reports_say() -> None:
    parsed = junitparser.JUnitXml.fromstring(exported("junit", *everyone()).encode())
    good, typical, hostile = parsed
    assert (good.tests, good.failures, good.errors, good.skipped) == (3, 0, 0, 0)
    assert (typical.failures, typical.errors, typical.skipped) == (6, 0, 2)
    assert (hostile.failures, hostile.errors, hostile.skipped) == (2, 1, 0)
    for suite in (good, typical, hostile):
        results = [type(r).__name__ for case in suite for r in case.result]
        assert suite.tests == len(list(suite))
        assert (suite.failures, suite.errors) == (results.count("Failure"), results.count("Error"))


def test_a_failure_says_what_was_given_and_what_was_expected() -> None:
    parsed = junitparser.JUnitXml.fromstring(exported("junit", samples.typical()).encode())
    (values,) = [case for suite in parsed for case in suite if case.name.endswith("[values]")]
    (failure,) = values.result
    assert failure.message == "Your denominator is 1 - e^(-x); the sigmoid has 1 + e^(-x)."
    assert "-0.5820" in failure.text
    assert "0.8808" in failure.text


def test_markup_of_a_student_stays_text() -> None:
    root = tree(samples.ALL["hostile"]())
    assert not list(root.iter("script"))
    assert any("<script>" in (e.text or "") for e in root.iter("failure"))
