"""Exercises that nobody wrote: a function of functions.yaml and its derivative, from the formula alone."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial

import numpy as np

from ..algebra import Call, Context, Div, Domain, Expr, Function, Sym, expand, free_names, walk
from ..algebra.differentiate import differentiate, slips
from ..algebra.kinks import kinks
from ..algebra.vectorised import vectorised
from ..arrays import Array
from .family import Exercise
from .known import Mistake
from .mutants import boundaries_turned, mutants
from .numpy_text import numpy_text
from .rng import Rng
from .shapes import Case, Group, read_signature
from .views import Gradient, View

_DERIVATIVE = "_derivative"
_GRID = np.array([-3.0, -1.5, -0.4, 0.3, 0.9, 1.7, 2.6])
"""Where a mutant must differ from the formula to be one."""
_WHOLE = np.arange(-3.0, 4.0)
_EVERYWHERE = np.array([-1000.0, -50.0, -2.3, -0.7, 0.0, 0.4, 1.9, 50.0, 1000.0])


class FromFormulas(Mapping[str, Exercise]):
    """`f` and `f_derivative` of every elementwise function, each made when it is first asked for."""

    def __init__(self, functions: Mapping[str, Function]) -> None:
        names = [name for name, function in functions.items() if elementwise(function)]
        self._keys = tuple(f"{name}{end}" for name in names for end in ("", _DERIVATIVE))
        self._functions = functions
        self._made = cache(self._make)

    def __getitem__(self, key: str) -> Exercise:
        if key not in self._keys:
            raise KeyError(key)
        return self._made(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def _make(self, key: str) -> Exercise:
        name = key.removesuffix(_DERIVATIVE)
        return from_formula(self._functions[name], self._functions, derivative=key != name)


def elementwise(function: Function) -> bool:
    """Whether it takes one number and gives one."""
    return len(function.arguments) == 1 and function.arguments[0].index is None and function.entry is None


def from_formula(
    function: Function, functions: Mapping[str, Function], *, derivative: bool = False
) -> Exercise:
    """Reference, source, inputs and mistakes of the function, or of its derivative, from the formula."""
    formula = _Formula(function, functions)
    expr = formula.slope if derivative else formula.value
    key = function.name + (_DERIVATIVE if derivative else "")
    corners = tuple(map(float, kinks(formula.value, formula.argument, formula.context)))
    reference = formula.callable_of(expr, corners if derivative else ())
    plot = (float(function.plot[0]), float(function.plot[1]))
    return Exercise(
        key=key,
        statement={language: f"{title}: {key}" for language, title in function.title.items()} or {"": key},
        signature=read_signature("()->()"),
        function=reference,
        text=formula.source(key, expr),
        names=(key, *(f"{s}{_DERIVATIVE if derivative else ''}" for s in function.signs if s.isascii())),
        mistakes=tuple(formula.mistakes(key, expr, derivative)),
        cases=None if np.isfinite(reference(_EVERYWHERE)).all() else partial(_within, plot),
        where=lambda *args: bool(np.isfinite(reference(*args)).all()),
        kinks=corners,
        plot=plot,
        formula=function.name,
        derivative=derivative,
        gradient=Gradient(function.name, (formula.argument,)) if derivative else None,
        forward=partial(from_formula, function, functions) if derivative else None,
        view=View.CURVE,
    )


def slips_of(function: Function, functions: Mapping[str, Function], derivative: bool) -> tuple[Mistake, ...]:
    """What comes out of the function, or of its derivative, with one slip in the formula."""
    formula = _Formula(function, functions)
    expr = formula.slope if derivative else formula.value
    return tuple(formula.mistakes(function.name, expr, derivative))


def _within(plot: tuple[float, float], rng: Rng) -> Iterator[Case]:
    """Inputs of a function that is not defined everywhere: strictly inside the range it is plotted over."""
    low, high = plot
    inside = low + (high - low) * np.arange(1, 20) / 20
    yield Case("one", (inside[12:13],))
    yield Case("another", (inside[4:5],))
    for k in range(5):
        picked = [rng.integer(0, 18) for _ in range(4)]
        yield Case(f"random-{k + 1}", (inside[picked],))
    yield Case("table", (inside[:18].reshape(6, 3),), Group.SHAPES)


class _Formula:
    """A function's formula in its own argument and parameters."""

    def __init__(self, function: Function, functions: Mapping[str, Function]) -> None:
        self.argument = function.arguments[0].name
        self.parameters = {
            p.name: 1.0 if p.default is None else float(p.default) for p in function.parameters
        }
        names = (self.argument, *self.parameters)
        self.context = Context(symbols=dict.fromkeys(names, Domain.REAL), functions=functions)
        self._call = Call(function.name, tuple(Sym(name) for name in names))

    @property
    def value(self) -> Expr:
        return expand(self._call, self.context)

    @property
    def slope(self) -> Expr:
        return expand(differentiate(self._call, self.argument, self.context), self.context)

    def callable_of(self, expr: Expr, jumps: tuple[float, ...] = ()) -> Callable[..., Array]:
        """The formula as a function of NumPy arrays, its parameters as optional arguments.

        At `jumps` it takes the value from the left, or `at_kink` where that is bound.
        """
        at = vectorised(expr, (self.argument, *self.parameters), self.context)

        def reference(x: Array, *given: float, at_kink: float | None = None, **named: float) -> Array:
            rest = [*given, *(named.get(n, d) for n, d in list(self.parameters.items())[len(given) :])]
            x = np.asarray(x, float)
            on = np.isin(x, jumps)
            left = at(np.where(on, x - 1e-9 * np.maximum(1, np.abs(x)), x), *rest)
            return left if at_kink is None else np.where(on, at_kink, left)

        reference.__signature__ = self._signature()  # type: ignore[attr-defined]  # what inspect reads
        return reference

    def source(self, key: str, expr: Expr) -> str:
        """As `body_of` gives it for a written function."""
        defaults = "".join(f", {name}={value:g}" for name, value in self.parameters.items())
        text = numpy_text(expr)
        if self.argument not in free_names(expr):
            text = f"np.full_like({self.argument}, {text}, dtype=float)"
        return f"def {key}({self.argument}{defaults}):\n    return {text}\n"

    def mistakes(self, key: str, expr: Expr, derivative: bool) -> Iterator[Mistake]:
        """Formulas with one slip that give other values, each value once."""
        right = self.callable_of(expr)(_GRID)
        seen, divides = [right], self._divides_by_zero(expr)
        for note, slipped in self._slipped(expr, derivative):
            if not divides and self._divides_by_zero(slipped):
                continue  # x/x is 1 to the formula, and nan at 0 to the code
            made = self.callable_of(slipped)
            values = made(_GRID)
            if np.isfinite(values).any() and not any(np.allclose(values, s, equal_nan=True) for s in seen):
                seen.append(values)
                yield Mistake(note, {}, made, text=self.source(key, slipped))
                turned = boundaries_turned(slipped)
                other = self.callable_of(turned)
                if not np.allclose(made(_WHOLE), other(_WHOLE), equal_nan=True):
                    yield Mistake(note, {}, other, text=self.source(key, turned))

    def _divides_by_zero(self, expr: Expr) -> bool:
        """Whether a denominator vanishes at a whole number that functions are asked for."""
        below = [part.denominator for part in walk(expr) if isinstance(part, Div)]
        return any((self.callable_of(part)(_WHOLE) == 0).any() for part in below)

    def _slipped(self, expr: Expr, derivative: bool) -> Iterator[tuple[str, Expr]]:
        if derivative:
            yield "not-differentiated", self.value
            for note, slipped in slips(self._call, self.argument, self.context):
                yield note, expand(slipped, self.context)
        yield from mutants(expr)

    def _signature(self) -> inspect.Signature:
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        own = [inspect.Parameter(self.argument, kind)]
        own += [inspect.Parameter(name, kind, default=value) for name, value in self.parameters.items()]
        own += [inspect.Parameter("at_kink", inspect.Parameter.KEYWORD_ONLY, default=None)]
        return inspect.Signature(own)
