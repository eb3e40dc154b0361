"""answers.yaml: text as typed, one slip spoils one item, every editor's file is read."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.model import Response, Submission
from grader.submissions.answers import read_answers
from grader.submissions.sheet import Known

Answer = Callable[[str], Submission]
Read = Callable[..., Submission]


def noted(submission: Submission) -> set[str]:
    return {remark.id for remark in submission.remarks}


# ------------------------------------------------------------------ text as typed


@pytest.mark.parametrize(
    "typed",
    [
        "0.10",
        "no",
        "1e-6",
        "1:30",
        "0x1F",
        "007",
        "~",
        "null",
        "2024-01-01",
        "+3",
        "-0.0",
        "½",
        "０．７",
        ".5",
        "1_000",
    ],
)
def test_a_scalar_stays_the_text_that_was_typed(answer: Answer, typed: str) -> None:
    found = answer(f"  by-hand: {typed}\n")
    assert found.responses == {"by-hand": typed}
    assert found.remarks == ()


@pytest.mark.parametrize(
    "typed",
    [
        "|x|/2 + x/2",
        "[x>0]*x",
        "{x if x>0; 0 otherwise}",
        "-x",
        "- x",
        "*x + 1",
        "&x",
        "!x",
        "%x",
        "@x",
        "`x`",
        "> 0",
        ">0",
        ">1",
        "|1|",
        "? x",
        "σ(x): 1",
        "f(x) = {1, 2",
        "e^-x, x > 0",
        "'x' + y",
        r"\frac{1}{1+e^{-x}}",
    ],
)
def test_a_formula_means_itself_whatever_yaml_would_make_of_its_signs(answer: Answer, typed: str) -> None:
    found = answer(f"  by-hand: 1\n  formula: {typed}\n  pick: b\n")
    if typed.startswith("'"):  # a quotation mark is the one sign that YAML keeps
        assert set(found.invalid) == {"formula"}
    else:
        assert found.responses["formula"] == typed
    assert found.responses["by-hand"] == "1"
    assert found.responses["pick"] == "b"


def test_backslashes_in_quotes_are_latex_and_not_escapes(answer: Answer) -> None:
    found = answer('  formula: "\\frac{1}{2} \\nabla \\sigma"\n  weights: ["\\theta", "a \\"b\\""]\n')
    assert found.responses == {"formula": r"\frac{1}{2} \nabla \sigma", "weights": (r"\theta", 'a "b"')}


@pytest.mark.parametrize("head", ["|", "|-", ">", ">-", "", "|  # steps"])
def test_each_line_of_a_derivation_stays_a_line(answer: Answer, head: str) -> None:
    found = answer(f"  derivative: {head}\n    = a  [chain rule]\n    = b(1-b)\n  by-hand: 1\n")
    assert found.responses["derivative"] == "= a  [chain rule]\n= b(1-b)"


@pytest.mark.parametrize("block", ["  derivative: |\n= a\n= b\n", "  derivative: |\n      = a\n    = b\n"])
def test_a_derivation_with_uneven_indentation_is_read_and_remarked(answer: Answer, block: str) -> None:
    found = answer(block + "  by-hand: 1\n")
    assert found.responses == {"derivative": "= a\n= b", "by-hand": "1"}
    assert "hand-in-as-typed" in noted(found)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("  some: [a, no]\n", {"some": ("a", "no")}),
        ("  some:\n    - a\n    - c\n", {"some": ("a", "c")}),
        ("  some:\n  - a\n  - c\n", {"some": ("a", "c")}),
        ("  weights: [[1, 0.50], [2, 3]]\n", {"weights": (("1", "0.50"), ("2", "3"))}),
        ("  blanks: {g: yes, h: 1e-6}\n", {"blanks": {"g": "yes", "h": "1e-6"}}),
        ("  blanks:\n    g: 1\n    h:\n", {"blanks": {"g": "1", "h": ""}}),
    ],
)
def test_lists_and_mappings_hold_texts(answer: Answer, lines: str, expected: dict[str, Response]) -> None:
    assert answer(lines).responses == expected


@pytest.mark.parametrize(
    "value", ["", '""', "''", "|", "  # b, c or d?", "[]", "{}", "{a: , b: }", "|\n  # next"]
)
def test_a_blank_value_is_not_an_answer(answer: Answer, value: str) -> None:
    found = answer(f"  derivative: {value}\n  blanks: {value}\n")
    if value in ("[]", "{}", "{a: , b: }"):
        assert "blanks" not in found.responses
    else:
        assert found.responses == {}
    assert found.invalid == {}


def test_questions_in_comments_above_and_below_are_not_part_of_an_answer(answer: Answer) -> None:
    found = answer(
        "  # Derive it.\n  derivative: |\n    = a\n  # Which one?\n  #   a) x\n  pick: b # sure\n\n# end\n"
    )
    assert found.responses == {"derivative": "= a", "pick": "b"}
    assert found.remarks == ()


# ------------------------------------------------------------------ a slip spoils one item


@pytest.mark.parametrize(
    ("slip", "note"),
    [
        ('some: ["a, b]', "hand-in-yaml-quote"),
        ("some: 'a", "hand-in-yaml-quote"),
        ("some: [a, b", "hand-in-yaml-bracket"),
        ("some: {a: 1", "hand-in-yaml-bracket"),
        ("some: a: b", "hand-in-yaml"),
        ("some: @a", "hand-in-yaml"),
        ("some:\n      - a\n    - b", "hand-in-yaml"),
        ("some: {a: 1, a: 2}", "hand-in-inner-key-twice"),
        ("some: [[[[[[1]]]]]]", "hand-in-too-many-parts"),
        ("some: [" + "1, " * 1001 + "1]", "hand-in-too-many-parts"),
        ("some: " + "9" * 20_001, "hand-in-too-long"),
        ("some: a\x00b", "hand-in-broken-text"),
        ("some: a\x1bb", "hand-in-broken-text"),
        ("some: " + "[" * 10_000, "hand-in-too-many-parts"),
        ("some: ? - ? -", "hand-in-yaml"),
    ],
)
def test_a_slip_spoils_only_its_own_item(answer: Answer, slip: str, note: str) -> None:
    found = answer(f"  by-hand: 0.7\n  {slip}\n  pick: b\n  derivative: |\n    = a\n")
    assert found.responses == {"by-hand": "0.7", "pick": "b", "derivative": "= a"}
    assert {item: why.id for item, why in found.invalid.items()} == {"some": note}
    assert found.invalid["some"].values["item"] == "some"


def test_the_message_of_a_slip_names_its_line(answer: Answer) -> None:
    found = answer("  by-hand: 0.7\n  some:\n    - a\n    - [b\n  pick: b\n")
    assert found.invalid["some"].values["place"] == "answers.yaml:7"
    assert found.invalid["some"].values["source"] == "- [b"


def test_an_item_indented_one_column_off_is_read(answer: Answer) -> None:
    found = answer("  by-hand: 0.7\n   pick: b\n some: [a]\n      why: x\n")
    assert found.responses == {"by-hand": "0.7", "pick": "b", "some": ("a",), "why": "x"}


def test_two_answers_to_one_item_are_invalid_and_both_lines_are_named(answer: Answer) -> None:
    found = answer("  by-hand: 1\n  pick: a\n  by-hand: 1\n")
    assert found.responses == {"pick": "a"}
    assert found.invalid["by-hand"].id == "hand-in-key-twice"
    assert dict(found.invalid["by-hand"].values) == {
        "item": "by-hand",
        "first": "answers.yaml:4",
        "second": "answers.yaml:6",
    }


def test_an_empty_line_left_beside_the_answer_does_no_harm(answer: Answer) -> None:
    assert answer("  by-hand:\n  by-hand: 1\n").responses == {"by-hand": "1"}


def test_an_unknown_item_is_remarked_with_the_nearest_name(answer: Answer) -> None:
    found = answer("  by-hnad: 0.7\n  zzz: 1\n")
    assert found.responses == {}
    assert [(remark.id, remark.values.get("near")) for remark in found.remarks] == [
        ("hand-in-unknown-item-near", "by-hand"),
        ("hand-in-unknown-item", None),
    ]


# ------------------------------------------------------------------ every editor's file is read


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        ("\tby-hand: 0.7\n\tderivative: |\n\t\t= a\n", "hand-in-odd-blanks"),
        ("  by-hand: 0.7\n\tderivative: |\n\t\t= a\n", "hand-in-odd-blanks"),
        ("  by-hand: 0.7\n  derivative: |\n\t= a\n", "hand-in-odd-blanks"),
        ("　by-hand: 0.7\n　derivative: |\n　　= a\n", "hand-in-odd-blanks"),
        ("\u00a0\u00a0by-hand: 0.7\n  derivative: |\n    = a\n", "hand-in-odd-blanks"),
        ("  by-hand：0.7\n  derivative：|\n    = a\n", "hand-in-full-width"),
        ("  by-hand:　0.7\n  derivative： |\n    = a\n", "hand-in-full-width"),
        ("  ｂｙ－ｈａｎｄ: 0.7\n  derivative: |\n    = a\n", "hand-in-full-width"),
        ("  by‐hand: 0.7\n  derivative: |\n    = a\n", "hand-in-full-width"),
        ("  by-hand:0.7\n  derivative:|\n    = a\n", "hand-in-no-blank-after-colon"),
    ],
)
def test_typing_habits_are_read_with_a_remark(answer: Answer, lines: str, note: str) -> None:
    found = answer(lines)
    assert found.responses == {"by-hand": "0.7", "derivative": "= a"}
    assert note in noted(found)


def test_full_width_digits_in_an_item_name_are_its_digits() -> None:
    sheet = read_answers(
        "answers：\n  問１：2\n  q２: 3".encode(), "a.yaml", Known.of({"問1": "numeric", "q2": "numeric"})
    )
    assert [(entry.item, entry.response) for entry in sheet.entries] == [("問1", "2"), ("q2", "3")]


def test_full_width_colons_between_the_blanks_of_an_item_are_read(answer: Answer) -> None:
    assert answer("  blanks:\n    g：1\n    h： 2\n").responses == {"blanks": {"g": "1", "h": "2"}}


TEXT = "student: s042\nlesson: sigmoid\nanswers:\n  by-hand: 0.7\n  why: シグモイドは飽和する\n"


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None),
        ("utf-8-sig", "hand-in-byte-order-mark"),
        ("utf-16", "hand-in-byte-order-mark"),
        ("utf-32", "hand-in-byte-order-mark"),
        ("cp932", "hand-in-encoding"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_gives_the_same_answers(
    read: Read, encoding: str, note: str | None, ends: str
) -> None:
    found = read({"answers.yaml": TEXT.replace("\n", ends).encode(encoding)})
    assert found.responses == {"by-hand": "0.7", "why": "シグモイドは飽和する"}
    assert noted(found) == ({note} if note else set())


def test_bytes_that_are_no_text_spoil_only_the_answer_they_are_in(read: Read) -> None:
    found = read({"answers.yaml": b"answers:\n  by-hand: 0.7\n  why: \xe9t\xe9\n  pick: a\n"})
    assert found.responses == {"by-hand": "0.7", "pick": "a"}
    assert found.invalid["why"].id == "hand-in-broken-text"


# ------------------------------------------------------------------ shapes of the file


@pytest.mark.parametrize(
    "text",
    [
        "answers: {by-hand: 0.70, weights: [1, 2]}",
        '{"student": "s042", "answers": {"by-hand": "0.70",\n "weights": [1, 2]\n}\n}\n',
        "%YAML 1.2\n---\nanswers:\n  by-hand: 0.70\n  weights: [1, 2]\n...\n",
        "by-hand: 0.70\nweights: [1, 2]\n",
        "answers:\nby-hand: 0.70\nweights:\n- 1\n- 2\n",
        "  student: s042\n  answers:\n    by-hand: 0.70\n    weights: [1, 2]\n",
        '"answers":\n  "by-hand": 0.70\n  \'weights\': [1,\n   2]\n',
        "ANSWERS:\n  By-Hand: 0.70\n  sigmoid/weights: [1, 2]\nlesson: sigmoid\n",
    ],
)
def test_the_same_answers_in_other_shapes(read: Read, text: str) -> None:
    assert read({"answers.yaml": text}).responses == {"by-hand": "0.70", "weights": ("1", "2")}


def test_a_slip_in_braces_spoils_what_is_in_them(read: Read) -> None:
    found = read({"answers.yaml": "answers: {by-hand: 0.7, weights: [1, 2}"})
    assert found.responses == {}
    assert {why.id for why in found.invalid.values()} == {"hand-in-yaml-bracket"}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "answers:\n", "just words", "- a\n- b\n"])
def test_a_file_without_answers_is_blank_and_not_wrong(read: Read, text: str) -> None:
    found = read({"answers.yaml": text})
    assert found.responses == {}
    assert found.invalid == {}


# ------------------------------------------------------------------ nothing is constructed, nothing explodes


def test_tags_anchors_and_aliases_have_no_effect(answer: Answer) -> None:
    found = answer(
        "  pick: !!python/object/apply:os.system [id]\n  some: &x [a, *x]\n"
        "  by-hand: !!float 1\n  blanks: {<<: *x, g: 1}\n"
    )
    assert found.responses == {
        "pick": ("id",),
        "some": ("a", "*x"),
        "by-hand": "!!float 1",
        "blanks": {"<<": "*x", "g": "1"},
    }


@pytest.mark.parametrize(
    "body",
    [
        "  some: &a [x,x,x,x,x,x,x,x]\n" + "".join(f"  pick: &{c} [*a,*a,*a,*a,*a,*a]\n" for c in "bcdefgh"),
        "  some: " + "[" * 19_000 + "\n",
        "  some: " + "{a: " * 4_900 + "\n",
        "  some: " + "- " * 9_000 + "\n",
        "  some:\n" + "".join(f"{' ' * (4 + 2 * n)}- \n" for n in range(100)),
        "  pick: b\n" * 400,
        "".join(f"  unknown-{n}: b\n" for n in range(499)),
        "  formula: " + "(" * 19_000 + "\n",
        "  derivative: |\n" + "    = a\n" * 2_000,
        "  " + "a" * 200_000 + "\n",
        "  by-hand" + " " * 200_000 + "\n",
        "  why: " + '"' * 19_000 + "\n",
        "  why: " + "\\" * 19_000 + "\n",
        '  some: "' + "\\" * 19_000 + "\n",
        "\t" * 200_000 + "\n",
        "  why：" * 20_000 + "\n",
    ],
)
def test_a_bomb_costs_next_to_nothing(answer: Answer, body: str) -> None:
    start = time.process_time()
    found = answer(body + "  by-hand: 1\n")
    assert time.process_time() - start < 10  # seconds; the slowest takes a hundredth of it
    assert len(found.remarks) < 50
    assert found.responses.get("by-hand") == "1"


def test_too_many_keys_are_refused_as_a_whole(answer: Answer) -> None:
    found = answer("  pick: b\n" * 501)
    assert {why.id for why in found.invalid.values()} == {"hand-in-too-many-keys"}


SIGNS = st.text(alphabet=st.sampled_from("|>[]{}\"'#&*!?%@`-:,\\ \t：　ab1\x00\x07σ"), max_size=12)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    first=st.one_of(SIGNS, st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), max_size=12)),
    more=st.lists(SIGNS, max_size=3),
    kind=st.sampled_from(["multi", "expression", "choice", "code"]),
)
def test_whatever_stands_in_one_block_the_others_keep_their_answers(
    first: str, more: list[str], kind: str
) -> None:
    text = f"answers:\n  before: 0.7\n  middle: {first}\n" + "".join(f"      {line}\n" for line in more)
    text += "  after: |\n    = a\n"
    known = Known.of({"before": "numeric", "middle": kind, "after": "derivation"})
    sheet = read_answers(text.encode(), "answers.yaml", known)
    kept = {entry.item: entry.response for entry in sheet.entries if entry.item != "middle"}
    assert kept == {"before": "0.7", "after": "= a"}
    assert sheet.problem is None
