"""Promises of every format: it is documented, repeatable, and tells no more than the report does."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.model import CheckResult, Comparison, Shown, Status
from grader.report.formats import FORMATS

from . import samples
from .build import item, own, report
from .exported import exported
from .test_classroom50 import VARIABLES

DOCS = Path(__file__).parents[2] / "docs" / "exports.md"
EVERY = pytest.mark.parametrize("form", sorted(FORMATS))


@EVERY
@pytest.mark.parametrize("name", samples.ALL)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_same_report_gives_the_same_bytes(form: str, name: str, lang: str) -> None:
    once, again = (exported(form, samples.ALL[name](), lang=lang, variables=VARIABLES) for _ in range(2))
    assert once == again


@EVERY
def test_what_a_hidden_check_kept_back_has_no_place_in_it(form: str) -> None:
    """A reduced comparison has None where nothing may be told: not even its label is written."""
    secret = CheckResult(
        "cases",
        own("Cases you do not see", "見えないケース"),
        Status.WRONG,
        0.0,
        hidden=True,
        evidence=(Comparison(yours=Shown("0.25")),),
    )
    made = report(item("a", "code", {"en": "A", "ja": "A"}, Status.WRONG, 0.0, secret))
    text = exported(form, made, variables=VARIABLES)
    assert "Expected" not in text
    assert "Input" not in text
    assert "None" not in text


@EVERY
def test_it_is_documented_by_its_name(form: str) -> None:
    assert f"`{form}`" in DOCS.read_text(encoding="utf-8")


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="no format 'xml'; there are junit, github"):
        exported("xml", samples.ALL["good"]())
