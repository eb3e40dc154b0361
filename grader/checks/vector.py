"""vector: a vector or matrix of numbers, with credit for each cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..algebra import Undefined
from ..course import Course
from ..errors import ResponseError
from ..faults import located
from ..lesson import Vector
from ..model import Message, Number, Response, Shown, Status, Text, Verdict
from ..quantities import Quantities
from ..responses import Typed, quoted, read_rows
from ..variants import Variant
from ..written import number_text, param_latex
from .closeness import FEW_DIGITS, SEPARATION, distance, is_short_for, precision, radius, status_for
from .kind import Answer, Example, Question
from .numeric import spelled
from .paper import PaperKind, answer_check, asked, author_says, compared, in_all_languages, worked
from .values import Grid, bound_of, grid_of, has_tie

TypedRows = tuple[tuple[Typed, ...], ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """The cells that a known mistake leads to; `place` is its index in the item."""

    grid: Grid
    note: str
    score: float
    place: int


class VectorKind(PaperKind[Vector]):
    name = "vector"
    item_type = Vector

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:
        item, bound = self.item(variant), bound_of(variant, course)
        try:
            with located("answer"):
                answer = grid_of(item.answer, bound)
                tie = any(has_tie(formula, bound) for formula in _formulas(item))
        except Undefined:
            return ("the answer is undefined",)
        found = _crowded(answer, _known(item, bound), item)
        return [*found, "a computed quantity lies exactly on a threshold"] if tie else found

    def question(self, variant: Variant, course: Course) -> Question:
        item, filled = self.item(variant), asked(variant, course)
        answer = grid_of(item.answer, bound_of(variant, course))
        how = "vector/spelling" if answer.flat else "vector/spelling-matrix"
        exact = precision(max(answer.cells, key=_is_irrational), item)
        spelling = Message(how, {"count": str(len(answer.cells)), **exact.values})
        if exact.id != "spelling/number":
            spelling = Message(f"{how}-{exact.id.removeprefix('spelling/number-')}", spelling.values)
        return Question(filled.text, "", spelling, pictures=filled.pictures)

    def verdict(self, variant: Variant, response: Response, course: Course) -> Verdict:
        item, bound = self.item(variant), bound_of(variant, course)
        answer = grid_of(item.answer, bound)
        rows = _like(read_rows(response), answer, response)
        if (len(rows), len(rows[0])) != answer.shape:
            return _misshapen(rows, answer, item)
        return _judged(rows, answer, item, variant, course, _known(item, bound))

    def solution(self, variant: Variant, course: Course) -> Text:
        answer = grid_of(self.item(variant).answer, bound_of(variant, course))
        value = answer.rows[0] if answer.flat else answer.rows
        return worked(in_all_languages(f"${param_latex(value)}$", course), variant, course)

    def examples(self, variant: Variant, course: Course) -> tuple[Example, ...]:
        item, bound = self.item(variant), bound_of(variant, course)
        answer, known = grid_of(item.answer, bound), _known(item, bound)
        longer = ", ".join([*map(spelled, answer.cells), "0"])
        return (
            Example("right", Answer(_spelled(answer)), Status.CORRECT),
            _wrong_example(answer, item, known),
            Example("wrong-length", Answer(longer), Status.WRONG, "vector/shape"),
            Example("unreadable", Answer("1, x"), Status.INVALID, "response/formula-for-number"),
            Example("blank", Answer(""), Status.BLANK),
            *(_known_example(k, answer, item) for k in known if k.grid.shape == answer.shape),
        )


# --------------------------------------------------------------------------- judging


def _judged(
    rows: TypedRows, answer: Grid, item: Vector, variant: Variant, course: Course, known: Sequence[_Known]
) -> Verdict:
    typed = [cell for row in rows for cell in row]
    scores = [_cell_score(cell, wanted, item) for cell, wanted in zip(typed, answer.cells, strict=True)]
    share = sum(scores) / len(scores)
    met = None if share == 1 else _met(typed, known, item)
    note = met.note if met else _usual_note(typed, answer, item, scores)
    values = {"right": str(scores.count(1.0)), "count": str(len(scores))}
    message = Message(note or "vector/right", values)
    if met:
        message, share = (
            author_says(met.note, item.mistakes[met.place].says, variant, course),
            max(share, met.score),
        )
    evidence = compared(_shown_typed(rows, scores), _shown(answer))
    check = answer_check("vector", status_for(share), share, message=message, note=note, evidence=(evidence,))
    return Verdict((check,))


def _cell_score(cell: Typed, wanted: Number, item: Vector) -> float:
    if distance(cell.value, wanted) <= radius(wanted, item):
        return 1.0
    return FEW_DIGITS if is_short_for(cell, wanted) else 0.0


def _met(typed: Sequence[Typed], known: Sequence[_Known], item: Vector) -> _Known | None:
    """The known mistake that leads here: one that gives just these numbers before one that nearly does."""
    exact = (k for k in known if _equals(typed, k.grid, item))
    return next(exact, None) or next((k for k in known if _matches(typed, k.grid, item)), None)


def _equals(typed: Sequence[Typed], grid: Grid, item: Vector) -> bool:
    return len(typed) == len(grid.cells) and all(
        distance(cell.value, wanted) <= radius(wanted, item)
        for cell, wanted in zip(typed, grid.cells, strict=True)
    )


def _matches(typed: Sequence[Typed], grid: Grid, item: Vector) -> bool:
    """As `_equals`, where too few digits were given as well."""
    return len(typed) == len(grid.cells) and all(
        distance(cell.value, wanted) <= radius(wanted, item) or is_short_for(cell, wanted)
        for cell, wanted in zip(typed, grid.cells, strict=True)
    )


def _usual_note(typed: Sequence[Typed], answer: Grid, item: Vector, scores: Sequence[float]) -> str | None:
    """The note of a slip that explains all cells at once, else how many cells are right."""
    if min(scores) == 1:
        return None
    if 0 not in scores:
        return "vector/too-few-digits"
    for note, cells in _slips(answer):
        if cells != answer.cells and _matches(typed, Grid((cells,), flat=True), item):
            return note
    if _ratio(typed, answer):
        return "vector/multiple"
    return "vector/cells" if any(scores) else "vector/wrong"


def _slips(answer: Grid) -> Iterator[tuple[str, tuple[Number, ...]]]:
    rows, columns = answer.shape
    yield "vector/sign", tuple(-cell for cell in answer.cells)
    if answer.flat:
        yield "vector/reversed", answer.cells[::-1]
        yield from (("vector/shifted", answer.cells[k:] + answer.cells[:k]) for k in (1, -1))
    elif rows == columns:
        yield "vector/transposed", tuple(cell for column in zip(*answer.rows, strict=True) for cell in column)


def _ratio(typed: Sequence[Typed], answer: Grid) -> bool:
    """Whether all cells are the same multiple of the right ones."""
    pairs = [(Fraction(c.value), Fraction(a)) for c, a in zip(typed, answer.cells, strict=True)]
    if len(pairs) < 2 or any(a == 0 or given == 0 for given, a in pairs):
        return False
    ratios = [given / a for given, a in pairs]
    return max(ratios) - min(ratios) <= abs(ratios[0]) / 1000


def _like(rows: TypedRows, answer: Grid, response: Response) -> TypedRows:
    """The rows as the answer has them: a vector may be written as a column too."""
    if not rows or not rows[0]:
        raise ResponseError("response/not-a-number", {"given": quoted(str(response))})
    if answer.flat and all(len(row) == 1 for row in rows):
        return (tuple(row[0] for row in rows),)
    return rows


def _misshapen(rows: TypedRows, answer: Grid, item: Vector) -> Verdict:
    given, wanted = (len(rows), len(rows[0])), answer.shape
    turned = tuple(cell for column in zip(*rows, strict=True) for cell in column)
    transposed = given == wanted[::-1] and _matches(turned, answer, item)
    note = "vector/transposed" if transposed else "vector/shape"
    values = {"given": _size(given, answer.flat), "wanted": _size(wanted, answer.flat)}
    evidence = compared(_shown_typed(rows, ()), _shown(answer))
    check = answer_check(
        "vector", Status.WRONG, 0.0, message=Message(note, values), note=note, evidence=(evidence,)
    )
    return Verdict((check,))


def _size(shape: tuple[int, int], flat: bool) -> str:
    return str(shape[1]) if flat and shape[0] == 1 else f"{shape[0]}×{shape[1]}"


# --------------------------------------------------------------------------- showing


def _shown(grid: Grid) -> Shown:
    cells = tuple(tuple(map(number_text, row)) for row in grid.rows)
    return Shown(_in_brackets(cells), param_latex(grid.rows[0] if grid.flat else grid.rows), cells)


def _shown_typed(rows: TypedRows, scores: Sequence[float]) -> Shown:
    cells = tuple(tuple(cell.text for cell in row) for row in rows)
    width = len(rows[0])
    marked = frozenset(divmod(place, width) for place, score in enumerate(scores) if score < 1)
    return Shown(_in_brackets(cells), cells=cells, marked=marked)


def _in_brackets(cells: tuple[tuple[str, ...], ...]) -> str:
    rows = ["(" + ", ".join(row) + ")" for row in cells]
    return rows[0] if len(rows) == 1 else "(" + ", ".join(rows) + ")"


# --------------------------------------------------------------------------- well posed, and examples


def _formulas(item: Vector) -> Iterator[str]:
    for part in item.answer:
        yield from (part,) if isinstance(part, str) else part


def _known(item: Vector, bound: Quantities) -> tuple[_Known, ...]:
    found = []
    for place, mistake in enumerate(item.mistakes):
        with located("mistakes", place, "gives"):
            try:
                found.append(_Known(grid_of(mistake.gives, bound), mistake.note, mistake.score, place))
            except Undefined:
                continue
    return tuple(found)


def _crowded(answer: Grid, known: Sequence[_Known], item: Vector) -> list[str]:
    found = [f"mistake {k.note} gives the answer" for k in known if _nearly(k.grid, answer, item)]
    for place, first in enumerate(known):
        same = (other.note for other in known[place + 1 :] if _nearly(first.grid, other.grid, item))
        found += [f"mistakes {first.note} and {note} give the same" for note in same]
    return found


def _nearly(a: Grid, b: Grid, item: Vector) -> bool:
    return a.shape == b.shape and all(
        distance(x, y) <= SEPARATION * radius(y, item) for x, y in zip(a.cells, b.cells, strict=True)
    )


def _is_irrational(cell: Number) -> bool:
    return isinstance(cell, float)


def _spelled(grid: Grid) -> str:
    return "\n".join(", ".join(map(spelled, row)) for row in grid.rows)


def _known_example(known: _Known, answer: Grid, item: Vector) -> Example:
    right = sum(
        distance(a, b) <= radius(b, item) for a, b in zip(known.grid.cells, answer.cells, strict=True)
    )
    score = max(known.score, right / len(answer.cells))
    return Example(known.note, Answer(_spelled(known.grid)), status_for(score), known.note)


def _wrong_example(answer: Grid, item: Vector, known: Sequence[_Known]) -> Example:
    """Cells that are all wrong, each by another amount, and that no mistake explains."""
    for k in range(1, 50):
        cells = tuple(
            Fraction(cell) + (1 + abs(Fraction(cell))) * (place + 1) * k * Fraction(37, 91)
            for place, cell in enumerate(answer.cells)
        )
        typed = [Typed(cell, str(cell)) for cell in cells]
        explained = any(_matches(typed, known_one.grid, item) for known_one in known)
        scores = [_cell_score(cell, wanted, item) for cell, wanted in zip(typed, answer.cells, strict=True)]
        if not explained and _usual_note(typed, answer, item, scores) == "vector/wrong":
            width = answer.shape[1]
            rows = tuple(cells[at : at + width] for at in range(0, len(cells), width))
            return Example("wrong", Answer(_spelled(Grid(rows, answer.flat))), Status.WRONG, "vector/wrong")
    raise ValueError("every vector is explained by a mistake")


VECTOR = VectorKind()
