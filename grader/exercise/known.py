"""What a function may turn out to be: mistakes, conventions, and products of conventions."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import TypeAlias

import numpy as np

from ..arrays import Array
from ..model import FunctionSource, Text

Function: TypeAlias = Callable[..., object]
Setting: TypeAlias = "float | str | Array | None"
"""The value of a parameter: a number, a word naming a convention, an array."""

SWAPPED = "arguments-swapped"
"""The note of a loss that takes the target before the prediction."""

OTHER_SETTING = "other-setting"
"""The note of another answer to a question that an item settles in its own way."""


class Kind(StrEnum):
    """What agreeing with a hypothesis means."""

    MISTAKE = "mistake"
    CONVENTION = "convention"  # legitimate elsewhere, not what this task asks


@dataclass(frozen=True, slots=True, eq=False)
class Mistake:
    """A known other function: its note, the sentence for who wrote it, and its source as a starter to repair.

    `function` takes the arguments of the reference, and those of its parameters that it names; `text` is its
    source if it stands in no file.
    """

    note: str
    says: Text
    function: Function
    kind: Kind = Kind.MISTAKE
    text: str = ""

    @property
    def source(self) -> str:
        return self.text or body_of(self.function)


@dataclass(frozen=True, slots=True)
class Convention:
    """One setting of one parameter, and the sentence for who followed it where another was asked."""

    note: str
    parameter: str
    setting: str | float
    says: Text


@dataclass(frozen=True, slots=True, eq=False)
class Hypothesis:
    """A function that a student's may turn out to be. `values` are its note's, where it has no sentence."""

    note: str
    says: Text
    function: Function
    kind: Kind
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """One way to settle one question otherwise than asked, and the sentence for who did so."""

    setting: str | float
    note: str
    says: Text
    kind: Kind = Kind.CONVENTION


@dataclass(frozen=True, slots=True)
class Axis:
    """One question that a formula settles: what is asked, and every other answer."""

    parameter: str
    asked: str | float
    options: tuple[Option, ...]

    def asking(self, setting: Setting) -> Axis:
        """The same question where an item asks for `setting`: then the sentences do not apply."""
        if setting == self.asked:
            return self
        usual = Option(self.asked, "as-usual", {})
        others = (replace(o, says={}, kind=Kind.CONVENTION) for o in self.options if o.setting != setting)
        return Axis(self.parameter, setting, (usual, *others))  # type: ignore[arg-type]  # a number or a word


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """A function that settles several questions in every combination: its keyword arguments are the axes."""

    function: Function
    axes: tuple[Axis, ...]

    def asking(self, params: Mapping[str, Setting]) -> Product:
        """The same questions with the answers that an item asks for."""
        axes = (axis.asking(params.get(axis.parameter, axis.asked)) for axis in self.axes)
        return Product(self.function, tuple(axes))

    def right(self) -> Function:
        """What is asked."""
        return self._at((None,) * len(self.axes))

    def hypotheses(self) -> tuple[Hypothesis, ...]:
        """Every combination but the asked one, those that differ least first; conventions before mistakes."""
        answers = [(None, *axis.options) for axis in self.axes]
        made = []
        for combination in product(*answers):
            others = [option for option in combination if option is not None]
            if others:
                kind = Kind.MISTAKE if any(o.kind is Kind.MISTAKE for o in others) else Kind.CONVENTION
                note, says = "+".join(o.note for o in others), joined([o.says for o in others])
                note = note if says else f"{OTHER_SETTING}+{note}"
                made.append((len(others), Hypothesis(note, says, self._at(combination), kind)))
        return tuple(h for _, h in sorted(made, key=lambda pair: (pair[1].kind is Kind.MISTAKE, pair[0])))

    def _at(self, combination: tuple[Option | None, ...]) -> Function:
        settings = {
            axis.parameter: axis.asked if option is None else option.setting
            for axis, option in zip(self.axes, combination, strict=True)
        }
        return bound_at(self.function, settings)


def bound_at(function: Function, params: Mapping[str, Setting]) -> Function:
    """The function with those of the parameters fixed that it names, as keywords or as new defaults.

    It runs without NumPy's warnings: what overflows is part of the answer.
    """
    only_by_name, optional, required = _names_of(function)
    keywords = {k: v for k, v in params.items() if k in only_by_name}

    def called(*args: object) -> object:
        left_out = optional[max(0, len(args) - required) :]
        defaults = {name: params[name] for name in left_out if name in params}
        with np.errstate(all="ignore"):
            return function(*args, **keywords, **defaults)

    return called


@lru_cache(maxsize=4096)  # asked for with every case
def _names_of(function: Function) -> tuple[frozenset[str], tuple[str, ...], int]:
    """The parameters that are keywords only, those with a default, and how many have none."""
    only = (p.name for p in parameters_of(function).values() if p.kind is p.KEYWORD_ONLY)
    optional = tuple(p.name for p in positional(function) if p.default is not p.empty)
    return frozenset(only), optional, len(positional(function)) - len(optional)


@lru_cache(maxsize=1024)
def body_of(function: Function) -> str:
    """The function's own source, decorators left out. Raises OSError when its file is gone."""
    definition = definition_in(textwrap.dedent(inspect.getsource(function)))
    definition.decorator_list = []
    return ast.unparse(definition)


def definition_in(source: str) -> ast.FunctionDef:
    """The function that a source as `body_of` gives it defines."""
    found = ast.parse(source).body[0]
    assert isinstance(found, ast.FunctionDef)  # noqa: S101 - made by body_of from a def
    return found


def defined(definition: ast.FunctionDef, like: Function) -> Function:
    """The function of a changed definition of ours, in the module of the one that it was changed from."""
    definition.returns = None
    for argument in (*definition.args.args, *definition.args.kwonlyargs):
        argument.annotation = None
    module = ast.fix_missing_locations(ast.Module([definition], []))
    namespace = dict(like.__globals__)
    exec(compile(module, definition.name, "exec"), namespace)  # noqa: S102 - an exercise's own text
    made: Function = namespace[definition.name]
    return made


def turned(hypothesis: Hypothesis) -> Hypothesis:
    """The same function with its first two arguments the other way round."""

    def called(pred: object, true: object, *others: object) -> object:
        return hypothesis.function(true, pred, *others)

    notes = (SWAPPED, hypothesis.note) if hypothesis.note else (SWAPPED,)
    return Hypothesis("+".join(notes), hypothesis.says, called, Kind.CONVENTION)


def outputs(value: object) -> tuple[Array, ...]:
    """What a function of ours returned, as arrays: several for a tuple."""
    return tuple(np.asarray(v) for v in value) if isinstance(value, tuple) else (np.asarray(value),)


def fresh(args: tuple[object, ...]) -> tuple[object, ...]:
    """Copies of the arguments, so that who writes into its own spoils nobody else's; functions made."""
    return tuple(map(_fresh, args))


def _fresh(arg: object) -> object:
    if isinstance(arg, FunctionSource):
        return eval(arg.source, {"np": np})  # noqa: S307 - an exercise's own text, never a student's
    return np.copy(arg) if isinstance(arg, np.ndarray) else arg


@lru_cache(maxsize=4096)  # they are asked for again with every case
def parameters_of(function: Function) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(function).parameters


def positional(function: Function) -> list[inspect.Parameter]:
    return [p for p in parameters_of(function).values() if p.kind is p.POSITIONAL_OR_KEYWORD]


def joined(sentences: list[Text]) -> Text:
    """One text of several; none where one of them is missing."""
    if not all(sentences):
        return {}
    return {language: " ".join(s[language] for s in sentences) for language in sentences[0]}
