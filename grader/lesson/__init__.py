"""The shape of a lesson file: frozen pydantic types, from which the editors' JSON Schema is generated too.

A lesson reads like this (`chainrule schema lesson` prints the whole grammar):

    id: neuron
    title: {en: A neuron, ja: ニューロン}
    items:
      - numeric: weighted-sum
        draw: {w: tenths -2 to 2, x: integers 1 to 4, b: tenths -1 to 1}
        where: [w*x + b != 0]
        ask: {en: "Compute $w x + b$ for $w={{ w }}$, $x={{ x }}$, $b={{ b }}$.", ja: "…"}
        answer: w*x + b
        mistakes:
          - {gives: w*x, note: bias-forgotten, says: {en: "…", ja: "…"}}

Formulas, draws and placeholders are text here; `variants`, `prose` and `algebra` read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated

from pydantic import Field, PrivateAttr, Strict

from .fields import (
    GIVEN,
    INTEGRAL,
    LANGUAGE,
    AtKink,
    Domain,
    Formula,
    FormulaGrid,
    FormulaRow,
    Frozen,
    Localised,
    Name,
    Parameter,
    Share,
    ShowLevel,
    Slug,
    Words,
    nothing,
)
from .items import (
    KINDS,
    Blank,
    Choice,
    Code,
    CodeBase,
    Debug,
    DerivationItem,
    Expression,
    Item,
    ItemBase,
    Multi,
    Numeric,
    Order,
    Plot,
    Reflect,
    Vector,
    kind_of,
)
from .origin import Origin, Where
from .parts import (
    CurveSpec,
    Drawn,
    Form,
    FormulaMistake,
    Gap,
    GapMistake,
    GridMistake,
    Inversion,
    Mistake,
    Option,
    PictureSpec,
    Step,
    Symbolic,
    Tolerance,
)

__all__ = [
    "KINDS", "AtKink", "Blank", "Choice", "Code", "CodeBase", "CourseFile", "CurveSpec", "Debug",
    "DerivationItem", "Domain", "Drawn", "Expression", "Form", "Formula", "FormulaGrid",
    "FormulaMistake", "FormulaRow", "FromFile", "Frozen", "Gap", "GapMistake", "GridMistake",
    "Inversion", "Item", "ItemBase", "Lesson", "LocalFunction", "Mistake", "Multi", "Name", "Numeric",
    "Option", "Order", "Origin", "Parameter", "PictureSpec", "Plot", "Reflect", "Share", "ShowLevel",
    "Slug", "Step", "Symbolic", "Tolerance", "Vector", "Where", "Words", "every_text", "kind_of",
]  # fmt: skip


class LocalFunction(Frozen):
    """A function of this lesson's own; the same fields as an entry of functions.yaml."""

    of: str = "x"
    formula: Formula
    parameters: Mapping[Name, Formula] = Field(default_factory=nothing)
    sign: Annotated[str | None, GIVEN] = None
    title: Annotated[Words | None, GIVEN] = None
    at_kink: AtKink = "any"
    plot: Annotated[tuple[Formula, Formula] | None, GIVEN] = None


class FromFile(Frozen):
    """What stands in a file of its own, and remembers where."""

    _origin: Origin | Callable[[], Origin] = PrivateAttr(default_factory=lambda: Origin("(made in memory)"))

    @property
    def origin(self) -> Origin:
        """The file this was read from; raises problems at the right line of it."""
        if not isinstance(self._origin, Origin):
            self._origin = self._origin()
        return self._origin

    def read_from(self, origin: Origin | Callable[[], Origin]) -> None:
        """Remember the file, or how to read it when it is asked for. For the loader, which makes these."""
        self._origin = origin


class Lesson(Drawn, FromFile):
    """One file of `course/`."""

    id: Slug
    title: Words
    needs: tuple[Slug, ...] = ()
    minutes: Annotated[Annotated[int, Strict(), Field(gt=0, le=240), INTEGRAL] | None, GIVEN] = None
    functions: tuple[Name, ...] = Field(
        default=(), description="keys of functions.yaml that this lesson is about"
    )
    define: Mapping[Name, LocalFunction] = Field(default_factory=nothing)
    read: Words
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    def place(self, item: str) -> Where:
        """Where an item stands, for `origin.problem((*lesson.place("by-hand"), "answer"), …)`.

        Raises KeyError for an item the lesson lacks.
        """
        return ("items", {known.id: k for k, known in enumerate(self.items)}[item])


class CourseFile(FromFile):
    """`course/course.yaml`."""

    id: Slug
    title: Words
    languages: Annotated[
        tuple[Annotated[str, Field(pattern=LANGUAGE, min_length=2)], ...], Field(min_length=1)
    ]
    seed: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        description="the public seed of self-study; no secret"
    )
    extends: Annotated[Slug | None, GIVEN] = Field(
        default=None, description="the built-in course whose functions and exercises this one uses too"
    )


def every_text(block: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[Where, Words]]:
    """Every text for a reader inside a lesson or a part of it, and its place in the file."""
    if isinstance(block, Localised):
        yield at, block
    elif isinstance(block, Frozen):
        for name, field in type(block).model_fields.items():
            yield from every_text(getattr(block, name), (*at, field.alias or name))
    elif isinstance(block, Mapping):
        for key, part in block.items():
            yield from every_text(part, (*at, key))
    elif isinstance(block, tuple):
        for k, part in enumerate(block):
            yield from every_text(part, (*at, k))
