"""A Jupyter notebook as an answer sheet and one Python module. Read as plain JSON; nothing is run or parsed.

A cell answers an item when it is tagged with the item's id, or begins with `# item: <id>` or `item: <id>`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from textwrap import indent
from typing import Final

from ..errors import ResponseError
from ..model import Message, Response
from .decoding import decode
from .limits import MAX_CELLS, MAX_REMARKS, MAX_SOURCE_BYTES
from .magics import without_magics
from .naming import fold, shown, shown_size
from .sheet import CODE_KINDS, PROSE_KINDS, Entry, Known, Place, Sheet, is_empty, message
from .values import read_text, read_value

_MARKER: Final = re.compile(r"[#\s]*item\s*[:：]\s*(?P<item>\S+)\s*", re.IGNORECASE)
_CELL_LINE: Final = "# %% cell "
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its place from 1, its text, whether it is code, its tags."""

    number: int
    text: str
    is_code: bool
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notebook:
    """What a notebook says, its code cells as one module, and why that module cannot be used, if so."""

    sheet: Sheet
    module: bytes = b""
    refusal: Message | None = None


def read_notebook(data: bytes, file: str, known: Known) -> Notebook:
    """The notebook in `data`. Never raises: a fault becomes the problem of the sheet or of an item.

    A cell for a code item answers it with the whole module, under the name of the notebook itself.
    """
    decoded = decode(data, file)
    try:
        cells = _cells(decoded.text)
    except ResponseError as problem:
        return Notebook(Sheet(file, problem=message(problem, file=shown(file))))
    answers = [_addressed(cell, known) for cell in cells]
    entries = tuple(
        _entry(item, text, Place(file, cell=cell.number), known)
        for cell, (item, text, _) in zip(cells, answers, strict=True)
        if item is not None
    )
    strays = (
        known.unknown(claim, Place(file, cell=cell.number))
        for cell, (item, _, claim) in zip(cells, answers, strict=True)
        if claim and item is None
    )
    remarks = (*decoded.remarks, *islice(strays, MAX_REMARKS))
    # A formula in a code cell would break the module, so text answers stay out of it.
    code = [
        cell
        for cell, (item, _, _) in zip(cells, answers, strict=True)
        if cell.is_code and (item is None or known.kinds[item] in CODE_KINDS)
    ]
    students, lessons = (tuple(_head(cells, word)) for word in ("student", "lesson"))
    sheet = Sheet(file, students, next(iter(lessons), None), entries, remarks)
    return Notebook(sheet, *_module(code, file))


def cell_of(module: bytes, line: int) -> tuple[int, int] | None:
    """The cell, and the line in it, of a line of a notebook's module; from 1. None outside of cells."""
    lines = module.decode("utf-8", "replace").split("\n")[:line]
    for back, text in enumerate(reversed(lines)):
        number = text.removeprefix(_CELL_LINE)
        if number != text and number.isdecimal():
            return (int(number), back) if back else None
    return None


def _cells(text: str) -> tuple[Cell, ...]:
    """The cells of a notebook of format 3 or 4. Raises ResponseError when it is none."""
    try:
        tree: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise ResponseError("hand-in-notebook-broken", {"line": str(error.lineno)}) from error
    except (RecursionError, ValueError) as error:  # nested, or a number with more digits than Python reads
        raise ResponseError("hand-in-not-a-notebook") from error
    if not isinstance(tree, Mapping):
        raise ResponseError("hand-in-not-a-notebook")
    worksheets = tree.get("worksheets")  # format 3
    holder = worksheets[0] if isinstance(worksheets, list) and worksheets else tree
    raw = holder.get("cells") if isinstance(holder, Mapping) else None
    if not isinstance(raw, list):
        raise ResponseError("hand-in-not-a-notebook")
    if len(raw) > MAX_CELLS:
        raise ResponseError("hand-in-too-many-cells", {"limit": str(MAX_CELLS)})
    return tuple(_cell(number, cell) for number, cell in enumerate(raw, start=1) if isinstance(cell, Mapping))


def _cell(number: int, raw: Mapping[object, object]) -> Cell:
    metadata = raw.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, Mapping) else None
    words = tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
    return Cell(number, _source(raw.get("source", raw.get("input"))), raw.get("cell_type") == "code", words)


def _source(raw: object) -> str:
    """A cell's text: one string or a list of lines. Lone surrogates, which JSON allows, are no characters."""
    parts = raw if isinstance(raw, list) else [raw]
    text = "".join(part for part in parts if isinstance(part, str))
    return _SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _head(cells: Sequence[Cell], word: str) -> Iterator[str]:
    """What the first cell, if it is text, says of `student:` or `lesson:` on a line of its own."""
    if cells and not cells[0].is_code:
        for line in cells[0].text.split("\n"):
            key, colon, value = line.replace("：", ":").partition(":")
            if colon and fold(key) == word and value.strip():
                yield value.strip()


def _addressed(cell: Cell, known: Known) -> tuple[str | None, str, str]:
    """The item a cell answers, the text that answers it, and the id it claims in its first line."""
    marker = _MARKER.fullmatch(cell.text.split("\n", 1)[0])
    text = cell.text.partition("\n")[2] if marker else cell.text
    claims = marker["item"] if marker else ""
    item = known.find(claims) if claims else next(filter(None, map(known.find, cell.tags)), None)
    return item, text.strip("\n"), claims


def _entry(item: str, text: str, place: Place, known: Known) -> Entry:
    kind = known.kinds[item]
    if kind in CODE_KINDS:
        return Entry(item, place, None if known.is_untouched(item, text) else place.file)
    try:
        value = _value(text, kind)
    except ResponseError as problem:
        return Entry(item, place, problem=message(problem, item=item, place=str(place)))
    return Entry(item, place, None if is_empty(value) else value)


def _value(text: str, kind: str) -> Response:
    """A text stands for itself; a list or labelled blanks are written as in answers.yaml."""
    if kind not in PROSE_KINDS and ("\n" in text or text.startswith(("[", "{", "- "))):
        return read_value("\n" + indent(text, "  "), prose=False)[0]
    return read_text(text)


def _module(code: list[Cell], file: str) -> tuple[bytes, Message | None]:
    """The code cells as one module, each below a line that names it; or why they are too much."""
    if sum(len(cell.text) for cell in code) <= MAX_SOURCE_BYTES:
        sections = (f"{_CELL_LINE}{cell.number}\n{without_magics(cell.text)}\n" for cell in code)
        module = "".join(sections).encode()
        if len(module) <= MAX_SOURCE_BYTES:
            return module, None
    values = {"file": shown(file), "limit": shown_size(MAX_SOURCE_BYTES)}
    return b"", Message("hand-in-file-too-large", values)
