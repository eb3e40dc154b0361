"""`chainrule derive`: one case in, one answer out, both plain data as CONTRACTS states them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import TypeAlias

from ..algebra import Context, Function, Unreadable, latex
from ..algebra.scripted import BadCase, Json, declared, identity
from ..algebra.witness import Witness
from ..model import Message
from .judge import judge
from .score import score, status
from .task import Statement, Task, read_statement
from .verdicts import JudgedLine

Say: TypeAlias = Callable[[str, Mapping[str, str]], str]
"""A note's sentence with its values filled in."""

MOST_LINES = 200


def answer(case: object, functions: Mapping[str, Function], say: Say) -> dict[str, object]:
    """What `chainrule derive` prints for one case.

    A bad case has no status and an `error` that says why; no case raises. `functions` are the catalogue's,
    `say` turns a note and its values into a sentence.
    """
    begun = perf_counter()
    result: dict[str, object] = {
        "id": identity(case), "status": None, "score": None, "first_wrong": None, "lines": [],
    }  # fmt: skip
    where = "case"
    try:
        if not isinstance(case, Mapping):
            raise BadCase("derivation/case-not-an-object")
        given = case
        lines = _lines(given)
        where = "declarations"
        context = declared(given, functions)
        where = "start"
        start = _statement(given, "start", context)
        if start is None:
            raise BadCase("derivation/case-without-start")
        where = "goal"
        task = Task(context, start, _statement(given, "goal", context))
        result |= _judged(task, lines, say)
    except Unreadable as problem:
        result["error"] = _error(where, problem.note, problem.values, problem.position, say)
    except BadCase as problem:
        result["error"] = _error(where, problem.note, problem.values, None, say)
    result["ms"] = round((perf_counter() - begun) * 1000, 3)
    return result


def _error(
    where: str, note: str, values: Mapping[str, str], position: int | None, say: Say
) -> dict[str, object]:
    return {"in": where, "message": say(note, values), "note": note, "position": position}


def _lines(case: Json) -> list[str]:
    """The lines, as a list or as one text."""
    given = case.get("lines")
    if isinstance(given, str):
        given = [line for line in given.splitlines() if line.strip()]
    if not isinstance(given, list) or not all(isinstance(line, str) for line in given):
        raise BadCase("derivation/case-without-lines")
    if len(given) > MOST_LINES:
        raise BadCase("derivation/too-many-lines", limit=str(MOST_LINES))
    return given


def _statement(case: Json, key: str, context: Context) -> Statement | None:
    given = case.get(key)
    if given is None:
        return None
    if not isinstance(given, str):
        raise BadCase("derivation/case-not-a-text", key=key)
    return read_statement(given, context)


def _judged(task: Task, lines: Sequence[str], say: Say) -> Json:
    judgement = judge(task, lines)
    earned = score(judgement, judgement.arrives)
    wrong = judgement.first_wrong
    return {
        "status": str(status(judgement, earned)),
        "score": float(earned),
        "first_wrong": None if wrong is None else wrong.number,
        "lines": [_line(line, task.context, say) for line in judgement.lines],
    }


def _line(line: JudgedLine, context: Context, say: Say) -> Json:
    return {
        "line": line.number,
        "status": str(line.step),
        "note": line.note,
        "by": line.by,
        "read_as": read_as(line, context),
        "claim": line.is_claim,
        "witness": None if line.witness is None else _witness(line.witness),
        "message": _sentence(line.message, say),
        "hints": [_sentence(hint, say) for hint in (*line.remarks, line.hint) if hint],
    }


def read_as(line: JudgedLine, context: Context) -> str | None:
    """The line as LaTeX, for "we read this as …"; None when it could not be read."""
    if line.line is None:
        return None
    right = latex(line.line.rhs, context)
    return right if line.line.lhs is None else f"{latex(line.line.lhs, context)} = {right}"


def _witness(witness: Witness) -> Json:
    return {"at": dict(witness.at), "a": witness.a, "b": witness.b}


def _sentence(message: Message | None, say: Say) -> str | None:
    return None if message is None else say(message.id, message.values)
