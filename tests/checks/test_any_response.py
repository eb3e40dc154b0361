"""Whatever is handed in ends in a verdict or in a refusal with a note; guessing earns about nothing."""

from __future__ import annotations

from itertools import chain, combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.checks import KINDS
from grader.checks.kind import Answer
from grader.course import Course
from grader.errors import ResponseError
from grader.model import Response, Status
from grader.scoring import score_of
from grader.seeds import student_key
from grader.variants import vary

from .judging import ask
from .sample_course import LESSON, make_course

NASTY: tuple[Response, ...] = (
    "__import__('os').system('true')",
    "{{ 7*7 }}",
    "<script>alert(1)</script>",
    "\x00\x1b[2J",
    "9" * 5000,
    "(" * 5000,
    "√" * 500,
    "1/" * 500,
    "[" * 300 + "]" * 300,
    "a," * 2000,
    "²³¹" * 50,
    "1e" + "9" * 60,
    "\u202ecba",
    (),
    ("", "1"),
    (("1", ("2",)), "3"),
    {},
    {"": ""},
    {"product": ("1", "2")},
    {"half": {"deep": "1"}},
)
RESPONSES = st.recursive(
    st.text(max_size=30) | st.text(alphabet="0123456789.,-+*/^()[]√eabcx \n", max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("course"), LESSON)


def judged(course: Course, response: Response) -> None:
    """Judge the response for every item of the sample lesson; only a ResponseError may escape."""
    for item in course.lesson("sample").items:
        kind = KINDS[item.kind]
        variant = vary(item, "sample", course, kind, student_key(b"tests", "s1"))
        answer = Answer(response)
        kind.is_blank(variant, answer, course)
        try:
            verdict = kind.judge(variant, answer, course, b"", ())
        except ResponseError as refused:
            assert refused.note, (item.id, response)  # noqa: PT017 - both ways out are right
            continue
        assert 0 <= score_of(verdict) <= 1
        assert all(check.message is not None for check in verdict.checks)


@pytest.mark.parametrize("response", NASTY, ids=lambda r: repr(r)[:20])
def test_hostile_responses_are_read_or_refused(course: Course, response: Response) -> None:
    judged(course, response)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(response=RESPONSES)
def test_any_response_is_read_or_refused(course: Course, response: Response) -> None:
    judged(course, response)


def test_ticking_at_random_earns_little(tmp_path: Path) -> None:
    options = "\n".join(
        f"  - {{id: {letter}, {side}: {{en: {letter}, ja: {letter}}}}}"
        for letter, side in zip("pqrs", ("right", "right", "wrong", "wrong"), strict=True)
    )
    asked = ask(tmp_path, f"multi: m\noptions:\n{options}", order=(0, 1, 2, 3))
    ticks = chain.from_iterable(combinations("abcd", n) for n in range(1, 5))
    scores = [asked.result(" ".join(t))[1] for t in ticks]
    assert sum(scores) / len(scores) < 0.25
    assert asked.result("abcd")[:2] == (Status.WRONG, 0)
