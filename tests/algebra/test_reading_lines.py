"""Lines of a derivation, and what a context declares."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.algebra import (
    Context,
    Domain,
    Unreadable,
    catalogue,
    make_context,
    plain,
    plain_condition,
    read,
    read_condition,
    read_line,
    with_definition,
)

FUNCTIONS = Path(__file__).parents[2] / "course" / "functions.yaml"


@pytest.fixture(scope="module")
def context() -> Context:
    return make_context(
        dict.fromkeys(("w", "x", "b", "t"), "real"),
        definitions=[("z", "w x + b"), ("y", "σ(z)"), ("E", "(y-t)^2")],
        functions=catalogue(FUNCTIONS.read_text(encoding="utf-8"), str(FUNCTIONS)),
    )


LINES = [
    # typed, left side, right side, justification
    ("dE/dw = dE/dy * dy/dz * dz/dw [chain rule]", "dE/dw", "dE/dy*dy/dz*dz/dw", "chain rule"),
    ("= 2(y-t) y (1-y) x", None, "2*(y - t)*y*(1 - y)*x", None),
    ("2(y-t)", None, "2*(y - t)", None),
    ("＝ ｘ＋１ ［定義］", None, "x + 1", "定義"),
    ("= x + 1 【連鎖律】", None, "x + 1", "連鎖律"),
    (r"&= \frac{x}{2} \\", None, "x/2", None),
    ("⇔ w x = t", "w*x", "t", None),
    ("= [x>0]", None, "[x > 0]", None),
    ("= w·[x>0]", None, "w*[x > 0]", None),
    ("= w[x>0]", None, "w*[x > 0]", None),
    ("= w [x>0]", None, "w", "x>0"),
    ("= w x [substitute y=σ(z)]", None, "w*x", "substitute y=σ(z)"),
    ("= 2[x + 1]", None, "2*(x + 1)", None),
    ("w' = 3".replace("w'", "w"), "w", "3", None),
]


@pytest.mark.parametrize(("typed", "left", "right", "label"), LINES)
def test_a_line_is_taken_apart(
    typed: str, left: str | None, right: str, label: str | None, context: Context
) -> None:
    line = read_line(typed, context)
    assert (line.lhs and plain(line.lhs), plain(line.rhs), line.label) == (left, right, label)
    assert line.is_equation == (left is not None)


def test_a_condition_taken_for_a_reason_is_remarked_on(context: Context) -> None:
    assert [r.id for r in read_line("= w [x>0]", context).remarks] == ["read-bracket-as-reason"]
    assert read_line("= w [chain rule]", context).remarks == ()


@pytest.mark.parametrize(
    ("typed", "note"),
    [("= x = w = b", "read-one-equation"), ("=", "read-ends-early"), ("= x +", "read-ends-early"),
     ("= x > 0", "read-no-inequality"), ("", "read-empty"), ("x ≈ 3", "read-no-approximation")],
)  # fmt: skip
def test_a_line_that_is_none_is_refused(typed: str, note: str, context: Context) -> None:
    with pytest.raises(Unreadable) as caught:
        read_line(typed, context)
    assert caught.value.note == note


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("x > 0", "x > 0"), ("w*x + b != 0", "w*x + b != 0"), ("0 < x < 1", "0 < x and x < 1"),
     ("x<=0 or (w>1 and b>1)", "x <= 0 or w > 1 and b > 1"), ("x ≧ 0 かつ w ≠ 0", "x >= 0 and w != 0"),
     (r"x \le 1 \land w > 0", "x <= 1 and w > 0"), ("x == 1", "x = 1")],
)  # fmt: skip
def test_conditions_are_read(typed: str, meant: str, context: Context) -> None:
    assert plain_condition(read_condition(typed, context)) == meant


def test_an_expression_is_no_condition(context: Context) -> None:
    with pytest.raises(Unreadable) as caught:
        read_condition("x + 1", context)
    assert caught.value.note == "read-needs-condition"


def test_definitions_may_be_numbers_entries_vectors_and_functions() -> None:
    made = make_context(
        {"a": "real", "N": "natural"},
        {"x": 3, "v": "N"},
        definitions=[
            ("S", "Σ_k e^{x_k}"),
            ("s_i", "e^{x_i}/S"),
            ("r", "x/a"),
            ("f(u)", "a u"),
            ("m_1", "f(a)"),
        ],
    )
    assert [(d.name, d.index) for d in made.definitions] == [
        ("S", None),
        ("s", "i"),
        ("r", "k"),
        ("m_1", None),
    ]
    assert made.vectors == {"x": 3, "v": "N", "s": 3, "r": 3}
    assert plain(read("s_2 + r_1 + f(S) + m_1", made)) == "s_2 + r_1 + f(S) + m_1"


def test_a_definition_sees_only_those_before_it() -> None:
    with pytest.raises(Unreadable) as caught:
        make_context({"x": "real"}, definitions=[("y", "z + 1"), ("z", "x")])
    assert (caught.value.note, caught.value.source) == ("read-unknown-name", "z + 1")


@pytest.mark.parametrize(
    ("definitions", "note"),
    [
        ([("y", "x"), ("y", "x^2")], "read-defined-twice"),
        ([("x", "x + 1")], "read-defined-by-itself"),
        ([("y", "x"), ("x", "y")], "read-defined-by-itself"),
        ([("f(u)", "u + x"), ("x", "f(1)")], "read-defined-by-itself"),
        ([("g(u)", "u"), ("g(u)", "g(u) + 1")], "read-defined-by-itself"),
        ([("x_i", "v_i x")], "read-defined-by-itself"),
    ],
)
def test_a_definition_never_leads_back_to_itself(definitions: list[tuple[str, str]], note: str) -> None:
    with pytest.raises(Unreadable) as caught:
        make_context({"x": "real"}, {"v": 3}, definitions=definitions)
    assert caught.value.note == note


def test_greek_names_are_found_by_sign_and_by_word() -> None:
    by_word, by_sign = make_context({"eta": "real"}), make_context({"η": "real"})
    assert plain(read("η + eta", by_word)) == "eta + eta"
    assert plain(read(r"η + eta + \eta", by_sign)) == "η + η + η"


def test_domains_are_looked_up_by_name() -> None:
    made = make_context({"p": "unit", "n": "natural"}, {"p": 3}, ("i",))
    assert (made.domain("p"), made.domain("i"), made.domain("q")) == (
        Domain.UNIT,
        Domain.NATURAL,
        Domain.REAL,
    )


@pytest.mark.parametrize(
    ("symbols", "vectors", "note"),
    [({"2x": "real"}, {}, "read-bad-name"), ({"x+": "real"}, {}, "read-bad-name"),
     ({"": "real"}, {}, "read-bad-name"),
     ({"x": "imaginary"}, {}, "read-bad-domain"), ({}, {"x": 0}, "read-bad-length"),
     ({}, {"x": 65}, "read-bad-length"),
     ({"N": "real"}, {"x": "N"}, "read-bad-length"), ({}, {"x": "N"}, "read-bad-length")],
)  # fmt: skip
def test_a_wrong_declaration_is_refused(
    symbols: dict[str, str], vectors: dict[str, int | str], note: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        make_context(symbols, vectors)
    assert caught.value.note == note


def test_a_definition_can_be_added_later(context: Context) -> None:
    more = with_definition(context, "g", "E/2")
    assert plain(read("dg/dw", more)) == "dg/dw"
    with pytest.raises(Unreadable):
        with_definition(context, "2", "x")
