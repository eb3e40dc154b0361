"""Variants: the same for the same seed, well posed, rebuilt exactly from what was stored."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks import KINDS
from grader.course import Course
from grader.errors import ContentError, UsageError
from grader.lesson import ItemBase
from grader.model import Param
from grader.seeds import student_key
from grader.variants import Variant, bind, from_stored, lesson_params, to_stored, vary
from tests.checks.sample_course import HEAD, ROOT, make_course

F = Fraction
KEY = student_key(b"tests", "s1")

LESSON = """
id: sample
title: {en: Sample, ja: 見本}
read: {en: Text., ja: 文。}
draw: {w: tenths -2 to 2 nonzero}
let: {twice: 2*w}
items:
  - numeric: inheriting
    draw: {x: integers 1 to 4}
    let: {z: w*x, y: sigmoid(z), v: "[x > 2]"}
    where: ["z != 1"]
    ask: {en: "?", ja: "?"}
    answer: y
  - numeric: standing-alone
    draw: {w: integers 5 to 9, n: integers 2 to 4, x: vector n of tenths -1 to 1, W: matrix 2 by n of integers 1 to 3, how: words mean sum}
    let: {s: sum_i w x_i, r: relu(x_i), m: x_i x_j, d: sum_k W1_k W2_k}
    ask: {en: "?", ja: "?"}
    answer: s
"""  # noqa: E501 - one draw a line


class Agreeable:
    """A kind that shuffles three options and finds nothing wrong, or always the same."""

    def __init__(self, *flaws: str) -> None:
        self.found = flaws

    def shuffles(self, variant: Variant) -> int:  # noqa: ARG002 - the protocol's
        return 3

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:  # noqa: ARG002 - the protocol's
        return self.found


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("course"), LESSON)


def item(course: Course, name: str) -> ItemBase:
    return next(i for i in course.lesson("sample").items if i.id == name)


def drawn(course: Course, name: str, key: bytes = KEY, redraw: int = 0) -> Variant:
    return vary(item(course, name), "sample", course, Agreeable(), key, redraw)


def test_golden_numbers_never_change(course: Course) -> None:
    """Pinned: another result here would give every student other numbers."""
    variant = drawn(course, "standing-alone")
    assert json.dumps(to_stored(variant), sort_keys=True) == GOLDEN


def test_another_process_draws_the_same_bytes(course: Course) -> None:
    code = (
        "import json, sys; from pathlib import Path; from grader.content import Content\n"
        "from grader.course import Course; from grader.checks import KINDS\n"
        "from grader.variants import vary, to_stored; from grader.seeds import student_key\n"
        "course = Course(Content.at(Path(sys.argv[1])))\n"
        "items = course.lesson('sample').items\n"
        "key = student_key(b'tests', 's1')\n"
        "print(json.dumps([to_stored(vary(i, 'sample', course, KINDS[i.kind], key)) for i in items]))"
    )
    run = [sys.executable, "-c", code, str(course.content.root)]
    seeds = [{"PYTHONHASHSEED": seed, "PATH": ""} for seed in ("1", "2")]
    outputs = {subprocess.run(run, env=e, cwd=ROOT, capture_output=True, check=True).stdout for e in seeds}
    items = course.lesson("sample").items
    here = [to_stored(vary(i, "sample", course, KINDS[i.kind], KEY)) for i in items]
    assert [json.loads(output) for output in outputs] == [here]


def test_students_and_redraws_get_numbers_of_their_own(course: Course) -> None:
    keys = [student_key(b"tests", f"s{n}") for n in range(20)]
    assert len({json.dumps(to_stored(drawn(course, "standing-alone", key))) for key in keys}) == 20
    assert drawn(course, "standing-alone").params != drawn(course, "standing-alone", redraw=1).params


def test_items_share_the_lessons_quantities(course: Course) -> None:
    shared = lesson_params("sample", course, KEY)
    variant = drawn(course, "inheriting")
    w, x = variant.params["w"], variant.params["x"]
    assert isinstance(w, Fraction)
    assert isinstance(x, Fraction)
    assert shared == {"w": w, "twice": 2 * w}
    assert variant.params["z"] == w * x != 1
    assert variant.params["v"] == (1 if x > 2 else 0)


def test_an_item_that_draws_a_shared_name_anew_stands_alone(course: Course) -> None:
    variant = drawn(course, "standing-alone")
    assert "twice" not in variant.params
    w = variant.params["w"]
    assert isinstance(w, Fraction)
    assert 5 <= w <= 9


def test_let_formulas_work_on_vectors_and_matrices(course: Course) -> None:
    params = drawn(course, "standing-alone").params
    x, rows, w = params["x"], params["W"], params["w"]
    assert isinstance(rows, tuple)
    first, second = rows
    assert isinstance(x, tuple)
    assert isinstance(first, tuple)
    assert isinstance(second, tuple)
    assert isinstance(w, Fraction)
    numbers = [F(str(entry)) for entry in x]
    assert params["s"] == w * sum(numbers)
    assert params["r"] == tuple(max(n, F(0)) for n in numbers)
    assert params["m"] == tuple(tuple(a * b for b in numbers) for a in numbers)
    assert params["d"] == sum(F(str(a)) * F(str(b)) for a, b in zip(first, second, strict=True))


def test_a_new_quantity_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    block = '  - numeric: n\n    draw: {{{}}}\n    ask: {{en: "?", ja: "?"}}\n    answer: a\n'
    few = make_course(tmp_path / "few", HEAD + block.format("a: integers 1 to 1000"))
    many = make_course(tmp_path / "many", HEAD + block.format("b: tenths 0 to 9, a: integers 1 to 1000"))
    assert drawn(few, "n").params["a"] == drawn(many, "n").params["a"]


@pytest.mark.parametrize(
    ("block", "says", "line"),
    [
        ('draw: {a: integers 1 to 3}\n    where: ["a > 3"]', "500 of them failed at: where a > 3", 6),
        ("draw: {a: integers 0 to 0}\n    let: {b: 1/a}", "undefined for these numbers", 6),
        ("draw: {a: intgers 1 to 3}", "'intgers' is no draw", 7),
        ("draw: {a: integers 1 to n}", "'n' is no number drawn above", 7),
        ("let: {b: 1 + (2}", "cannot be read", 7),
        ('draw: {a: integers 1 to 3}\n    where: ["a >"]', "cannot be read", 8),
    ],
)
def test_an_authors_mistake_is_a_content_error_at_its_line(
    tmp_path: Path, block: str, says: str, line: int
) -> None:
    lesson = f'{HEAD}  - numeric: n\n    {block}\n    ask: {{en: "?", ja: "?"}}\n    answer: 1\n'
    broken = make_course(tmp_path, lesson)
    with pytest.raises(ContentError) as caught:
        drawn(broken, "n")
    (problem,) = caught.value.problems
    assert says in problem.message
    assert problem.line == line


def test_a_flaw_that_never_goes_away_is_named(course: Course) -> None:
    with pytest.raises(ContentError, match="500 of them failed at: two options are equal"):
        vary(item(course, "inheriting"), "sample", course, Agreeable("two options are equal"), KEY)


def test_what_is_stored_rebuilds_the_variant_without_drawing(course: Course) -> None:
    variant = drawn(course, "standing-alone")
    stored = json.loads(json.dumps(to_stored(variant)))
    assert bind(variant.item, "sample", course, *from_stored(stored)) == variant


def test_the_stored_form_has_no_seed(course: Course) -> None:
    stored = to_stored(drawn(course, "standing-alone"))
    assert set(stored) == {"params", "order", "redraw", "id"}
    assert KEY.hex() not in json.dumps(stored)


PARAMS = st.recursive(
    st.fractions() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(tuple),
    max_leaves=6,
)


@given(st.dictionaries(st.text(min_size=1, max_size=3), PARAMS, max_size=4), st.permutations(range(4)))
def test_any_quantity_survives_storing(params: dict[str, Param], order: list[int]) -> None:
    variant = Variant("l", KIND_ITEM, params, tuple(order), 2, "abc")
    assert from_stored(json.loads(json.dumps(to_stored(variant)))) == (params, tuple(order), 2, "abc")


KIND_ITEM = ItemBase.model_construct(id="i")


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"params": {"a": "x"}, "order": [], "redraw": 0, "id": ""},
        {"params": {"a": "1/0"}, "order": [], "redraw": 0, "id": ""},
        {"params": {"a": 1.5}, "order": [], "redraw": 0, "id": ""},
        {"params": [], "order": [], "redraw": 0, "id": ""},
        {"params": {}, "order": ["x"], "redraw": 0, "id": ""},
    ],
)
def test_a_damaged_store_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="damaged"):
        from_stored(stored)


def test_an_item_that_changed_since_it_was_issued_is_refused(course: Course) -> None:
    variant = drawn(course, "inheriting")
    params = {name: value for name, value in variant.params.items() if name != "x"}
    with pytest.raises(UsageError, match="without the quantity 'x'"):
        bind(variant.item, "sample", course, params)


GOLDEN = (
    '{"id": "ezgyd5tcjc", "order": [0, 2, 1], "params": {"W": [["2", "3", "1"], ["2", "3", "3"]'
    '], "d": "16", "how": {"word": "mean"}, "m": [["49/100", "21/100", "-21/50"], ["21/100", "9'
    '/100", "-9/50"], ["-21/50", "-9/50", "9/25"]], "n": "3", "r": ["7/10", "3/10", "0"], "s": '
    '"2", "w": "5", "x": ["7/10", "3/10", "-3/5"]}, "redraw": 0}'
)
