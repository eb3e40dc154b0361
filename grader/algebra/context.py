"""What a formula may speak of: symbols with domains, vectors, indices, definitions, functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from ..model import Text
from .names import Names
from .tree import Call, Expr


class Domain(StrEnum):
    """Which values a symbol (or each entry of a vector) takes."""

    REAL = "real"
    POSITIVE = "positive"
    NONNEGATIVE = "nonnegative"
    UNIT = "unit"  # 0 < s < 1
    INTEGER = "integer"
    NATURAL = "natural"  # 1, 2, …


class AtKink(StrEnum):
    """What a derivative is worth where the function has a kink."""

    ANY = "any"  # any value between the one-sided limits
    UNDEFINED = "undefined"
    ZERO = "0"
    ONE = "1"


@dataclass(frozen=True, slots=True)
class Argument:
    """What a function is applied to: a number `x`, or with `index` a vector with entries `x_i`."""

    name: str
    index: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    default: Fraction | None = None  # None: must be given


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the catalogue, or one a context defines (`f(x) = a x + b`).

    `formula` speaks of the arguments, the parameters and, if an argument is a vector, of its length `n`; a
    local function's formula may also use earlier names of its context. A function of a vector is itself a
    vector when an argument's index is free in its formula (softmax); `entry` is that index.
    A function with a primitive's name (tanh, step) has that primitive as its formula and is never expanded.
    """

    name: str
    arguments: tuple[Argument, ...]
    formula: Expr
    parameters: tuple[Parameter, ...] = ()
    sign: str | None = None  # how it is printed in mathematics: σ
    also: tuple[str, ...] = ()  # other spellings that are read: silu
    title: Text = field(default_factory=dict)
    plot: tuple[Fraction, Fraction] = (Fraction(-5), Fraction(5))
    at_kink: AtKink | None = None  # None: the context decides
    entry: str | None = None

    @property
    def signs(self) -> tuple[str, ...]:
        """Every spelling besides the name."""
        return ((self.sign,) if self.sign else ()) + self.also

    @property
    def is_primitive(self) -> bool:
        """Whether it only names a primitive."""
        return isinstance(self.formula, Call) and self.formula.name == self.name


@dataclass(frozen=True, slots=True)
class Definition:
    """`name = formula`, or with `index` one entry of a vector: `s_i = e^{x_i} / Σ_k e^{x_k}`.

    `formula` may use earlier definitions.
    """

    name: str
    formula: Expr
    index: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """Everything a formula may use. Compared and hashed by identity, so that results can be kept per context.

    Names are spelled as declared; `make_context` checks them and is the usual way to make one.

    symbols      scalar names and their domains; a vector's name here gives the domain of its entries
    vectors      name → length, a number or the name of a `natural` symbol; defined vectors included
    indices      free indices, each running over the length of the vectors it indexes
    definitions  in order, each using earlier ones only
    functions    by name: the catalogue's and those the context defines
    """

    symbols: Mapping[str, Domain] = field(default_factory=dict)
    vectors: Mapping[str, int | str] = field(default_factory=dict)
    indices: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    functions: Mapping[str, Function] = field(default_factory=dict)
    at_kink: AtKink = AtKink.ANY
    names: Names = field(init=False, repr=False)

    def __post_init__(self) -> None:
        spellings = {f.name: f.signs for f in self.functions.values()}
        defined = tuple(d.name for d in self.definitions if d.index is None)
        scalars = (*(s for s in self.symbols if s not in self.vectors), *defined)
        names = Names(scalars, tuple(self.vectors), self.indices, spellings)
        object.__setattr__(self, "names", names)  # derived once: reading looks names up all the time

    def domain(self, name: str) -> Domain:
        """The domain of a symbol or of a vector's entries; real unless declared, natural for an index."""
        if name in self.indices:
            return Domain.NATURAL
        return self.symbols.get(name, Domain.REAL)

    def definition(self, name: str) -> Definition | None:
        """The definition of `name`, or None when it is free."""
        return next((d for d in self.definitions if d.name == name), None)
