"""An author's formulas at a variant's own numbers: `let`, `where`, answers and mistakes.

A formula with a free index is one formula for each entry: with a vector x, `relu(x_i)` is a vector and
`x_i y_j` a matrix. A matrix W is spoken of by its rows, the vectors W1, W2, …: `sum_k W1_k x_k`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import isfinite

from .algebra import (
    Call,
    Condition,
    Context,
    Entry,
    Expr,
    Function,
    Sym,
    Undefined,
    Unreadable,
    Vector,
    evaluate,
    free_names,
    holds,
    make_context,
    read,
    read_condition,
    walk,
)
from .faults import TextError, faulty
from .model import Param
from .remembering import remembered

INDICES = ("i", "j")
"""Names that stand for every entry of a vector, unless a quantity has the name."""


@dataclass(frozen=True, slots=True)
class Quantities:
    """Numbers and vectors by name, and the context in which formulas speak of them."""

    values: Mapping[str, Param]
    context: Context
    _known: dict[str, Param] = field(default_factory=dict, repr=False, compare=False)

    def read(self, formula: str) -> Expr:
        """Raises TextError for a formula that cannot be read."""
        try:
            return _read(formula, self.context)
        except Unreadable as error:
            raise _unreadable(formula, error) from None

    def value(self, formula: str) -> Param:
        """The formula's value: a number, or with free indices a vector or a matrix of numbers.

        Exact where all of it is rational arithmetic. Raises Undefined (a division by zero, …) and TextError.
        """
        found = self._known.get(formula)
        if found is None:
            expr = self.read(formula)
            free = free_names(expr)
            found = self._over(expr, [i for i in self.context.indices if i in free], self.values)
            self._known[formula] = found
        return found

    def holds(self, condition: str) -> bool:
        """Raises Undefined and TextError."""
        return holds(self._condition(condition), self.values, self.context)

    def _condition(self, condition: str) -> Condition:
        try:
            return _read_condition(condition, self.context)
        except Unreadable as error:
            raise _unreadable(condition, error) from None

    def _over(self, expr: Expr, indices: Sequence[str], values: Mapping[str, Param]) -> Param:
        if not indices:
            return _finite(evaluate(expr, values, self.context))
        index, rest = indices[0], indices[1:]
        places = range(1, self._length(expr, index) + 1)
        return tuple(self._over(expr, rest, {**values, index: Fraction(place)}) for place in places)

    def _length(self, expr: Expr, index: str) -> int:
        lengths = {self.context.vectors[name] for name in _indexed_by(expr, index)}
        if len(lengths) != 1:
            raise faulty(
                f"the entries that {index} counts are not clear in this formula",
                help=f"let {index} index vectors of one length, as in x_{index}",
            )
        return int(lengths.pop())


def quantities(
    params: Mapping[str, Param], functions: Mapping[str, Function], unbound: Iterable[str] = ()
) -> Quantities:
    """What formulas may use: every drawn or derived number and vector (words take no part in formulas).

    `unbound` names further symbols that have no value here, for formulas that are only printed or compared.
    """
    values = dict(_spoken_of(params))
    vectors = tuple((name, len(value)) for name, value in values.items() if isinstance(value, tuple))
    numbers = (name for name, value in values.items() if not isinstance(value, tuple))
    symbols = (*numbers, *sorted(name for name in unbound if name not in values))
    return Quantities(values, _context(symbols, vectors, functions))


# Every student's numbers have the same names: what does not depend on their values is made once.


@remembered(512)
def _context(
    symbols: tuple[str, ...], vectors: tuple[tuple[str, int], ...], functions: Mapping[str, Function]
) -> Context:
    taken = {*symbols, *(name for name, _ in vectors)}
    indices = tuple(i for i in INDICES if i not in taken)
    return make_context(dict.fromkeys(symbols, "real"), dict(vectors), indices, (), functions)


_read = lru_cache(maxsize=4096)(read)
_read_condition = lru_cache(maxsize=1024)(read_condition)


def _spoken_of(params: Mapping[str, Param]) -> Iterable[tuple[str, Param]]:
    for name, value in params.items():
        if isinstance(value, tuple) and isinstance(value[0], tuple):
            yield from ((f"{name}{row}", entries) for row, entries in enumerate(value, 1))
        elif not isinstance(value, str):
            yield name, value


def _indexed_by(expr: Expr, index: str) -> Iterable[str]:
    """The vectors that `index` runs over: of `x_i` x, of `softmax(x)_i` x too."""
    for node in walk(expr):
        match node:
            case Entry(vector, Sym(name)) if name == index:
                yield vector
            case Call(_, args, _, Sym(name)) if name == index:
                yield from (part.name for arg in args for part in walk(arg) if isinstance(part, Vector))


def _finite(value: Fraction | float) -> Fraction | float:
    if isinstance(value, float) and not isfinite(value):
        raise Undefined("overflow")
    return value


def _unreadable(text: str, error: Unreadable) -> TextError:
    return faulty(f"{text!r} cannot be read as a formula here ({error})", error.position or 0)
