"""A real notebook, really run: the feedback appears below the cell, and the walls stand."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.notebook import check
from grader.workspace.place import Workspace

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")

ROOT = Path(__file__).parents[2]


def outputs(folder: Path, *cells: str) -> list[dict[str, str]]:
    """Run these cells in `folder`; of each the outputs of its last expression, by type."""
    first = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom grader.notebook import check"
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in (first, *cells)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the client's own event loop
        nbclient.NotebookClient(
            book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
        ).execute()
    return [
        {kind: text for output in cell.outputs for kind, text in output.get("data", {}).items()}
        for cell in book.cells[1:]
    ]


def test_a_function_of_the_notebook_is_graded_inline(workspace: Workspace) -> None:
    stable = "    e = np.exp(-np.abs(x))\n    return np.where(np.asarray(x) >= 0, 1.0, e) / (1.0 + e)\n"
    wrong, _, right, unread, typed, counted, gaps = outputs(
        workspace.lesson("sigmoid"),
        "import numpy as np\ndef sigmoid(x):\n    return 1 / (1 + np.exp(x))\ncheck('sigmoid')",
        f"%precision 3\ndef sigmoid(x):\n{stable}".rstrip(),
        "check(sigmoid)",
        "%time check('sigmoid')",
        "check('what-it-does', 'z')",
        "import numpy as np\ncheck('a-table', np.array([0.0323, 0.5, 0.9677]))",
        "check('neuron/fill-the-line', {'product': 1, 'sum': 2.5})",
    )
    assert "1 of 1" in counted["text/plain"], "an answer may be what Python computed"
    assert "still empty" in gaps["text/plain"]
    assert "2 of 2" in unread["text/plain"], "magics are no obstacle"
    assert "falls where the sigmoid rises" in wrong["text/html"]
    assert wrong["text/html"].startswith("<iframe ")
    assert "falls where the sigmoid rises" in " ".join(wrong["text/plain"].split())
    assert "✓" in right["text/plain"]
    assert "2 of 2" in right["text/plain"]
    assert "text/html" in typed
    state, _ = workspace.load()
    assert state.passed("sigmoid/stable")


def test_code_that_ends_its_process_does_not_end_the_notebook(tmp_path: Path) -> None:
    stopped, after = outputs(
        tmp_path, "import os\ndef relu(x):\n    os._exit(0)\ncheck('relu', lang='ja')", "'still here'"
    )
    assert "text/html" in stopped
    assert "✗" in stopped["text/plain"]
    assert after["text/plain"] == "'still here'"


def test_outside_of_a_notebook_the_command_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="chainrule check"):
        check("relu")


def test_a_wrong_name_is_answered_with_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="did you mean"):
        check("relu/by-hnd")


def test_a_question_that_is_no_function_asks_for_its_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="give the answer"):
        check("relu/by-hand")
    assert check("relu/by-hand", "12345").report.results[0].status == "WRONG"
