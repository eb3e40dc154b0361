"""The kinds of items, as an author writes them. What no single field can say is in `rules`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Discriminator, Field, Strict, Tag
from pydantic.config import JsonDict

from .fields import (
    GIVEN,
    INTEGRAL,
    Formula,
    FormulaGrid,
    Name,
    OneOf,
    Parameter,
    Real,
    Share,
    ShowLevel,
    Slug,
    Words,
    nothing,
)
from .parts import (
    Drawn,
    FormulaMistake,
    Gap,
    GapMistake,
    GridMistake,
    Inversion,
    Option,
    PictureSpec,
    Step,
    Symbolic,
    Tolerance,
)


class ItemBase(Drawn):
    """What every kind of item has. The key that names the kind holds the item's id."""

    kind: ClassVar[str]
    id: str
    title: Annotated[Words | None, GIVEN] = None
    ask: Words
    points: Annotated[Real, Field(gt=0, le=100)] = 1.0
    hints: tuple[Words, ...] = Field(default=(), description="a ladder: a nudge, a formula, a worked line")
    solution: Annotated[Words | None, GIVEN] = Field(
        default=None, description="the worked answer, shown once the attempt is closed"
    )
    show: Annotated[ShowLevel | None, GIVEN] = Field(default=None, description="how much the feedback tells")
    needs: tuple[Slug, ...] = Field(default=(), description="items of this lesson that come first")
    fixed: Annotated[str | None, GIVEN] = Field(
        default=None, description="why this item has no individual numbers"
    )


_SOME_RIGHT: JsonDict = {"contains": {"required": ["right"]}}
_ONE_RIGHT: JsonDict = {**_SOME_RIGHT, "minContains": 1, "maxContains": 1}


class Choice(ItemBase):
    """Options of which exactly one is right."""

    kind: ClassVar[str] = "choice"
    id: Slug = Field(alias="choice")
    options: tuple[Option, ...] = Field(min_length=2, max_length=12, json_schema_extra=_ONE_RIGHT)


class Multi(ItemBase):
    """Options of which one or more are right."""

    kind: ClassVar[str] = "multi"
    id: Slug = Field(alias="multi")
    options: tuple[Option, ...] = Field(min_length=2, max_length=12, json_schema_extra=_SOME_RIGHT)


class Numeric(ItemBase, Tolerance):
    """One number, the value of `answer`."""

    kind: ClassVar[str] = "numeric"
    id: Slug = Field(alias="numeric")
    answer: Formula
    mistakes: tuple[FormulaMistake, ...] = ()


class Vector(ItemBase, Tolerance):
    """A vector or matrix, cell by cell."""

    kind: ClassVar[str] = "vector"
    id: Slug = Field(alias="vector")
    answer: FormulaGrid
    mistakes: tuple[GridMistake, ...] = ()


class Order(ItemBase):
    """Steps to be put in order; the file lists them in the right one."""

    kind: ClassVar[str] = "order"
    id: Slug = Field(alias="order")
    steps: Annotated[tuple[Step, ...], Field(min_length=3, max_length=12)]
    mistakes: tuple[Inversion, ...] = ()


class Blank(ItemBase):
    """`ask` holds `{{ gap(name) }}` where something is to be filled in."""

    kind: ClassVar[str] = "blank"
    id: Slug = Field(alias="blank")
    gaps: Annotated[Mapping[Name, Gap], Field(min_length=1)]
    mistakes: tuple[GapMistake, ...] = Field(
        default=(), description="`gives: {gap: formula}`, one or more gaps"
    )


class Expression(ItemBase, Symbolic):
    """One formula equal to `answer` on its domain."""

    kind: ClassVar[str] = "expression"
    id: Slug = Field(alias="expression")
    answer: Formula
    mistakes: tuple[FormulaMistake, ...] = ()


class DerivationItem(ItemBase, Symbolic):
    """A derivation from `start`, checked line by line."""

    kind: ClassVar[str] = "derivation"
    id: Slug = Field(alias="derivation")
    start: Formula
    goal: Annotated[Formula | None, GIVEN] = None
    chain: Annotated[
        tuple[Formula, ...], Field(min_length=1, description="a reference derivation, a line each")
    ]
    alternatives: tuple[tuple[Formula, ...], ...] = ()
    shortcut: Literal["allowed", "partial"] = "partial"
    milestones: tuple[Formula, ...] = ()
    mistakes: tuple[FormulaMistake, ...] = ()


class CodeBase(ItemBase):
    exercise: Name = Field(description="a catalogue key, found in exercises/ or functions.yaml")
    bind: Mapping[Name, Parameter] = Field(
        default_factory=nothing,
        alias="with",
        description="the family's parameters, from this item's draws",
    )
    accepts: Mapping[str, Share] = Field(
        default_factory=nothing, description="score for a verdict or a note other than correct"
    )
    hidden: Annotated[int, Strict(), Field(ge=0, le=50), INTEGRAL] = Field(
        default=0, description="how many hidden cases beside the public ones"
    )
    cases: Annotated[int, Strict(), Field(ge=1, le=50), INTEGRAL] = Field(
        default=5, description="how many random public cases beside the edge cases"
    )


class Code(CodeBase):
    """A NumPy function to write."""

    kind: ClassVar[str] = "code"
    id: Slug = Field(alias="code")


class Debug(CodeBase):
    """A faulty function to repair; `faulty` names a known mistake of the exercise."""

    kind: ClassVar[str] = "debug"
    id: Slug = Field(alias="debug")
    faulty: Slug


class Plot(ItemBase, Tolerance):
    """A picture and one question about it: options of which one is right, or a number."""

    one_of = (OneOf(("options", "answer"), needed=True), *Tolerance.one_of)
    kind: ClassVar[str] = "plot"
    id: Slug = Field(alias="plot")
    picture: PictureSpec
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=12)] = Field(
        default=(), json_schema_extra=_ONE_RIGHT
    )
    answer: Annotated[Formula | None, GIVEN] = None
    mistakes: tuple[FormulaMistake, ...] = ()


class Reflect(ItemBase):
    """Self-assessed text with a model answer; never scored."""

    kind: ClassVar[str] = "reflect"
    id: Slug = Field(alias="reflect")
    model: Words


_ALL = (Choice, Multi, Numeric, Vector, Order, Blank, Expression, DerivationItem, Code, Debug, Plot, Reflect)
KINDS: Mapping[str, type[ItemBase]] = MappingProxyType({made.kind: made for made in _ALL})


def kind_of(given: object) -> str | None:
    """The kind an item block names: the first of its keys that is a kind."""
    if isinstance(given, ItemBase):
        return given.kind
    if isinstance(given, Mapping):
        return next((key for key in given if key in KINDS), None)
    return None


def _tag(given: object) -> str | None:
    kind = kind_of(given)
    return None if kind is None else f"<{kind}>"


Item: TypeAlias = Annotated[
    Annotated[Choice, Tag("<choice>")]
    | Annotated[Multi, Tag("<multi>")]
    | Annotated[Numeric, Tag("<numeric>")]
    | Annotated[Vector, Tag("<vector>")]
    | Annotated[Order, Tag("<order>")]
    | Annotated[Blank, Tag("<blank>")]
    | Annotated[Expression, Tag("<expression>")]
    | Annotated[DerivationItem, Tag("<derivation>")]
    | Annotated[Code, Tag("<code>")]
    | Annotated[Debug, Tag("<debug>")]
    | Annotated[Plot, Tag("<plot>")]
    | Annotated[Reflect, Tag("<reflect>")],
    Discriminator(_tag),
]
