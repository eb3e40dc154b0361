"""Lint says how many slips every student's cases notice, and names the one that some of them do not."""

from __future__ import annotations

from pathlib import Path

from grader.content import Content
from grader.course import Course
from grader.lint import Findings, lint

COURSE = "id: tried\nseed: public\ntitle: {en: Tried}\nlanguages: [en]\nextends: neural-networks\n"
LESSON = """\
id: tried
title: {en: Tried}
needs: []
read: {en: Double it.}
items:
  - code: double
    exercise: double
    fixed: the same for everyone
    ask: {en: Write double.}
    hints: [{en: Add it to itself.}]
"""
EXERCISE = '''
from grader.exercise import Array, Case, Rng, exercise
import numpy as np

@exercise("(n)->(n)")
def double(x: Array) -> Array:
    """Twice every number."""
    return 2 * x

@double.spec
def _(x: Array) -> list[float]:
    return [n + n for n in x.tolist()]

@double.inputs
def _(rng: Rng):
    yield Case("small", (np.array([1.0, -2.0]),))
    yield Case("random-1", (rng.tenths(3),)){more}

@double.mistake("tripled")
def _(x: Array) -> Array:
    """Three times."""
    return 3 * x

@double.mistake("not-below-minus-two")
def _(x: Array) -> Array:
    """Numbers below -2 stay as they are."""
    return np.where(x < -2, x, 2 * x)
'''


def linted(tmp_path: Path, more: str = "") -> Findings:
    for folder in ("course", "exercises"):
        (tmp_path / folder).mkdir()
    (tmp_path / "course" / "course.yaml").write_text(COURSE, encoding="utf-8")
    (tmp_path / "course" / "01-tried.yaml").write_text(LESSON, encoding="utf-8")
    source = EXERCISE.replace("{more}", more)
    (tmp_path / "exercises" / "doubling.py").write_text(source, encoding="utf-8")
    return lint(Course(Content.at(tmp_path)), (), 1, lambda *_: None)


def test_a_mutant_that_some_students_cases_miss_is_named(tmp_path: Path) -> None:
    findings = linted(tmp_path)
    (row,) = findings.rows
    assert (row.noticed, row.mutants) == (1, 2)
    told = [p.message for p in findings.problems if "mutant" in p.message]
    assert told == ["the mutant 'not-below-minus-two' is not noticed by the cases of every variant"]


def test_a_case_that_tells_the_mutant_apart_mends_it(tmp_path: Path) -> None:
    findings = linted(tmp_path, '\n    yield Case("low", (np.array([-2.5]),))')
    (row,) = findings.rows
    assert (row.noticed, row.mutants) == (2, 2)
    assert not findings.problems
