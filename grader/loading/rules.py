"""What no field's type can say about a lesson: names that must agree, keys that exclude each other.

The rules read the plain data, not the finished types, so that they speak even when the types complain too,
and an author sees everything at once. Whatever has the wrong type is passed over here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from ..lesson import KINDS, Frozen, Gap, Option, kind_of
from ..yaml12 import Data
from .flaws import Flaw, clipped, list_at, mapping_at, nearest, text_at

Place = tuple[str | int, ...]


def lesson_flaws(lesson: Data) -> Iterator[Flaw]:
    """Every rule that the data of a lesson file breaks."""
    yield from named_twice(lesson, ())
    items = list_at(lesson, "items")
    ids = [_item_id(item) for item in items]
    yield from repeated(ids, "item", [("items", k, kind_of(item) or "") for k, item in enumerate(items)])
    for k, item in enumerate(items):
        earlier = [known for known in ids[:k] if known is not None]
        yield from item_flaws(item, ("items", k), earlier)


def course_flaws(course: Data) -> Iterator[Flaw]:
    """Every rule that the data of a course file breaks."""
    languages = list_at(course, "languages")
    names = [name if isinstance(name, str) else None for name in languages]
    yield from repeated(names, "language", [("languages", k) for k in range(len(names))])
    title = mapping_at(course, "title")
    for k, name in enumerate(names):
        if title and name is not None and name not in title:
            yield Flaw(
                ("title",), f"the title in `{name}` is missing", f"entry {k + 1} of `languages` asks for it"
            )


def item_flaws(item: Data, at: Place, earlier: Sequence[str]) -> Iterator[Flaw]:
    """Every rule that an item breaks; `earlier` are the ids of the items before it."""
    kind = kind_of(item)
    if kind is None or not isinstance(item, Mapping):
        return
    yield from excluded(item, KINDS[kind], at)
    yield from named_twice(item, at)
    yield from unknown_needs(item, at, earlier)
    yield from _repeated_in(item, "mistakes", "note", at)
    for rule in _OF_KIND.get(kind, ()):
        yield from rule(item, at)


# --------------------------------------------------------------------------- rules of every item


def excluded(block: Data, model: type[Frozen], at: Place) -> Iterator[Flaw]:
    """Keys of which only one may be given, or one must be."""
    if not isinstance(block, Mapping):
        return
    for rule in model.one_of:
        given = [name for name in block if name in rule.names]
        names = " or ".join(f"`{name}`" for name in rule.names)
        if rule.needed and not given:
            yield Flaw(at, f"{names} is missing", "give one of them")
        elif len(given) > 1:
            yield Flaw(
                (*at, given[1]), f"`{given[0]}` and `{given[1]}` exclude each other", "keep one", key=True
            )


def named_twice(block: Data, at: Place) -> Iterator[Flaw]:
    """A quantity that is both drawn and derived."""
    for name in mapping_at(block, "let"):
        if name in mapping_at(block, "draw"):
            yield Flaw(
                (*at, "let", name), f"`{clipped(name)}` is drawn already", "take another name", key=True
            )


def unknown_needs(item: Data, at: Place, earlier: Sequence[str]) -> Iterator[Flaw]:
    for k, name in enumerate(list_at(item, "needs")):
        if isinstance(name, str) and name not in earlier:
            cure = nearest(name, earlier) if earlier else "this is the first item; it can need none"
            yield Flaw((*at, "needs", k), f"no item `{clipped(name)}` comes before this one", cure)


def repeated(ids: Sequence[str | None], what: str, places: Sequence[Place]) -> Iterator[Flaw]:
    """Ids that stand more than once, at the second place and later."""
    first: dict[str, int] = {}
    for k, name in enumerate(ids):
        if name is None:
            continue
        if name in first:
            message = f"the {what} `{clipped(name)}` stands here twice"
            yield Flaw(places[k], message, f"number {first[name] + 1} of the list has this name already")
        first.setdefault(name, k)


def _repeated_in(block: Data, key: str, name: str, at: Place) -> Iterator[Flaw]:
    entries = list_at(block, key)
    what = {"options": "option", "steps": "step", "mistakes": "note"}[key]
    yield from repeated(
        [text_at(e, name) for e in entries], what, [(*at, key, k, name) for k in range(len(entries))]
    )


def _item_id(item: Data) -> str | None:
    kind = kind_of(item)
    return text_at(item, kind) if kind else None


# --------------------------------------------------------------------------- rules of one kind


def option_flaws(item: Data, at: Place) -> Iterator[Flaw]:
    yield from _repeated_in(item, "options", "id", at)
    for k, option in enumerate(list_at(item, "options")):
        yield from excluded(option, Option, (*at, "options", k))


def one_right(item: Data, at: Place) -> Iterator[Flaw]:
    right = _right_options(item)
    if list_at(item, "options") and not right:
        yield Flaw(
            (*at, "options"), "no option is right", "write `right:` instead of `wrong:` for one", key=True
        )
    for k in right[1:]:
        message = "a second right option; the student may tick only one"
        yield Flaw(
            (*at, "options", k, "right"), message, "make it `wrong:`, or the item a `multi:`", key=True
        )


def some_right(item: Data, at: Place) -> Iterator[Flaw]:
    if list_at(item, "options") and not _right_options(item):
        yield Flaw((*at, "options"), "no option is right", "write `right:` for at least one", key=True)


def _right_options(item: Data) -> list[int]:
    options = enumerate(list_at(item, "options"))
    return [k for k, option in options if isinstance(option, Mapping) and "right" in option]


def step_flaws(item: Data, at: Place) -> Iterator[Flaw]:
    yield from _repeated_in(item, "steps", "id", at)
    ids = [name for step in list_at(item, "steps") if (name := text_at(step, "id")) is not None]
    for k, mistake in enumerate(list_at(item, "mistakes")):
        yield from _inversion_flaws(mistake, (*at, "mistakes", k), ids)


def _inversion_flaws(mistake: Data, at: Place, ids: Sequence[str]) -> Iterator[Flaw]:
    named = {key: name for key in ("first", "then") if (name := text_at(mistake, key)) is not None}
    unknown = {key: name for key, name in named.items() if name not in ids}
    for key, name in unknown.items():
        yield Flaw((*at, key), f"no step `{clipped(name)}`", nearest(name, ids))
    if len(named) == 2 and not unknown and ids.index(named["first"]) <= ids.index(named["then"]):
        message = f"`{named['first']}` before `{named['then']}` is no mistake: `steps` has them so"
        yield Flaw((*at, "first"), message, "`first` and `then` say what a student did the wrong way round")


def gap_flaws(item: Data, at: Place) -> Iterator[Flaw]:
    gaps = mapping_at(item, "gaps")
    for name, gap in gaps.items():
        yield from excluded(gap, Gap, (*at, "gaps", name))
        yield from _pick_flaws(gap, (*at, "gaps", name))
    yield from _unasked(item, tuple(gaps), at)
    for k, mistake in enumerate(list_at(item, "mistakes")):
        for name in mapping_at(mistake, "gives"):
            if name not in gaps:
                place = (*at, "mistakes", k, "gives", name)
                yield Flaw(place, f"no gap `{clipped(name)}`", nearest(name, tuple(gaps)), key=True)


def _unasked(item: Data, gaps: Sequence[str], at: Place) -> Iterator[Flaw]:
    """Gaps that no student would see."""
    text = text_at(item, "ask")
    asked = {(): text} if text else {(lang,): words for lang, words in mapping_at(item, "ask").items()}
    for place, words in asked.items():
        seen = _GAP.findall(words) if isinstance(words, str) else gaps
        for name in gaps:
            if name not in seen:
                cure = f"write `{{{{ gap({clipped(name)}) }}}}` where it is to be filled in"
                yield Flaw((*at, "ask", *place), f"the gap `{clipped(name)}` does not appear", cure)


def _pick_flaws(gap: Data, at: Place) -> Iterator[Flaw]:
    """Words to pick from of which none is right."""
    choose, accept = list_at(gap, "choose"), list_at(gap, "accept")
    if choose and accept and not any(word in accept for word in choose):
        yield Flaw((*at, "choose"), "none of these words is the answer", "add an accepted word to them")


def question_flaws(item: Data, at: Place) -> Iterator[Flaw]:
    """Keys of a plot that go with a number, beside options."""
    for key in ("tolerance", "relative", "figures", "mistakes"):
        if list_at(item, "options") and isinstance(item, Mapping) and key in item:
            yield Flaw(
                (*at, key), f"`{key}` belongs to a number, but this asks for an option", "remove it", key=True
            )


_GAP = re.compile(r"\{\{\s*gap\(\s*(\w+)\s*\)\s*\}\}")

_Rule = Callable[[Data, Place], Iterator[Flaw]]
_OF_KIND: Mapping[str, tuple[_Rule, ...]] = MappingProxyType(
    {
        "choice": (option_flaws, one_right),
        "multi": (option_flaws, some_right),
        "order": (step_flaws,),
        "blank": (gap_flaws,),
        "plot": (option_flaws, one_right, question_flaws),
    }
)
