"""The JSON report: what scripts rely on stays, and the published schema describes it."""

from __future__ import annotations

import io
import json
from typing import Any

import jsonschema
import pytest

from grader.report.machine import to_json
from grader.report.schema import report_schema
from grader.report.table import summary_table

from . import build, samples
from .pages import LANGUAGES, phrases

SAMPLES = pytest.mark.parametrize("name", samples.ALL)


def loaded(name: str) -> Any:
    return json.loads(to_json(samples.ALL[name](), phrases()))


def refuse(constant: str) -> None:
    raise AssertionError(constant)


@SAMPLES
def test_the_published_schema_accepts_it(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(report_schema())
    jsonschema.validate(loaded(name), report_schema(), jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda r: r.pop("isolation"),
        lambda r: r.update(score=1.5),
        lambda r: r["results"][0].update(status="FINE"),
        lambda r: r["results"][3]["checks"][1]["evidence"][0].update(type="guess"),
        lambda r: r["results"][0]["checks"][0].update(message="text"),
    ],
)
def test_the_schema_refuses_what_is_not_a_report(spoil: Any) -> None:
    report = loaded("typical")
    spoil(report)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, report_schema(), jsonschema.Draft202012Validator)


@SAMPLES
def test_it_holds_every_field_of_version_1(name: str) -> None:
    report = loaded(name)
    fields = {
        "version",
        "submission",
        "student",
        "lesson",
        "score",
        "points",
        "max_points",
        "isolation",
        "results",
    }
    assert fields <= report.keys()
    assert report["version"] == 1
    for result in report["results"]:
        assert {"item", "kind", "status", "score", "points", "max_points", "notes", "checks"} <= result.keys()
        for check in result["checks"]:
            assert {"name", "status", "message"} <= check.keys()
            assert check["message"].keys() == set(LANGUAGES)
            assert all(check["message"].values())


@SAMPLES
def test_it_is_one_line_of_utf8_with_sorted_keys_and_plain_numbers(name: str) -> None:
    line = to_json(samples.ALL[name](), phrases())
    assert "\n" not in line
    line.encode("utf-8")
    data = json.loads(line, parse_constant=refuse)
    assert json.dumps(data, ensure_ascii=False, sort_keys=True) == line


def test_equal_reports_give_equal_bytes() -> None:
    assert to_json(samples.typical(), phrases()) == to_json(samples.typical(), phrases())


def test_a_place_in_the_code_and_a_wrong_line_can_be_annotated_from_it() -> None:
    results = {r["item"]: r for r in loaded("typical")["results"]}
    evidence = results["sigmoid"]["checks"][1]["evidence"]
    source = next(e for e in evidence if e["type"] == "source")
    assert (source["file"], source["line"]) == ("solution.py", 7)
    lines = results["derivative"]["checks"][0]["evidence"][0]["lines"]
    assert [line["status"] for line in lines][2] == "wrong"
    assert lines[2]["witness"] == {"x": "1", "before": "0.1966", "after": "−0.1966"}


def test_the_summary_has_a_row_for_each_report_and_obeys_no_markup() -> None:
    from rich.console import Console

    console = Console(file=io.StringIO(), width=100, color_system=None)
    reports = [make() for make in samples.ALL.values()]
    console.print(summary_table([*reports, build.report(student="[red]x[/red]\x1b[31m")], "en", phrases()))
    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    assert "2.7 / 10" in shown
    assert "✗ ✗ △ ✓" in shown
    assert "[red]x[/red]⟨U+001B⟩[31m" in shown
