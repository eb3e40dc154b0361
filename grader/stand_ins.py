"""What an issued folder knows of a question that is not graded at home: enough to read an answer, no more.

An outline says what a student sees anyway: how many options there are, which gaps, which symbols, which
function to write. A stand-in is an item made from it. Its answer is a dummy, so that whatever is found out
about it gives nothing away; the lesson itself need not be on the student's machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from .algebra import Argument, Context
from .checks.symbolic import student_context
from .course import Course
from .errors import UsageError
from .lesson import KINDS, Blank, CodeBase, ItemBase, Lesson, Symbolic
from .prose import fill_text
from .scoring import title_of
from .variants import Variant

_NOTHING = "0"
_WORDS = {"": "-"}


def outlined(variant: Variant, course: Course) -> dict[str, Any]:
    """What reading an answer to this item takes, as JSON."""
    item = variant.item
    outline: dict[str, Any] = {"kind": item.kind, "title": fill_text(title_of(item), variant, course)}
    for name in ("options", "steps"):
        if getattr(item, name, ()):
            outline[name] = len(getattr(item, name))
    if isinstance(item, Blank):
        outline["gaps"] = {name: "words" if gap.accept else "number" for name, gap in item.gaps.items()}
    if isinstance(item, Symbolic):
        outline |= _names(student_context(variant, course), course)
    if isinstance(item, CodeBase):
        outline |= {"exercise": item.exercise, "with": _plain(item.bind), "hidden": item.hidden}
    return outline


def _names(context: Context, course: Course) -> dict[str, Any]:
    """The names that a formula may speak of. What they stand for is left out: no answer is hidden in them."""
    scalars = {d.name: "real" for d in context.definitions if d.index is None}
    own = [f for name, f in context.functions.items() if name not in course.functions]
    return {
        "symbols": {**{name: str(domain) for name, domain in context.symbols.items()}, **scalars},
        "vectors": dict(context.vectors),
        "indices": list(context.indices),
        "functions": [f"{f.name}({', '.join(map(_argument, f.arguments))})" for f in own],
    }


def _argument(argument: Argument) -> str:
    return argument.name if argument.index is None else f"{argument.name}_{argument.index}"


def _plain(given: object) -> Any:
    """Parameters as JSON has them: lists for tuples."""
    if isinstance(given, Mapping):
        return {name: _plain(part) for name, part in given.items()}
    return [_plain(part) for part in given] if isinstance(given, tuple) else given


def stand_in(name: str, outline: Mapping[str, Any], lesson: str) -> Variant:
    """An item that reads answers as the outlined one does. Raises UsageError for a damaged outline."""
    try:
        kind = "code" if outline["kind"] == "debug" else outline["kind"]
        made = {kind: name, "title": outline["title"], "ask": _WORDS, **_FIELDS[kind](outline)}
        item = KINDS[kind].model_validate(made)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UsageError(
            f"variant.yaml: the outline of {name} is damaged; fetch this file again from your course"
        ) from None
    shown = getattr(item, "options", ()) or getattr(item, "steps", ())
    return Variant(lesson, item, {}, tuple(range(len(shown))))


def runnable(outline: Mapping[str, Any], course: Course) -> bool:
    """Whether this is a function to write, of an exercise that is at hand here."""
    return "exercise" in outline and outline["exercise"] in course.exercises


def stand_in_lesson(lesson: str, title: Mapping[str, str], items: tuple[ItemBase, ...]) -> Lesson:
    """A lesson of these items, where the real one is not on this machine."""
    return Lesson.model_construct(id=lesson, title=title, read=_WORDS, items=items)


# --------------------------------------------------------------------------- what each kind cannot do without


def _options(outline: Mapping[str, Any]) -> dict[str, Any]:
    count = int(outline["options"])
    names = [f"o{k}" for k in range(count)]
    return {"options": [{"id": n, "wrong" if k else "right": _WORDS} for k, n in enumerate(names)]}


def _steps(outline: Mapping[str, Any]) -> dict[str, Any]:
    return {"steps": [{"id": f"s{k}", "text": _WORDS} for k in range(int(outline["steps"]))]}


def _gaps(outline: Mapping[str, Any]) -> dict[str, Any]:
    filled = {"words": {"accept": ["-"]}, "number": {"answer": _NOTHING}}
    return {"gaps": {name: filled[what] for name, what in outline["gaps"].items()}}


def _symbols(outline: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "symbols": outline["symbols"],
        "vectors": outline["vectors"],
        "indices": outline["indices"],
        "definitions": [[name, _NOTHING] for name in outline["functions"]],
    }


def _picture(outline: Mapping[str, Any]) -> dict[str, Any]:
    picture = {"curves": [{"formula": "x"}], "over": ["0", "1"], "describes": _WORDS}
    return {"picture": picture, **(_options(outline) if "options" in outline else {"answer": _NOTHING})}


def _code(outline: Mapping[str, Any]) -> dict[str, Any]:
    return {"exercise": outline["exercise"], "with": outline["with"], "hidden": outline["hidden"]}


_FIELDS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = MappingProxyType(
    {
        "choice": _options,
        "multi": _options,
        "numeric": lambda _: {"answer": _NOTHING},
        "vector": lambda _: {"answer": [_NOTHING]},
        "order": _steps,
        "blank": _gaps,
        "expression": lambda outline: {"answer": _NOTHING, **_symbols(outline)},
        "derivation": lambda outline: {"start": _NOTHING, "chain": [_NOTHING], **_symbols(outline)},
        "code": _code,
        "plot": _picture,
        "reflect": lambda _: {"model": _WORDS},
    }
)
