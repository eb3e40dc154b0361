"""Formulas and prose: set as MathML, spoken in one line, and never a way in for markup."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from grader.report.maths import FormulaError, mathml
from grader.report.spoken import spoken, spoken_prose

from .pages import prose, read

FORMULAS = [
    r"\sigma'(x) = \sigma(x)\left(1-\sigma(x)\right)",
    r"\begin{cases}x & x>0\\ \alpha x & \text{otherwise}\end{cases}",
    r"\begin{aligned}a &= b\\ &= c\end{aligned}",
    r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
    r"\frac{\partial E}{\partial w_{ij}} = \sum_{k} \delta_k x_i",
    r"\text{重み}\ \mathbf{w}^\top\mathbf{x} + b",
    r"\max(0, x) \le \lVert x \rVert, \quad a<b",
]


def inline(text: str) -> Markup:
    return prose().inline(text)


def block(text: str, figure: Callable[[int], Markup], heading: int = 3) -> Markup:
    return prose().block(text, figure, heading)


def formula(latex: str, display: bool = False) -> Markup:
    return prose().formula(latex, display)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("重み $w$、入力 $x$ と（$u$）です。", ["w、", "（u）"]),
        ("For $w$, (and $x$) or [$y$].", ["w,", "x)", "[y]."]),
    ],
)
def test_signs_stay_on_the_line_of_their_formula(text: str, kept: list[str]) -> None:
    found = read(f"<p>{inline(text)}</p>")
    assert [e.text for e in found.all("span", "unbroken")] == kept
    assert found.elements[0].text == text.replace("$", "")


def test_a_formula_that_scrolls_may_part_from_its_sign() -> None:
    made = inline("$" + "+".join("abcdefghijklmnopqrst") + "$, then")
    assert "unbroken" not in made
    assert read(f"<p>{made}</p>").elements[0].text.endswith("t, then")


def no_figure(_: int) -> Markup:
    return Markup("")


@pytest.mark.parametrize("latex", FORMULAS)
@pytest.mark.parametrize("display", [False, True])
def test_a_formula_becomes_well_formed_mathml_without_styles(latex: str, display: bool) -> None:
    made = formula(latex, display)
    found = read(made)
    assert found.all("math")
    assert not found.unclosed
    assert " style=" not in made


def test_columns_of_an_alignment_keep_their_sides() -> None:
    cells = read(formula(FORMULAS[2])).all("mtd")
    assert [set(c.attributes["class"].split()) & {"ml", "mr"} for c in cells[:2]] == [{"mr"}, {"ml"}]


@pytest.mark.parametrize(
    ("latex", "grown"),
    [
        (r"2 \left(w - 4\right)^{2}", 0),
        (r"\left(1 - \tanh^{2}\left(g\left(x\right)\right)\right) g'", 0),
        (r"\left(\frac{1}{2}\right)^{x}", 1),
        (r"\left(a + \sqrt{\left(b\right)}\right)", 1),
    ],
)
def test_brackets_grow_only_around_what_is_tall(latex: str, grown: int) -> None:
    opened = re.findall(r"<mo[^>]*>\(</mo>", mathml(latex))
    assert sum('stretchy="false"' not in each for each in opened) == grown


def test_a_wide_formula_can_be_scrolled_by_keyboard_and_a_short_one_is_left_alone() -> None:
    wide = read(formula("a+" * 40 + "b")).elements[0]
    assert wide.attributes["tabindex"] == "0"
    assert wide.attributes["aria-label"]
    assert formula("x").startswith("<math>")


@pytest.mark.parametrize("latex", [r"\foo{x}", "a & b", "{", r"\def\a{\a\a}\a", r"\href{javascript:x}{y}"])
def test_what_is_not_latex_is_shown_as_typed(latex: str) -> None:
    shown = read(formula(latex))
    assert shown.elements[0].tag == "code"
    assert shown.elements[0].text == latex
    with pytest.raises(FormulaError):
        mathml(latex)


@given(st.text(max_size=60))
def test_no_formula_brings_tags_of_its_own(latex: str) -> None:
    for made in (formula(latex), inline(f"${latex}$")):
        tags = set(re.findall(r"<\s*([a-zA-Z]+)", made))
        assert not tags & {"script", "a", "img", "svg", "style", "iframe", "object", "form", "input"}


@given(st.text(max_size=80))
def test_prose_obeys_no_html_and_fetches_nothing(text: str) -> None:
    for made in (inline(text), block(text, no_figure)):
        assert not re.search(r"<\s*(script|img|iframe|style|svg|form)", made)


def test_html_in_prose_is_text() -> None:
    assert "<b>" not in inline("<b onclick=x>hi</b> ![x](http://a.example/b.png)")
    assert "<img" not in block("![x](http://a.example/b.png)", no_figure)
    assert 'href="javascript' not in inline("[x](javascript:alert(1))")


def test_maths_stands_next_to_japanese_without_blanks() -> None:
    assert inline("これは$x$です。").count("<math>") == 1
    assert inline("値は $-1$、$2$。").count("<math>") == 2


def test_a_formula_as_a_heading_of_a_table_is_said_in_words_too() -> None:
    headings = read(block("| $\\sigma(x)$ | name |\n|---|---|\n| 1 | 2 |", no_figure)).all("th")
    assert [h.text.split("σ")[0] for h in headings] == ["", "name"]
    assert headings[0].text == "σ(x)σ(x)"


def test_lines_of_japanese_prose_join_without_a_blank_and_those_of_english_with_one() -> None:
    assert "重みを少し変えたら" in block("重みを\n少し変えたら", no_figure)
    assert "two words" in " ".join(block("two\nwords", no_figure).split())
    assert block("一つ\n\n二つ\n- 三つ\n- 四つ", no_figure).count("<p>") == 2
    assert spoken_prose("重みを\n少し") == "重みを少し"


def test_a_program_with_long_lines_can_be_scrolled_by_keyboard() -> None:
    long = read(block("```python\n# " + "x" * 60 + "\nf(1)\n```", no_figure)).elements[0]
    assert (long.attributes["class"], long.attributes["tabindex"]) == ("wide", "0")
    short = block("```python\nf(1)\nx < 2\n```", no_figure)
    assert short.strip() == "<pre><code>f(1)\nx &lt; 2\n</code></pre>"


def test_figures_stand_where_the_prose_says() -> None:
    made = block("Before\n\n{{plot 1}}\n\nAfter", lambda k: Markup("<figure>{}</figure>").format(k))
    assert re.sub(r"\s+", "", made) == "<p>Before</p><figure>1</figure><p>After</p>"


def test_headings_of_prose_start_below_the_pages_own_and_skip_nothing() -> None:
    made = block("# A\n\n### B\n\n# C", no_figure, heading=3)
    assert re.findall(r"<(h\d)", made) == ["h3", "h4", "h3"]


@pytest.mark.parametrize(
    ("latex", "said"),
    [
        (r"\sigma(x)", "σ(x)"),
        (r"\frac{1}{1 + e^{-x}}", "1/(1 + e^(-x))"),
        (r"\frac{dE}{dw}", "dE/dw"),
        (r"\tfrac12", "1/2"),
        (r"\left(1-\sigma(z)\right)", "(1-σ(z))"),
        (r"w_{1} \cdot x_1 \le 0", "w_1 · x_1 ≤ 0"),
        (r"\text{重み} \mathbf{w}", "重み w"),
        (r"w x = \underline{\quad\text{product}\quad}", "w x = __product__"),
        (r"\big(\sigma(0), 1\big)", "(σ(0), 1)"),
        (r"x = \ln\frac{p}{1 - p}", "x = ln(p/(1 - p))"),
        (r"w - \eta\frac{dE}{dw}", "w - η dE/dw"),
        (r"\frac{1}{\sqrt{2\pi}}", "1/(√(2π))"),
        (r"\hat{m}_1 = \hat m_t", "m̂_1 = m̂_t"),
        (r"s s^{\mathsf T}", "s sᵀ"),
        (r"A = \begin{pmatrix}-3 & 1 \\ 0 & 2\end{pmatrix}", "A = (-3, 1; 0, 2)"),
    ],
)
def test_a_formula_is_spoken_as_a_person_would_type_it(latex: str, said: str) -> None:
    assert spoken(latex) == said


def test_prose_is_spoken_without_its_markup() -> None:
    assert spoken_prose("The **sigmoid** `np.exp` is $\\sigma$, *always*; 2 * 3 * 4") == (
        "The sigmoid np.exp is σ, always; 2 * 3 * 4"
    )
