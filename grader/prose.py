"""An author's sentences with a variant's numbers in them; `placeholders` says what can stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .algebra import Function, Undefined, latex, plain
from .errors import ContentError, did_you_mean
from .faults import TextError, faulty
from .lesson import Symbolic, Where, Words
from .model import Param, Picture, Text
from .placeholders import Place, Placeholder, pieces_of
from .quantities import quantities
from .remembering import remembered
from .written import param_latex, param_text, power_of_ten, rounded, with_numbers

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
    page = _Page(params, lesson, course, frozenset(symbols))
    try:
        text = {language: page.filled(in_language(words, language)) for language in course.languages}
    except TextError as error:
        broken = course.lesson(lesson)
        where: Where = broken.place(item) if item else ("read",)
        raise ContentError([broken.origin.problem(where, error.fault.message, error.fault.help)]) from None
    return Filled(text, tuple(page.pictures.values()))


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


_LETTER = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z](?![A-Za-z0-9_])")


# --------------------------------------------------------------------------- filling


@dataclass(slots=True)
class _Page:
    """What the languages of one text share: its numbers, and each picture once."""

    params: Mapping[str, Param]
    lesson: str
    course: Course
    symbols: frozenset[str]
    pictures: dict[str, Picture] = field(default_factory=dict)

    @property
    def functions(self) -> Mapping[str, Function]:
        """Those of the lesson; most texts need none, and reading them takes its time."""
        return self.course.functions_of(self.lesson)

    def filled(self, text: str) -> str:
        return "".join(p if isinstance(p, str) else self._filled(p) for p in pieces_of(text))

    def _filled(self, piece: Placeholder) -> str:
        make: Mapping[str, Callable[[Placeholder], str]] = {
            "": self._quantity,
            "show": self._shown,
            "value": self._value,
            "plot": self._plot,
            "gap": _gap,
        }
        try:
            text = make[piece.call](piece)
        except TextError as error:
            message = f"{{{{ {piece} }}}}: {error.fault.message}"
            raise faulty(message, piece.offset, error.fault.help) from None
        return f"{{{text}}}" if piece.raised and len(text) > 1 else text

    def _quantity(self, piece: Placeholder) -> str:
        value = _named(piece.argument, self.params)
        return param_latex(value) if piece.place is Place.MATHS else param_text(value)

    def _shown(self, piece: Placeholder) -> str:
        letters = set(_LETTER.findall(piece.argument)) - {"e"}
        bound = quantities(self.params, self.functions, self.symbols | letters)
        expr = with_numbers(bound.read(piece.argument), bound.values)
        if piece.place is Place.CODE:
            return plain(expr)
        text = latex(expr, bound.context)
        return text if piece.place is Place.MATHS else f"${text}$"

    def _value(self, piece: Placeholder) -> str:
        formula, decimals = _formula_and_decimals(piece.argument)
        try:
            value = quantities(self.params, self.functions).value(formula)
        except Undefined:
            raise faulty(f"{formula} has no value here", help="exclude these numbers by a `where`") from None
        if decimals is not None:
            return _rounded(value, decimals, piece.place)
        return param_latex(value) if piece.place is Place.MATHS else param_text(value)

    def _plot(self, piece: Placeholder) -> str:
        names = tuple(name.strip() for name in piece.argument.split(","))
        key = ", ".join(names)
        if key not in self.pictures:
            self.pictures[key] = _plot_of(names, self.functions, self.course.languages)
        place = list(self.pictures).index(key)
        return f"\n\n{{{{plot {place}}}}}\n\n"


@remembered(64)  # it shows functions of the course: every student's is the same
def _plot_of(
    names: tuple[str, ...], functions: Mapping[str, Function], languages: tuple[str, ...]
) -> Picture:
    from .pictures import plot_of  # NumPy comes with it; few texts have plots

    return plot_of(names, functions, languages)


def _rounded(value: Param, decimals: int, place: Place) -> str:
    if isinstance(value, tuple):
        return "(" + ", ".join(_rounded(part, decimals, place) for part in value) + ")"
    text = value if isinstance(value, str) else rounded(value, decimals)
    return power_of_ten(text) if place is Place.MATHS else text


def _gap(piece: Placeholder) -> str:
    line = rf"\underline{{\quad\text{{{piece.argument}}}\quad}}"
    return line if piece.place is Place.MATHS else f"${line}$"


def _named(name: str, params: Mapping[str, Param]) -> Param:
    """A quantity, or with `x_2` an entry of one."""
    if name in params:
        return params[name]
    vector, _, place = name.rpartition("_")
    entries = params.get(vector)
    if isinstance(entries, tuple) and place.isdigit() and 1 <= int(place) <= len(entries):
        return entries[int(place) - 1]
    near = did_you_mean(name, tuple(params))
    cure = f"did you mean {near!r}?" if near else "draw it (`draw:`) or derive it (`let:`)"
    raise faulty(f"there is no quantity {name!r}", help=cure)


def _formula_and_decimals(argument: str) -> tuple[str, int | None]:
    """`w*x + b, 3` → ("w*x + b", 3); a comma inside brackets belongs to the formula."""
    formula, comma, last = argument.rpartition(",")
    if comma and last.strip().isdigit() and formula.count("(") == formula.count(")"):
        return formula.strip(), min(int(last), 15)
    return argument, None
