"""Prose: placeholders become numbers as a person writes them, LaTeX in mathematics, plain text in code."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks import KINDS
from grader.content import Content
from grader.course import Course
from grader.errors import ContentError
from grader.model import Param
from grader.placeholders import problems
from grader.prose import fill, fill_text
from grader.variants import vary
from tests.checks.sample_course import LESSON, make_course

F = Fraction
PARAMS: Mapping[str, Param] = MappingProxyType(
    {
        "w": F(2),
        "x": F(-3),
        "b": F(1, 2),
        "third": F(1, 3),
        "zero": F(0),
        "p": 0.7310585786300049,
        "v": (F(1), F(-1, 2)),
        "W": ((F(1), F(2)), (F(3), F(4))),
        "how": "mean",
        "n": F(12),
    }
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("course"), LESSON)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("w is {{ w }}.", "w is 2."),
        ("{{w}}", "2"),
        ("$w = {{ x }}$", "$w = -3$"),
        ("{{ third }} and ${{ third }}$", "1/3 and $\\frac{1}{3}$"),
        ("{{ v }}, ${{ v }}$, {{ v_2 }}", "(1, -0.5), $(1, -0.5)$, -0.5"),
        ("${{ W }}$", "$\\begin{pmatrix}1 & 2 \\\\ 3 & 4\\end{pmatrix}$"),
        ("the {{ how }}", "the mean"),
        ("${{ show(w*x + b) }}$", "$2 \\left(-3\\right) + 0.5$"),
        ("{{ show(w*x + b) }}", "$2 \\left(-3\\right) + 0.5$"),
        ("`{{ show(w*x + b) }}`", "`2*(-3) + 0.5`"),
        ("$y = {{ show(zero*q^2 + w*q - b) }}$", "$y = 2 q - 0.5$"),
        ("${{ value(w*x + b) }}$", "$-5.5$"),
        ("{{ value(sigmoid(1), 3) }}", "0.731"),
        ("{{ value(third, 2) }} {{ value(third) }}", "0.33 1/3"),
        ("{{ value(max(w, x), 3) }}", "2"),
        ("{{ value(sigmoid(-10), 3) }}", "4.54e-5"),
        ("${{ value(sigmoid(-10), 3) }}$", "$4.54 \\times 10^{-5}$"),
        ("{{ value(v_i) }}", "(1, -0.5)"),
        ("${{ value(v_i/3, 2) }}$", "$(0.33, -0.17)$"),
        ("$x^{{ n }}$ and $x_{{ w }}$", "$x^{12}$ and $x_2$"),
        ("$\\frac{{{ w }}}{{{ n }}}$", "$\\frac{2}{12}$"),
        ("$\\{ {{ w }} \\}$", "$\\{ 2 \\}$"),
        ("costs \\$5 and {{ b }}, not $b = {{ b }}$", "costs \\$5 and 0.5, not $b = 0.5$"),
        ("`$` {{ third }}", "`$` 1/3"),
        ("``a ` $ b`` {{ third }}", "``a ` $ b`` 1/3"),
        ("$$a = {{ third }}$$", "$$a = \\frac{1}{3}$$"),
        ("a $b$ c {{ third }} $d$", "a $b$ c 1/3 $d$"),
        ("no placeholder at all", "no placeholder at all"),
    ],
)
def test_placeholders_are_filled_where_they_stand(course: Course, text: str, filled: str) -> None:
    result = fill({"": text}, PARAMS, "sample", course).text
    assert result == {"en": filled, "ja": filled}


def test_a_gap_is_a_line_to_fill_in(course: Course) -> None:
    result = fill({"": "{{ gap(a) }} and ${{ gap(b) }}$"}, {}, "sample", course).text["en"]
    assert result == "$\\underline{\\quad\\text{a}\\quad}$ and $\\underline{\\quad\\text{b}\\quad}$"


def test_both_languages_share_their_pictures(course: Course) -> None:
    words = {
        "en": "{{ plot(sigmoid) }} {{ plot(relu, tanh) }}",
        "ja": "{{ plot(relu, tanh) }} {{ plot( sigmoid ) }}",
    }
    filled = fill(words, {}, "sample", course)
    assert [len(p.curves) for p in filled.pictures] == [1, 2]
    assert filled.text["en"].split() == ["{{plot", "0}}", "{{plot", "1}}"]
    assert filled.text["ja"].split() == ["{{plot", "1}}", "{{plot", "0}}"]
    assert "\n\n{{plot 0}}\n\n" in filled.text["en"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a {{ q }}", "no quantity 'q'"),
        ("{{ hwo }}", "no quantity 'hwo'"),
        ("{{ v_3 }}", "no quantity 'v_3'"),
        ("{{ w + x }}", "is no placeholder"),
        ("{{ }}", "is no placeholder"),
        ("{{ shw(w) }}", "there is no shw(…)"),
        ("{{ value(1/zero, 3) }}", "has no value"),
        ("{{ value(2 *, 3) }}", "cannot be read"),
        ("{{ show(2 *) }}", "cannot be read"),
        ("{{ plot(sigmiod) }}", "no function 'sigmiod'"),
        ("{{ plot(softmax) }}", "no function of one number"),
    ],
)
def test_a_placeholder_that_cannot_be_filled_is_an_authors_error(
    course: Course, text: str, says: str
) -> None:
    with pytest.raises(ContentError) as caught:
        fill({"en": text, "ja": "x"}, PARAMS, "sample", course)
    (problem,) = caught.value.problems
    assert says in problem.message
    assert (Path(problem.path).name, problem.line) == ("01-sample.yaml", 4)


@pytest.mark.parametrize(
    ("text", "says", "offset"),
    [
        ("fine {{ w }} $x$ {{ plot(sigmoid', relu) }} {{ v_2 }} {{ gap(a) }}", None, 0),
        ("$\\frac{{{ w }}}{2}$", None, 0),
        ("an open $x", "never closed", 8),
        ("`$` is a dollar and \\$ too", None, 0),
        ("an open `x", "never closed", 8),
        ("open {{ w", "never closed", 5),
        ("{{ q }}", "'q' is not known", 0),
        ("text {{ plot(sigmiod) }}", "'sigmiod' is not known", 5),
        ("{{ w w }}", "is no placeholder", 0),
    ],
)
def test_lint_finds_the_place_of_each_problem(text: str, says: str | None, offset: int) -> None:
    found = problems(text, PARAMS, {"sigmoid", "relu"})
    if says is None:
        assert found == ()
    else:
        assert says in found[0].message
        assert found[0].offset == offset


@given(st.text(alphabet="{}$`\\ w,()vp^_{{}}", max_size=40))
def test_any_text_is_filled_or_refused(text: str) -> None:
    problems(text, PARAMS, {"sigmoid"})


def test_an_items_symbol_is_not_replaced_by_a_number_of_the_lesson(tmp_path: Path) -> None:
    text = LESSON_WITH_SHARED_NAME
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "course.yaml").write_text(
        "id: t\nseed: s\ntitle: T\nlanguages: [en]\nextends: neural-networks\n", encoding="utf-8"
    )
    (tmp_path / "course" / "01-shared.yaml").write_text(text, encoding="utf-8")
    course = Course(Content.at(tmp_path))
    item = course.lesson("shared").items[0]
    variant = vary(item, "shared", course, KINDS["expression"], b"k" * 32)
    assert fill_text(item.ask, variant, course)["en"] == "Differentiate $3 x + 1$."


LESSON_WITH_SHARED_NAME = """
id: shared
title: T
draw: {x: integers 5 to 9}
read: "Here $x = {{ x }}$."
items:
  - expression: slope
    symbols: {x: real}
    draw: {k: pick 3}
    fixed: one number
    ask: "Differentiate ${{ show(k*x + 1) }}$."
    answer: k
"""
