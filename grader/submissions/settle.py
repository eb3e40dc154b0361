"""One outcome for each item, from everything that the sheets of a hand-in say about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ..errors import ResponseError
from ..model import Message, Response
from .naming import shown
from .sheet import CODE_KINDS, Entry, Known, message
from .sources import Sources, is_code


@dataclass(frozen=True, slots=True)
class Outcome:
    """An item's response, or why there is none that can be read; both None when nothing was answered.

    `inline` is Python that stood in the answer itself; the response is then the name it gets.
    """

    item: str
    response: Response | None = None
    problem: Message | None = None
    remarks: tuple[Message, ...] = ()
    inline: str | None = None


def settle(item: str, known: Known, entries: Sequence[Entry], sources: Sources, folder: str) -> Outcome:
    """What `entries`, all for `item`, come to; `folder` is where the hand-in's first answer sheet lies."""
    filled = [entry for entry in entries if entry.response is not None or entry.problem is not None]
    if known.kinds[item] in CODE_KINDS:
        return _settle_code(item, known, filled, sources, folder)
    entry = _only(item, filled)
    return Outcome(item, entry.response, entry.problem) if entry else Outcome(item)


def _only(item: str, filled: Sequence[Entry]) -> Entry | None:
    """The one entry that answers; two of them, whatever they say, are a problem that names both."""
    if len(filled) < 2:
        return filled[0] if filled else None
    first, second = filled[0].place, filled[1].place
    note = "hand-in-two-places"
    if first.file == second.file:
        note = "hand-in-two-cells" if first.cell else "hand-in-key-twice"
    values = {"item": item, "first": str(first), "second": str(second)}
    return Entry(item, first, problem=Message(note, values))


def _settle_code(item: str, known: Known, filled: Sequence[Entry], sources: Sources, folder: str) -> Outcome:
    """A file named in answers.yaml, else a cell of a notebook, else the file with the usual name.

    The handout names its starter file in answers.yaml and has it in a cell too: what is untouched steps back.
    """
    written = _only(item, [entry for entry in filled if not entry.place.cell])
    cell = _only(item, [entry for entry in filled if entry.place.cell])
    try:
        file = _written(written, sources) if written else Outcome(item, sources.usual(item, folder))
    except ResponseError as problem:
        file = Outcome(item, problem=message(problem, item=item))
    if cell is None or (cell.problem is None and cell.response == file.response):
        return file
    text = file.inline or sources.files.get(str(file.response), b"").decode("utf-8", "replace")
    if file.response is None or known.is_untouched(item, text):
        return Outcome(item, cell.response, cell.problem)
    values = {"item": item, "place": str(cell.place), "other": shown(str(file.response))}
    if written:
        return replace(file, remarks=(*file.remarks, Message("hand-in-file-before-cell", values)))
    return Outcome(item, cell.response, cell.problem, (Message("hand-in-cell-before-file", values),))


def _written(entry: Entry, sources: Sources) -> Outcome:
    if entry.problem:
        return Outcome(entry.item, problem=entry.problem)
    if not isinstance(entry.response, str):
        return Outcome(entry.item, problem=Message("hand-in-one-file", {"item": entry.item}))
    if is_code(entry.response):
        name = f"{entry.place.file}/{entry.item}.py"  # no file can have a name below another file
        remark = Message("hand-in-code-in-answers", {"item": entry.item, "place": str(entry.place)})
        return Outcome(entry.item, name, remarks=(remark,), inline=entry.response)
    return Outcome(entry.item, sources.named(entry.response, folder_of(entry.place.file)))


def folder_of(file: str) -> str:
    """The folder a file lies in, empty at the top."""
    parent = str(PurePosixPath(file).parent)
    return "" if parent == "." else parent


def by_item(entries: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    """The entries of each item, in the order they were read."""
    grouped: dict[str, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.item, []).append(entry)
    return grouped
