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

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema

Slug: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
"""Lower-case words joined by hyphens; ids of lessons, items, options and notes."""

Name: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=40)]

_TEXT_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "string"},
        {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
    ],
    "markdownDescription": "A sentence in each language of the course: `{en: …, ja: …}`, "
    "or plain text in a course of one language. Markdown, `$…$` mathematics, `{{ w }}` placeholders.",
}

Words: TypeAlias = Annotated[
    Mapping[str, Annotated[str, Field(min_length=1)]],
    BeforeValidator(lambda given: {"": given} if isinstance(given, str) else given),
    WithJsonSchema(_TEXT_SCHEMA),
]
"""Text for a reader by language; key "" stands for every language (a course of one language)."""

Formula: TypeAlias = Annotated[
    str,
    BeforeValidator(lambda g: repr(g) if isinstance(g, int | float) and not isinstance(g, bool) else g),
    Field(min_length=1, max_length=2000),
    WithJsonSchema(
        {"type": ["string", "number"], "markdownDescription": "A formula, as in `docs/notation.md`."}
    ),
]
FormulaRow: TypeAlias = tuple[Formula, ...]
FormulaGrid: TypeAlias = FormulaRow | tuple[FormulaRow, ...]

Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
ShowLevel: TypeAlias = Literal["verdict", "diagnosis", "input", "expected"]
Domain: TypeAlias = Literal["real", "positive", "nonnegative", "unit", "integer", "natural"]
AtKink: TypeAlias = Literal["any", "undefined", "0", "1"]
Parameter: TypeAlias = Formula | FormulaGrid


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False, strict=False)


class Mistake(Frozen):
    """A known wrong answer as a formula in the variant's own quantities."""

    gives: Formula | FormulaGrid | Mapping[Name, Formula]
    note: Slug
    says: Words
    score: Share = 0.0


class Drawn(Frozen):
    """What has quantities of its own: drawn (`draw`), derived (`let`), and conditions on them (`where`)."""

    draw: Mapping[Name, str] = Field(default_factory=_nothing, description="name: integers 1 to 5, name: tenths -2 to 2 nonzero …")
    let: Mapping[Name, Formula] = Field(
        default_factory=_nothing, description="name: formula of the names above"
    )
    where: tuple[str, ...] = Field(default=(), description="conditions; a draw that breaks one is redrawn")


class ItemBase(Drawn):
    """What every kind of item has. The key that names the kind holds the item's id."""

    kind: ClassVar[str]
    id: str
    title: Words | None = None
    ask: Words
    points: Annotated[float, Field(gt=0, le=100)] = 1.0
    hints: tuple[Words, ...] = Field(default=(), description="a ladder: a nudge, a formula, a worked line")
    solution: Words | None = Field(
        default=None, description="the worked answer, shown once the attempt is closed"
    )
    show: ShowLevel | None = Field(default=None, description="how much the feedback tells")
    needs: tuple[Slug, ...] = Field(default=(), description="items of this lesson that come first")
    fixed: str | None = Field(default=None, description="why this item has no individual numbers")


class Option(Frozen):
    """One option: `right: text` or `wrong: text`, with a stable id."""

    id: Slug
    right: Words | None = None
    wrong: Words | None = None
    says: Words | None = Field(default=None, description="feedback for who ticked it")
    value: Formula | None = Field(
        default=None, description="the option's value, so that equal options are redrawn"
    )


class Choice(ItemBase):
    kind: ClassVar[str] = "choice"
    id: Slug = Field(alias="choice")
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=12)]


class Multi(ItemBase):
    kind: ClassVar[str] = "multi"
    id: Slug = Field(alias="multi")
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=12)]


class Tolerance(Frozen):
    """When a number counts as the answer: absolute or relative distance, or so many significant figures."""

    tolerance: Annotated[float, Field(ge=0)] | None = None
    relative: Annotated[float, Field(gt=0, lt=1)] | None = None
    figures: Annotated[int, Field(ge=1, le=15)] | None = None


class Numeric(ItemBase, Tolerance):
    kind: ClassVar[str] = "numeric"
    id: Slug = Field(alias="numeric")
    answer: Formula
    mistakes: tuple[Mistake, ...] = ()


class Vector(ItemBase, Tolerance):
    kind: ClassVar[str] = "vector"
    id: Slug = Field(alias="vector")
    answer: FormulaGrid
    mistakes: tuple[Mistake, ...] = ()


class Step(Frozen):
    id: Slug
    text: Words


class Inversion(Frozen):
    """Feedback for having put `first` after `then`."""

    first: Slug
    then: Slug
    note: Slug
    says: Words


class Order(ItemBase):
    kind: ClassVar[str] = "order"
    id: Slug = Field(alias="order")
    steps: Annotated[tuple[Step, ...], Field(min_length=3, max_length=12)]
    mistakes: tuple[Inversion, ...] = ()


class Gap(Tolerance):
    """One gap: a number (`answer`) or words (`accept`, compared without case and width)."""

    answer: Formula | None = None
    accept: tuple[str, ...] = ()
    choose: tuple[str, ...] = Field(default=(), description="words to pick from, shown to the student")


class Blank(ItemBase):
    """`ask` holds `{{ gap(name) }}` where something is to be filled in."""

    kind: ClassVar[str] = "blank"
    id: Slug = Field(alias="blank")
    gaps: Annotated[Mapping[Name, Gap], Field(min_length=1)]
    mistakes: tuple[Mistake, ...] = Field(default=(), description="`gives: {gap: formula}`, one or more gaps")


class Form(Frozen):
    """What the final form must be: functions and names allowed (`only`) or forbidden (`no`)."""

    only: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    simplified: bool = False
    derivative_free: bool = True


class Symbolic(Frozen):
    """Declared quantities of an expression or derivation."""

    symbols: Mapping[str, Domain] = Field(default_factory=_nothing)
    vectors: Mapping[str, int | str] = Field(default_factory=_nothing)
    indices: tuple[str, ...] = ()
    definitions: tuple[tuple[str, Formula], ...] = ()
    at_kink: AtKink = "any"
    form: Form | None = None


class Expression(ItemBase, Symbolic):
    kind: ClassVar[str] = "expression"
    id: Slug = Field(alias="expression")
    answer: Formula
    mistakes: tuple[Mistake, ...] = ()


class DerivationItem(ItemBase, Symbolic):
    kind: ClassVar[str] = "derivation"
    id: Slug = Field(alias="derivation")
    start: Formula
    goal: Formula | None = None
    chain: Annotated[
        tuple[Formula, ...], Field(min_length=1, description="a reference derivation, a line each")
    ]
    alternatives: tuple[tuple[Formula, ...], ...] = ()
    shortcut: Literal["allowed", "partial"] = "partial"
    milestones: tuple[Formula, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


class CodeBase(ItemBase):
    exercise: Name = Field(description="a catalogue key, found in exercises/ or functions.yaml")
    bind: Mapping[Name, Parameter] = Field(
        default_factory=_nothing,
        alias="with",
        description="the family's parameters, from this item's draws",
    )
    accepts: Mapping[str, Share] = Field(
        default_factory=_nothing, description="score for a verdict or a note other than correct"
    )
    hidden: int = Field(default=0, ge=0, le=50, description="how many hidden cases beside the public ones")
    cases: int = Field(
        default=5, ge=1, le=50, description="how many random public cases beside the edge cases"
    )


class Code(CodeBase):
    kind: ClassVar[str] = "code"
    id: Slug = Field(alias="code")


class Debug(CodeBase):
    """A faulty function to repair; `faulty` names a known mistake of the exercise."""

    kind: ClassVar[str] = "debug"
    id: Slug = Field(alias="debug")
    faulty: Slug


class CurveSpec(Frozen):
    formula: Formula
    label: Words | None = None


class PictureSpec(Frozen):
    """A plot made from formulas over `x` from `over[0]` to `over[1]`."""

    curves: Annotated[tuple[CurveSpec, ...], Field(min_length=1, max_length=6)]
    over: tuple[Formula, Formula]
    describes: Words = Field(
        description="what the picture shows, for who cannot see it; without giving the answer"
    )


class Plot(ItemBase, Tolerance):
    """A picture and one question about it: options or a number."""

    kind: ClassVar[str] = "plot"
    id: Slug = Field(alias="plot")
    picture: PictureSpec
    options: tuple[Option, ...] = ()
    answer: Formula | None = None
    mistakes: tuple[Mistake, ...] = ()


class Reflect(ItemBase):
    """Self-assessed text with a model answer; never scored."""

    kind: ClassVar[str] = "reflect"
    id: Slug = Field(alias="reflect")
    model: Words


KINDS: Mapping[str, type[ItemBase]] = MappingProxyType(
    {
        t.kind: t
        for t in (
            Choice,
            Multi,
            Numeric,
            Vector,
            Order,
            Blank,
            Expression,
            DerivationItem,
            Code,
            Debug,
            Plot,
            Reflect,
        )
    }
)


def kind_of(given: object) -> str | None:
    """The kind an item block names: the first of its keys that is a kind."""
    if isinstance(given, ItemBase):
        return given.kind
    if isinstance(given, Mapping):
        return next((key for key in given if key in KINDS), None)
    return None


Item: TypeAlias = Annotated[
    Annotated[Choice, Tag("choice")]
    | Annotated[Multi, Tag("multi")]
    | Annotated[Numeric, Tag("numeric")]
    | Annotated[Vector, Tag("vector")]
    | Annotated[Order, Tag("order")]
    | Annotated[Blank, Tag("blank")]
    | Annotated[Expression, Tag("expression")]
    | Annotated[DerivationItem, Tag("derivation")]
    | Annotated[Code, Tag("code")]
    | Annotated[Debug, Tag("debug")]
    | Annotated[Plot, Tag("plot")]
    | Annotated[Reflect, Tag("reflect")],
    Discriminator(kind_of),
]


class LocalFunction(Frozen):
    """A function of this lesson's own; the same fields as an entry of functions.yaml."""

    of: str = "x"
    formula: Formula
    parameters: Mapping[Name, Formula] = Field(default_factory=_nothing)
    sign: str | None = None
    title: Words | None = None
    at_kink: AtKink = "any"
    plot: tuple[Formula, Formula] | None = None


class Lesson(Drawn):
    """One file of `course/`."""

    id: Slug
    title: Words
    needs: tuple[Slug, ...] = ()
    minutes: Annotated[int, Field(gt=0, le=240)] | None = None
    functions: tuple[Name, ...] = Field(
        default=(), description="keys of functions.yaml that this lesson is about"
    )
    define: Mapping[Name, LocalFunction] = Field(default_factory=_nothing)
    read: Words
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
