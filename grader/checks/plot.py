"""plot: a picture made from formulas, and one question about it: options or a number."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..algebra import Undefined
from ..course import Course
from ..faults import faulty, located
from ..lesson import Plot
from ..model import Message, Number, Picture, Response, Text, Verdict
from ..pictures import Graph, picture
from ..prose import fill_text
from ..quantities import Quantities, quantities
from ..variants import Variant
from ..written import number_latex, with_numbers
from .choice import choice_examples, choice_solution, choice_verdict, shown_options
from .closeness import precision
from .kind import Example, Question
from .numeric import number_examples, number_flaws, number_verdict
from .paper import PaperKind, asked, in_all_languages, worked
from .posed import equal_options
from .values import bound_of, number_of

NAMES = "fghpqr"
"""What curves without a label are called; their formulas may be the answer."""


class PlotKind(PaperKind[Plot]):
    name = "plot"
    item_type = Plot

    def shuffles(self, variant: Variant) -> int:
        return len(self.item(variant).options)

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:
        item, bound = self.item(variant), bound_of(variant, course)
        try:
            with located("picture", "over"):
                low, high = _range(item, bound)
        except Undefined:
            return ("the picture's range is undefined",)
        empty = () if low < high else ("the picture's range is empty",)
        if item.answer is None:
            return (*empty, *equal_options(item.options, variant, course))
        return (*empty, *number_flaws(item.answer, item, item.mistakes, bound))

    def question(self, variant: Variant, course: Course) -> Question:
        item, filled = self.item(variant), asked(variant, course)
        place = f"\n\n{{{{plot {len(filled.pictures)}}}}}\n"
        text = {language: filled.text[language] + place for language in course.languages}
        pictures = (*filled.pictures, _picture(item, variant, course))
        if item.answer is None:
            options = shown_options(item.options, variant, course)
            return Question(text, "", Message("choice/spelling"), options, pictures)
        answer = number_of(item.answer, bound_of(variant, course))
        return Question(text, "", precision(answer, item), pictures=pictures)

    def verdict(self, variant: Variant, response: Response, course: Course) -> Verdict:
        item = self.item(variant)
        if item.answer is None:
            return choice_verdict(item.options, variant, response, course)
        return number_verdict(item.answer, item, item.mistakes, variant, response, course)

    def solution(self, variant: Variant, course: Course) -> Text:
        item = self.item(variant)
        if item.answer is None:
            return choice_solution(item.options, variant, course)
        answer = number_of(item.answer, bound_of(variant, course))
        return worked(in_all_languages(f"${number_latex(answer)}$", course), variant, course)

    def examples(self, variant: Variant, course: Course) -> tuple[Example, ...]:
        item = self.item(variant)
        if item.answer is None:
            return choice_examples(item.options, variant)
        return number_examples(item.answer, item, item.mistakes, bound_of(variant, course))


def _range(item: Plot, bound: Quantities) -> tuple[Number, Number]:
    return number_of(item.picture.over[0], bound), number_of(item.picture.over[1], bound)


def _picture(item: Plot, variant: Variant, course: Course) -> Picture:
    # x is the horizontal axis here, even where the item has a quantity of that name.
    params = {name: value for name, value in variant.params.items() if name != "x"}
    bound = quantities(params, course.functions_of(variant.lesson), ("x",))
    graphs = []
    for place, spec in enumerate(item.picture.curves):
        with located("picture", "curves", place, "formula"):
            expr = with_numbers(bound.read(spec.formula), bound.values)
        label = fill_text(spec.label, variant, course) if spec.label else {"": NAMES[place]}
        graphs.append(Graph(expr, bound.context, label))
    describes = fill_text(item.picture.describes, variant, course)
    title = fill_text(item.title, variant, course) if item.title else describes
    low, high = _range(item, bound_of(variant, course))
    if not Fraction(low) < Fraction(high):
        raise faulty(f"the picture's range from {low} to {high} is empty")
    return picture(graphs, (low, high), title, describes)


PLOT = PlotKind()
