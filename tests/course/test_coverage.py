"""`docs/coverage.md`: every claim has its place in the course, and every place it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.course import Course

from .test_claims import CLAIMS

PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"
ROW = re.compile(r"^\| ([A-E]\d\d) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
ITEM = re.compile(r"`([a-z0-9-]+)/([a-z0-9-]+)`")
QUOTATION = re.compile(r"`([a-z0-9-]+)`: “([^”]+)”")
TEXT = PAGE.read_text(encoding="utf-8")
ROWS = ROW.findall(TEXT)
PLACES = {claim: place for claim, _, place in ROWS}


def test_every_claim_has_one_row() -> None:
    assert sorted(claim for claim, _, _ in ROWS) == sorted(CLAIMS)


@pytest.mark.parametrize("claim", sorted(PLACES))
def test_a_claim_is_covered_or_plainly_not(claim: str) -> None:
    place = PLACES[claim]
    assert ITEM.search(place) or QUOTATION.search(place) or place.startswith("not covered")


@pytest.mark.parametrize("claim", sorted(PLACES))
def test_the_items_exist(claim: str, course: Course) -> None:
    for lesson, item in ITEM.findall(PLACES[claim]):
        assert item in {known.id for known in course.lesson(lesson).items}, f"{lesson}/{item}"


@pytest.mark.parametrize("claim", sorted(PLACES))
def test_the_lessons_still_say_what_is_quoted(claim: str, course: Course) -> None:
    for lesson, words in QUOTATION.findall(PLACES[claim]):
        assert words in " ".join(course.lesson(lesson).read["en"].split()), lesson


def test_the_page_names_at_its_top_what_is_left_out() -> None:
    left_out = {claim for claim, place in PLACES.items() if re.search(r"\bnot (covered|asked)\b", place)}
    assert left_out == set(re.findall(r"\b[A-E]\d\d\b", TEXT[: TEXT.index("\n## ")]))
