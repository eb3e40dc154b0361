"""An author's sentences with a variant's numbers in them; `placeholders` says what can stand there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import ContentError
from .faults import TextError
from .lesson import Symbolic, Where, Words
from .model import Param, Picture, Text
from .placeholders import pieces_of
from .remembering import remembered

if TYPE_CHECKING:
    from .course import Course
    from .variants import Variant


@dataclass(frozen=True, slots=True)
class Filled:
    """Markdown in each language; `{{plot k}}` on a line of its own stands for `pictures[k]`."""

    text: Text
    pictures: tuple[Picture, ...] = ()


def fill(
    words: Words,
    params: Mapping[str, Param],
    lesson: str,
    course: Course,
    symbols: Collection[str] = (),
    item: str | None = None,
) -> Filled:
    """Fill the placeholders in every language of the course.

    `symbols` are names that formulas may hold unbound, beside single letters; `item` is the one the words
    belong to, or None for the lesson's own. Raises ContentError for a placeholder that cannot be filled.
    """
    texts = {language: in_language(words, language) for language in course.languages}
    try:
        if all(len(pieces_of(text)) == 1 for text in texts.values()):
            return Filled(texts)
        from .filling import Page  # the algebra comes with it; few titles and hints hold a placeholder

        page = Page(params, lesson, course, frozenset(symbols))
        filled = {language: page.filled(text) for language, text in texts.items()}
    except TextError as error:
        broken = course.lesson(lesson)
        where: Where = broken.place(item) if item else ("read",)
        raise ContentError([broken.origin.problem(where, error.fault.message, error.fault.help)]) from None
    return Filled(filled, tuple(page.pictures.values()))


def fill_text(words: Words, variant: Variant, course: Course) -> Text:
    """A sentence of an item for one variant of it; raises as `fill`."""
    return fill_variant(words, variant, course).text


@remembered(512)  # the same sentences stand in the question, the feedback and the answer book
def fill_variant(words: Words, variant: Variant, course: Course) -> Filled:
    """A text of an item with its pictures for one variant of it; raises as `fill`."""
    item = variant.item
    symbols = (*item.symbols, *item.vectors) if isinstance(item, Symbolic) else ()
    # A number of the lesson under the name of the item's own symbol is not meant where the item speaks.
    own = {*item.draw, *item.let}
    params = {name: v for name, v in variant.params.items() if name not in symbols or name in own}
    return fill(words, params, variant.lesson, course, symbols, item.id)


def in_language(words: Mapping[str, str], language: str) -> str:
    """The words of this language; of a course of one language the only ones."""
    return words.get(language) or words.get("") or next(iter(words.values()), "")
