"""Who a hand-in is from, which file answers which item, and what one message or hash says of it all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.model import Submission
from grader.submissions import Declared, HandIn, declared, interpret, read_hand_in

Read = Callable[..., Submission]
CODE = "def sigmoid(x):\n    return x\n"


def head(**words: str) -> str:
    return "".join(f"{word}: {value}\n" for word, value in words.items()) + "answers:\n  by-hand: 1\n"


# ------------------------------------------------------------------ who and which lesson


def test_a_hand_in_says_who_and_which_lesson_it_is(read: Read, tmp_path: Path) -> None:
    found = read({"answers.yaml": head(student="s042", lesson="sigmoid")})
    assert (found.student, found.lesson) == ("s042", "sigmoid")
    assert declared(read_hand_in(tmp_path / "s042")) == Declared(("s042",), ("sigmoid",))


def test_what_the_caller_knows_stands(read: Read) -> None:
    found = read({"answers.yaml": head(student="Ｓ042", lesson="Sigmoid")}, student="s042", lesson="sigmoid")
    assert (found.student, found.lesson, found.responses) == ("s042", "sigmoid", {"by-hand": "1"})


def test_the_name_of_another_student_is_invalid_with_both_named(read: Read, items: Mapping[str, str]) -> None:
    found = read({"answers.yaml": head(student="s001"), "sigmoid.py": CODE}, student="s042")
    assert found.student == "s042"
    assert found.responses == {}
    assert set(found.invalid) == set(items)
    assert dict(found.invalid["by-hand"].values) == {"declared": "s001", "expected": "s042"}


@pytest.mark.parametrize(
    "files",
    [
        {"answers.yaml": "student: a\nstudent: b\n"},
        {"answers.yaml": "student: a\n", "x/answers.yaml": "student: b\n"},
    ],
)
def test_two_students_in_one_hand_in_are_invalid(read: Read, files: Mapping[str, str]) -> None:
    assert {why.id for why in read(files).invalid.values()} == {"hand-in-other-student"}


def test_the_sheet_of_another_lesson_is_never_graded_as_this_one(
    read: Read, items: Mapping[str, str]
) -> None:
    found = read({"answers.yaml": head(lesson="relu")}, lesson="sigmoid")
    assert found.responses == {}
    assert dict(found.invalid["by-hand"].values) == {
        "file": "answers.yaml",
        "declared": "relu",
        "expected": "sigmoid",
    }


def test_among_the_sheets_of_a_workspace_the_lesson_asked_for_is_read(read: Read) -> None:
    files = {
        "relu/answers.yaml": head(lesson="relu").replace("1", "2"),
        "sigmoid/answers.yaml": head(lesson="sigmoid"),
        "sigmoid/sigmoid.py": CODE,
        "relu/sigmoid.py": CODE,
    }
    found = read(files, lesson="sigmoid")
    assert found.responses["by-hand"] == "1"
    assert found.responses["sigmoid"] == "sigmoid/sigmoid.py"
    assert found.remarks == ()


def test_a_sheet_of_another_lesson_in_the_wrong_place_is_set_aside_and_named(read: Read) -> None:
    files = {"answers.yaml": head(lesson="sigmoid"), "more/answers.yaml": head(lesson="relu")}
    found = read(files, lesson="sigmoid")
    assert found.responses["by-hand"] == "1"
    assert [remark.id for remark in found.remarks] == ["hand-in-set-aside"]


def test_items_of_several_lessons_are_found_in_each_lessons_sheet() -> None:
    hand_in = HandIn(
        "s042",
        {
            "relu/answers.yaml": head(lesson="relu").replace("1", "2").encode(),
            "sigmoid/answers.yaml": head(lesson="sigmoid").encode(),
        },
    )
    found = interpret(hand_in, {"relu/by-hand": "numeric", "sigmoid/by-hand": "numeric"}, lesson="ps1")
    assert found.responses == {"relu/by-hand": "2", "sigmoid/by-hand": "1"}


def test_an_item_in_two_files_is_invalid_and_both_are_named(read: Read) -> None:
    found = read({"answers.yaml": head(), "answers (1).yaml": head()})
    why = found.invalid["by-hand"]
    assert (why.id, why.values["first"], why.values["second"]) == (
        "hand-in-two-places",
        "answers (1).yaml:2",
        "answers.yaml:2",
    )


def test_the_issued_variant_file_is_not_an_answer_sheet(read: Read) -> None:
    found = read({"variant.yaml": "by-hand: {w: 1}\n", "sigmoid.py": CODE})
    assert (found.responses, found.remarks) == ({"sigmoid": "sigmoid.py"}, ())


# ------------------------------------------------------------------ which file answers a code item


@pytest.mark.parametrize(
    ("written", "files", "expected"),
    [
        ("mine.py", ["mine.py", "sigmoid.py"], "mine.py"),
        ("mine", ["mine.py", "sigmoid.py"], "mine.py"),
        ("./src/mine.py", ["src/mine.py", "sigmoid.py"], "src/mine.py"),
        ("src\\mine.py", ["src/mine.py", "sigmoid.py"], "src/mine.py"),
        ("C:\\Users\\me\\mine.py", ["mine.py", "sigmoid.py"], "mine.py"),
        ('"mine.py"', ["mine.py", "sigmoid.py"], "mine.py"),
        ("", ["sigmoid.py", "solution.py"], "sigmoid.py"),
        ("", ["other.py", "solution.py"], "solution.py"),
        ("", ["src/sigmoid.py", "other.py"], "src/sigmoid.py"),
        ("", ["only.py"], "only.py"),
        ("", ["one.py", "two.py"], None),
        ("", [], None),
    ],
)
def test_a_code_item_is_answered_by_the_file_named_or_the_usual_one(
    read: Read, written: str, files: list[str], expected: str | None
) -> None:
    sheet = f"answers:\n  sigmoid: {written}\n"
    found = read({"answers.yaml": sheet, **dict.fromkeys(files, CODE)})
    assert found.responses.get("sigmoid") == expected
    assert found.invalid == {}


@pytest.mark.parametrize(
    ("written", "files", "note"),
    [
        ("sigmiod.py", ["sigmoid.py"], "hand-in-no-such-file-near"),
        ("/etc/passwd", ["sigmoid.py"], "hand-in-no-such-file"),
        ("../../secret.py", ["sigmoid.py"], "hand-in-no-such-file"),
        ("lost.py", [], "hand-in-no-such-file"),
        ("mine.py", ["a/mine.py", "b/mine.py"], "hand-in-ambiguous-file"),
        ("", ["a/sigmoid.py", "b/sigmoid.py"], "hand-in-ambiguous-file"),
        ("\n    - a.py\n    - b.py", ["a.py", "b.py"], "hand-in-one-file"),
    ],
)
def test_a_file_that_cannot_be_told_is_invalid(read: Read, written: str, files: list[str], note: str) -> None:
    found = read(
        {"answers.yaml": f"answers:\n  sigmoid: {written}\n  by-hand: 1\n", **dict.fromkeys(files, CODE)}
    )
    assert found.responses["by-hand"] == "1"
    assert "sigmoid" not in found.responses
    assert found.invalid["sigmoid"].id == note


def test_code_written_into_the_answers_is_taken_from_there(read: Read) -> None:
    block = "".join(f"    {line}\n" for line in CODE.splitlines())
    found = read({"answers.yaml": f"answers:\n  sigmoid: |\n{block}  by-hand: 1\n"})
    name = found.responses["sigmoid"]
    assert isinstance(name, str)
    assert found.files[name].decode().strip() == CODE.strip()
    assert [remark.id for remark in found.remarks] == ["hand-in-code-in-answers"]


STARTER = "def sigmoid(x):\n    raise NotImplementedError\n"
NAMED = "answers:\n  sigmoid: sigmoid.py\n"


def notebook(code: str) -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": code, "metadata": {"tags": ["sigmoid"]}}]})


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"n.ipynb": notebook(CODE)}, "n.ipynb"),
        ({"n.ipynb": notebook(STARTER)}, None),
        ({"n.ipynb": notebook(STARTER), "sigmoid.py": CODE}, "sigmoid.py"),
        ({"n.ipynb": notebook(STARTER), "sigmoid.py": CODE, "answers.yaml": NAMED}, "sigmoid.py"),
        ({"n.ipynb": notebook(CODE), "sigmoid.py": STARTER}, "n.ipynb"),
        (
            {
                "n.ipynb": notebook(CODE),
                "sigmoid.py": "\ufeff" + STARTER.replace("\n", "\r\n"),
                "answers.yaml": NAMED,
            },
            "n.ipynb",
        ),
        ({"n.ipynb": notebook(CODE), "answers.yaml": NAMED}, "n.ipynb"),
    ],
)
def test_an_untouched_starter_steps_back_for_what_the_student_wrote(
    items: Mapping[str, str], files: Mapping[str, str], expected: str | None
) -> None:
    hand_in = HandIn("s042", {name: text.encode() for name, text in files.items()})
    found = interpret(hand_in, items, starters={"sigmoid": STARTER})
    assert found.responses.get("sigmoid") == expected
    assert "sigmoid" not in found.invalid


@pytest.mark.parametrize(
    ("files", "expected", "note"),
    [
        ({"n.ipynb": notebook(CODE), "sigmoid.py": CODE}, "n.ipynb", "hand-in-cell-before-file"),
        (
            {"n.ipynb": notebook(CODE), "sigmoid.py": CODE, "answers.yaml": NAMED},
            "sigmoid.py",
            "hand-in-file-before-cell",
        ),
    ],
)
def test_where_both_were_written_the_named_one_counts_and_it_is_said(
    read: Read, files: Mapping[str, str], expected: str, note: str
) -> None:
    found = read(files)
    assert found.responses["sigmoid"] == expected
    assert note in [remark.id for remark in found.remarks]


def test_two_cells_with_code_for_one_item_are_invalid_and_both_are_named(read: Read) -> None:
    cell = {"cell_type": "code", "source": CODE, "metadata": {"tags": ["sigmoid"]}}
    found = read({"n.ipynb": json.dumps({"cells": [cell, cell]})})
    assert "sigmoid" not in found.responses
    assert (found.invalid["sigmoid"].id, found.invalid["sigmoid"].values["second"]) == (
        "hand-in-two-cells",
        "n.ipynb [2]",
    )


def test_a_notebook_says_whose_it_is_in_its_first_cell(read: Read) -> None:
    title = {"cell_type": "markdown", "source": "# Sigmoid\n\nstudent: s001\nlesson：sigmoid", "metadata": {}}
    other = {"cell_type": "markdown", "source": "student: s999", "metadata": {}}
    text = json.dumps({"cells": [title, other]})
    found = read({"n.ipynb": text})
    assert (found.student, found.lesson) == ("s001", "sigmoid")
    assert {why.id for why in read({"n.ipynb": text}, student="s042").invalid.values()} == {
        "hand-in-other-student"
    }


# ------------------------------------------------------------------ Python files pass through


@pytest.mark.parametrize(
    "data",
    [
        CODE.encode(),
        b"\xef\xbb\xbfx = 1",
        "# coding: cp932\ns = 'あ'".encode("cp932"),
        b"x = 1\x00",
        b"\r\nx=1\r\n",
        b"x = (",
    ],
)
def test_python_that_python_reads_is_passed_on_byte_for_byte(read: Read, data: bytes) -> None:
    found = read({"sigmoid.py": data})
    assert (found.files["sigmoid.py"], found.remarks) == (data, ())


@pytest.mark.parametrize("encoding", ["cp932", "utf-16"])
def test_python_in_another_encoding_becomes_utf8_with_a_remark(read: Read, encoding: str) -> None:
    text = "s = 'シグモイド'\n"
    found = read({"sigmoid.py": text.encode(encoding)})
    assert found.files["sigmoid.py"] == text.encode()
    assert len(found.remarks) == 1


# ------------------------------------------------------------------ digest and determinism


def test_the_digest_depends_on_names_and_bytes_and_nothing_else() -> None:
    one = HandIn("a", {"x.py": b"1", "y.py": b"2"})
    assert one.digest == HandIn("b", {"y.py": b"2", "x.py": b"1"}).digest
    others = [{"x.py": b"1"}, {"x.py": b"2", "y.py": b"1"}, {"x.p": b"y1", "y.py": b"2"}, {"x.py": b"1y.py2"}]
    assert len({one.digest, *(HandIn("a", files).digest for files in others)}) == 5


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "answers:",
                "student: s",
                "  by-hand: 1",
                "  pick:",
                "\tsome: [a",
                "  derivative: |",
                "    = a",
                "  - b",
                "}",
                "---",
            ]
        ),
        st.text(max_size=30),
    ),
    max_size=12,
).map("\n".join)


@settings(suppress_health_check=[HealthCheck.too_slow])  # its tables of characters load at first use
@given(
    st.dictionaries(
        st.sampled_from(["answers.yaml", "a/answers.yaml", "n.ipynb", "sigmoid.py", "x.yaml"]),
        st.one_of(LINES.map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=80)),
        max_size=4,
    )
)
def test_any_bytes_become_a_submission_and_the_same_one_again(files: Mapping[str, bytes]) -> None:
    items = {
        "by-hand": "numeric",
        "derivative": "derivation",
        "sigmoid": "code",
        "some": "multi",
        "pick": "choice",
    }
    found = interpret(HandIn("s042", files), items, lesson="sigmoid")
    assert found == interpret(HandIn("s042", files), items, lesson="sigmoid")
    assert set(found.responses) <= set(items)
    assert set(found.responses).isdisjoint(found.invalid)
    assert all(name in found.files for name in [found.responses.get("sigmoid")] if name is not None)
    repr(found).encode()  # every text in it can be written out


def test_a_workspace_handed_in_as_it_was_issued_answers_nothing_and_needs_no_remark(
    items: Mapping[str, str],
) -> None:
    sheet = (
        '# The sigmoid\nstudent: "s042"\nlesson: sigmoid\nanswers:\n\n'
        "  # Compute y: use $w = 0.5$.\n  # → a number: 0.5, 1/2\n  by-hand:\n\n"
        "  # Which?\n  #   a)  x\n  #   b)  y\n  pick:\n\n"
        "  # Fill in\n  blanks:\n    g:\n    h:\n\n  # Repair it\n  sigmoid: sigmoid.py\n"
    )
    cells = [
        {"cell_type": "markdown", "source": "# The sigmoid\n\nstudent: s042", "metadata": {}},
        *(
            {"cell_type": "raw", "source": "", "metadata": {"tags": [item]}}
            for item in items
            if item != "sigmoid"
        ),
        {"cell_type": "code", "source": STARTER, "metadata": {"tags": ["sigmoid"]}},
    ]
    files = {
        "sigmoid/answers.yaml": sheet,
        "sigmoid/notebook.ipynb": json.dumps({"cells": cells}),
        "sigmoid/sigmoid.py": STARTER,
        "sigmoid/variant.yaml": "items: {}\n",
    }
    hand_in = HandIn("s042", {name: text.encode() for name, text in files.items()})
    found = interpret(hand_in, items, lesson="sigmoid", student="s042", starters={"sigmoid": STARTER})
    assert found.responses == {
        "sigmoid": "sigmoid/sigmoid.py"
    }  # a file; the kind sees that it is the starter
    assert (found.invalid, found.remarks) == ({}, ())
