"""problems.csv: what could not be graded, or not without a question, one row each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..atomic import write_text
from ..errors import UsageError
from ..report.phrases import Phrases
from ..tables import harmless_cell
from .identity import Trouble

FILE = "problems.csv"
_COLUMNS = ("problem", "student", "submission", "detail")


def write_problems(out: Path, troubles: Sequence[Trouble], phrases: Phrases, lang: str) -> Path | None:
    """Write OUT/problems.csv, or remove the one of an earlier run when there is nothing left to say."""
    path = out / FILE
    if not troubles:
        _remove(path)
        return None
    write_text(path, problems_text(troubles, phrases, lang))
    return path


def problems_text(troubles: Sequence[Trouble], phrases: Phrases, lang: str) -> str:
    """The rows as CSV, in order."""
    text = io.StringIO(newline="")
    rows = problem_rows(troubles, phrases, lang)
    csv.writer(text, lineterminator="\n").writerows([_COLUMNS, *rows])
    return text.getvalue()


def problem_rows(troubles: Sequence[Trouble], phrases: Phrases, lang: str) -> Iterator[tuple[str, ...]]:
    """The cells of each, none of which can be taken for a formula by a spreadsheet."""
    for trouble in troubles:
        detail = phrases.say(trouble.message, lang)
        cells = (trouble.kind, trouble.student, trouble.submission, detail)
        yield tuple(harmless_cell(cell.encode("utf-8", "replace").decode()) for cell in cells)


def read_problems(out: Path) -> list[tuple[str, ...]]:
    """The rows of OUT/problems.csv as they stand there; none without one."""
    try:
        text = (out / FILE).read_text(encoding="utf-8")
    except OSError:
        return []
    return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))][1:]


def write_rows(out: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write OUT/problems.csv of rows that were read."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([_COLUMNS, *rows])
    if rows:
        write_text(out / FILE, text.getvalue())
    else:
        _remove(out / FILE)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path}: cannot be removed ({error.strerror})") from error
