"""What a student finds on the feedback page, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.model import CheckResult, Comparison, Isolation, Message, Report, Shown, SourceLine, Status

from . import build, samples
from .pages import LANGUAGES, Element, page, read, renderer

LANGS = pytest.mark.parametrize("lang", LANGUAGES)


def feedback(report: Report, lang: str = "en") -> str:
    return renderer().feedback(report, lang)


def one(name: str, status: Status, **changes: object) -> Report:
    made = build.item(name, "numeric", {"en": name.title(), "ja": name}, status, 0.0)
    return build.report(replace(made, **changes))  # type: ignore[arg-type]


@LANGS
def test_it_reads_from_score_to_next_step_to_checks_to_code_to_command(lang: str) -> None:
    html = page("feedback-typical", lang)
    places = [
        html.index(mark) for mark in ('class="score"', 'id="next"', 'id="items"', 'id="code"', 'id="again"')
    ]
    assert places == sorted(places)
    item = html[html.index('id="item-sigmoid"') :]
    assert item.index('class="case"') < item.index('class="place"') < item.index('class="plot"')


def test_the_next_step_is_the_first_item_that_went_wrong_with_its_smallest_input() -> None:
    html = page("feedback-typical", "en")
    card = html[html.index('class="next"') : html.index('id="items"')]
    assert "the bias" in card
    assert "0.9478" in card
    assert "Hint 1 of 2" in card
    assert "Your denominator" not in card


def test_a_blank_question_is_the_next_step_only_when_nothing_is_wrong() -> None:
    only_blank = build.report(samples.CHOICE, samples.BLANK)
    assert "“A small table” has no answer yet" in feedback(only_blank)
    both = build.report(samples.BLANK, samples.NUMERIC)
    assert "has no answer yet" not in feedback(both)


def test_the_next_step_in_a_derivation_is_its_first_wrong_line() -> None:
    html = feedback(build.report(samples.DERIVATION))
    card = html[html.index('class="next"') : html.index('id="items"')]
    assert "-(1+e^-x)^-2 * e^-x" in card
    assert "0.1966" in card
    assert "-σ(x)(1-σ(x))" not in card


@LANGS
def test_full_marks_give_a_short_page_that_says_so(lang: str) -> None:
    html = page("feedback-good", lang)
    assert {"en": "Everything is right", "ja": "すべて正解です"}[lang] in html
    assert 'class="next"' not in html
    body = html[html.index("<body") :]
    assert len(read(body).all("details")) == 3
    assert len(body.encode()) < 6_000


def test_hints_and_what_passed_are_folded() -> None:
    for element in read(page("feedback-typical", "en")).all("details"):
        assert "open" not in element.attributes


def test_what_waits_says_what_it_waits_for() -> None:
    html = page("feedback-typical", "en")
    assert "Large inputs</" not in html
    assert "waits until the checks before it pass" in html
    assert "waits for “The sigmoid in NumPy”" in html


def test_wrong_cells_are_marked_by_text_beside_the_colour() -> None:
    cells = read(page("feedback-typical", "en")).all("td", "off")
    assert len([c for c in cells if "1.0187" in c.text]) == 1
    assert all("✗" in c.text and "differs" in c.text for c in cells)


def test_a_derivation_shows_each_line_as_read_and_as_typed_with_a_verdict_in_words() -> None:
    html = feedback(build.report(samples.DERIVATION))
    steps = read(html[html.index('id="item-derivative"') :]).all("li", "step")
    assert [s.attributes["value"] for s in steps] == ["0", "1", "2", "3", "4"]
    assert "does not follow" in steps[2].text
    assert "follows from your line above" in steps[3].text
    assert all(raw in s.text for s, raw in zip(steps, ["d/dx 1/(1+e^-x)", "= -(1+e^-x)^-2"], strict=False))
    assert html.count("<math") > 5


def test_the_largest_gap_is_named_in_words_and_curves_differ_by_dashes() -> None:
    html = page("feedback-typical", "en")
    assert "The largest gap is 9.98, at x = 0.1." in html
    css = read(html).all("style")[0].text
    assert "stroke-dasharray" in css[css.index(".curve.yours") :].split("}")[0]


def test_the_marked_line_of_code_is_marked_by_words() -> None:
    lines = read(page("feedback-typical", "en")).all("tr", "here")
    assert len(lines) == 1
    assert "return 1 / (1 - e)" in lines[0].text
    assert "look here: The sigmoid in NumPy" in lines[0].text


def test_a_long_file_is_shown_around_its_marked_lines_only() -> None:
    source = "".join(f"line_{n} = {n}\n" for n in range(1, 301))
    place = SourceLine("long.py", 150, "line_150 = 150")
    check = CheckResult("c", build.VALUE, Status.WRONG, 0.0, evidence=(place,))
    report = build.report(build.item("long", "code", {"en": "Long"}, Status.WRONG, 0.0, check))
    html = feedback(replace(report, sources={"long.py": source}))
    assert "line_146 = 146" in html
    assert "line_154 = 154" in html
    assert "line_145 = 145" not in html
    assert "line_155 = 155" not in html
    assert html.count("lines left out") == 2


def test_a_marked_line_beyond_the_known_source_is_still_shown() -> None:
    report = build.report(samples.CODE)
    assert "return 1 / (1 - e)" in feedback(replace(report, sources={}))
    assert feedback(replace(report, sources={"solution.py": "import numpy\n"}))


def test_markup_in_student_text_is_shown_not_obeyed() -> None:
    html = page("feedback-hostile", "en")
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 8


def test_direction_marks_and_escapes_of_a_student_are_visible() -> None:
    html = page("feedback-hostile", "en")
    assert "⟨U+202E⟩" in html
    assert "⟨U+001B⟩[31mred" in html


def test_markdown_in_a_students_value_stays_text() -> None:
    message = Message("report/line-of", {"file": "**bold** `code` $x$ [a](b) {line}", "line": "7"})
    check = CheckResult("c", build.VALUE, Status.WRONG, 0.0, message=message)
    html = feedback(build.report(build.item("a", "numeric", {"en": "A"}, Status.WRONG, 0.0, check)))
    assert "**bold** `code` $x$ [a](b) {line}, line 7" in html


def test_our_own_fault_is_said_and_withheld() -> None:
    html = page("feedback-hostile", "en")
    assert "no fault of yours" in html
    assert "not counted" in html
    assert "no/such-note" in html, "a sentence that is missing must be noticed"


@pytest.mark.parametrize("status", Status)
@LANGS
def test_every_status_has_a_word_and_a_page(status: Status, lang: str) -> None:
    html = feedback(one("an-item", status), lang)
    assert f'class="mark {status.lower()}"' in html


@pytest.mark.parametrize("level", Isolation)
@LANGS
def test_isolation_is_told_where_code_ran_and_only_there(level: Isolation, lang: str) -> None:
    def told(report: Report) -> list[Element]:
        return read(feedback(replace(report, isolation=level), lang)).all("p", "isolation")

    assert len(told(build.report(samples.CODE))) == 1
    assert not told(build.report(samples.NUMERIC))


def test_what_a_level_leaves_out_leaves_no_empty_column() -> None:
    check = CheckResult("c", build.VALUE, Status.WRONG, 0.0, evidence=(Comparison(Shown("x = 1")),))
    html = feedback(build.report(build.item("a", "code", {"en": "A"}, Status.WRONG, 0.0, check)))
    assert "x = 1" in html
    assert "<dt>Expected" not in html
    assert "<dt>Yours" not in html


def test_an_empty_report_is_still_a_page() -> None:
    assert read(feedback(build.report())).all("h1")
