"""Contexts from what a lesson or a command line declares: texts checked, definitions read in order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from .context import Argument, AtKink, Context, Definition, Domain, Function
from .primitives import PRIMITIVES
from .reading import read, read_vector
from .rewriting import reached
from .spelling import exact_key, fold
from .tree import Expr, Sym, free_names
from .unreadable import Unreadable
from .whole_vectors import entry_of, fresh_index, length_of, lengths_along

MAX_LENGTH = 64  # of a vector
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9+-]+)*(?:\^[A-Za-z0-9+-]+)?'*$")
_LAYER = re.compile(r"\^\s*\{?\s*[(\[]")
_LEFT = re.compile(
    r"^\s*(?P<name>[^()=]+?(?:\^\s*\{?\([^()=]+\)[^()=]*?)?)\s*(?:\(\s*(?P<arguments>[^()]*)\)\s*)?$"
)
_SUBSCRIPT = re.compile(r"^(?P<stem>.+?)_\{?(?P<index>[A-Za-z])\}?$")


def make_context(
    symbols: Mapping[str, str | Domain] | None = None,
    vectors: Mapping[str, int | str] | None = None,
    indices: Sequence[str] = (),
    definitions: Sequence[tuple[str, str]] = (),
    functions: Mapping[str, Function] | None = None,
    at_kink: AtKink = AtKink.ANY,
) -> Context:
    """A context from declarations as texts.

    A definition's left side is a name (`z`), an entry (`s_i`) or a function (`f(x)`). Raises Unreadable:
    a bad name, domain or length, or a definition that cannot be read (its text is the error's `source`).
    """
    domains = {_name(n): _domain(n, d) for n, d in (symbols or {}).items()}
    context = Context(
        domains,
        {_name(n): _length(n, size, domains) for n, size in (vectors or {}).items()},
        tuple(map(_name, indices)),
        (),
        functions or {},
        at_kink,
    )
    for left, right in definitions:
        context = with_definition(context, left, right)
    return context


def with_definition(context: Context, left: str, right: str) -> Context:
    """The context with one more definition. Raises Unreadable."""
    match = _LEFT.match(left)
    if match is None:
        raise Unreadable("read-bad-name", {"name": left}, left, 0)
    name = match["name"]
    if match["arguments"] is not None:
        return _with_function(context, _name(name), match["arguments"], right)
    subscript = _SUBSCRIPT.match(name)
    if subscript and (subscript["index"] in context.indices or subscript["index"] in "ijklmn"):
        found = context.names.quantity(name)
        if found is None or found[0] != "symbol":
            return _with_entry(context, _name(subscript["stem"]), subscript["index"], right)
    return _with_name(context, _name(name), right)


def _with_name(context: Context, name: str, right: str) -> Context:
    expr = read_vector(right, context)
    _check_new(context, name, expr, right)
    length = length_of(expr, context)
    if length is None:
        return replace(context, definitions=(*context.definitions, Definition(name, expr)))
    taken = free_names(expr) | context.symbols.keys() | context.vectors.keys()
    index = fresh_index(taken)
    formula = entry_of(expr, Sym(index), context)
    return _with_vector(context, Definition(name, formula, index), length)


def _with_entry(context: Context, name: str, index: str, right: str) -> Context:
    """`s_i = …`: as long as the vectors that i indexes on the right."""
    scoped = context if index in context.indices else replace(context, indices=(*context.indices, index))
    expr = read(right, scoped)
    _check_new(context, name, expr, right)
    lengths = set(lengths_along(expr, index, context) or context.vectors.values())
    if name in context.vectors:
        lengths = {context.vectors[name]}
    if len(lengths) != 1:
        raise Unreadable("read-sum-which-range", {"index": index}, right, 0)
    return _with_vector(context, Definition(name, expr, index), lengths.pop())


def _check_new(context: Context, name: str, formula: Expr, source: str) -> None:
    """Each name is defined once and never by way of itself, so that writing out ends."""
    if context.definition(name) is not None:
        raise Unreadable("read-defined-twice", {"name": name}, source, 0)
    if name in free_names(formula) or name in reached(formula, context):
        raise Unreadable("read-defined-by-itself", {"name": name}, source, 0)


def _with_vector(context: Context, definition: Definition, length: int | str) -> Context:
    vectors = {**context.vectors, definition.name: length}
    return replace(context, vectors=vectors, definitions=(*context.definitions, definition))


def _with_function(context: Context, name: str, arguments: str, right: str) -> Context:
    """`f(x) = …`: the argument hides a symbol of the same name."""
    names = tuple(_name(a) for a in arguments.split(",") if a.strip())
    if not names or name in PRIMITIVES:
        raise Unreadable("read-bad-name", {"name": name}, name, 0)
    inner = replace(
        context,
        symbols={**context.symbols, **dict.fromkeys(names, Domain.REAL)},
        definitions=tuple(d for d in context.definitions if d.name not in names),
    )
    formula = read(right, inner)
    if name in reached(formula, inner):
        raise Unreadable("read-defined-by-itself", {"name": name}, right, 0)
    function = Function(name, tuple(map(Argument, names)), formula)
    return replace(context, functions={**context.functions, name: function})


def _name(name: str) -> str:
    """The name itself if it can be told apart from the rest of the language."""
    if not isinstance(name, str) or len(name) > 40 or not _can_be_told_apart(name):
        raise Unreadable("read-bad-name", {"name": str(name)[:40]}, str(name)[:40], 0)
    return name


def _can_be_told_apart(name: str) -> bool:
    """Whether it is a word with subscripts, primes and perhaps a layer in brackets (`w^1` is a power)."""
    key = exact_key(name)
    return bool(_NAME.match(key)) and ("^" not in key or bool(_LAYER.search(fold(name).text)))


def _domain(name: str, domain: str) -> Domain:
    try:
        return Domain(domain)
    except ValueError:
        values = {"name": name, "domain": str(domain), "known": ", ".join(Domain)}
        raise Unreadable("read-bad-domain", values, str(domain), 0) from None


def _length(name: str, length: int | str, domains: Mapping[str, Domain]) -> int | str:
    if isinstance(length, int) and 1 <= length <= MAX_LENGTH:
        return length
    if isinstance(length, str) and domains.get(length) is Domain.NATURAL:
        return length
    raise Unreadable("read-bad-length", {"name": name, "length": str(length)}, str(length), 0)
