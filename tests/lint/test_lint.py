"""Lint finds every way in which a course does not hold what it promises, and says where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.content import Content
from grader.course import Course
from grader.errors import Problem
from grader.lint import Findings, lint
from grader.scaffold import new_course

COURSE = (
    "id: tried\nseed: public\ntitle: {en: Tried, ja: 試し}\nlanguages: [en, ja]\nextends: neural-networks\n"
)
LESSON = """\
id: tried
title: {en: Tried, ja: 試し}
needs: []
functions: [sigmoid]
draw: {a: integers 1 to 40}
read: {en: "Read $a = {{ a }}$.", ja: "$a = {{ a }}$ を読みましょう。"}
items:
  - numeric: sum
    draw: {w: integers 2 to 60}
    ask: {en: "What is $w + 1$ for $w = {{ w }}$?", ja: "$w = {{ w }}$ のとき $w + 1$ は?"}
    answer: w + 1
    hints: [{en: Add one., ja: 1 を足します。}]
    mistakes:
      - {gives: w - 1, note: subtracted, says: {en: You subtracted., ja: 引いています。}}
  - derivation: slope
    symbols: {x: real}
    start: d/dx sigmoid(x)
    goal: sigmoid(x)*(1 - sigmoid(x))
    fixed: the same for everyone
    ask: {en: Derive it., ja: 導きましょう。}
    chain: ["d/dx (1 + e^(-x))^(-1)", "e^(-x)/(1 + e^(-x))^2", "sigmoid(x)*(1 - sigmoid(x))"]
    hints: [{en: Chain rule., ja: 連鎖律です。}]
    mistakes:
      - {gives: 1 - sigmoid(x)^2, note: tanh-rule, says: {en: That is tanh., ja: それは tanh です。}}
  - code: write
    exercise: sigmoid
    fixed: the same for everyone
    ask: {en: Write sigmoid., ja: sigmoid を書きましょう。}
    hints: [{en: Use exp., ja: exp を使います。}]
"""

Broken = Callable[[str, str], Findings]


def found(tmp_path: Path, lesson: str, seeds: int = 3) -> Findings:
    folder = tmp_path / "course"
    folder.mkdir(exist_ok=True)
    (folder / "course.yaml").write_text(COURSE, encoding="utf-8")
    (folder / "01-tried.yaml").write_text(lesson, encoding="utf-8")
    return lint(Course(Content.at(tmp_path)), (), seeds, lambda *_: None)


def messages(findings: Findings) -> list[str]:
    return [problem.message for problem in findings.problems]


def test_a_sound_lesson_has_no_findings_and_its_numbers_are_counted(tmp_path: Path) -> None:
    findings = found(tmp_path, LESSON)
    assert messages(findings) == []
    (row,) = findings.rows
    assert (row.items, row.variants, row.languages) == (3, 9, ("en", "ja"))
    assert row.declared == row.caught > 5
    assert row.confirmed == 3


@pytest.mark.parametrize(
    ("right", "wrong", "message", "line"),
    [
        ("ja: 引いています。", "en2: x", "language", 15),
        (
            "{en: You subtracted., ja: 引いています。}",
            "{en: You subtracted.}",
            "the text in 'ja' is missing",
            14,
        ),
        ("    hints: [{en: Add one., ja: 1 を足します。}]\n", "", "'sum' has no hint", 8),
        ('ja: "$a = {{ a }}$ を読みましょう。"', "ja: 読みましょう。", "placeholder {{ a }}", 6),
        ("for $w = {{ w }}$?", "for $w = {{ v }}$?", "v", 10),
        ("needs: []", "needs: [neuro]", "no lesson 'neuro'", 3),
        ("functions: [sigmoid]", "functions: [sigmod]", "no function 'sigmod'", 4),
        ("exercise: sigmoid", "exercise: sigmod", "no exercise 'sigmod'", 27),
    ],
)
def test_a_fault_of_texts_and_references_is_found_at_its_line(
    tmp_path: Path, right: str, wrong: str, message: str, line: int
) -> None:
    assert right in LESSON
    problems = found_problems(tmp_path, LESSON.replace(right, wrong))
    assert any(message in p.message and abs(p.line - line) <= 1 for p in problems), problems


def found_problems(tmp_path: Path, lesson: str) -> tuple[Problem, ...]:
    return found(tmp_path, lesson).problems


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("gives: w - 1", "gives: w + 1", "gives the answer"),
        ("answer: w + 1", "answer: w + q", "q"),
        ("draw: {w: integers 2 to 60}", "draw: {w: integers 2 to}", "LOW to HIGH"),
        ('"e^(-x)/(1 + e^(-x))^2"', '"-e^(-x)/(1 + e^(-x))^2"', "SymPy finds"),
        ('"e^(-x)/(1 + e^(-x))^2"', '"-e^(-x)/(1 + e^(-x))^2"', "reference answer is"),
        ("gives: 1 - sigmoid(x)^2", "gives: sigmoid(x)*(1 - sigmoid(x))", "is right"),
    ],
)
def test_an_item_that_does_not_hold_what_it_says_is_found(
    tmp_path: Path, right: str, wrong: str, message: str
) -> None:
    assert right in LESSON
    assert any(message in m for m in messages(found(tmp_path, LESSON.replace(right, wrong)))), message


def test_too_few_variants_are_a_finding_unless_the_author_says_why(tmp_path: Path) -> None:
    narrow = LESSON.split("  - derivation")[0].replace("w: integers 2 to 60", "w: integers 2 to 4")
    assert any("only 3 different variants" in m for m in messages(found(tmp_path, narrow, seeds=60)))
    reasoned = narrow.replace("    answer: w + 1", "    fixed: small on purpose\n    answer: w + 1")
    assert messages(found(tmp_path, reasoned, seeds=60)) == []


def test_a_file_that_nothing_reads_is_named(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "2-tried.yaml").write_text("", encoding="utf-8")
    problems = found(tmp_path, LESSON).problems
    assert [Path(p.path).name for p in problems if p.message == "nothing reads this file"] == ["2-tried.yaml"]


def test_lessons_that_need_each_other_are_a_finding(tmp_path: Path) -> None:
    other = LESSON.replace("id: tried", "id: other").replace("needs: []", "needs: [tried]")
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "02-other.yaml").write_text(other, encoding="utf-8")
    problems = found(tmp_path, LESSON.replace("needs: []", "needs: [other]")).problems
    assert any("in a circle" in p.message for p in problems)


def test_a_new_course_passes_as_it_stands(tmp_path: Path) -> None:
    new_course(tmp_path / "mine")
    findings = lint(Course(Content.at(tmp_path / "mine")), (), 3, lambda *_: None)
    assert messages(findings) == []


def test_the_built_in_course_passes(course: Course) -> None:
    assert messages(lint(course, ("neuron", "sigmoid"), 3, lambda *_: None)) == []
