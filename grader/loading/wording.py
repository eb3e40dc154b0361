"""What the types complain about, said to an author: what was expected, what stands there, what mends it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..lesson import KINDS
from ..lesson.fields import LANGUAGE, NAME, SLUG, slug_from
from .flaws import Flaw, clipped, meant, nearest

_Said = tuple[str, str | None]  # message, help


def flaws_of(error: ValidationError, model: type[BaseModel]) -> Iterator[Flaw]:
    """One flaw for each complaint about data that should have been a `model`."""
    for found in error.errors(include_url=False):
        if not _is_echo(found):
            yield _flaw(found, model)


def _is_echo(found: ErrorDetails) -> bool:
    """Whether a list is called short only because its entries, each told of already, were not counted."""
    given = found["input"]
    return (
        found["type"] == "too_short" and isinstance(given, Sized) and len(given) >= found["ctx"]["min_length"]
    )


def _flaw(found: ErrorDetails, model: type[BaseModel]) -> Flaw:
    kind, where = found["type"], found["loc"]
    place = tuple(step for step in where if not _is_tag(step))
    if place and place[-1] == "[key]":
        return Flaw(place[:-1], *_say(found), key=True)
    if kind == "extra_forbidden":
        unknown, known = str(where[-1]), _keys_at(model, where[:-1])
        cure = nearest(unknown, known) if known else None
        place = (*(step for step in where[:-1] if not _is_tag(step)), unknown)
        return Flaw(place, f"unknown key `{clipped(unknown)}`{_in(where)}", cure, key=True)
    if kind == "missing":
        if isinstance(place[-1], int):
            return Flaw(place[:-1], f"an entry is missing; {place[-1]} stand here", "give one more")
        return Flaw(place, f"`{place[-1]}` is missing{_in(where)}", _purpose(model, where))
    if kind in ("union_tag_not_found", "union_tag_invalid") and place[:1] == ("items",) and len(place) == 2:
        return Flaw(place, *_no_kind(found["input"]))
    return Flaw(place, *_say(found), key=kind in ("too_short", "too_long"))


def _is_tag(step: str | int) -> bool:
    """Whether a step of pydantic's location names an alternative of a union, which is not in the file."""
    return isinstance(step, str) and step.startswith("<") and step.endswith(">")


def _in(where: Sequence[str | int]) -> str:
    """Which block is spoken of, when that is an item."""
    if len(where) == 4 and where[0] == "items" and _is_tag(where[2]):
        return f" in this {str(where[2])[1:-1]} item"
    return ""


def _no_kind(given: object) -> _Said:
    kinds = tuple(KINDS)
    if not isinstance(given, Mapping):
        return (
            f"expected an item, got {described(given)}",
            f"an item begins with its kind: `- {kinds[0]}: its-id`",
        )
    near = next((cure for key in given if (cure := meant(str(key), kinds))), None)
    cure = near or f"the kinds: {', '.join(kinds)}"
    return "an item without a kind; its first key names it, as in `numeric: its-id`", cure


# --------------------------------------------------------------------------- by type of complaint


def _say(found: ErrorDetails) -> _Said:
    say = _SAYINGS.get(found["type"])
    if say is not None:
        return say(found["input"], found.get("ctx", {}))
    return found["msg"][:1].lower() + found["msg"][1:], None


def _wrong(expected: str, cure: str | None = None) -> Callable[[object, Mapping[str, Any]], _Said]:
    def say(given: object, _: Mapping[str, Any]) -> _Said:
        empty = "give it a value, or remove the line" if given is None else None
        return f"expected {expected}, got {described(given)}", empty or cure

    return say


_mapping = _wrong("keys with values", "`key: value` on lines of their own, or `{a: …, b: …}`")


def _text(given: object, _: Mapping[str, Any]) -> _Said:
    if isinstance(given, bool | int | float):
        return f"expected text, got {described(given)}", f'put it in quotes: "{_spelled(given)}"'
    return _wrong("text")(given, {})


def _pattern(given: object, ctx: Mapping[str, Any]) -> _Said:
    word = clipped(str(given))
    if ctx["pattern"] == SLUG:
        near = slug_from(word)
        cure = f"such as `{near}`" if near else None
        return f"`{word}` is no id: lower-case letters and digits, words joined by `-`, a letter first", cure
    if ctx["pattern"] == NAME:
        return f"`{word}` is no name: a letter, then letters, digits and `_`", None
    assert ctx["pattern"] == LANGUAGE  # noqa: S101 - the patterns of fields.py
    return f"`{word}` is no language code", "such as `en` or `ja`"


def _choices(given: object, ctx: Mapping[str, Any]) -> _Said:
    known = tuple(re.findall(r"'([^']*)'", ctx["expected"]))
    got = f"`{clipped(given)}`" if isinstance(given, str) else described(given)
    cure = meant(given, known) if isinstance(given, str) else None
    return f"expected one of {', '.join(known)}; got {got}", cure


def _shape(given: object, ctx: Mapping[str, Any]) -> _Said:
    grid = "a vector `[a, b]` or a matrix `[[a, b], [c, d]]`"
    return _wrong(f"a formula, {grid}" if "<formula>" in ctx["expected_tags"] else grid)(given, ctx)


def _count(given: object, ctx: Mapping[str, Any]) -> _Said:
    few = "min_length" in ctx
    bound = ctx["min_length"] if few else ctx["max_length"]
    got = len(given) if isinstance(given, Sized) else 0
    return f"expected at {'least' if few else 'most'} {bound}, got {got}", None


def _long(given: object, ctx: Mapping[str, Any]) -> _Said:
    return f"expected at most {ctx['max_length']} characters, got {len(str(given))}", None


def _bound(sign: str, key: str) -> Callable[[object, Mapping[str, Any]], _Said]:
    return lambda given, ctx: (f"expected a number {sign} {ctx[key]:g}, got {_spelled(given)}", None)


def described(given: object) -> str:
    """What stands in a file, in a few words."""
    match given:
        case None:
            return "nothing"
        case bool():
            return f"`{_spelled(given)}`, a yes-or-no value"
        case int() | float():
            return f"the number {_spelled(given)}"
        case str():
            return f"the text `{clipped(given)}`" if given else "an empty text"
        case Mapping():
            return "keys with values"
        case _:
            return "a list"


def _spelled(given: object) -> str:
    return str(given).lower() if isinstance(given, bool) else str(given)


_SAYINGS: Mapping[str, Callable[[object, Mapping[str, Any]], _Said]] = MappingProxyType(
    {
        "string_type": _text,
        "words": _text,
        "string_pattern_mismatch": _pattern,
        "string_too_short": lambda *_: ("expected text, got an empty one", "write it, or remove the line"),
        "string_too_long": _long,
        "literal_error": _choices,
        "float_type": _wrong("a number"),
        "int_type": _wrong("a whole number"),
        "bool_type": _wrong("true or false"),
        "finite_number": _wrong("a finite number"),
        "greater_than": _bound(">", "gt"),
        "greater_than_equal": _bound("≥", "ge"),
        "less_than": _bound("<", "lt"),
        "less_than_equal": _bound("≤", "le"),
        "tuple_type": _wrong("a list", "each entry on a line of its own after `- `, or `[a, b]`"),
        "dict_type": _mapping,
        "mapping_type": _mapping,
        "model_type": _mapping,
        "union_tag_invalid": _shape,
        "too_short": _count,
        "too_long": _count,
    }
)

# --------------------------------------------------------------------------- what a block may hold


def _keys_at(model: type[BaseModel], where: Sequence[str | int]) -> tuple[str, ...]:
    """The keys of the block that this location leads to; none when it leads to no block of ours."""
    models = _models_at(model, where)
    return tuple(dict.fromkeys(f.alias or name for m in models for name, f in m.model_fields.items()))


def _purpose(model: type[BaseModel], where: Sequence[str | int]) -> str | None:
    """What a missing key is for, from the type that declares it."""
    for owner in _models_at(model, where[:-1]):
        for name, field in owner.model_fields.items():
            if (field.alias or name) == where[-1]:
                return field.description
    return None


def _models_at(model: type[BaseModel], where: Sequence[str | int]) -> list[type[BaseModel]]:
    models: list[type[BaseModel]] = [model]
    for step in where:
        if _is_tag(step):
            models = [m for m in models if getattr(m, "kind", None) == str(step)[1:-1]]
        elif isinstance(step, str):
            fields = [f for m in models for n, f in m.model_fields.items() if (f.alias or n) == step]
            # A step that is no field is a key of a mapping, whose values are these models already.
            models = [m for f in fields for m in _models_in(f.annotation)] if fields else models
    return models


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    """The models that a type is made of, through lists, mappings and alternatives."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]
