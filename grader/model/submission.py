"""What a student handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .words import Message, Response


@dataclass(frozen=True, slots=True)
class Submission:
    """Responses by item id and Python files by path, as read from a folder, zip, notebook or single files.

    `invalid` holds the items whose response could not even be taken out of the hand-in, `remarks` what was
    read with tolerance (tabs, a BOM, cp932). `digest` is a hash of the bytes handed in.
    """

    name: str
    student: str | None
    lesson: str | None
    responses: Mapping[str, Response]
    files: Mapping[str, bytes]
    invalid: Mapping[str, Message] = field(default_factory=dict)
    remarks: tuple[Message, ...] = ()
    digest: str = ""
