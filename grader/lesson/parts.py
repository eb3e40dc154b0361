"""Parts that several kinds of items have in common: quantities, tolerances, mistakes, options, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field, Strict

from .fields import (
    GIVEN,
    INTEGRAL,
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
    Slug,
    Words,
    nothing,
)


class Drawn(Frozen):
    """What has quantities of its own: drawn (`draw`), derived (`let`), and conditions on them (`where`)."""

    draw: Mapping[Name, str] = Field(
        default_factory=nothing, description="name: integers 1 to 5, name: tenths -2 to 2 nonzero …"
    )
    let: Mapping[Name, Formula] = Field(
        default_factory=nothing, description="name: formula of the names above"
    )
    where: tuple[str, ...] = Field(default=(), description="conditions; a draw that breaks one is redrawn")


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


class Tolerance(Frozen):
    """When a number counts as the answer: absolute or relative distance, or so many significant figures."""

    one_of: ClassVar[tuple[OneOf, ...]] = (OneOf(("tolerance", "relative", "figures")),)
    tolerance: Annotated[Annotated[Real, Field(ge=0)] | None, GIVEN] = None
    relative: Annotated[Annotated[Real, Field(gt=0, lt=1)] | None, GIVEN] = None
    figures: Annotated[Annotated[int, Strict(), Field(ge=1, le=15), INTEGRAL] | None, GIVEN] = None


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


class Inversion(Frozen):
    """Feedback for the wrong way round: the student put `first` before `then`; `steps` has it after."""

    first: Slug
    then: Slug
    note: Slug
    says: Words


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


class Step(Frozen):
    id: Slug
    text: Words


class Gap(Tolerance):
    """One gap: a number (`answer`) or words (`accept`, compared without case and width)."""

    one_of = (OneOf(("answer", "accept"), needed=True), *Tolerance.one_of)
    answer: Annotated[Formula | None, GIVEN] = None
    accept: Annotated[tuple[str, ...], Field(min_length=1)] = ()
    choose: tuple[str, ...] = Field(default=(), description="words to pick from, shown to the student")


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
