"""grade --write: several formats of one grading, each the same text as when it is printed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .conftest import Run

FORMS = ("json", "html", "junit", "github", "summary", "gradescope", "codequality", "csv")


@pytest.fixture
def submission(tmp_path: Path) -> Path:
    (tmp_path / "relu.py").write_text("def relu(x):\n    return abs(x)\n", encoding="utf-8")
    return tmp_path / "relu.py"


def grade(run: Run, submission: Path, *more: object) -> tuple[int, str, str]:
    ran = run("grade", submission, "--lesson", "relu", *more)
    return ran.code, ran.out, ran.err


def test_every_file_holds_what_is_printed(run: Run, submission: Path, tmp_path: Path) -> None:
    wanted = [part for form in FORMS for part in ("--write", f"{form}={tmp_path / 'out' / form}")]
    code, printed, _ = grade(run, submission, "--format", "csv", *wanted)
    assert code == 1
    assert printed == (tmp_path / "out" / "csv").read_bytes().decode()
    for form in FORMS:
        _, alone, _ = grade(run, submission, "--format", form)
        assert (tmp_path / "out" / form).read_bytes().decode() == alone, form


@pytest.mark.parametrize("saved", ["", "csv", "csv=", "zip=x", "terminal=x", "=x"])
def test_what_is_no_format_with_a_file_is_refused(run: Run, submission: Path, saved: str) -> None:
    code, printed, said = grade(run, submission, "--write", saved)
    assert (code, printed) == (2, "")
    assert "say FORM=FILE" in said


def test_two_formats_do_not_share_a_file(run: Run, submission: Path, tmp_path: Path) -> None:
    path = tmp_path / "x"
    code, _, said = grade(run, submission, "--write", f"csv={path}", "--write", f"junit={path}")
    assert code == 2
    assert "each file once" in said
    assert not path.exists()


def test_several_submissions_do_not_fit_one_page(run: Run, submission: Path, tmp_path: Path) -> None:
    code, _, said = grade(run, submission, submission, "--write", f"html={tmp_path / 'x.html'}")
    assert code == 2
    assert "holds one submission, not 2" in said


@pytest.mark.skipif(sys.platform == "win32", reason="paths are read otherwise there")
def test_a_file_that_cannot_be_written_is_named(run: Run, submission: Path) -> None:
    code, _, said = grade(run, submission, "--write", f"csv={submission}/x")
    assert code == 2
    assert "cannot be written" in said
