"""What a case for `equal` or `derive` may hold, as scripts write it down: plain data, checked before use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from .context import AtKink, Context, Function
from .declaring import make_context

Json: TypeAlias = Mapping[str, object]

MAX_NAMES = 200


class BadCase(Exception):  # noqa: N818  what it is about is the case
    """The case itself is not as agreed: a note and the values of its sentence."""

    def __init__(self, note: str, **values: str) -> None:
        super().__init__(note)
        self.note = note
        self.values = values


def identity(case: object) -> str | int | float | None:
    """The case's own `id`, if it has a usable one."""
    given = case.get("id") if isinstance(case, Mapping) else None
    return given if isinstance(given, str | int | float) else None


def as_object(case: object) -> Json:
    """The case as a mapping. Raises BadCase."""
    if not isinstance(case, Mapping):
        raise BadCase("case-not-an-object")
    return case


def text_of(case: Json, key: str) -> str:
    """The text under a key. Raises BadCase when there is none."""
    given = case.get(key)
    if not isinstance(given, str):
        raise BadCase("case-text-missing", key=key)
    return given


def declared(case: Json, functions: Mapping[str, Function]) -> Context:
    """The context that `symbols`, `vectors`, `indices`, `definitions` and `at_kink` declare.

    Raises BadCase for what has the wrong shape and Unreadable for what cannot be read.
    """
    symbols = {n: str(d) for n, d in _named(case, "symbols", (str,), '{"x": "real"}').items()}
    vectors = _named(case, "vectors", (int, str), '{"x": 3}')
    lengths = {n: size for n, size in vectors.items() if isinstance(size, int | str)}
    return make_context(symbols, lengths, _words(case), _pairs(case), functions, _at_kink(case))


def _named(case: Json, key: str, kinds: tuple[type, ...], example: str) -> dict[str, object]:
    given = case.get(key)
    if given is None:
        return {}
    if not isinstance(given, Mapping) or len(given) > MAX_NAMES:
        raise BadCase("case-not-a-mapping", key=key, example=example)
    for name, value in given.items():
        if not isinstance(name, str) or not isinstance(value, kinds) or isinstance(value, bool):
            raise BadCase("case-not-a-mapping", key=key, example=example)
    return dict(given)


def _words(case: Json) -> list[str]:
    given = case.get("indices")
    if given is None:
        return []
    if not isinstance(given, list) or len(given) > MAX_NAMES or not all(isinstance(w, str) for w in given):
        raise BadCase("case-not-a-list", key="indices", example='["i", "j"]')
    return given


def _pairs(case: Json) -> list[tuple[str, str]]:
    """Ordered pairs; a mapping, which keeps its order too, is as good."""
    given = case.get("definitions")
    if given is None:
        return []
    if isinstance(given, Mapping):
        given = [list(pair) for pair in given.items()]
    if not isinstance(given, list) or len(given) > MAX_NAMES:
        raise BadCase("case-not-a-list", key="definitions", example='[["z", "w x + b"]]')
    pairs: list[tuple[str, str]] = []
    for pair in given:
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(t, str) for t in pair):
            raise BadCase("case-not-a-list", key="definitions", example='[["z", "w x + b"]]')
        pairs.append((pair[0], pair[1]))
    return pairs


def _at_kink(case: Json) -> AtKink:
    given = case.get("at_kink")
    try:
        return AtKink.ANY if given is None else AtKink(str(given))
    except ValueError:
        raise BadCase("case-at-kink", given=str(given)[:40], known=", ".join(AtKink)) from None
