"""What a question says of the lines of a program is what they do when it runs."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.course import Course
from grader.lesson import Blank
from grader.quantities import quantities

from .listing import Watched, numbered


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_lines_are_numbered_from_1(language: str) -> None:
    assert [number for number, _ in numbered(language)] == list(range(1, 8))
    assert numbered(language) == numbered("en")


@pytest.mark.parametrize(("p", "q"), [(3, 5), (4, 9), (9, 12)])
def test_the_answers_are_what_the_program_does(p: int, q: int, course: Course) -> None:
    item = next(i for i in course.lesson("relu").items if i.id == "read-the-loop")
    assert isinstance(item, Blank)
    bound = quantities({"p": Fraction(p), "q": Fraction(q)}, course.functions)
    said = {name: bound.value(str(gap.answer)) for name, gap in item.gaps.items()}
    watched = Watched(p, q)
    assert watched.lines[6] == said["rounds"]
    assert watched.returned.count(0) == said["zeros"]
    assert int(watched.printed) == said["printed"]
