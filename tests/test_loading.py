"""A lesson file becomes a lesson, or a list of all that is wrong with it: where, what, and the cure."""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.content import Content
from grader.errors import ContentError, Problem, UsageError
from grader.lesson import KINDS, Lesson, Numeric, Vector, every_text
from grader.loading import load_lesson, load_yaml, parse_lesson, parse_yaml, render_problems

HEAD = "id: demo\ntitle: {en: Demo, ja: デモ}\nread: {en: Read., ja: 読む。}\nitems:\n"
ITEM = "  - numeric: sum\n    ask: {en: What is it?, ja: いくつですか。}\n    answer: w*x + b\n"


def item(text: str) -> str:
    """A lesson of one item; its first line is line 5 of the file."""
    return HEAD + indent(dedent(text).strip(), "  ") + "\n"


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        parse_lesson(text)
    return caught.value.problems


@pytest.mark.parametrize("path", Content.packaged().lessons(), ids=lambda p: p.stem)
def test_every_lesson_of_the_course_loads(path: Path) -> None:
    assert load_lesson(path).id in path.stem


def test_a_lesson_keeps_what_its_file_says() -> None:
    lesson = parse_lesson(HEAD + ITEM)
    (sum_,) = lesson.items
    assert isinstance(sum_, Numeric)
    assert (lesson.id, sum_.id, sum_.answer, sum_.points) == ("demo", "sum", "w*x + b", 1.0)
    assert lesson.title == {"en": "Demo", "ja": "デモ"}


def test_a_bare_number_is_a_formula_the_notation_can_read() -> None:
    for written, formula in (("3", "3"), ("0.5", "0.5"), ("1e22", "1e22"), ("1e-7", "1e-07"), ("1/3", "1/3")):
        (made,) = parse_lesson(item(f"- {{numeric: a, ask: x, answer: {written}}}")).items
        assert isinstance(made, Numeric)
        assert made.answer == formula


def test_a_vector_may_be_a_row_or_rows() -> None:
    (row,) = parse_lesson(item("- {vector: a, ask: x, answer: [1, w]}")).items
    (rows,) = parse_lesson(item("- {vector: a, ask: x, answer: [[1, w], [2, 3]]}")).items
    assert isinstance(row, Vector)
    assert isinstance(rows, Vector)
    assert row.answer == ("1", "w")
    assert rows.answer == (("1", "w"), ("2", "3"))


def test_every_text_is_found_with_its_place_in_the_file() -> None:
    lesson = parse_lesson(HEAD + ITEM)
    assert [tuple(where) for where, _ in every_text(lesson)] == [("title",), ("read",), ("items", 0, "ask")]
    assert lesson.origin.problem(("items", 0, "ask", "ja"), "x").source == ITEM.splitlines()[1]


OPTIONS = "options: [{id: a, right: x}, {id: b, wrong: y}]"
PICTURE = "picture: {curves: [{formula: x}], over: [0, 1], describes: d}"

# `‸` marks where the problem is told; then a part of its message, and of its help.
FAULTS = [
    (
        "- {numeric: a, ask: x, answer: 1, ‸tolerence: 1}",
        "unknown key `tolerence` in this numeric item",
        "mean `tolerance`?",
    ),
    ("- ‸{numric: a, ask: x, answer: 1}", "an item without a kind", "did you mean `numeric`?"),
    ("- ‸5", "expected an item, got the number 5", "begins with its kind"),
    ("- ‸{numeric: a, ask: x}", "`answer` is missing in this numeric item", ""),
    ("- ‸{code: a, ask: x}", "`exercise` is missing in this code item", "catalogue key"),
    ("- {numeric: ‸Big Sum, ask: x, answer: 1}", "`Big Sum` is no id", "such as `big-sum`"),
    ("- {numeric: a, ask: ‸5, answer: 1}", "expected text, got the number 5", '"5"'),
    ("- {numeric: a, ask: ‸, answer: 1}", "expected text, got nothing", "remove the line"),
    ("- {numeric: a, ask: x, answer: 1, title: ‸}", "expected text, got nothing", "remove the line"),
    (
        "- {numeric: a, ask: {en: x, ‸japanese: y}, answer: 1}",
        "`japanese` is no language code",
        "`en` or `ja`",
    ),
    ("- {numeric: a, ask: x, answer: ‸true}", "expected text, got `true`", '"true"'),
    ("- {numeric: a, ask: x, answer: ‸.inf}", "a finite number", ""),
    ("- {numeric: a, ask: x, answer: ‸[1]}", "expected text, got a list", ""),
    ('- {numeric: a, ask: x, answer: 1, tolerance: ‸"0.1"}', "expected a number, got the text `0.1`", ""),
    ("- {numeric: a, ask: x, answer: 1, tolerance: ‸-1}", "a number ≥ 0, got -1", ""),
    ("- {numeric: a, ask: x, answer: 1, figures: ‸2.5}", "expected a whole number", ""),
    ("- {numeric: a, ask: x, answer: 1, figures: 3, ‸relative: 0.1}", "exclude each other", "keep one"),
    ("- {numeric: a, ask: x, answer: 1, show: ‸all}", "expected one of verdict, diagnosis", ""),
    ("- {numeric: a, ask: x, answer: 1, show: ‸verdicts}", "got `verdicts`", "did you mean `verdict`?"),
    ("- {numeric: a, ask: x, answer: 1, hints: ‸x}", "expected a list, got the text `x`", "`- `"),
    ("- {numeric: a, ask: x, answer: 1, draw: {‸x-1: integers 1 to 2}}", "`x-1` is no name", ""),
    ("- {numeric: a, ask: x, answer: 1, draw: {w: a}, let: {‸w: 1}}", "drawn already", "another name"),
    ("- {numeric: a, ask: x, answer: 1, needs: [‸b]}", "no item `b` comes before", "can need none"),
    (
        "- {numeric: a, ask: x, answer: 1, mistakes: [{gives: ‸[1], note: n, says: s}]}",
        "expected text, got a list",
        "",
    ),
    ("- {vector: a, ask: x, answer: ‸w}", "expected a vector `[a, b]` or a matrix", ""),
    ("- {vector: a, ask: x, answer: ‸[[1, 2], [3]]}", "rows differ in length: 2, 1", ""),
    ("- {vector: a, ask: x, answer: [‸1, [2]]}", "expected a list", ""),
    ("- {vector: a, ask: x, ‸answer: []}", "expected at least 1, got 0", ""),
    ("- {choice: a, ask: x, ‸options: [{id: a, right: x}]}", "expected at least 2, got 1", ""),
    (
        "- {choice: a, ask: x, ‸options: [{id: a, wrong: x}, {id: b, wrong: y}]}",
        "no option is right",
        "`right:`",
    ),
    (
        "- {choice: a, ask: x, options: [{id: a, right: x}, {id: b, ‸right: y}]}",
        "a second right option",
        "`multi:`",
    ),
    ("- {multi: a, ask: x, ‸options: [{id: a, wrong: x}, {id: b, wrong: y}]}", "no option is right", ""),
    (
        "- {choice: a, ask: x, options: [{id: a, right: x}, {id: ‸a, wrong: y}]}",
        "the option `a` stands here twice",
        "1",
    ),
    ("- {choice: a, ask: x, options: [{id: a, right: x}, ‸{id: b}]}", "`right` or `wrong` is missing", ""),
    (
        "- {multi: a, ask: x, options: [{id: a, right: x, ‸wrong: z}, {id: b, wrong: y}]}",
        "exclude each other",
        "",
    ),
    (
        "- {order: a, ask: x, steps: [{id: a, text: x}, {id: b, text: y}, {id: ‸a, text: z}]}",
        "the step `a`",
        "1",
    ),
    ("- {blank: a, ask: ‸x, gaps: {u: {answer: 1}}}", "the gap `u` does not appear", "{{ gap(u) }}"),
    ('- {blank: a, ask: "{{ gap(u) }}", gaps: {u: ‸{}}}', "`answer` or `accept` is missing", ""),
    ('- {blank: a, ask: "{{ gap(u) }}", gaps: {u: {accept: [a], choose: ‸[b]}}}', "none of these words", ""),
    (f"- ‸{{plot: a, ask: x, {PICTURE}}}", "`options` or `answer` is missing", ""),
    (f"- {{plot: a, ask: x, {OPTIONS}, {PICTURE}, ‸answer: 1}}", "exclude each other", ""),
    (f"- {{plot: a, ask: x, {OPTIONS}, {PICTURE}, ‸tolerance: 1}}", "belongs to a number", ""),
    ("- {code: a, ask: x, exercise: relu, with: {alpha: ‸{b: 1}}}", "expected a formula, a vector", ""),
    ("- {expression: a, ask: x, answer: 1, symbols: {x: ‸rael}}", "got `rael`", "did you mean `real`?"),
    ("- {expression: a, ask: x, answer: 1, vectors: {x: ‸true}}", "expected a length", ""),
    ("- {expression: a, ask: x, answer: 1, at_kink: ‸2}", "expected one of any, undefined, 0, 1", ""),
]


@pytest.mark.parametrize(("marked", "message", "cure"), FAULTS, ids=[f[0] for f in FAULTS])
def test_a_fault_is_told_once_at_its_place_with_a_cure(marked: str, message: str, cure: str) -> None:
    (problem,) = problems(item(marked.replace("‸", "")))
    assert problem.source is not None
    assert (problem.line, problem.source) == (5, "  " + marked.replace("‸", ""))
    assert problem.column - 1 == len("  ") + marked.index("‸")
    assert message in problem.message
    assert cure in (problem.help or "")


def test_everything_wrong_with_a_file_is_told_at_once_in_its_order() -> None:
    text = HEAD.replace("id: demo", "id: De mo\nmintes: 3") + ITEM * 2 + "    points: -1\n    mistakes: 3\n"
    told = problems(text)
    assert [p.line for p in told] == sorted(p.line for p in told)
    said = " | ".join(p.message for p in told)
    for part in (
        "`De mo` is no id",
        "unknown key `mintes`",
        "`sum` stands here twice",
        "got -1",
        "expected a list",
    ):
        assert part in said
    assert len(told) == 5


def test_a_mistake_that_is_told_twice_by_one_note_is_refused() -> None:
    told = problems(HEAD + ITEM + "    mistakes:\n" + "      - {gives: w, note: n, says: s}\n" * 2)
    assert [(p.line, p.message) for p in told] == [(10, "the note `n` stands here twice")]


def test_steps_the_wrong_way_round_are_those_of_the_steps() -> None:
    steps = "[{id: a, text: x}, {id: b, text: y}, {id: c, text: z}]"
    good = "- {order: o, ask: x, steps: STEPS, mistakes: [{first: c, then: a, note: n, says: s}]}".replace(
        "STEPS", steps
    )
    assert parse_lesson(item(good))
    (swapped,) = problems(item(good.replace("first: c, then: a", "first: a, then: c")))
    assert "is no mistake" in swapped.message
    (unknown,) = problems(item(good.replace("first: c", "first: cc")))
    assert "no step `cc`" in unknown.message


def test_the_file_is_named_after_its_lesson(tmp_path: Path) -> None:
    path = tmp_path / "07-other.yaml"
    path.write_text(HEAD + ITEM, encoding="utf-8")
    with pytest.raises(ContentError, match=r"07-other\.yaml:1:5: the file is named after `other`"):
        load_lesson(path)
    assert load_lesson(path.rename(tmp_path / "07-demo.yaml")).id == "demo"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "an empty file"),
        (b"- a", "expected keys with values, got a list"),
        (b"5", "got the number 5"),
        ("id: シグモイド".encode("cp932"), "not UTF-8 text"),
        (b"\xff\xfe\x00", "not UTF-8 text"),
        (b"x" * (2**20 + 1), "longer than 1 MiB"),
        (b"id: " + b"a" * 500_000, "expected at most 60 characters, got 500000"),
    ],
)
def test_a_file_that_is_no_lesson_at_all_is_said_to_be_none(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "lesson.yaml"
    path.write_bytes(data)
    with pytest.raises(ContentError) as caught:
        load_lesson(path)
    assert said in str(caught.value)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "lesson.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + ITEM).replace("\n", "\r\n").encode())
    assert load_lesson(path).id == "demo"


def test_a_file_that_cannot_be_opened_is_a_matter_of_usage(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.yaml"):
        with pytest.raises(UsageError, match="cannot be read"):
            load_yaml(path)


# --------------------------------------------------------------------------- places inside texts

SCALARS = {
    "plain": "a: one two MARK three",
    "single quotes": "a: 'it''s a MARK'",
    "double quotes": r'a: "\\sigma \u00e9 \"q\" \\\\ MARK"',
    "double quotes over lines": 'a: "one \\\n   two\n\n  \\ three MARK"',
    "plain over lines": "a: one\n  two\n\n  three MARK four",
    "literal": "a: |2-\n  one\n\n    two MARK\n  three\n",
    "folded": "a: >  # folded\n  one\n  two\n\n  three MARK\n",
    "after wide signs": "a: 'シグモイド MARK'",
    "in a list": "[a, 'b', {c: d MARK e}]",
}


@pytest.mark.parametrize("style", SCALARS)
def test_an_offset_in_a_text_leads_to_its_character_in_the_file(style: str) -> None:
    origin = parse_yaml(SCALARS[style], "x.yaml")
    where = ("a",) if style != "in a list" else (2, "c")
    value = origin.data
    for step in where:
        value = value[step]  # type: ignore[index]
    assert isinstance(value, str)
    problem = origin.problem(where, "here", offset=value.index("MARK"), width=4)
    assert problem.source is not None
    assert problem.source[problem.column - 1 :].startswith("MARK")
    assert problem.source == SCALARS[style].split("\n")[problem.line - 1]


def test_a_place_that_is_not_in_the_file_is_the_block_around_it() -> None:
    origin = parse_yaml("a:\n  b: 1\n", "x.yaml")
    assert origin.problem(("a", "missing", 3), "x").line == 2
    assert parse_lesson(HEAD + ITEM).model_copy().origin.problem((), "x").line == 1


# --------------------------------------------------------------------------- what an author sees


def test_the_caret_stands_under_the_fault() -> None:
    shown = render_problems(problems(item("- {numeric: a, ask: x, answer: 1, tolerence: 1}")))
    line, under = shown.splitlines()[1:3]
    start = under.index("^")
    assert line[start : start + under.count("^")] == "tolerence"
    assert under.endswith("did you mean `tolerance`?")
    assert shown.splitlines()[0].startswith("lesson.yaml:5:37: unknown key")
    assert shown.splitlines()[-1] == "1 problem"


def test_the_caret_counts_wide_signs_as_two_columns() -> None:
    problem = Problem("x.yaml", 1, 11, "odd", "mend it", "a: シグモイドは MARK", 4)
    line, under = render_problems([problem]).splitlines()[1:3]
    before = line[: line.index("MARK")]
    columns = sum(2 if unicodedata.east_asian_width(c) == "W" else 1 for c in before)
    assert under.index("^") == columns
    assert "^^^^ mend it" in under


def test_a_long_line_is_cut_around_the_fault() -> None:
    source = "漢" * 300 + "MARK" + "x" * 300
    line, under = render_problems([Problem("x.yaml", 7, 301, "odd", None, source, 4)]).splitlines()[1:3]
    assert "MARK" in line
    assert len(line) < 120
    assert under.count("^") == 4


def test_paths_below_the_base_are_shown_relative_to_it(tmp_path: Path) -> None:
    problem = Problem(str(tmp_path / "course" / "05-sigmoid.yaml"), 0, 0, "odd", "mend it")
    assert render_problems([problem], tmp_path).splitlines()[:2] == [
        "course/05-sigmoid.yaml: odd",
        "  mend it",
    ]


def test_no_file_writes_to_the_terminal_of_who_reads_of_its_faults() -> None:
    problem = Problem("x\x1b[2J.yaml", 1, 1, "a\x1b]0;b", "c\u202e", "d\x1b[31m\te", 1)
    assert not set("\x1b\u202e\t") & set(render_problems([problem]))


# --------------------------------------------------------------------------- nothing else ever happens

_REAL = Content.packaged().lessons()[-1].read_bytes()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_lesson_or_a_list_of_faults(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.yaml"
    path.write_bytes(data)
    _check(faults_of(lambda: load_lesson(path)), str(path))


@settings(max_examples=60)
@given(st.integers(0, len(_REAL)), st.integers(0, 40), st.binary(max_size=12))
def test_a_damaged_lesson_is_a_lesson_or_a_list_of_faults(
    tmp_path_factory: pytest.TempPathFactory, start: int, cut: int, put: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.yaml"
    path.write_bytes(_REAL[:start] + put + _REAL[start + cut :])
    _check(faults_of(lambda: load_lesson(path)), str(path))


_WORDS = st.sampled_from(
    [
        *KINDS, "id", "title", "read", "items", "ask", "options", "steps", "gaps", "picture", "curves",
        "over", "mistakes", "gives", "note", "says", "right", "wrong", "first", "then", "choose", "accept",
        "answer", "needs", "draw", "let", "symbols", "vectors", "form", "hints", "en", "ja",
    ]
)  # fmt: skip
_SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.just("a") | st.just("{{ gap(a) }}"),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(_WORDS, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(_WORDS, _SHAPES), st.lists(st.dictionaries(_WORDS, _SHAPES), max_size=3))
def test_any_shape_of_data_under_our_keys_is_a_lesson_or_a_list_of_faults(
    data: dict[str, object], items: list[dict[str, object]]
) -> None:
    text = _as_flow({**data, "items": tuple(items)})
    _check(faults_of(lambda: parse_lesson(text)), "lesson.yaml")


_BLOCKS = [
    '{blank: a, ask: "{{ gap(u) }}", gaps: {u: {accept: [a], choose: [a, b]}}, mistakes: [{gives: {u: 1}}]}',
    "{order: o, ask: x, steps: [{id: a, text: x}, {id: b, text: y}], mistakes: [{first: b, then: a}]}",
    f"{{plot: a, ask: x, {OPTIONS}, {PICTURE}, needs: [b], draw: {{w: halves 1 to 2}}, let: {{v: w}}}}",
    "{vector: a, ask: {en: x}, answer: [[1, w], [2, 3]], mistakes: [{gives: [1, 2], note: n, says: s}]}",
    "{code: a, ask: x, exercise: relu, with: {alpha: [1, 2]}, accepts: {fragile: 0.8}}",
    "{derivation: a, ask: x, start: x, chain: [x], definitions: {z: w}, vectors: {x: N}, form: {only: [x]}}",
]


@settings(max_examples=300)
@given(st.sampled_from(_BLOCKS), _SHAPES, st.data())
def test_a_block_with_one_part_exchanged_is_a_lesson_or_a_list_of_faults(
    block: str, put: object, data: st.DataObject
) -> None:
    def exchanged(part: object) -> object:
        inner = (
            list(part)
            if isinstance(part, dict)
            else list(range(len(part)))
            if isinstance(part, tuple)
            else []
        )
        if not inner or data.draw(st.booleans()):
            return put
        chosen = data.draw(st.sampled_from(inner))
        if isinstance(part, dict):
            return {key: exchanged(value) if key == chosen else value for key, value in part.items()}
        assert isinstance(part, tuple)
        return tuple(exchanged(value) if k == chosen else value for k, value in enumerate(part))

    text = HEAD + "  - " + _as_flow(exchanged(parse_yaml(block, "x").data))
    _check(faults_of(lambda: parse_lesson(text)), "lesson.yaml")


def test_a_key_that_looks_like_one_of_our_own_marks_is_an_unknown_key() -> None:
    (problem,) = problems(item('- {numeric: a, ask: x, answer: 1, "<numeric>": 1}'))
    assert (problem.column, problem.message) == (37, "unknown key `<numeric>` in this numeric item")


def _as_flow(data: object) -> str:
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key}: {_as_flow(part)}" for key, part in data.items()) + "}"
    if isinstance(data, tuple):
        return "[" + ", ".join(_as_flow(part) for part in data) + "]"
    return json.dumps(data) if isinstance(data, str) else "null" if data is None else str(data).lower()


def faults_of(load: Callable[[], Lesson]) -> tuple[Problem, ...]:
    """What is wrong; nothing for a lesson. Anything else that is raised fails the test."""
    try:
        load()
    except ContentError as error:
        return error.problems or (Problem("", 0, 0, ""),)
    return ()


def _check(told: tuple[Problem, ...], path: str) -> None:
    assert all(p.message and p.path == path for p in told)
    assert render_problems(told)


def test_a_file_of_faults_only_is_told_in_bounded_time() -> None:
    many = HEAD + "".join(f"  - {{numeric: a, ask: x, answr{k}: 1}}\n" for k in range(3000))
    start = time.process_time()
    told = problems(many)
    assert time.process_time() - start < 50  # seconds: quadratic work takes minutes
    assert len(told) <= 101
    assert "more problems" in told[-1].message
