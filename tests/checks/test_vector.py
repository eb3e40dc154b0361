"""vector: credit for each cell, and a name for what explains all cells at once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grader.checks import KINDS
from grader.faults import TextError
from grader.model import Comparison, Status

from .judging import Asked, ask

F = Fraction
VECTOR = """
vector: v
answer: [relu(v_i)]
mistakes:
  - {gives: [abs(v_i)], note: absolute-value, says: {en: mirrored, ja: 反転}}
  - {gives: [v_i], note: no-activation, score: 0.75, says: {en: bare, ja: そのまま}}
"""


@pytest.fixture(scope="module")
def vector(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Answer (5, 0, 0, 2.5)."""
    params = {"v": (F(5), F(-3), F(0), F(5, 2))}
    return ask(tmp_path_factory.mktemp("v"), VECTOR, params)


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Answer [[1, 2], [3, 4]]."""
    return ask(tmp_path_factory.mktemp("s"), "vector: m\nanswer: [[1, 2], [a, 4]]", {"a": F(3)})


@pytest.mark.parametrize(
    ("response", "status", "score", "note"),
    [
        ("(5, 0, 0, 2.5)", Status.CORRECT, 1, None),
        ("5 0 0 5/2", Status.CORRECT, 1, None),
        ("５、０、０、２．５", Status.CORRECT, 1, None),
        (("5", "0", "0", "2.5"), Status.CORRECT, 1, None),
        ("5\n0\n0\n2.5", Status.CORRECT, 1, None),
        ("[[5], [0], [0], [2.5]]", Status.CORRECT, 1, None),
        ("5, 0, 0, 2", Status.PARTIAL, 0.75, "vector/cells"),
        ("5, 3, 0, 2.5", Status.PARTIAL, 0.75, "absolute-value"),
        ("5, -3, 0, 2.5", Status.PARTIAL, 0.75, "no-activation"),
        ("2.5, 0, 0, 5", Status.PARTIAL, 0.5, "vector/reversed"),
        ("0, 0, 2.5, 5", Status.PARTIAL, 0.25, "vector/shifted"),
        ("1, 2, 3, 4", Status.WRONG, 0, "vector/wrong"),
        ("5, 0, 0", Status.WRONG, 0, "vector/shape"),
        ("5, 0, 0, x", Status.INVALID, 0, "response/formula-for-number"),
        ("5, 0,, 2", Status.INVALID, 0, "response/empty-cell"),
        ("()", Status.INVALID, 0, "response/not-a-number"),
        ({"a": "5"}, Status.INVALID, 0, "response/list-expected"),
    ],
)
def test_a_vector_earns_credit_cell_by_cell(
    vector: Asked, response: str, status: Status, score: float, note: str | None
) -> None:
    assert vector.result(response) == (status, score, note)


@pytest.mark.parametrize(
    ("response", "status", "score", "note"),
    [
        ("[[1, 2], [3, 4]]", Status.CORRECT, 1, None),
        ("1 2\n3 4", Status.CORRECT, 1, None),
        ("1, 2; 3, 4", Status.CORRECT, 1, None),
        ((("1", "2"), ("3", "4")), Status.CORRECT, 1, None),
        (("1 2", "3 4"), Status.CORRECT, 1, None),
        ("[[1, 3], [2, 4]]", Status.PARTIAL, 0.5, "vector/transposed"),
        ("[[-1, -2], [-3, -4]]", Status.WRONG, 0, "vector/sign"),
        ("[[2, 4], [6, 8]]", Status.WRONG, 0, "vector/multiple"),
        ("1, 2, 3, 4", Status.WRONG, 0, "vector/shape"),
        ("[[1, 2], [3]]", Status.INVALID, 0, "response/ragged"),
    ],
)
def test_a_matrix_is_read_row_by_row(
    square: Asked, response: str, status: Status, score: float, note: str | None
) -> None:
    assert square.result(response) == (status, score, note)


def test_a_matrix_turned_on_its_side_is_named(tmp_path: Path) -> None:
    wide = ask(tmp_path, "vector: m\nanswer: [[1, 2, 3], [4, 5, 6]]")
    assert wide.result("[[1, 4], [2, 5], [3, 6]]") == (Status.WRONG, 0, "vector/transposed")
    assert wide.result("[[1, 2], [3, 4], [5, 6]]") == (Status.WRONG, 0, "vector/shape")


def test_right_cells_with_too_few_digits_earn_half(tmp_path: Path) -> None:
    asked = ask(tmp_path, "vector: m\nanswer: [sigmoid(1), sigmoid(-1)]\ntolerance: 0.0005")
    assert asked.result("0.73, 0.27") == (Status.PARTIAL, 0.5, "vector/too-few-digits")
    assert asked.result("0.731, 0.27") == (Status.PARTIAL, 0.75, "vector/too-few-digits")


def test_wrong_cells_are_marked_in_the_students_vector(vector: Asked) -> None:
    (evidence,) = vector.verdict("5, 1, 0, 2").checks[0].evidence
    assert isinstance(evidence, Comparison)
    assert evidence.yours is not None
    assert evidence.expected is not None
    assert evidence.yours.marked == {(0, 1), (0, 3)}
    assert evidence.yours.cells == (("5", "1", "0", "2"),)
    assert evidence.expected.cells == (("5", "0", "0", "2.5"),)


def test_free_indices_give_a_whole_matrix(tmp_path: Path) -> None:
    outer = ask(tmp_path, "vector: m\nanswer: [x_i y_j]", {"x": (F(1), F(2)), "y": (F(3), F(4), F(5))})
    assert outer.result("[[3, 4, 5], [6, 8, 10]]") == (Status.CORRECT, 1, None)


def test_a_mistake_that_changes_no_cell_is_a_flaw(tmp_path: Path) -> None:
    positive = ask(tmp_path, VECTOR, {"v": (F(1), F(2))})
    assert positive.flaws() == [
        "mistake absolute-value gives the answer",
        "mistake no-activation gives the answer",
        "mistakes absolute-value and no-activation give the same",
    ]


def test_rows_of_unequal_length_are_an_authors_fault(tmp_path: Path) -> None:
    with pytest.raises(TextError, match="same length"):
        ask(tmp_path, "vector: m\nanswer: [[1, 2], [3, a_i]]", {"a": (F(1), F(2))}).flaws()


def test_the_page_says_how_many_numbers_and_how_exactly(vector: Asked, tmp_path: Path) -> None:
    exact = KINDS["vector"].question(vector.variant, vector.course).spelling
    assert (exact.id, exact.values) == ("vector/spelling", {"count": "4"})
    loose = ask(tmp_path, "vector: m\nanswer: [[1, 2], [3, 4]]\ntolerance: 0.01")
    spelling = KINDS["vector"].question(loose.variant, loose.course).spelling
    assert (spelling.id, spelling.values) == (
        "vector/spelling-matrix-within",
        {"count": "4", "tolerance": "0.01"},
    )


def test_a_mistake_that_gives_just_these_numbers_comes_before_one_that_nearly_does(tmp_path: Path) -> None:
    block = """
vector: v
answer: [5, 3]
tolerance: 0.0001
mistakes:
  - {gives: [1.949, 1], note: nearly, says: {en: nearly, ja: ほぼ}}
  - {gives: [1.9, 1], note: exactly, says: {en: exactly, ja: ちょうど}}
"""
    assert ask(tmp_path, block).result("1.9, 1") == (Status.WRONG, 0, "exactly")
    assert ask(tmp_path, block).result("1.95, 1") == (Status.WRONG, 0, "nearly")
