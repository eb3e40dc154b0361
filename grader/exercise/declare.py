'''How an exercise is written down: one file a topic, one function an exercise, its mistakes beneath it.

    @exercise("()->()", names=("ReLU",), formula="relu")
    def relu(x: Array) -> Array:
        """
        en: Negative numbers become 0, all others stay as they are.
        ja: 負の数は 0 に、それ以外はそのままにします。
        """
        return np.maximum(x, 0.0)

    @relu.spec
    def _(x: float) -> float:
        return x if x > 0 else 0.0

    @relu.mistake("absolute-value")
    def _(x: Array) -> Array:
        """
        en: You mirrored the negative numbers: -2 became 2. ReLU makes them 0.
        ja: 負の数の符号が反転しています(-2 が 2 に)。ReLU では 0 になります。
        """
        return np.abs(x)

The signature says the shapes as NumPy does for generalised ufuncs; docstrings are the sentences people read.
'''

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ..arrays import Tolerance
from ..model import Text
from .family import Exercise
from .known import Axis, Convention, Function, Kind, Mistake, Option, Product
from .rng import Rng
from .shapes import Case, read_signature
from .views import Gradient, View

_LANGUAGE = re.compile(r"^([a-z]{2}(?:-[A-Za-z]+)?):\s+(.*)$")
_SLUG = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")


@dataclass(slots=True, eq=False)
class Declared:
    """An exercise while its file is being read; decorators add to it, `finished` closes it."""

    function: Function
    shapes: str
    names: tuple[str, ...]
    kinks: tuple[float, ...]
    plot: tuple[float, float] | None
    formula: str | None
    derivative: bool
    tolerance: Tolerance
    where: Callable[..., bool] | None
    gradient: Gradient | None = None
    view: View | None = None
    slow: Function | None = None
    generator: Callable[[Rng], Iterable[Case]] | None = None
    mistakes: list[Mistake] = field(default_factory=list)
    conventions: list[Convention] = field(default_factory=list)
    questions: Product | None = None

    def spec(self, function: Function) -> Function:
        """The same, written slowly and in another style; of an elementwise function, for one number."""
        self.slow = function
        return function

    def inputs(self, generator: Callable[[Rng], Iterable[Case]]) -> Callable[[Rng], Iterable[Case]]:
        """The cases, smallest first, where shapes alone do not say what makes sense."""
        self.generator = generator
        return generator

    def mistake(self, note: str) -> Callable[[Function], Function]:
        """A function that is known to be handed in; its docstring is what its author is told."""
        return self._other(note, Kind.MISTAKE)

    def variant(self, note: str) -> Callable[[Function], Function]:
        """A function that is right elsewhere: another convention."""
        return self._other(note, Kind.CONVENTION)

    def convention(self, note: str, says: str, **setting: str | float) -> None:
        """What who follows this setting of a parameter is told, where the task asks for another."""
        _check_slug(note)
        ((parameter, value),) = setting.items()
        if parameter not in inspect.signature(self.function).parameters:
            raise ValueError(f"{self.function.__name__} has no parameter {parameter!r}")
        self.conventions.append(Convention(note, parameter, value, sentences(says)))

    def product(self, *axes: Axis) -> Callable[[Function], Function]:
        """A function whose keyword arguments are the axes: every combination is a hypothesis."""

        def declare(function: Function) -> Function:
            self.questions = Product(function, axes)
            return function

        return declare

    def finished(self, path: str) -> Exercise:
        """Raises ValueError saying what is missing."""
        key = self.function.__name__
        if self.slow is None and self.formula is None:
            raise ValueError(f"{key} needs a slow twin (@{key}.spec) or a formula to be checked against")
        repeated = [m.note for m in self.mistakes]
        if len(repeated) != len(set(repeated)):
            raise ValueError(f"{key} declares a note twice: {', '.join(sorted(repeated))}")
        signature = read_signature(self.shapes)
        first, *_ = inspect.signature(self.function).parameters
        return Exercise(
            key=key,
            statement=sentences(inspect.getdoc(self.function)),
            signature=signature,
            function=self.function,
            names=tuple(dict.fromkeys((key, *self.names))),
            spec=self.slow,
            mistakes=tuple(self.mistakes),
            conventions=tuple(self.conventions),
            cases=self.generator,
            where=self.where,
            kinks=self.kinks,
            plot=self.plot or ((-5.0, 5.0) if signature.elementwise else None),
            tolerance=self.tolerance,
            formula=self.formula,
            derivative=self.derivative,
            path=path,
            product=self.questions,
            gradient=Gradient(self.formula, (first,)) if self.formula and self.derivative else self.gradient,
            view=View.CURVE if signature.elementwise else self.view,
        )

    def _other(self, note: str, kind: Kind) -> Callable[[Function], Function]:
        _check_slug(note)

        def declare(function: Function) -> Function:
            says = sentences(inspect.getdoc(function))
            self.mistakes.append(Mistake(note, says, function, kind))
            return function

        return declare


def exercise(
    shapes: str,
    *,
    names: tuple[str, ...] = (),
    kinks: tuple[float, ...] = (),
    plot: tuple[float, float] | None = None,
    formula: str | None = None,
    derivative: bool = False,
    tolerance: Tolerance | None = None,
    where: Callable[..., bool] | None = None,
    gradient: Gradient | None = None,
    view: View | None = None,
) -> Callable[[Function], Declared]:
    """Declare the function below as an exercise; `family.Exercise` says what each option means."""
    close = tolerance or Tolerance()

    def declare(function: Function) -> Declared:
        return Declared(
            function, shapes, names, kinks, plot, formula, derivative, close, where, gradient, view
        )

    return declare


def axis(parameter: str, asked: str | float, *options: Option) -> Axis:
    """A question of a product: the answer that is asked, then the others."""
    return Axis(parameter, asked, options)


def option(setting: str | float, note: str, says: str, *, mistake: bool = False) -> Option:
    """Another answer: its note and its sentences (`en: … ja: …`)."""
    _check_slug(note)
    return Option(setting, note, sentences(says), Kind.MISTAKE if mistake else Kind.CONVENTION)


def sentences(text: str | None) -> Text:
    """`en: … ja: …` by language; text without a language belongs to every one. Raises ValueError if empty."""
    if not text or not text.strip():
        raise ValueError("a docstring is missing: it is what people read")
    said: dict[str, list[str]] = {}
    language = ""
    for line in text.strip().splitlines():
        opened = _LANGUAGE.match(line.strip())
        language, words = opened.groups() if opened else (language, line.strip())
        said.setdefault(language, []).append(words)
    return {spoken: _run_on(spoken, lines) for spoken, lines in said.items()}


def _run_on(language: str, lines: list[str]) -> str:
    """Lines of one text joined: with blanks, but between Japanese or Chinese signs without."""
    text = ""
    for line in filter(None, lines):
        close = language in ("ja", "zh") and not (text[-1:] + line[0]).isascii()
        text += line if not text or (close and _needs_no_blank(text[-1], line[0])) else f" {line}"
    return text


def _needs_no_blank(before: str, after: str) -> bool:
    """Latin letters stand apart from Japanese ones, but not from its full stops and commas."""
    return before in "、。" or after in "、。" or not (before.isascii() or after.isascii())


def _check_slug(note: str) -> None:
    if not _SLUG.match(note):
        raise ValueError(f"the note {note!r} is not lower-case words joined by hyphens")
