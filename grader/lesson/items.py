"""The kinds of items, as an author writes them. What no single field can say is in `rules`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag
from pydantic.config import JsonDict

from .fields import (
    GIVEN,
    AtKink,
    Definitions,
    Domain,
    Flag,
    Formula,
    FormulaGrid,
    Frozen,
    Length,
    Name,
    OneOf,
    Parameter,
    Real,
    Share,
    ShowLevel,
    Slug,
    Whole,
    Words,
    nothing,
)


class Mistake(Frozen):
    """A known wrong answer as a formula in the variant's own quantities."""

    gives: Parameter | Mapping[Name, Formula]
    note: Slug = Field(description="a tag of this item, stable over variants")
    says: Words
    score: Share = 0.0


class FormulaMistake(Mistake):
    gives: Formula


class GridMistake(Mistake):
    gives: FormulaGrid


class GapMistake(Mistake):
    gives: Annotated[Mapping[Name, Formula], Field(min_length=1)]


class Drawn(Frozen):
    """What has quantities of its own: drawn (`draw`), derived (`let`), and conditions on them (`where`)."""

    draw: Mapping[Name, str] = Field(
        default_factory=nothing, description="name: integers 1 to 5, name: tenths -2 to 2 nonzero …"
    )
    let: Mapping[Name, Formula] = Field(
        default_factory=nothing, description="name: formula of the names above"
    )
    where: tuple[str, ...] = Field(default=(), description="conditions; a draw that breaks one is redrawn")


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


class Option(Frozen):
    """One option: `right: text` or `wrong: text`, with a stable id."""

    one_of = (OneOf(("right", "wrong"), needed=True),)
    id: Slug
    right: Annotated[Words | None, GIVEN] = None
    wrong: Annotated[Words | None, GIVEN] = None
    says: Annotated[Words | None, GIVEN] = Field(default=None, description="feedback for who ticked it")
    value: Annotated[Formula | None, GIVEN] = Field(
        default=None, description="the option's value, so that equal options are redrawn"
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


class Tolerance(Frozen):
    """When a number counts as the answer: absolute or relative distance, or so many significant figures."""

    one_of: ClassVar[tuple[OneOf, ...]] = (OneOf(("tolerance", "relative", "figures")),)
    tolerance: Annotated[Annotated[Real, Field(ge=0)] | None, GIVEN] = None
    relative: Annotated[Annotated[Real, Field(gt=0, lt=1)] | None, GIVEN] = None
    figures: Annotated[Annotated[Whole, Field(ge=1, le=15)] | None, GIVEN] = None


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


class Step(Frozen):
    id: Slug
    text: Words


class Inversion(Frozen):
    """Feedback for the wrong way round: the student put `first` before `then`; `steps` has it after."""

    first: Slug
    then: Slug
    note: Slug
    says: Words


class Order(ItemBase):
    """Steps to be put in order; the file lists them in the right one."""

    kind: ClassVar[str] = "order"
    id: Slug = Field(alias="order")
    steps: Annotated[tuple[Step, ...], Field(min_length=3, max_length=12)]
    mistakes: tuple[Inversion, ...] = ()


class Gap(Tolerance):
    """One gap: a number (`answer`) or words (`accept`, compared without case and width)."""

    one_of = (OneOf(("answer", "accept"), needed=True), *Tolerance.one_of)
    answer: Annotated[Formula | None, GIVEN] = None
    accept: Annotated[tuple[str, ...], Field(min_length=1)] = ()
    choose: tuple[str, ...] = Field(default=(), description="words to pick from, shown to the student")


class Blank(ItemBase):
    """`ask` holds `{{ gap(name) }}` where something is to be filled in."""

    kind: ClassVar[str] = "blank"
    id: Slug = Field(alias="blank")
    gaps: Annotated[Mapping[Name, Gap], Field(min_length=1)]
    mistakes: tuple[GapMistake, ...] = Field(
        default=(), description="`gives: {gap: formula}`, one or more gaps"
    )


class Form(Frozen):
    """What the final form must be: functions and names allowed (`only`) or forbidden (`no`)."""

    only: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    simplified: Flag = False
    derivative_free: Flag = True


class Symbolic(Frozen):
    """Declared quantities of an expression or derivation."""

    symbols: Mapping[str, Domain] = Field(default_factory=nothing)
    vectors: Mapping[str, Length] = Field(default_factory=nothing)
    indices: tuple[str, ...] = ()
    definitions: Definitions = ()
    at_kink: AtKink = "any"
    form: Annotated[Form | None, GIVEN] = None


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
    hidden: Annotated[Whole, Field(ge=0, le=50)] = Field(
        default=0, description="how many hidden cases beside the public ones"
    )
    cases: Annotated[Whole, Field(ge=1, le=50)] = Field(
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


class CurveSpec(Frozen):
    formula: Formula
    label: Annotated[Words | None, GIVEN] = None


class PictureSpec(Frozen):
    """A plot made from formulas over `x` from `over[0]` to `over[1]`."""

    curves: Annotated[tuple[CurveSpec, ...], Field(min_length=1, max_length=6)]
    over: tuple[Formula, Formula]
    describes: Words = Field(
        description="what the picture shows, for who cannot see it; without giving the answer"
    )


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
