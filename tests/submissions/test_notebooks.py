"""Notebooks: answers from marked cells, all code as one module whose lines can be traced back."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from grader.model import Submission
from grader.submissions import cell_of
from grader.submissions.magics import without_magics

Read = Callable[..., Submission]


def cell(source: str | list[str], kind: str = "code", *tags: str) -> dict[str, Any]:
    return {"cell_type": kind, "source": source, "metadata": {"tags": list(tags)}, "outputs": [], "id": "x"}


def notebook(cells: Sequence[object]) -> str:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def module(found: Submission, name: str = "work.ipynb") -> str:
    return found.files[name].decode()


@pytest.mark.parametrize(
    "answer",
    [
        cell("0.10", "markdown", "by-hand"),
        cell("0.10", "raw", "hide-input", "by-hand"),
        cell("0.10", "code", "sigmoid/by-hand"),
        cell("# item: by-hand\n0.10"),
        cell(["item: by-hand\n", "\n", "0.10\n"], "markdown"),
        cell("### Item： by-hand\r\n0.10", "markdown"),
        cell("item: ｂｙ－ｈａｎｄ\n0.10", "raw"),
    ],
)
def test_a_marked_cell_answers_its_item_as_typed(read: Read, answer: dict[str, Any]) -> None:
    found = read({"work.ipynb": notebook([cell("# text", "markdown"), answer])}, lesson="sigmoid")
    assert found.responses == {"by-hand": "0.10"}
    assert found.files == {}


def test_a_cell_holds_what_an_answers_file_would(read: Read) -> None:
    cells = [
        cell("= a [chain]\n= b: c", "raw", "derivative"),
        cell("[1e-6, 2]", "raw", "weights"),
        cell("- b\n- a", "raw", "steps"),
        cell("g: no\nh: 2", "raw", "blanks"),
        cell("|x| + [x>0]", "raw", "formula"),
        cell("a, c", "raw", "some"),
    ]
    assert read({"work.ipynb": notebook(cells)}).responses == {
        "derivative": "= a [chain]\n= b: c",
        "weights": ("1e-6", "2"),
        "steps": ("b", "a"),
        "blanks": {"g": "no", "h": "2"},
        "formula": "|x| + [x>0]",
        "some": "a, c",
    }


def test_two_cells_for_one_item_are_invalid_and_both_are_named(read: Read) -> None:
    found = read(
        {
            "work.ipynb": notebook(
                [
                    cell("1", "raw", "by-hand"),
                    cell("b", "raw", "pick"),
                    cell("# item: by-hand\n2"),
                    cell("", "raw", "pick"),
                ]
            )
        }
    )
    assert found.responses == {"pick": "b"}
    why = found.invalid["by-hand"]
    assert why.id == "hand-in-two-cells"
    assert (why.values["first"], why.values["second"]) == ("work.ipynb [1]", "work.ipynb [3]")


def test_items_without_a_cell_and_cells_without_an_item_are_remarked(read: Read) -> None:
    found = read({"work.ipynb": notebook([cell("item: by-hnad\n1", "raw"), cell("", "raw", "pick")])})
    named = {remark.id: dict(remark.values) for remark in found.remarks}
    assert named["hand-in-unknown-item-near"]["near"] == "by-hand"
    missing = named["hand-in-no-cell"]["items"].split(", ")
    assert "by-hand" in missing
    assert "pick" not in missing


def test_a_slip_in_one_cell_spoils_one_item(read: Read) -> None:
    found = read({"work.ipynb": notebook([cell("[1, 2", "raw", "weights"), cell("1", "raw", "by-hand")])})
    assert found.responses == {"by-hand": "1"}
    assert found.invalid["weights"].values["place"] == "work.ipynb [1]"


# ------------------------------------------------------------------ code


def test_all_code_cells_become_one_module_in_their_order(read: Read) -> None:
    cells = [
        cell("import numpy as np"),
        cell("# Sigmoid", "markdown"),
        cell(["def helper(x):\n", "    return np.exp(-x)"]),
        cell("# item: by-hand\n0.7 is my answer"),
        cell("# item: sigmoid\ndef sigmoid(x):\n    return 1 / (1 + helper(x))"),
    ]
    found = read({"work.ipynb": notebook(cells)})
    assert found.responses == {"by-hand": "0.7 is my answer", "sigmoid": "work.ipynb"}
    defined = [node.name for node in ast.parse(module(found)).body if isinstance(node, ast.FunctionDef)]
    assert defined == ["helper", "sigmoid"]


def test_lines_of_the_module_lead_back_to_their_cell(read: Read) -> None:
    cells = [cell("a = 1\nb = 2"), cell("text", "markdown"), cell("%matplotlib inline\nc = 3\n\nd = 4")]
    found = read({"work.ipynb": notebook(cells)})
    lines = module(found).split("\n")
    places = {
        name: cell_of(found.files["work.ipynb"], lines.index(f"{name}") + 1) for name in ("b = 2", "d = 4")
    }
    assert places == {"b = 2": (1, 2), "d = 4": (3, 4)}
    assert cell_of(found.files["work.ipynb"], 1) is None


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\nx = 1",
        "%%time\nx = 1",
        "!pip install numpy\nx = 1",
        "files = !ls *.csv\nx = 1",
        "t = %timeit -o f()\nx = 1",
        "?sum\nsum?\nnp.sum??\nx = 1",
        "if True:\n    %timeit f()\nx = 1",
        "def f():\n    !ls\nx = 1",
        "s = '''\n%matplotlib\n!ls\n'''\nx = 1",
        "x = (10\n%3)",
        "x = 10 \\\n%3",
        "x = 1 # it's \"\n%who",
        "s = 'it\\'s (' # [\n%who\nx = 1",
        "x = {\n 'a': '[',\n}\n%who",
    ],
)
def test_magics_are_commented_out_and_python_is_left_alone(source: str) -> None:
    """Each of these is Python for IPython; afterwards it is Python for Python, with x still assigned."""
    quiet = without_magics(source)
    assert quiet.count("\n") == source.count("\n")
    tree = ast.parse(quiet)
    names = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert "x" in names


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%writefile a.py", "%%javascript"])
def test_a_cell_in_another_language_is_commented_out_whole(magic: str) -> None:
    assert ast.parse(without_magics(f"{magic}\nfor f in *; do\necho '\n")).body == []


@pytest.mark.parametrize(
    "source", ["x = a % b", "x = (\n  a\n  % b)", "s = '''a\n %s b\n''' % 1", "x = a if b else '?'"]
)
def test_python_without_magics_is_unchanged(source: str) -> None:
    assert without_magics(source) == source


# ------------------------------------------------------------------ files that are no notebooks


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (notebook([cell("1", "raw", "by-hand")])[:-30], "hand-in-notebook-broken"),
        ("", "hand-in-notebook-broken"),
        ("print('hello')", "hand-in-notebook-broken"),
        ("[]", "hand-in-not-a-notebook"),
        ("{}", "hand-in-not-a-notebook"),
        ('{"cells": 3}', "hand-in-not-a-notebook"),
        ("[" * 100_000, "hand-in-not-a-notebook"),
        ('{"cells": [' + "9" * 5_000 + "]}", "hand-in-not-a-notebook"),
        ('{"cells": [' + "1," * 5_000 + "1]}", "hand-in-too-many-cells"),
    ],
)
def test_what_cannot_be_read_as_a_notebook_is_said_and_other_files_still_count(
    read: Read, text: str, note: str
) -> None:
    found = read({"work.ipynb": text, "answers.yaml": "answers:\n  by-hand: 1\n"})
    assert found.responses == {"by-hand": "1"}
    assert found.invalid["pick"].id == note


def test_strange_cells_do_no_harm(read: Read) -> None:
    cells: list[object] = [
        None,
        3,
        {},
        {"cell_type": "code"},
        {"cell_type": "code", "source": {"a": 1}},
        {"cell_type": 7, "source": [1, None, "x"], "metadata": {"tags": "by-hand"}},
        {"cell_type": "raw", "source": "1\ud800", "metadata": {"tags": ["formula", 3]}},
        {"cell_type": "code", "source": "s = '\ud800'", "metadata": []},
        {"cell_type": "raw", "source": "0.7", "metadata": {"tags": ["by-hand"]}},
    ]
    found = read({"work.ipynb": notebook(cells)})
    assert found.responses["by-hand"] == "0.7"
    assert found.invalid["formula"].id == "hand-in-broken-text"


def test_a_notebook_of_the_old_format_is_read(read: Read) -> None:
    old = {
        "worksheets": [{"cells": [{"cell_type": "code", "input": ["def sigmoid(x):\n", "    return x"]}]}],
        "nbformat": 3,
    }
    found = read({"work.ipynb": json.dumps(old)})
    assert found.responses["sigmoid"] == "work.ipynb"
    assert "def sigmoid(x):" in module(found)


def test_a_notebook_with_pictures_is_read_and_too_much_code_is_refused(read: Read) -> None:
    picture = cell("x = 1")
    picture["outputs"] = [{"data": {"image/png": "A" * 3_000_000}}]
    assert read({"work.ipynb": notebook([picture])}).responses["sigmoid"] == "work.ipynb"
    found = read({"work.ipynb": notebook([cell("x = 1\n" * 50_000), cell("1", "raw", "by-hand")])})
    assert found.responses == {"by-hand": "1"}
    assert found.invalid["sigmoid"].id == "hand-in-file-too-large"
