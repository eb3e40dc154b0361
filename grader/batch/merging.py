"""The parts of a batch that several machines graded, brought together. Doing it again changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..atomic import write_bytes, write_parts
from ..errors import UsageError
from ..report.page import Pages
from .folder import held
from .problems import read_problems, write_rows
from .results import Rows, read_result


@dataclass(frozen=True, slots=True)
class Merged:
    results: int
    problems: int


def merge(parts: Sequence[Path], out: Path, pages: Pages, lang: str) -> Merged:
    """Copy the results of all parts into `out`, with one index and one problems.csv over them.

    What `out` holds of others stays part of it. Raises UsageError for a folder without results, and when two
    parts hold different results of one student: which of them counts is not ours to guess.
    """
    found: dict[str, Path] = {}
    for folder in parts:
        for name in _names(folder):
            _refuse_different(name, found.setdefault(name, folder), folder)
    for name in _results(out):
        found.setdefault(name, out)
    rows = sorted({row for part in (*parts, out) for row in read_problems(part)})
    with held(out):
        for name, folder in found.items():
            _copy(name, folder, out)
        write_parts(out / "index.html", pages.index_parts(Rows(out, sorted(found)), lang))
        write_rows(out, rows)
    return Merged(len(found), len(rows))


def _results(folder: Path) -> list[str]:
    return sorted(p.stem for p in folder.glob("*.json") if read_result(p) is not None)


def _names(folder: Path) -> list[str]:
    names = _results(folder)
    if not names and not (folder / "index.html").is_file():  # a part may have had nobody
        raise UsageError(f"{folder}: no results of `chainrule grade --out` here")
    return names


def _refuse_different(name: str, one: Path, other: Path) -> None:
    first, second = (read_result(folder / f"{name}.json") for folder in (one, other))
    if first is not None and second is not None and first.key != second.key:
        raise UsageError(f"{one} and {other} hold different results of {name}; remove the one that is old")


def _copy(name: str, folder: Path, out: Path) -> None:
    if folder.resolve() == out.resolve():
        return
    for file in (f"{name}.html", f"{name}.json"):  # the JSON last: it says that the page is there
        write_bytes(out / file, (folder / file).read_bytes(), durable=False)
