"""answers.yaml: who, which lesson, and one response an item; each item is read for itself.

As a student fills it in:

    student: s042
    lesson: sigmoid
    answers:
      by-hand: 0.731
      derivative: |
        = σ(x)(1-σ(x))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ..errors import ResponseError
from ..model import Message, Response
from .blocks import Block, Line, cut, lines_of
from .decoding import decode
from .limits import MAX_BLOCKS, MAX_REMARKS
from .naming import fold, shown
from .sheet import PROSE_KINDS, Entry, Known, Place, Sheet, is_empty, message
from .values import read_value

_WORDS: Final = ("student", "lesson", "answers")


def read_answers(data: bytes, file: str, known: Known) -> Sheet:
    """The answer sheet in `data`. Never raises: a slip becomes a remark, an item's problem or the sheet's."""
    decoded = decode(data, file)
    reader = _SheetReader(file, known)
    reader.remarks.extend(decoded.remarks)
    try:
        reader.read(decoded.text)
    except ResponseError as problem:
        where = {
            "file": shown(file),
            "item": "answers",
            "place": str(Place(file, line=1 + (problem.position or 0))),
        }
        return Sheet(file, remarks=tuple(reader.remarks), problem=message(problem, **where))
    return reader.sheet()


class _SheetReader:
    """Gathers what the blocks of one answers.yaml say."""

    def __init__(self, file: str, known: Known) -> None:
        self._file = file
        self._known = known
        self._students: list[str] = []
        self._lesson: str | None = None
        self._entries: list[Entry] = []
        self._slips: dict[str, int] = {}  # each kind of slip is remarked once, with its first line
        self.remarks: list[Message] = []

    def read(self, text: str) -> None:
        """Raises ResponseError when the sheet as a whole cannot be read."""
        if text.lstrip().startswith("{"):
            return self._document(text)
        stray, blocks = cut(_without_markers(lines_of(text)), lambda key: fold(key) in _WORDS)
        self._stray(stray)
        words = [fold(block.key) for block in blocks]
        if "answers" not in words:
            self.remarks.append(Message("hand-in-no-answers-key", {"file": shown(self._file)}))
        for word, block in sorted(zip(words, blocks, strict=True), key=lambda pair: pair[0] == "answers"):
            self._top(word, block)
        return None

    def sheet(self) -> Sheet:
        slips = (
            Message(note, {"file": shown(self._file), "line": str(line)})
            for note, line in self._slips.items()
        )
        return Sheet(
            self._file, tuple(self._students), self._lesson, tuple(self._entries), (*self.remarks, *slips)
        )

    def _top(self, word: str, block: Block) -> None:
        """One key in the first column. An item there was not indented; it is read all the same."""
        self._slip(block)
        if word == "answers":
            self._answers(block)
        elif word in _WORDS:
            self._identity(word, self._value(block))
        elif self._known.find(block.key, self._lesson):
            self._slips.setdefault("hand-in-not-indented", block.number)
            self._item(block)
        else:
            self._unknown(block.key, Place(self._file, line=block.number), _WORDS)

    def _answers(self, block: Block) -> None:
        if block.rest.startswith("{"):
            return self._braces(block)
        stray, blocks = cut(block.lines, lambda key: self._known.find(key, self._lesson) is not None)
        if len(blocks) > MAX_BLOCKS:
            raise ResponseError("hand-in-too-many-keys", {"limit": str(MAX_BLOCKS)})
        self._stray(stray)
        for item in blocks:
            self._slip(item)
            self._item(item)
        return None

    def _braces(self, block: Block) -> None:
        try:
            value, _ = read_value(block.text, prose=False)
        except ResponseError as problem:
            problem.position = block.number - 1 + (problem.position or 0)
            raise
        self._mapping(value, block.number)

    def _item(self, block: Block) -> None:
        place = Place(self._file, line=block.number)
        item = self._known.find(block.key, self._lesson)
        if item is None:
            self._unknown(block.key, place)
            return
        try:
            value, given_up = read_value(block.text, prose=self._known.kinds[item] in PROSE_KINDS)
        except ResponseError as problem:
            self._entries.append(Entry(item, place, problem=self._spoilt(problem, block, item)))
            return
        if given_up:
            self.remarks.append(Message("hand-in-as-typed", {"item": item, "place": str(place)}))
        self._entries.append(Entry(item, place, None if is_empty(value) else value))

    def _document(self, text: str) -> None:
        """The whole sheet in braces, as JSON has it."""
        value, _ = read_value(text, prose=False)
        if isinstance(value, Mapping):
            for word in ("student", "lesson"):
                self._identity(word, value.get(word, ""))
            self._mapping(value.get("answers", {}), 1)

    def _mapping(self, value: Response, number: int) -> None:
        """Items given in braces: nothing to cut, so a slip spoils them all."""
        place = Place(self._file, line=number)
        for key, response in value.items() if isinstance(value, Mapping) else ():
            item = self._known.find(key, self._lesson)
            if item is None:
                self._unknown(key, place)
            else:
                self._entries.append(Entry(item, place, None if is_empty(response) else response))

    def _identity(self, word: str, value: Response) -> None:
        text = value.strip() if isinstance(value, str) else ""
        if word == "student" and text:
            self._students.append(text)
        elif word == "lesson" and text:
            self._lesson = text

    def _value(self, block: Block) -> Response:
        """A value of the head, blank when it cannot be read: who it is from is then not known from here."""
        try:
            return read_value(block.text, prose=True)[0]
        except ResponseError as problem:
            self.remarks.append(self._spoilt(problem, block, shown(block.key)))
            return ""

    def _spoilt(self, problem: ResponseError, block: Block, item: str) -> Message:
        place = Place(self._file, line=block.number + (problem.position or 0))
        return message(problem, item=item, place=str(place))

    def _unknown(self, key: str, place: Place, also: Sequence[str] = ()) -> None:
        if len(self.remarks) <= MAX_REMARKS:  # looking for the nearest word is not free
            self.remarks.append(self._known.unknown(key, place, also))

    def _slip(self, block: Block) -> None:
        notes = [block.slip] if block.slip else []
        if any(line.odd for line in block.lines):
            notes.append("hand-in-odd-blanks")
        for note in notes:
            self._slips.setdefault(note, block.number)

    def _stray(self, lines: Sequence[Line]) -> None:
        if lines:
            first = lines[0]
            values = {"file": shown(self._file), "line": str(first.number), "source": shown(first.text)}
            self.remarks.append(Message("hand-in-stray-line", values))


def _without_markers(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without YAML's marks of a document's begin and end and its directives."""
    return tuple(
        Line(line.number, 0, "") if line.text in ("---", "...") or line.text.startswith("%YAML") else line
        for line in lines
    )
