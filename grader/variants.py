"""An item with its numbers bound: the same seed gives the same variant, byte for byte, everywhere.

    draw ─▶ let ─▶ where ─▶ order of options ─▶ is it well posed? ── no ─▶ draw again (counted)
                                                      └─ yes ─▶ Variant ─▶ the manifest stores it
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from .draws import draw_from, read_draw
from .errors import ContentError, Problem, UsageError
from .faults import TextError
from .lesson import Drawn, ItemBase
from .model import Param
from .seeds import Stream, derive, variant_id, variant_seed

if TYPE_CHECKING:
    from .algebra import Function
    from .course import Course

MOST_DRAWS = 500
"""How often an item's numbers are drawn before its author is told that conditions are too narrow."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One item of one lesson for one student.

    `params` holds what was drawn and what was derived from it; `order[k]` is the index, in the lesson
    file, of the option or step shown at place k. Both are what a manifest stores. `id` is opaque.
    """

    lesson: str
    item: ItemBase
    params: Mapping[str, Param]
    order: tuple[int, ...] = ()
    redraw: int = 0
    id: str = ""


class Posed(Protocol):
    """What drawing needs to know of an item's kind."""

    def shuffles(self, variant: Variant) -> int: ...

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]: ...


# --------------------------------------------------------------------------- drawing


def vary(
    item: ItemBase, lesson_id: str, course: Course, kind: Posed, student_key: bytes, redraw: int = 0
) -> Variant:
    """Draw an item for the student of this key, again and again until it is well posed.

    Raises ContentError naming the condition or flaw in the way when 500 draws were not enough, and for
    draws and formulas that cannot be read.
    """
    seed = variant_seed(student_key, lesson_id, item.id, redraw)
    shared = lesson_params(lesson_id, course, student_key)
    in_the_way: Counter[str] = Counter()
    for attempt in range(MOST_DRAWS):
        drawn = derive(seed, "draw", str(attempt))
        try:
            variant, reasons = _attempt(item, lesson_id, course, kind, drawn, shared)
        except TextError as error:
            raise _broken(lesson_id, item.id, error.fault.message, error.fault.help) from None
        if not reasons:
            return Variant(lesson_id, item, variant.params, variant.order, redraw, variant_id(seed))
        in_the_way.update(reasons)
    raise _exhausted(lesson_id, item.id, in_the_way)


def lesson_params(lesson_id: str, course: Course, student_key: bytes) -> Mapping[str, Param]:
    """The quantities of the lesson itself, which its prose and all its items share. Raises ContentError."""
    lesson = course.lesson(lesson_id)
    if not lesson.draw and not lesson.let:
        return {}
    seed = variant_seed(student_key, lesson_id, "")
    in_the_way: Counter[str] = Counter()
    for attempt in range(MOST_DRAWS):
        drawn = derive(seed, "draw", str(attempt))
        try:
            params, reasons = _settled(lesson, {}, drawn, course.functions_of(lesson_id))
        except TextError as error:
            raise _broken(lesson_id, "", error.fault.message, error.fault.help) from None
        if not reasons:
            return params
        in_the_way.update(reasons)
    raise _exhausted(lesson_id, "", in_the_way)


def _attempt(
    item: ItemBase, lesson_id: str, course: Course, kind: Posed, seed: bytes, shared: Mapping[str, Param]
) -> tuple[Variant, Sequence[str]]:
    """One draw of an item, and what speaks against it."""
    params, reasons = _settled(item, shared, seed, course.functions_of(lesson_id))
    unordered = Variant(lesson_id, item, params)
    if reasons:
        return unordered, reasons
    order = Stream(derive(seed, "order")).shuffle(kind.shuffles(unordered))
    variant = Variant(lesson_id, item, params, order)
    return variant, kind.flaws(variant, course)


def _settled(
    drawn: Drawn, known: Mapping[str, Param], seed: bytes, functions: Mapping[str, Function]
) -> tuple[Mapping[str, Param], Sequence[str]]:
    """Known, drawn and derived quantities together, and the conditions that do not hold for them."""
    params = dict(known)
    for name, text in drawn.draw.items():
        # A stream for each quantity: adding one to an item leaves the others as they were.
        params[name] = draw_from(read_draw(text), Stream(derive(seed, name)), params)
    if not drawn.let and not drawn.where:
        return params, ()  # and formulas are not even loaded
    return _derived(drawn, params, functions)


def _derived(
    drawn: Drawn, params: dict[str, Param], functions: Mapping[str, Function]
) -> tuple[Mapping[str, Param], Sequence[str]]:
    from .algebra import Undefined
    from .quantities import quantities

    for name, formula in drawn.let.items():
        try:
            params[name] = quantities(params, functions).value(formula)
        except Undefined:
            return params, (f"let {name}: {formula} is undefined",)
    bound = quantities(params, functions)
    try:
        return params, tuple(f"where {c}" for c in drawn.where if not bound.holds(c))
    except Undefined:
        return params, ("where: a condition is undefined",)


def _exhausted(lesson: str, item: str, in_the_way: Counter[str]) -> ContentError:
    worst, count = in_the_way.most_common(1)[0]
    message = f"no good numbers in {MOST_DRAWS} draws; {count} of them failed at: {worst}"
    return _broken(lesson, item, message, "widen the draws, or loosen what they must satisfy")


def _broken(lesson: str, item: str, message: str, cure: str | None) -> ContentError:
    where = f"{lesson}/{item}" if item else lesson
    return ContentError([Problem(where, 0, 0, message, cure)])


# --------------------------------------------------------------------------- storing


def bind(
    item: ItemBase,
    lesson_id: str,
    course: Course,
    params: Mapping[str, Param],
    order: tuple[int, ...] = (),
    redraw: int = 0,
    id: str = "",  # noqa: A002 - the field's name
) -> Variant:
    """Rebuild a variant from what was stored, drawing nothing.

    Raises UsageError when the item now speaks of quantities that were not drawn then.
    """
    lesson = course.lesson(lesson_id)
    wanted = (*lesson.draw, *lesson.let, *item.draw, *item.let)
    missing = [name for name in wanted if name not in params]
    if missing:
        raise UsageError(
            f"{lesson_id}/{item.id} was handed out without the quantity {missing[0]!r}; "
            "grade with the content it was issued from (--content)"
        )
    return Variant(lesson_id, item, params, order, redraw, id)


def to_stored(variant: Variant) -> dict[str, object]:
    """What a manifest keeps of a variant, as JSON: exact numbers as text, no seed."""
    return {
        "params": {name: _packed(value) for name, value in variant.params.items()},
        "order": list(variant.order),
        "redraw": variant.redraw,
        "id": variant.id,
    }


def from_stored(stored: Mapping[str, object]) -> tuple[dict[str, Param], tuple[int, ...], int, str]:
    """Parameters, order, redraw and id, as `bind` takes them. Raises UsageError if they are damaged."""
    try:
        params, order = stored["params"], stored["order"]
        redraw, name = stored["redraw"], stored["id"]
        if not (isinstance(params, Mapping) and isinstance(order, list) and isinstance(redraw, int)):
            raise TypeError("not of the stored shape")
        return {k: _unpacked(v) for k, v in params.items()}, tuple(map(int, order)), redraw, str(name)
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise UsageError(f"a stored variant is damaged ({error}); use the file as it was issued") from None


def _packed(value: Param) -> object:
    match value:
        case Fraction():
            return str(value)
        case float():
            return {"float": repr(value)}  # the shortest text that reads back to the same double
        case str():
            return {"word": value}
        case _:
            return [_packed(part) for part in value]


def _unpacked(stored: object) -> Param:
    match stored:
        case str():
            return Fraction(stored)
        case {"float": str(number)}:
            return float(number)
        case {"word": str(word)}:
            return word
        case list():
            return tuple(map(_unpacked, stored))
        case _:
            raise TypeError(f"{stored!r} is no quantity")
