"""What an author wrote for a page, as lines that a terminal or a comment can hold."""

from __future__ import annotations

from grader.report.blocks import Block, blocks, table_rows

TABLE = "| run | loss |\n|---|---|\n| first | $\\frac{1}{2}$ |\n| *second* | 10 |"


def test_a_program_keeps_its_lines_and_signs() -> None:
    program = "def net(x):\n    return x * $w$\n\nnet(1)"
    assert list(blocks(f"Read:\n\n```python\n{program}\n```\n\nWhat is it?")) == [
        Block("prose", ("Read:",)),
        Block("code", tuple(program.split("\n"))),
        Block("prose", ("What is it?",)),
    ]


def test_lines_of_a_paragraph_join_and_points_of_a_list_do_not() -> None:
    assert list(blocks("Two **tasks**\nin order:\n1. one\n   line\n2. two\n\n- a\n- $\\beta$")) == [
        Block("prose", ("Two tasks in order:",)),
        Block("point", ("1. one line",)),
        Block("point", ("2. two",)),
        Block("point", ("- a",)),
        Block("point", ("- β",)),
    ]
    assert list(blocks("重みを\n足す。")) == [Block("prose", ("重みを足す。",))]


def test_rows_of_a_shown_formula_stand_below_each_other() -> None:
    text = "Then\n$$\\begin{aligned} a &= b \\\\ &= \\frac{c}{d} \\end{aligned}$$\nholds."
    assert [block.rows for block in blocks(text)] == [("Then",), ("a = b", "= c/d"), ("holds.",)]
    (shown,) = blocks("$$\\begin{pmatrix}1 & 2 \\\\ 3 & 4\\end{pmatrix}$$")
    assert shown.rows == ("(1, 2; 3, 4)",), "a matrix is one row of text"


def test_a_table_is_aligned_and_where_it_is_too_wide_each_cell_is_named() -> None:
    (table,) = blocks(TABLE)
    assert table_rows(table, 40) == ["run     loss", "first   1/2", "second  10"]
    assert table_rows(table, 10) == ["run: first, loss: 1/2", "run: second, loss: 10"]
