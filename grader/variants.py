"""An item with its numbers bound: the same seed gives the same variant, byte for byte, everywhere.

draw ─▶ let ─▶ where ─▶ order of options ─▶ is it well posed? ── no ─▶ draw again (counted)
                                                  └─ yes ─▶ Variant ─▶ the manifest stores it
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from .draws import draw_from, read_draw
from .errors import ContentError, UsageError
from .faults import Fault, TextError, located
from .lesson import Drawn, ItemBase, Lesson, Where
from .model import Param
from .seeds import Stream, derive, variant_id, variant_seed

if TYPE_CHECKING:
    from .algebra import Function
    from .course import Course
    from .quantities import Quantities

_Drawn = TypeVar("_Drawn")

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
    shared = _inherited(item, lesson_id, course, student_key)

    def attempt(drawn: bytes) -> tuple[Variant, Sequence[str]]:
        params, reasons = _settled(item, shared, drawn, course.functions_of(lesson_id))
        variant = Variant(lesson_id, item, params, redraw=redraw, id=variant_id(seed))
        if reasons:
            return variant, reasons
        order = Stream(derive(drawn, "order")).shuffle(kind.shuffles(variant))
        ordered = replace(variant, order=order)
        return ordered, kind.flaws(ordered, course)

    return _first_good(attempt, seed, course.lesson(lesson_id), item)


@lru_cache(maxsize=256)
def lesson_params(lesson_id: str, course: Course, student_key: bytes) -> Mapping[str, Param]:
    """The quantities of the lesson itself, for its prose and its items. Raises ContentError as `vary`.

    Remembered, because every item of the lesson asks for them again.
    """
    lesson = course.lesson(lesson_id)
    if not lesson.draw and not lesson.let:
        return {}
    functions = course.functions_of(lesson_id)
    seed = variant_seed(student_key, lesson_id, "")
    return _first_good(lambda drawn: _settled(lesson, {}, drawn, functions), seed, lesson)


def _inherited(item: Drawn, lesson_id: str, course: Course, student_key: bytes) -> Mapping[str, Param]:
    inherits = _inherited_names(item, course.lesson(lesson_id))
    return lesson_params(lesson_id, course, student_key) if inherits else {}


def _inherited_names(item: Drawn, lesson: Lesson) -> tuple[str, ...]:
    """The lesson's quantities that the item may use: all of them, unless it draws one of them anew; what
    the lesson derived from that one would no longer fit, so that such an item stands on its own."""
    names = (*lesson.draw, *lesson.let)
    return () if any(name in names for name in (*item.draw, *item.let)) else names


def _first_good(
    attempt: Callable[[bytes], tuple[_Drawn, Sequence[str]]],
    seed: bytes,
    lesson: Lesson,
    item: ItemBase | None = None,
) -> _Drawn:
    """The first attempt that nothing speaks against."""
    where = lesson.place(item.id) if item else ()
    in_the_way: Counter[str] = Counter()
    for number in range(MOST_DRAWS):
        try:
            drawn, reasons = attempt(derive(seed, "draw", str(number)))
        except TextError as error:
            raise _broken(lesson, where, error.fault) from None
        if not reasons:
            return drawn
        in_the_way.update(reasons)
    worst, count = in_the_way.most_common(1)[0]
    message = f"no good numbers in {MOST_DRAWS} draws; {count} of them failed at: {worst}"
    raise _broken(lesson, where, Fault(message, help="widen the draws, or loosen what they must satisfy"))


def _settled(
    drawn: Drawn, known: Mapping[str, Param], seed: bytes, functions: Mapping[str, Function]
) -> tuple[Mapping[str, Param], Sequence[str]]:
    """Known, drawn and derived quantities together, and the conditions that do not hold for them."""
    from .algebra import Undefined  # only who draws needs it, not who was handed numbers
    from .quantities import quantities

    params = dict(known)
    for name, text in drawn.draw.items():
        # A stream for each quantity: adding one to an item leaves the others as they were.
        with located("draw", name):
            params[name] = draw_from(read_draw(text), Stream(derive(seed, name)), params)
    try:
        for name, formula in drawn.let.items():
            with located("let", name):
                params[name] = quantities(params, functions).value(formula)
        return params, _violated(drawn.where, quantities(params, functions))
    except Undefined:
        return params, ("a `let` or `where` formula is undefined for these numbers",)


def _violated(conditions: Sequence[str], bound: Quantities) -> Sequence[str]:
    """The first condition that does not hold."""
    for place, condition in enumerate(conditions):
        with located("where", place):
            if not bound.holds(condition):
                return (f"where {condition}",)
    return ()


def _broken(lesson: Lesson, place: Where, fault: Fault) -> ContentError:
    where = (*place, *fault.where)
    offset = fault.offset if fault.where else None
    return ContentError([lesson.origin.problem(where, fault.message, fault.help, offset=offset)])


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
    wanted = (*_inherited_names(item, course.lesson(lesson_id)), *item.draw, *item.let)
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
        if not (isinstance(params, Mapping) and isinstance(order, list | tuple) and isinstance(redraw, int)):
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
        case list() | tuple():
            return tuple(map(_unpacked, stored))
        case _:
            raise TypeError(f"{stored!r} is no quantity")
