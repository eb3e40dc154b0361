"""The words everything else is said in: texts, statuses, levels, messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import TypeAlias

Text: TypeAlias = Mapping[str, str]
"""One sentence in each language of the course: {"en": …, "ja": …}."""

Number: TypeAlias = Fraction | float
Param: TypeAlias = "Fraction | float | str | tuple[Param, ...]"
"""A drawn or derived quantity: exact where possible; a word (a convention); a vector or a matrix of them."""

Response: TypeAlias = "str | tuple[Response, ...] | Mapping[str, Response]"
"""What a student wrote for an item, as text. The item's kind reads it."""


class Status(StrEnum):
    CORRECT = "CORRECT"
    PARTIAL = "PARTIAL"
    WRONG = "WRONG"
    BLANK = "BLANK"  # nothing answered: no attempt used
    INVALID = "INVALID"  # unreadable: no attempt used
    ERROR = "ERROR"  # the student's code raised, or ended its process
    TIMEOUT = "TIMEOUT"
    MEMORY = "MEMORY"
    OUTPUT = "OUTPUT"  # printed more than the limit
    SKIPPED = "SKIPPED"  # waits for another check or item
    INTERNAL = "INTERNAL"  # our fault: score withheld, never counted against the student


class Isolation(StrEnum):
    """How strongly the child was walled in when student code ran."""

    KERNEL = "kernel"
    PROCESS = "process"
    NONE = "none"


class Show(IntEnum):
    """How much of a check a student is told; each level includes those below it."""

    VERDICT = 0
    DIAGNOSIS = 1
    INPUT = 2
    EXPECTED = 3


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for a person: by id from templates/notes.*.yaml, or in an author's own words.

    `values` fill the sentence's {placeholders}; they are plain text, formatted already, never markup.
    When `text` is given it is shown as it stands (its placeholders were filled in by the variant).
    """

    id: str
    values: Mapping[str, str] = field(default_factory=dict)
    text: Text | None = None
