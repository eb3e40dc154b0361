"""An exercise is a family: a reference, its inputs and its hypotheses, each depending on parameters.

The positional arguments of a reference are what a student's function takes (those with a default are
optional); its keyword-only arguments are the family's parameters: conventions an item may choose
(`reduction`), with the course's own choice as default. The hypothesis at the chosen parameters is the right
answer; every other one is a convention, and every mistake a wrong answer with a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np

from ..arrays import Between, Tolerance
from ..model import Text
from ..seeds import Stream
from .known import (
    Convention,
    Function,
    Hypothesis,
    Kind,
    Mistake,
    Product,
    Setting,
    body_of,
    bound_at,
    fresh,
    joined,
    outputs,
    parameters_of,
    positional,
    turned,
)
from .rng import Rng
from .shapes import Case, Group, Signature, inputs_of
from .views import Gradient, View

USUAL_CONSTANTS = (0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.3, 0.5, 1.0, 1.5, 2.0)
"""What people write into a function instead of taking it as an argument (the slope of a Leaky ReLU)."""


@dataclass(frozen=True, slots=True, eq=False)
class Exercise:
    """One function to write. `names` are the usual names of it, its key first.

    kinks    elementwise only: where any value between the one-sided limits is right, unless the item
             sets the parameter `at_kink`
    plot     elementwise only: over which x the student's curve is drawn
    formula  the function of functions.yaml that the reference agrees with; `derivative` of it if set
    spec     the same function written slowly, one number at a time
    where    which drawn arguments make a fair case
    text     its source, if it stands in no file
    product  questions settled in every combination; `generated`: slips made from the formula when asked for
    gradient what the function differentiates, if it does; `forward` is that function, once all are loaded
    view     the picture that fits it
    """

    key: str
    statement: Text
    signature: Signature
    function: Function
    names: tuple[str, ...]
    spec: Function | None = None
    mistakes: tuple[Mistake, ...] = ()
    conventions: tuple[Convention, ...] = ()
    cases: Callable[[Rng], Iterable[Case]] | None = None
    where: Callable[..., bool] | None = None
    kinks: tuple[float, ...] = ()
    plot: tuple[float, float] | None = None
    tolerance: Tolerance = field(default_factory=Tolerance)
    formula: str | None = None
    derivative: bool = False
    path: str = ""
    text: str = ""
    product: Product | None = None
    generated: Callable[[], tuple[Mistake, ...]] = tuple
    gradient: Gradient | None = None
    forward: Callable[[], Exercise] | None = None
    view: View | None = None

    @property
    def source(self) -> str:
        """The reference as Python."""
        return self.text or body_of(self.function)

    # ------------------------------------------------------------------ its arguments

    @property
    def arguments(self) -> tuple[str, ...]:
        """Names of the positional arguments, required and optional."""
        return tuple(p.name for p in positional(self.function))

    @property
    def optional(self) -> Mapping[str, float]:
        """The optional arguments and their defaults."""
        return {p.name: p.default for p in positional(self.function) if p.default is not p.empty}

    @property
    def parameters(self) -> Mapping[str, Setting]:
        """What an item may bind: keyword-only and optional arguments of the reference, the product's axes."""
        keywords = parameters_of(self.function).values()
        own = {p.name: p.default for p in keywords if p.kind is p.KEYWORD_ONLY}
        axes = () if self.product is None else self.product.axes
        return {**{a.parameter: a.asked for a in axes}, **own, **self.optional}

    def words(self, parameter: str) -> frozenset[str]:
        """What a parameter may be set to by a word."""
        axes = () if self.product is None else self.product.axes
        settings = {
            *(c.setting for c in self.conventions if c.parameter == parameter),
            *(o.setting for a in axes if a.parameter == parameter for o in a.options),
            *(a.asked for a in axes if a.parameter == parameter),
        }
        return frozenset(s for s in settings if isinstance(s, str))

    # ------------------------------------------------------------------ the family

    def reference(self, params: Mapping[str, Setting]) -> Function:
        """The right function at these parameters. Raises KeyError for a parameter it does not have."""
        for name in params:
            if name not in self.parameters:
                raise KeyError(name)
        settled = self._settled(params)
        return bound_at(self.function, params) if settled is None else settled.right()

    def written(self, params: Mapping[str, Setting]) -> str:
        """The reference at these parameters as Python: at a bound axis, the variant that does the same."""
        if self._settled(params) is None:
            return self.source
        reference = self.reference(params)
        args = [c.args for c in self.inputs(Rng(Stream(b"written")), 3) if c.group is Group.VALUES]
        variants = (m for m in self.mistakes if m.kind is Kind.CONVENTION)
        found = next((m for m in variants if all(_equal(m.function, reference, a) for a in args)), None)
        return self.source if found is None else found.source

    def declared(self, params: Mapping[str, Setting]) -> tuple[Mistake, ...]:
        """The mistakes and variants whose sentences hold here: they speak of the usual task."""
        return self.mistakes if self._settled(params) is None else ()

    def _settled(self, params: Mapping[str, Setting]) -> Product | None:
        """The product with the answers of an item that asks for others than usual; None where none does."""
        if self.product is None:
            return None
        axes = self.product.axes
        unusual = any(params.get(axis.parameter, axis.asked) != axis.asked for axis in axes)
        return self.product.asking(params) if unusual else None

    def inputs(self, rng: Rng, count: int) -> tuple[Case, ...]:
        """Its cases, `count` of them random where the exercise leaves that open; the smallest first."""
        made = self.cases(rng) if self.cases else inputs_of(self.signature, rng, count)
        cases = list(made)
        if self.signature.elementwise:
            cases += self._around_kinks() + self._curve()
        if self.where is not None:
            cases = [case for case in cases if self.where(*case.args)]
        return (*cases, *self._with_optional(cases, rng))

    def hypotheses(self, params: Mapping[str, Setting], *, swapped: bool = False) -> tuple[Hypothesis, ...]:
        """Every other function this one is known to be mistaken for, conventions first.

        `swapped`: the names of a loss's arguments say that it takes the target first.
        """
        settled = self._settled(params)
        straight = self._usual(params) if settled is None else settled.hypotheses()
        if self.arguments[1:2] != ("true",):
            return straight
        right = Hypothesis("", {}, self.reference(params), Kind.CONVENTION)
        others = tuple(map(turned, (right, *(h for h in straight if h.kind is Kind.CONVENTION))))
        if not swapped:
            return (*straight, *others)
        # A loss may be symmetric: turned round is only who is not something else already.
        mistakes = tuple(h for h in straight if h.kind is Kind.MISTAKE)
        return (*(h for h in straight if h.kind is Kind.CONVENTION), *others, *mistakes)

    def _usual(self, params: Mapping[str, Setting]) -> tuple[Hypothesis, ...]:
        """Everything that is declared, where the task is the usual one."""
        known = self._named(self.mistakes, params)
        declared = sorted(known, key=lambda h: h.kind is Kind.MISTAKE)
        made = () if self.product is None else self.product.hypotheses()
        straight = (*self._other_conventions(params), *declared, *made, *self._other_constants(params))
        straight += tuple(self._named(self.generated(), params))
        if self.optional:
            straight += tuple(self._unasked(h) for h in straight if h.kind is Kind.MISTAKE)
        return straight

    def _unasked(self, hypothesis: Hypothesis) -> Hypothesis:
        """The same of who takes the optional arguments and ignores them."""
        count = len(self.arguments) - len(self.optional)
        return replace(hypothesis, function=lambda *args: hypothesis.function(*args[:count]))

    def between(self, params: Mapping[str, Setting], args: tuple[object, ...]) -> Between | None:
        """At a kink: bounds of what is right in each cell, from the reference on either side of it."""
        if not self.kinks or params.get("at_kink") is not None:
            return None
        x = np.asarray(args[0], float)
        at_kink = np.logical_or.reduce([x == kink for kink in self.kinks])
        if not at_kink.any():
            return None
        reference, step = self.reference(params), 1e-9 * np.maximum(1, np.abs(x))
        sides = [np.asarray(reference(x + s, *args[1:]), float) for s in (-step, 0 * step, step)]
        low, high = np.min(sides, axis=0), np.max(sides, axis=0)
        nothing = np.full(x.shape, np.nan)  # nothing lies between nan and nan: other cells stay exact
        return Between(np.where(at_kink, low, nothing), np.where(at_kink, high, nothing))

    # ------------------------------------------------------------------ parts of the above

    def _named(self, mistakes: Iterable[Mistake], params: Mapping[str, Setting]) -> list[Hypothesis]:
        return [Hypothesis(m.note, m.says, bound_at(m.function, params), m.kind) for m in mistakes]

    def _around_kinks(self) -> list[Case]:
        return [Case(f"kink-{k:g}", (np.array([k]),)) for k in self.kinks if k]

    def _curve(self) -> list[Case]:
        return [Case("curve", (np.linspace(*self.plot, 81),))] if self.plot else []

    def _with_optional(self, cases: list[Case], rng: Rng) -> list[Case]:
        """The first and the random cases once more, with other values for the optional arguments."""
        if not self.optional or any(c.group is Group.ARGUMENTS for c in cases):
            return []
        plain = [c for c in cases if c.group is Group.VALUES and c.name != "curve"]
        settings = [2.0, *(rng.integer(2, 9) / 10 for _ in plain[1:])]
        return [
            Case(f"{c.name}-optional", (*c.args, *(s for _ in self.optional)), Group.ARGUMENTS)
            for c, s in zip(plain, settings, strict=True)
        ]

    def _other_conventions(self, params: Mapping[str, Setting]) -> list[Hypothesis]:
        """The reference at every other combination of its conventions."""
        by_parameter: dict[str, list[Convention]] = {}
        for convention in self.conventions:
            by_parameter.setdefault(convention.parameter, []).append(convention)
        chosen = {**self.parameters, **params}
        found = []
        for combination in product(*by_parameter.values()):
            other = [c for c in combination if c.setting != chosen[c.parameter]]
            if other:
                settings = {**params, **{c.parameter: c.setting for c in other}}
                note, says = "+".join(c.note for c in other), joined([c.says for c in other])
                function = bound_at(self.function, settings)
                found.append((len(other), Hypothesis(note, says, function, Kind.CONVENTION)))
        return [hypothesis for _, hypothesis in sorted(found, key=lambda pair: pair[0])]

    def _other_constants(self, params: Mapping[str, Setting]) -> list[Hypothesis]:
        """The reference with another usual constant in place of an optional argument."""
        return [
            Hypothesis(
                "other-constant", {}, bound_at(self.function, {**params, name: value}), Kind.CONVENTION
            )
            for name, default in self.optional.items()
            for value in USUAL_CONSTANTS
            if value != params.get(name, default)
        ]


def _equal(one: Function, other: Function, args: tuple[object, ...]) -> bool:
    pairs = list(zip(outputs(one(*fresh(args))), outputs(other(*fresh(args))), strict=False))
    return all(a.shape == b.shape and np.allclose(a, b) for a, b in pairs)
