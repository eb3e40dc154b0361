"""Placeholders filled in: numbers, formulas with numbers put in, their values, pictures and gaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .algebra import Function, Undefined, latex, plain
from .errors import did_you_mean
from .faults import TextError, faulty
from .model import Param, Picture
from .placeholders import Place, Placeholder, pieces_of
from .quantities import quantities
from .remembering import remembered
from .written import param_latex, param_text, power_of_ten, rounded, with_numbers

if TYPE_CHECKING:
    from .course import Course

_LETTER = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z](?![A-Za-z0-9_])")


@dataclass(slots=True)
class Page:
    """What the languages of one text share: its numbers, and each picture once."""

    params: Mapping[str, Param]
    lesson: str
    course: Course
    symbols: frozenset[str]
    pictures: dict[str, Picture] = field(default_factory=dict)

    @property
    def functions(self) -> Mapping[str, Function]:
        """Those of the lesson; few texts speak of any, and reading them takes its time."""
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
