"""`chainrule equal --batch`: one case in, one answer out, both plain data as CONTRACTS states them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

from .context import Function
from .latex import latex
from .reading import read
from .scripted import BadCase, Json, as_object, declared, identity, text_of
from .tree import Expr
from .unreadable import Unreadable

if TYPE_CHECKING:
    from .decide import Decision

Say: TypeAlias = Callable[[str, Mapping[str, str]], str]
"""A note's sentence with its values filled in."""


def answer(case: object, functions: Mapping[str, Function], say: Say) -> dict[str, object]:
    """What `chainrule equal` prints for one case.

    A bad case gives the verdict `unreadable` and says why; no case raises. `functions` are the catalogue's,
    `say` turns a note and its values into a sentence.
    """
    from .decide import decide  # NumPy is loaded before the clock starts, not within the first case

    start = perf_counter()
    result = _blank(case)
    where = "case"
    try:
        given = as_object(case)
        texts = [text_of(given, key) for key in ("a", "b")]
        where = "declarations"
        context = declared(given, functions)
        read_as: list[str | None] = [None, None]
        result["read_as"] = read_as
        sides: list[Expr] = []
        for i, where in enumerate(("a", "b")):  # noqa: B007  named in the error
            sides.append(read(texts[i], context))
            read_as[i] = latex(sides[i], context)
        result.update(_decided(decide(sides[0], sides[1], context)))
    except Unreadable as problem:
        result["error"] = {
            "in": where,
            "message": say(problem.note, problem.values),
            "note": problem.note,
            "position": problem.position,
        }
    except BadCase as problem:
        result["error"] = {
            "in": where,
            "message": say(problem.note, problem.values),
            "note": problem.note,
            "position": None,
        }
    result["ms"] = round((perf_counter() - start) * 1000, 3)
    return result


def _blank(case: object) -> dict[str, object]:
    return {
        "id": identity(case),
        "equal": None,
        "verdict": "unreadable",
        "by": None,
        "witness": None,
        "read_as": None,
        "ms": 0.0,
    }


def _decided(decision: Decision) -> Json:
    found = decision.witness
    witness = None if found is None else {"at": dict(found.at), "a": found.a, "b": found.b}
    return {
        "equal": decision.equal,
        "verdict": str(decision.verdict),
        "by": decision.by,
        "witness": witness,
    }
