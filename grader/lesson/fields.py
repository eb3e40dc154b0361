"""The small types that lessons are made of, and the base that all their models share.

Their JSON Schema is written beside each, so that what an editor accepts is what the loader accepts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, Union, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Strict,
    Tag,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError

# --------------------------------------------------------------------------- names and numbers

SLUG = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
NAME = r"^[A-Za-z][A-Za-z0-9_]*$"
LANGUAGE = r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$"  # empty: a course of one language

LONGEST_SLUG = 60

Slug: TypeAlias = Annotated[str, Field(pattern=SLUG, max_length=LONGEST_SLUG)]
"""Lower-case words joined by hyphens; ids of lessons, items, options and notes."""


def slug_from(text: str) -> str:
    """The id nearest to a text; empty when it has no letters for one."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower())[:LONGEST_SLUG].lstrip("-0123456789").rstrip("-")


Name: TypeAlias = Annotated[str, Field(pattern=NAME, max_length=40)]
"""A quantity or function: a letter, then letters, digits and underscores."""

Real: TypeAlias = Annotated[float, Strict(), Field(allow_inf_nan=False)]
INTEGRAL = BeforeValidator(lambda g: int(g) if isinstance(g, float) and g.is_integer() else g)
"""Reads `3.0` as the whole number it is, as JSON Schema does; stands after the bounds, or it hides them."""

Share: TypeAlias = Annotated[Real, Field(ge=0, le=1)]
Flag: TypeAlias = Annotated[bool, Strict()]

ShowLevel: TypeAlias = Literal["verdict", "diagnosis", "input", "expected"]
Domain: TypeAlias = Literal["real", "positive", "nonnegative", "unit", "integer", "natural"]
AtKink: TypeAlias = Annotated[
    Literal["any", "undefined", "0", "1"],
    BeforeValidator(lambda g: str(g) if isinstance(g, int) and not isinstance(g, bool) else g),
    WithJsonSchema({"enum": ["any", "undefined", "0", "1", 0, 1]}),
]

# --------------------------------------------------------------------------- text for readers

_TEXT_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "patternProperties": {LANGUAGE: {"type": "string", "minLength": 1}},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ],
    "markdownDescription": "A sentence in each language of the course: `{en: …, ja: …}`, "
    "or plain text in a course of one language. Markdown, `$…$` mathematics, `{{ w }}` placeholders.",
}


class Localised(dict[str, str]):
    """Text by language, known by its type, so that every text of a lesson can be found."""


def _words(given: object) -> object:
    if isinstance(given, str):
        return {"": given}
    if not isinstance(given, Mapping):
        raise PydanticCustomError("words", "expected text")
    return given


Words: TypeAlias = Annotated[
    Mapping[Annotated[str, Field(pattern=LANGUAGE)], Annotated[str, Field(min_length=1)]],
    Field(min_length=1),
    BeforeValidator(_words),
    AfterValidator(Localised),
    WithJsonSchema(_TEXT_SCHEMA),
]
"""Text for a reader by language; key "" stands for every language (a course of one language)."""

# --------------------------------------------------------------------------- formulas


def _formula(given: object) -> object:
    """A bare number is a formula too, spelled as `docs/notation.md` reads it (no `e+`)."""
    if isinstance(given, bool) or not isinstance(given, int | float):
        return given
    if not math.isfinite(given):
        raise PydanticCustomError("infinite", "expected a formula or a finite number")
    return repr(given).replace("e+", "e")


def _length(given: object) -> object:
    if isinstance(given, bool) or not isinstance(given, int | str):
        raise PydanticCustomError("length", "expected a length: a whole number, or the name of one")
    return given


def _pairs(given: object) -> object:
    return tuple(given.items()) if isinstance(given, Mapping) else given


Formula: TypeAlias = Annotated[
    str,
    BeforeValidator(_formula),
    Field(min_length=1, max_length=2000),
    WithJsonSchema(
        {
            "type": ["string", "number"],
            "minLength": 1,
            "maxLength": 2000,
            "markdownDescription": "A formula, as in `docs/notation.md`.",
        }
    ),
]

Length: TypeAlias = Annotated[
    int | str,
    BeforeValidator(_length),
    WithJsonSchema({"type": ["integer", "string"], "description": "a length, or the name of one"}),
]

Definitions: TypeAlias = Annotated[
    tuple[tuple[str, Formula], ...],
    BeforeValidator(_pairs),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "object", "additionalProperties": {"type": ["string", "number"], "minLength": 1}},
                {
                    "type": "array",
                    "items": {
                        "type": "array",
                        "minItems": 2,
                        "maxItems": 2,
                        "prefixItems": [{"type": "string"}, {"type": ["string", "number"], "minLength": 1}],
                    },
                },
            ],
            "markdownDescription": "Quantities in order: `{z: w x + b, y: sigmoid(z)}`.",
        }
    ),
]


def _level(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    if len({len(row) for row in rows}) > 1:
        lengths = ", ".join(str(len(row)) for row in rows)
        raise PydanticCustomError("ragged", "the rows differ in length: {lengths}", {"lengths": lengths})
    return rows


FormulaRow: TypeAlias = Annotated[tuple[Formula, ...], Field(min_length=1)]
_Rows: TypeAlias = Annotated[tuple[FormulaRow, ...], Field(min_length=1), AfterValidator(_level)]


def _shape(given: object) -> str:
    """The name of the alternative that a value wants to be; errors are then about that one alone."""
    if isinstance(given, Mapping):
        return "<named>"
    if isinstance(given, list | tuple):
        return "<rows>" if any(isinstance(part, list | tuple) for part in given) else "<row>"
    return "<formula>"


FormulaGrid: TypeAlias = Annotated[
    Annotated[FormulaRow, Tag("<row>")] | Annotated[_Rows, Tag("<rows>")], Discriminator(_shape)
]
"""A vector `[a, b]`, or a matrix by rows `[[a, b], [c, d]]`."""

Parameter: TypeAlias = Annotated[
    Annotated[Formula, Tag("<formula>")]
    | Annotated[FormulaRow, Tag("<row>")]
    | Annotated[_Rows, Tag("<rows>")],
    Discriminator(_shape),
]
"""What a family of functions is bound to: a number, a word, a vector or a matrix."""

# --------------------------------------------------------------------------- models


class Given:
    """Marks an optional field: leaving it out is fine, giving nothing (`title:` alone) is a fault."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        kept = tuple(part for part in get_args(source) if part is not NoneType)
        return handler(Union[kept])  # noqa: UP007 - made at run time


GIVEN = Given()


@dataclass(frozen=True, slots=True)
class OneOf:
    """Of these keys at most one may be given; exactly one when `needed`."""

    names: tuple[str, ...]
    needed: bool = False

    def schema(self) -> dict[str, Any]:
        alone: list[dict[str, Any]] = [{"required": [name]} for name in self.names]
        return {"oneOf": alone if self.needed else [*alone, {"not": {"anyOf": alone}}]}


class Frozen(BaseModel):
    """A block of a lesson file: unknown keys are faults, nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    one_of: ClassVar[tuple[OneOf, ...]] = ()

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        made = handler(core_schema)
        if cls.one_of:
            handler.resolve_ref_schema(made)["allOf"] = [rule.schema() for rule in cls.one_of]
        return made


def nothing() -> Mapping[str, Any]:
    """The default of a mapping that was left out."""
    return {}
