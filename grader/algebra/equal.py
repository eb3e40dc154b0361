"""`chainrule equal --batch`: one case in, one answer out, both plain data as CONTRACTS states them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import TypeAlias

from .context import AtKink, Context, Function
from .declaring import make_context
from .latex import latex
from .reading import read
from .tree import Expr
from .unreadable import Unreadable

Say: TypeAlias = Callable[[str, Mapping[str, str]], str]
"""A note's sentence with its values filled in."""
Json: TypeAlias = Mapping[str, object]

MAX_NAMES = 200


class _BadCase(Exception):  # noqa: N818  what it is about is the case
    """The case itself is not as agreed. `args`: note, values."""

    def __init__(self, note: str, **values: str) -> None:
        super().__init__(note)
        self.note = note
        self.values = values


def answer(case: object, functions: Mapping[str, Function], say: Say) -> dict[str, object]:
    """What `chainrule equal` prints for one case. A bad case gives the verdict `unreadable` and says why;
    no case
    raises. `functions` are the catalogue's, `say` turns a note and its values into a sentence."""
    start = perf_counter()
    result = _blank(case)
    where = "case"
    try:
        texts, context = _checked(case)
        where = "declarations"
        declared = context(functions)
        read_as: list[str | None] = [None, None]
        result["read_as"] = read_as
        sides: list[Expr] = []
        for i, where in enumerate(("a", "b")):  # noqa: B007  named in the error
            sides.append(read(texts[i], declared))
            read_as[i] = latex(sides[i], declared)
        result.update(_decided(sides, declared))
    except Unreadable as problem:
        result["error"] = {
            "in": where,
            "message": say(problem.note, problem.values),
            "note": problem.note,
            "position": problem.position,
        }
    except _BadCase as problem:
        result["error"] = {
            "in": where,
            "message": say(problem.note, problem.values),
            "note": problem.note,
            "position": None,
        }
    result["ms"] = round((perf_counter() - start) * 1000, 3)
    return result


def _blank(case: object) -> dict[str, object]:
    given = case.get("id") if isinstance(case, Mapping) else None
    return {
        "id": given if isinstance(given, str | int | float) else None,
        "equal": None,
        "verdict": "unreadable",
        "by": None,
        "witness": None,
        "read_as": None,
        "ms": 0.0,
    }


def _decided(sides: Sequence[Expr], context: Context) -> Json:
    from .decide import decide

    decision = decide(sides[0], sides[1], context)
    found = decision.witness
    witness = None if found is None else {"at": dict(found.at), "a": found.a, "b": found.b}
    return {
        "equal": decision.equal,
        "verdict": str(decision.verdict),
        "by": decision.by,
        "witness": witness,
    }


# --------------------------------------------------------------------------- what a case may hold


def _checked(case: object) -> tuple[tuple[str, str], Callable[[Mapping[str, Function]], Context]]:
    """The two texts, and the context once the functions are known."""
    if not isinstance(case, Mapping):
        raise _BadCase("case-not-an-object")
    texts = tuple(case.get(key) for key in ("a", "b"))
    for key, text in zip(("a", "b"), texts, strict=True):
        if not isinstance(text, str):
            raise _BadCase("case-text-missing", key=key)
    symbols = {n: str(d) for n, d in _named(case, "symbols", (str,), '{"x": "real"}').items()}
    vectors = _named(case, "vectors", (int, str), '{"x": 3}')
    lengths = {n: size for n, size in vectors.items() if isinstance(size, int | str)}
    indices = _words(case)
    definitions = _pairs(case)
    at_kink = _at_kink(case)

    def context(functions: Mapping[str, Function]) -> Context:
        return make_context(symbols, lengths, indices, definitions, functions, at_kink)

    return (str(texts[0]), str(texts[1])), context


def _named(case: Json, key: str, kinds: tuple[type, ...], example: str) -> dict[str, object]:
    given = case.get(key)
    if given is None:
        return {}
    if not isinstance(given, Mapping) or len(given) > MAX_NAMES:
        raise _BadCase("case-not-a-mapping", key=key, example=example)
    for name, value in given.items():
        if not isinstance(name, str) or not isinstance(value, kinds) or isinstance(value, bool):
            raise _BadCase("case-not-a-mapping", key=key, example=example)
    return dict(given)


def _words(case: Json) -> list[str]:
    given = case.get("indices")
    if given is None:
        return []
    if not isinstance(given, list) or len(given) > MAX_NAMES or not all(isinstance(w, str) for w in given):
        raise _BadCase("case-not-a-list", key="indices", example='["i", "j"]')
    return given


def _pairs(case: Json) -> list[tuple[str, str]]:
    given = case.get("definitions")
    if given is None:
        return []
    if not isinstance(given, list) or len(given) > MAX_NAMES:
        raise _BadCase("case-not-a-list", key="definitions", example='[["z", "w x + b"]]')
    pairs: list[tuple[str, str]] = []
    for pair in given:
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(t, str) for t in pair):
            raise _BadCase("case-not-a-list", key="definitions", example='[["z", "w x + b"]]')
        pairs.append((pair[0], pair[1]))
    return pairs


def _at_kink(case: Json) -> AtKink:
    given = case.get("at_kink")
    try:
        return AtKink.ANY if given is None else AtKink(str(given))
    except ValueError:
        raise _BadCase("case-at-kink", given=str(given)[:40], known=", ".join(AtKink)) from None
