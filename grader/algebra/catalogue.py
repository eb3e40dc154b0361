"""The functions of `course/functions.yaml`, and those a lesson defines for itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..errors import ContentError, Problem, did_you_mean
from ..faults import TextError, faulty, located
from ..model import Text
from .context import Argument, AtKink, Context, Domain, Function, Parameter
from .reading import read
from .rewriting import LENGTH
from .tree import Expr, free_names
from .unreadable import Unreadable

if TYPE_CHECKING:
    from ..yaml12 import Node

FIELDS = ("of", "formula", "parameters", "sign", "also", "title", "plot", "at_kink")
_ARGUMENT = re.compile(r"^\s*([A-Za-z][A-Za-z0-9]*)(?:_([a-z]))?\s*$")
_KEY = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")


def catalogue(text: str, path: str) -> Mapping[str, Function]:
    """Every function of a functions.yaml, in its order; a formula may use the functions before it.

    Raises ContentError with all faults, each at its place.
    """
    from ..yaml12 import parse  # whoever only reads formulas needs no YAML

    parsed = parse(text, path)
    if parsed.problems:
        raise ContentError(parsed.problems)
    functions: dict[str, Function] = {}
    problems: list[Problem] = []
    root = parsed.root
    entries = root.value if root is not None and isinstance(root.value, Mapping) else {}
    for name, entry in entries.items():
        try:
            functions[name] = make_function(name, entry, functions)
        except TextError as error:
            assert root is not None  # noqa: S101 - it has entries
            problems.append(_problem(path, text, root, name, error))
    if problems or not functions:
        raise ContentError(problems or [Problem(path, 0, 0, "no functions in this file")])
    return functions


def _problem(path: str, text: str, root: Node, name: str, error: TextError) -> Problem:
    node = root.keys[name]
    here = root.parts[name]
    for step in error.fault.where:
        if step not in here.parts:
            break
        node = here = here.parts[step]
    inside = error.fault.offset + (node.style in ("'", '"')) if error.fault.offset else 0
    source = text.splitlines()[node.line - 1]
    message = f"{name}: {error.fault.message}"
    return Problem(path, node.line, node.column + inside, message, error.fault.help, source)


def make_function(name: str, entry: object, known: Mapping[str, Function]) -> Function:
    """One function from its FIELDS, its formula read with the functions in `known`. Raises TextError."""
    if not _KEY.match(name):
        raise faulty(f"{name!r} cannot be a function's key", help="small letters, digits and underscores")
    if not isinstance(entry, Mapping) or "formula" not in entry:
        raise faulty("a function needs a formula", help='for example  {of: x, formula: "max(0, x)"}')
    for field in entry:
        if field not in FIELDS:
            near = did_you_mean(str(field), FIELDS) or ", ".join(FIELDS)
            raise faulty(f"unknown field {field!r}", help=f"did you mean {near}?")
    arguments = _arguments(entry.get("of", "x"))
    parameters = _parameters(entry.get("parameters") or {})
    formula = _formula(str(entry["formula"]), arguments, parameters, known)
    indices = [a.index for a in arguments if a.index is not None]
    sign = entry.get("sign")
    return Function(
        name,
        arguments,
        formula,
        parameters,
        None if sign is None else str(sign),
        tuple(map(str, _listed(entry.get("also") or ()))),
        _title(entry.get("title"), name),
        _plot(entry.get("plot") or (-5, 5)),
        _at_kink(entry.get("at_kink")),
        next((i for i in indices if i in free_names(formula)), None),
    )


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, tuple | list) else (value,)


def _arguments(of: object) -> tuple[Argument, ...]:
    found: list[Argument] = []
    for text in _listed(of):
        match = _ARGUMENT.match(str(text))
        if match is None:
            with located("of"):
                raise faulty(f"{text!r} is no argument", help="a name (x), or an entry of a vector (x_i)")
        found.append(Argument(match[1], match[2]))
    return tuple(found)


def _parameters(entry: object) -> tuple[Parameter, ...]:
    with located("parameters"):
        if not isinstance(entry, Mapping):
            raise faulty("parameters are names with their defaults", help="for example  {alpha: 0.01}")
        return tuple(Parameter(str(n), None if v is None else _number(v)) for n, v in entry.items())


def _number(value: object) -> Fraction:
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise faulty(f"{value!r} is not a number", help="write it as 0.01 or 1/3") from None


def _formula(
    text: str, arguments: Sequence[Argument], parameters: Sequence[Parameter], known: Mapping[str, Function]
) -> Expr:
    names = [a.name for a in arguments if a.index is None] + [p.name for p in parameters]
    vectors: dict[str, int | str] = {a.name: LENGTH for a in arguments if a.index is not None}
    symbols = dict.fromkeys(names, Domain.REAL) | ({LENGTH: Domain.NATURAL} if vectors else {})
    indices = tuple(sorted({a.index for a in arguments if a.index is not None}))
    context = Context(symbols, vectors, indices, (), known)
    with located("formula"):
        try:
            return read(text, context)
        except Unreadable as error:
            help_text = "see docs/notation.md for what formulas can say"
            raise faulty(f"{text!r} cannot be read ({error})", error.position or 0, help_text) from None


def _title(title: object, name: str) -> Text:
    if isinstance(title, Mapping):
        return {str(language): str(words) for language, words in title.items()}
    return {"": str(title if title is not None else name)}


def _plot(limits: object) -> tuple[Fraction, Fraction]:
    with located("plot"):
        values = [_number(v) for v in _listed(limits)]
        if len(values) != 2 or values[0] >= values[1]:
            raise faulty("plot is a range from left to right", help="for example  [-6, 6]")
        return values[0], values[1]


def _at_kink(value: object) -> AtKink | None:
    with located("at_kink"):
        try:
            return None if value is None else AtKink(str(value))
        except ValueError:
            raise faulty(f"{value!r} is no convention", help=", ".join(AtKink)) from None
