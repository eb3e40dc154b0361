"""From the bytes of a hand-in to the Submission that is graded. Pure: nothing here touches a disk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from ..model import Message, Submission
from .answers import read_answers
from .basket import HandIn
from .decoding import python_source
from .limits import MAX_REMARKS
from .naming import fold, is_answers, shown, suffix
from .notebook import Notebook, read_notebook
from .settle import Outcome, by_item, folder_of, settle
from .sheet import CODE_KINDS, Known, Sheet
from .sources import Sources, file_names

_MAX_LISTED: Final = 6  # names in one remark


@dataclass(frozen=True, slots=True)
class _Python:
    """The Python of a hand-in, and what is to be said about how it was read."""

    sources: Sources
    remarks: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """Who and which lesson a hand-in says it is: each name given, in the order of the files."""

    students: tuple[str, ...]
    lessons: tuple[str, ...]


def declared(hand_in: HandIn) -> Declared:
    """What the answer sheets say of themselves, to choose a lesson before reading answers."""
    nobody = Known.of({})
    sheets = [*_sheets(hand_in, nobody), *(book.sheet for book in _notebooks(hand_in, nobody).values())]
    students = dict.fromkeys(name for sheet in sheets for name in sheet.students)
    return Declared(tuple(students), tuple(dict.fromkeys(sheet.lesson for sheet in sheets if sheet.lesson)))


def interpret(
    hand_in: HandIn,
    items: Mapping[str, str],
    *,
    lesson: str | None = None,
    student: str | None = None,
    starters: Mapping[str, str] | None = None,
) -> Submission:
    """The responses of a hand-in to `items` (id to kind).

    `lesson` and `student` are what the caller knows; a sheet of another lesson is set aside, the name of
    another student makes every item invalid. `starters` (item id to the Python it was handed out with) tell
    an untouched cell or file from an answer where both are there. Never raises for what was handed in.
    """
    known = Known.of(items, lesson, starters)
    notebooks = _notebooks(hand_in, known)
    sheets = [*_sheets(hand_in, known), *(book.sheet for book in notebooks.values())]
    ours = [sheet for sheet in sheets if not _is_foreign(sheet, known)]
    python = _python(hand_in, notebooks, known)
    names = tuple(dict.fromkeys(name for sheet in ours for name in sheet.students))
    lessons = {sheet.lesson for sheet in ours if sheet.lesson}
    stop = hand_in.problem or _two_students(student, names) or _other_lesson(sheets, ours, lesson)
    outcomes = [Outcome(item, problem=stop) for item in items] if stop else _outcomes(known, ours, python)
    return Submission(
        name=hand_in.name,
        student=student or next(iter(names), None),
        lesson=lesson or (lessons.pop() if len(lessons) == 1 else None),
        responses={found.item: found.response for found in outcomes if found.response is not None},
        files={**python.sources.files, **_inline(outcomes)},
        invalid={found.item: found.problem for found in outcomes if found.problem},
        remarks=_capped(_remarks(hand_in, sheets, ours, python, outcomes)),
        digest=hand_in.digest,
    )


def _answer_files(hand_in: HandIn) -> list[tuple[str, bytes]]:
    """The files called answers; where none is, every YAML file but the issued variant.yaml."""
    named = [(name, data) for name, data in hand_in.files.items() if is_answers(name)]
    return named or [
        (name, data)
        for name, data in hand_in.files.items()
        if suffix(name) in (".yaml", ".yml") and PurePosixPath(name).stem != "variant"
    ]


def _sheets(hand_in: HandIn, known: Known) -> list[Sheet]:
    return [read_answers(data, name, known) for name, data in _answer_files(hand_in)]


def _notebooks(hand_in: HandIn, known: Known) -> dict[str, Notebook]:
    books = ((name, data) for name, data in hand_in.files.items() if suffix(name) == ".ipynb")
    return {name: read_notebook(data, name, known) for name, data in books}


def _python(hand_in: HandIn, notebooks: Mapping[str, Notebook], known: Known) -> _Python:
    """All Python that came: files, and the module of each notebook under the notebook's name."""
    files: dict[str, bytes] = {}
    remarks: list[Message] = []
    for name, data in hand_in.files.items():
        if suffix(name) == ".py":
            files[name], more = python_source(data, name)
            remarks.extend(more)
    files.update((name, book.module) for name, book in notebooks.items() if book.module)
    refused = {name: book.refusal for name, book in notebooks.items() if book.refusal}
    unread = {**hand_in.refused, **refused}
    return _Python(Sources(files, unread, _claimed(files, notebooks, known)), tuple(remarks))


def _claimed(files: Collection[str], notebooks: Mapping[str, Notebook], known: Known) -> frozenset[str]:
    """The files called like an item, and the notebooks in which a code item has a cell of its own."""
    names = {name for item in known.kinds for name in file_names(item)}
    called = {name for name in files if PurePosixPath(name).name in names}
    entries = ((name, entry) for name, book in notebooks.items() for entry in book.sheet.entries)
    return frozenset(called | {name for name, entry in entries if known.kinds[entry.item] in CODE_KINDS})


def _outcomes(known: Known, ours: Sequence[Sheet], python: _Python) -> list[Outcome]:
    """One outcome an item. Where a sheet could not be read, what it may have said is not taken for blank."""
    entries = by_item([entry for sheet in ours for entry in sheet.entries])
    folder = next((folder_of(sheet.file) for sheet in ours), "")
    unread = _unread(ours, python)
    outcomes = []
    for item in known.kinds:
        found = settle(item, known, entries.get(item, ()), python.sources, folder)
        nothing = found.response is None and found.problem is None and item not in entries
        outcomes.append(replace(found, problem=unread) if nothing else found)
    return outcomes


def _unread(ours: Sequence[Sheet], python: _Python) -> Message | None:
    """Why an answer sheet or notebook of the hand-in could not be read, if there is such a one."""
    problems = [sheet.problem for sheet in ours if sheet.problem]
    refused = python.sources.refused.items()
    problems += [why for name, why in refused if is_answers(name) or suffix(name) == ".ipynb"]
    return problems[0] if problems else None


def _is_foreign(sheet: Sheet, known: Known) -> bool:
    """Whether a sheet says it is for a lesson that none of the items belongs to."""
    if not known.lesson or not sheet.lesson:
        return False
    theirs = fold(sheet.lesson)
    return theirs != fold(known.lesson) and not any(item.startswith(theirs + "/") for item in known.folded)


def _other_lesson(sheets: Sequence[Sheet], ours: Sequence[Sheet], lesson: str | None) -> Message | None:
    """The problem of a hand-in whose sheets are all for other lessons."""
    if ours or not sheets:
        return None
    return _foreign_message("hand-in-other-lesson", sheets[0], lesson)


def _foreign_message(note: str, sheet: Sheet, lesson: str | None) -> Message:
    values = {
        "file": shown(sheet.file),
        "declared": shown(sheet.lesson or ""),
        "expected": shown(lesson or ""),
    }
    return Message(note, values)


def _two_students(student: str | None, names: Sequence[str]) -> Message | None:
    """The problem of a hand-in that names another student than the one it is from, or two."""
    first, *others = [*([student] if student else []), *names] or [""]
    other = next((name for name in others if fold(name) != fold(first)), None)
    if other is None:
        return None
    return Message("hand-in-other-student", {"declared": shown(other), "expected": shown(first)})


def _inline(outcomes: Iterable[Outcome]) -> dict[str, bytes]:
    """The Python that stood in the answers themselves, under the names their items answer with."""
    return {str(found.response): found.inline.encode() for found in outcomes if found.inline is not None}


def _remarks(
    hand_in: HandIn,
    sheets: Sequence[Sheet],
    ours: Sequence[Sheet],
    python: _Python,
    outcomes: Sequence[Outcome],
) -> Iterator[Message]:
    """What was read with tolerance or left out, each thing once."""
    for sheet in ours:
        yield from sheet.remarks
    yield from python.remarks
    for found in outcomes:
        yield from found.remarks
    told = {_about(found.problem) for found in outcomes if found.problem}
    left_out = [*python.sources.refused.values(), *(sheet.problem for sheet in ours if sheet.problem)]
    yield from (why for why in left_out if _about(why) not in told)
    elsewhere = (sheet for sheet in sheets if ours and sheet not in ours and not _at_home(sheet))
    yield from (_foreign_message("hand-in-set-aside", sheet, None) for sheet in elsewhere)
    yield from _without_cell(hand_in, ours, outcomes)


def _at_home(sheet: Sheet) -> bool:
    """Whether a sheet lies in the folder of its lesson, as every lesson of a set of several does."""
    return fold(PurePosixPath(sheet.file).parent.name) == fold(sheet.lesson or "")


def _about(problem: Message) -> tuple[str, str | None]:
    return problem.id, problem.values.get("file")


def _without_cell(hand_in: HandIn, ours: Sequence[Sheet], outcomes: Sequence[Outcome]) -> Iterator[Message]:
    """One remark that names the items nobody finds in a hand-in with a notebook."""
    books = [name for name in hand_in.files if suffix(name) == ".ipynb"]
    present = {entry.item for sheet in ours for entry in sheet.entries}
    missing = [
        found.item
        for found in outcomes
        if found.item not in present and found.response is None and found.problem is None
    ]
    if books and missing:
        values = {"file": ", ".join(map(shown, books[:_MAX_LISTED])), "items": ", ".join(missing)}
        yield Message("hand-in-no-cell", values)


def _capped(remarks: Iterator[Message]) -> tuple[Message, ...]:
    """The remarks, up to a number that a person reads; the rest is counted."""
    kept = tuple(remarks)
    if len(kept) <= MAX_REMARKS:
        return kept
    return (*kept[:MAX_REMARKS], Message("hand-in-more-remarks", {"count": str(len(kept) - MAX_REMARKS)}))
