"""GitHub Actions: the runner reads from a command what was meant; a summary holds no foreign markup."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from grader.report import summary
from tests.conftest import Golden

from . import samples
from .build import item, own, report
from .exported import EACH, everyone, exported

COMMAND = re.compile(r"::(?P<level>error|warning) (?P<values>[^:]*)::(?P<text>.*)")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """As the runner takes a command apart: each property by its commas, then every escape back."""
    read = []
    for line in text.splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        values = dict(pair.split("=", 1) for pair in match["values"].split(","))
        read.append((match["level"], {k: back(v) for k, v in values.items()}, back(match["text"])))
    return read


def back(text: str) -> str:
    for escape, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, sign)
    return text


def test_they_are_what_somebody_looked_at(golden: Golden) -> None:
    golden.check("formats/annotations.txt", exported("github", *everyone(), folder="sigmoid"))
    golden.check("formats/summary.md", exported("summary", *everyone()))
    golden.check("formats/summary.ja.md", exported("summary", samples.typical(), lang="ja"))


def test_a_line_of_the_student_is_annotated_with_what_is_wrong_there() -> None:
    level, values, text = commands(exported("github", samples.typical(), folder="ps1/sigmoid"))[0]
    assert level == "error"
    assert values == {"file": "ps1/sigmoid/solution.py", "line": "7", "title": "The sigmoid in NumPy"}
    assert text.startswith("Your denominator is 1 - e^(-x)")


def test_full_marks_say_nothing() -> None:
    assert exported("github", samples.good()) == ""


def test_no_text_can_start_a_command_or_a_property_of_its_own() -> None:
    trick = "50%\n::stop-commands::x\r::add-mask::1, file=a.py:3"
    check = samples.NUMERIC.checks[0].__class__(
        "v", own("v", "v"), samples.NUMERIC.status, 0.0, message=own(trick, trick)
    )
    made = report(item("a", "numeric", {"en": "A, b: 100%,line=9"}, samples.NUMERIC.status, 0.0, check))
    ((_, values, text),) = commands(exported("github", made))
    assert values == {"title": "A, b: 100%,line=9"}
    assert "stop-commands" in text


@EACH
def test_the_summary_holds_only_our_own_markup(name: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(exported("summary", samples.ALL[name]()))
    html = "".join(
        t.content for token in tokens for t in [token, *(token.children or [])] if t.type.startswith("html")
    )
    assert set(re.findall(r"</?([a-z]+)", html)) <= {"details", "summary", "pre"}
    inline = {child.type for token in tokens for child in token.children or []}
    assert inline <= {"text", "text_special"}, "no link, image, code or emphasis"


def test_the_summary_has_a_row_for_each_question() -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(exported("summary", samples.typical()))
    assert [t.type for t in tokens].count("tr_open") == 1 + len(samples.typical().results)


def test_a_summary_that_github_would_refuse_keeps_its_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "LIMIT", 1000)
    text = exported("summary", samples.typical())
    assert "<details>" not in text
    assert "| ✗ | One neuron by hand" in text
