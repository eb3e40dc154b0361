"""What is wrong in a piece of an author's text, before it is known which file and line the piece is in."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import ChainruleError


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a draw, a formula or a sentence; `offset` counts characters from 0 within that text."""

    message: str
    offset: int = 0
    help: str | None = None


class TextError(ChainruleError):
    """A text of an author's that cannot be used; whoever knows its file turns it into a ContentError."""

    def __init__(self, message: str, offset: int = 0, help: str | None = None) -> None:  # noqa: A002 - as in Problem
        self.fault = Fault(message, offset, help)
        super().__init__(message)
