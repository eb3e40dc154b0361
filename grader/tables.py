"""Tables as spreadsheets and course platforms save them: read as they come, every row with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from .errors import UsageError

_SEPARATORS = ",\t;"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line of the file it begins on, and its cells by column, without blanks around them."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header. `columns` are the names as they stand in the file."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, names: Sequence[str]) -> str | None:
        """The first column with one of these names; case, width and blanks around do not matter."""
        known = {plain(column): column for column in reversed(self.columns)}
        return next((known[plain(name)] for name in names if plain(name) in known), None)


def read_table(path: Path) -> Table:
    """The table of a CSV file: UTF-8 (BOM or not), UTF-16 or cp932; comma, tab or semicolon between cells.

    Raises UsageError when it cannot be read, and for a row with more cells than the header has columns.
    """
    text = _text(path)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        records = list(_records(lines))
    except csv.Error as error:
        raise UsageError(f"{path}:{lines.line_num}: not a table ({error})") from None
    if not records:
        return Table(path, (), ())
    columns = tuple(cell.strip() for cell in records[0][1])
    return Table(path, columns, tuple(_row(path, line, columns, cells) for line, cells in records[1:]))


def plain(name: str) -> str:
    """A name as it is compared: `ＩＤ ` and `id` are one."""
    return normalize("NFKC", name).strip().casefold()


def harmless_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") else text


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None
    encodings = ("utf-16",) if data.startswith(_UTF16_MARKS) else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{path}: neither UTF-8 nor cp932; save it as UTF-8 (CSV UTF-8 in a spreadsheet)")


def _separator(text: str) -> str:
    header = text.lstrip().split("\n", 1)[0]
    return max(_SEPARATORS, key=header.count)  # the first of equals: a comma


def _records(lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Records with the line each begins on (a quoted cell may hold line ends).

    Left out: blank lines, and rows of a spreadsheet with nothing in them (`,,`).
    """
    before = 0
    for cells in lines:
        begins, before = before + 1, lines.line_num  # type: ignore[attr-defined]  # csv's reader has it
        if any(cell.strip() for cell in cells) or len(cells) == 1:
            yield begins, cells


def _row(path: Path, line: int, columns: Sequence[str], cells: Sequence[str]) -> Row:
    extra = [cell for cell in cells[len(columns) :] if cell.strip()]
    if extra:
        raise UsageError(f"{path}:{line}: more cells than the header has columns, from {extra[0]!r} on")
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    return Row(line, {name: cell.strip() for name, cell in zip(columns, padded, strict=False)})
