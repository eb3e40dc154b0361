"""What is wrong in a piece of an author's text, found by layers that do not know the file it is in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from .errors import ChainruleError


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a draw, a formula or a sentence.

    `offset` counts characters from 0 within the text; `where` leads to the text from its item: ("draw", "w").
    """

    message: str
    offset: int = 0
    help: str | None = None
    where: tuple[str | int, ...] = ()


class TextError(ChainruleError):
    """A text of an author's that cannot be used; who knows the file turns it into a ContentError."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.message)


def faulty(message: str, offset: int = 0, help: str | None = None) -> TextError:  # noqa: A002 - as in Fault
    return TextError(Fault(message, offset, help))


@contextmanager
def located(*where: str | int) -> Iterator[None]:
    """Faults found inside are in the text that `where` leads to."""
    try:
        yield
    except TextError as error:
        raise TextError(replace(error.fault, where=(*where, *error.fault.where))) from None
