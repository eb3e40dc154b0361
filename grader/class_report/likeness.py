"""Who is alike in a class: what was handed in and what was issued, brought to `grader.similarity`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ..algebra import Undefined
from ..assignments import Manifest
from ..batch.identity import identify
from ..batch.mapping import Names, read_names
from ..batch.parcels import open_parcel
from ..checks import KINDS
from ..checks.closeness import radius
from ..checks.values import bound_of, grid_of, number_of
from ..course import Course
from ..errors import ResponseError, UsageError
from ..hand_in import Issue
from ..lesson import CodeBase, Numeric, Plot, Vector
from ..model import Message, Number
from ..report.class_page import Alike, Likeness, Person
from ..report.signs import percent
from ..responses import read_rows
from ..similarity.answers import Elsewhere, Key, Keys, Wrong, elsewhere
from ..similarity.code import LikeCode, Place, like_code
from ..similarity.words import Words, words_of
from ..variants import Variant
from .tally import Given

MOST_SHOWN = 100
"""Pairs of each sort that are listed; more would hide what matters."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What was issued, by lesson, and perhaps where the hand-ins lie."""

    course: Course
    manifests: Sequence[Manifest]
    hand_ins: Sequence[Path] = ()
    names: Path | None = None


def likeness(sources: Sources, wrong: Sequence[Given], link: Callable[[str], str]) -> Likeness:
    """Who is alike; `link` gives the address of a student's page.

    Raises UsageError for hand-ins that do not exist and tables that cannot be read.
    """
    if not sources.manifests:
        return Likeness()
    answers = tuple(_of_answers(e, link) for e in _answers(sources, wrong)[:MOST_SHOWN])
    if not sources.hand_ins:
        return Likeness(answers=answers)
    code = tuple(_of_code(c, link) for c in _code(sources)[:MOST_SHOWN])
    return Likeness(code, answers)


def _of_code(like: LikeCode, link: Callable[[str], str]) -> Alike:
    first, second = map(_lines, like.places)
    values = {"share": percent(like.share), "words": str(like.stretch), "one": first, "other": second}
    return Alike(
        Person(like.one, link(like.one)),
        Person(like.other, link(like.other)),
        Message("report/like-code", values),
    )


def _lines(place: Place) -> str:
    return f"{place.file}:{place.first}–{place.last}"


def _of_answers(found: Elsewhere, link: Callable[[str], str]) -> Alike:
    # More digits than this would look like proof.
    chance = "< 0.1 %" if found.chance < 0.001 else f"{100 * found.chance:.1g} %"
    values = {"items": ", ".join(found.items), "chance": chance}
    why = Message("report/like-answers", values)
    return Alike(Person(found.student, link(found.student)), Person(found.owner, link(found.owner)), why)


# --------------------------------------------------------------------------- code


def _code(sources: Sources) -> tuple[LikeCode, ...]:
    handed_in: dict[str, dict[str, Words]] = {}
    starters: dict[tuple[str, str], Words] = {}
    for manifest in sources.manifests:
        students = manifest.students
        names = read_names(sources.names, students) if sources.names else Names.of(students)
        issue = Issue(sources.course, manifest)
        for entry in identify(sources.hand_ins, names).entries:
            try:
                assignment, submission = issue.take(open_parcel(entry), entry.path, entry.student)
            except UsageError:
                continue  # cannot be opened, as problems.csv says
            files = handed_in.setdefault(entry.student, {})
            for file, source in submission.files.items():
                files[file] = words_of(source.decode("utf-8", "replace"))
            for variant in assignment.variants:
                _add_starter(starters, variant, sources.course)
    return like_code(handed_in, starters.values())


def _add_starter(starters: dict[tuple[str, str], Words], variant: Variant, course: Course) -> None:
    """The code that came with a question; posed once for the same numbers."""
    place = (variant.item.id, repr(sorted(variant.params.items())))
    if isinstance(variant.item, CodeBase) and place not in starters:
        starter = KINDS[variant.item.kind].question(variant, course).starter
        starters[place] = words_of("\n".join(starter.values()))


# --------------------------------------------------------------------------- answers


def _answers(sources: Sources, wrong: Sequence[Given]) -> tuple[Elsewhere, ...]:
    wanted = {f"{given.lesson}/{given.item}" for given in wrong}
    keys: dict[str, list[Key]] = {}
    explained: dict[str, set[str]] = {}
    for manifest in sources.manifests:
        for variant, student in _variants(manifest, sources.course):
            ref = f"{variant.lesson}/{variant.item.id}"
            if ref in wanted and (key := _key(variant, student, sources.course)):
                keys.setdefault(ref, []).append(key)
                explained.setdefault(ref, {m.note for m in getattr(variant.item, "mistakes", ())})
    answers = (_wrong(given) for given in wrong if not _is_explained(given, explained))
    return elsewhere(filter(None, answers), {ref: Keys(all_keys) for ref, all_keys in keys.items()})


def _variants(manifest: Manifest, course: Course) -> Iterator[tuple[Variant, str]]:
    for student in manifest.students:
        for variant in manifest.assignment(student, course, None).variants:
            yield variant, student


def _is_explained(given: Given, explained: Mapping[str, set[str]]) -> bool:
    """Whether a mistake that the author foresaw leads to this answer with the student's own numbers."""
    return bool(explained.get(f"{given.lesson}/{given.item}", set()).intersection(given.notes))


def _key(variant: Variant, student: str, course: Course) -> Key | None:
    """The answer as numbers; None where it is none, or an option."""
    cells: tuple[Number, ...] = ()
    try:
        match variant.item:
            case Numeric(answer=formula) | Plot(answer=str(formula)):
                cells = (number_of(formula, bound_of(variant, course)),)
            case Vector(answer=formulas):
                cells = grid_of(formulas, bound_of(variant, course)).cells
    except Undefined:
        return None
    if not cells:
        return None
    radii = tuple(radius(cell, variant.item) for cell in cells)  # type: ignore[arg-type]  # all three have one
    return Key(student, tuple(Fraction(cell) for cell in cells), radii)


def _wrong(given: Given) -> Wrong | None:
    try:
        rows = read_rows(given.response)
    except ResponseError:
        return None
    cells = tuple(Fraction(cell.value) for row in rows for cell in row)
    return Wrong(given.student, f"{given.lesson}/{given.item}", cells)
