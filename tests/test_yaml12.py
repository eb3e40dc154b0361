"""YAML as authors expect it: values by YAML 1.2, faults with their place, nothing without a bound."""

from __future__ import annotations

import json
import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.yaml12 import MAX_ALIASES, MAX_DEPTH, MAX_PROBLEMS, Data, Node, Parsed, parse


def value(text: str) -> Data:
    parsed = parse(text, "x.yaml")
    assert not parsed.problems, parsed.problems
    return parsed.root.value if parsed.root else None


def fault(text: str) -> tuple[int, int, str]:
    first = parse(text, "x.yaml").problems[0]
    return first.line, first.column, f"{first.message}; {first.help}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no", "no"), ("on", "on"), ("y", "y"), ("1:30", "1:30"), ("2024-01-01", "2024-01-01"), ("<<", "<<"),
        ("1e-6", 1e-6), ("012", 12), ("0o17", 15), ("0x1F", 31), ("-3", -3), ("+.5", 0.5), ("1.", 1.0),
        ("1_000", "1_000"), ("0b1", "0b1"), ("-.inf", -math.inf), ("true", True), ("False", False),
        ("~", None), ("", None), ("null", None), ("'true'", "true"), ('"1"', "1"), ("-", (None,)),
        ("1/2", "1/2"), ("3 x", "3 x"), ("-x", "-x"), (".", "."),
    ],
)  # fmt: skip
def test_plain_scalars_are_those_of_yaml_1_2(text: str, expected: Data) -> None:
    got = value(text)
    assert got == expected
    assert type(got) is type(expected)


def test_keys_are_text_even_where_they_look_like_numbers() -> None:
    assert value("1: a\nno: b\ntrue: c") == {"1": "a", "no": "b", "true": "c"}


_TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\ufffe\uffff"))
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)


def _frozen(data: object) -> object:
    if isinstance(data, list):
        return tuple(_frozen(part) for part in data)
    if isinstance(data, dict):
        return {key: _frozen(part) for key, part in data.items()}
    return data


@given(_JSON)
def test_every_json_text_means_in_yaml_what_it_means_in_json(data: object) -> None:
    text = json.dumps(data, ensure_ascii=False)
    assert value(text) == _frozen(data)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("a: 1\nb: 2\na: 3", 3, 1, "`a` stands here twice; it is given in line 1"),
        ("a: !!python/object:os.system x", 1, 4, "a tag"),
        ("a: ! 1", 1, 4, "a tag"),
        ("? [a]\n: b", 1, 3, "a key that is not plain text"),
        ("a: 1\n---\nb: 2", 2, 1, "a second document"),
        ('a: "$\\alpha$"', 1, 4, "written twice"),
        ('a: "$\\nabla f$"', 1, 4, "written twice"),
        ('a: "\\sigma"', 1, 5, "written twice"),
        ("a:\n\t- b", 2, 1, "spaces, not with tabs"),
        ("a: @b", 1, 4, "begins with `@` needs quotes"),
        ("a: b: c", 1, 5, "a colon and a blank"),
        ("a: {b: 1, c", 2, 1, "not YAML"),
        ("a: *b", 1, 4, "no anchor `&b`"),
        ("a: &b [*b]", 1, 8, "no anchor `&b`"),
        ("a: 1\nb: \x07", 2, 4, "no text file holds"),
        ("a: 1\nb: \ud800", 2, 4, "no text file holds"),
        ("a: " + "9" * 101, 1, 4, "101 characters"),
    ],
)
def test_a_fault_has_its_place_and_a_cure(text: str, line: int, column: int, said: str) -> None:
    assert fault(text)[:2] == (line, column)
    assert said in fault(text)[2]


def test_faults_before_a_slip_of_syntax_are_reported_with_it() -> None:
    problems = parse("a: 1\na: 2\nb: [1\nc: 3", "x.yaml").problems
    assert [p.line for p in problems] == [2, 4]


def test_an_alias_stands_for_its_anchor() -> None:
    assert value("a: &x [1, {b: 2}]\nc: *x") == {"a": (1, {"b": 2}), "c": (1, {"b": 2})}


BOMBS = {
    "flow nesting": "[" * 200_000,
    "mapping nesting": "{a: " * 100_000,
    "block nesting": "- " * 100_000,
    "key nesting": "? " * 100_000,
    "aliases of aliases": "a0: &a0 [x]\n"
    + "".join(f"a{k + 1}: &a{k + 1} [{f'*a{k}, ' * 9}]\n" for k in range(40)),
    "many aliases": f"a: &a [x]\nb: [{'*a, ' * 5000}]",
    "large anchor": f"a: &a [{'x, ' * 2000}]\nb: [{'*a, ' * 90}]",
    "many values": f"[{'x, ' * 100_000}]",
    "many duplicates": "a: 1\n" * 20_000,
    "many tags": "- !a x\n" * 20_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_grows_without_bound_is_refused_at_once(bomb: str) -> None:
    start = time.process_time()
    problems = parse(BOMBS[bomb], "x.yaml").problems
    assert problems
    assert len(problems) <= MAX_PROBLEMS
    assert time.process_time() - start < 20  # seconds: what grows without bound takes minutes


def test_nesting_up_to_the_bound_is_read() -> None:
    assert not parse("[" * MAX_DEPTH + "]" * MAX_DEPTH, "x").problems
    assert parse("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "x").problems
    assert not parse(f"a: &a x\nb: [{', '.join(['*a'] * MAX_ALIASES)}]", "x").problems


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!?|>'\"%@#, \n\t\\é漢\u2028\x85\ufeff\x00"), max_size=60))
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    parsed = parse(text, "x.yaml")
    assert isinstance(parsed, Parsed)
    assert parsed.root is None or not parsed.problems or isinstance(parsed.root, Node)
    for problem in parsed.problems:
        assert problem.line >= 1
        assert problem.column >= 1


def test_every_value_knows_where_it_stands() -> None:
    text = "a: one\nb:\n  - 'two'\n  - {c: three}\nd: |\n  four\n"
    root = parse(text, "x.yaml").root
    assert root is not None
    rows = text.splitlines()
    c = root.parts["b"].parts[1]
    assert rows[root.parts["a"].line - 1][root.parts["a"].column - 1 :] == "one"
    assert rows[root.parts["b"].parts[0].line - 1][root.parts["b"].parts[0].column - 1 :] == "'two'"
    assert rows[c.keys["c"].line - 1][c.keys["c"].column - 1 :] == "c: three}"
    assert (root.parts["d"].line, root.parts["d"].style) == (5, "|")
