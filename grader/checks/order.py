"""order: steps to be put in order. Score max(0, 1 − 2 · inversions / most inversions): a shuffled guess earns
about nothing, one neighbouring pair the wrong way round costs little."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..course import Course
from ..errors import ResponseError
from ..lesson import Inversion, Order
from ..model import Message, Response, Shown, Status, Text, Verdict
from ..prose import fill_text
from ..responses import quoted, read_letters
from ..variants import Variant
from .choice import LETTERS
from .closeness import status_for
from .kind import Answer, Example, Question, ShownOption
from .paper import PaperKind, answer_check, asked, author_says, compared, worked
from .posed import equal_texts


class OrderKind(PaperKind[Order]):
    name = "order"
    item_type = Order

    def shuffles(self, variant: Variant) -> int:
        return len(self.item(variant).steps)

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:
        steps = self.item(variant).steps
        found = equal_texts(((step.id, step.text) for step in steps), variant, course)
        return [*found, "the steps are shown in the right order"] if _is_sorted(variant.order) else found

    def question(self, variant: Variant, course: Course) -> Question:
        filled, steps = asked(variant, course), self.item(variant).steps
        shown = tuple(
            ShownOption(letter, steps[index].id, fill_text(steps[index].text, variant, course))
            for letter, index in zip(LETTERS, variant.order, strict=False)
        )
        # As they stand on the page: of all orders this one is never the right one, and everybody knows it.
        letters = ", ".join(option.letter for option in shown)
        spelling = Message("order/spelling", {"count": str(len(steps)), "letters": letters})
        return Question(filled.text, "", spelling, shown, filled.pictures)

    def verdict(self, variant: Variant, response: Response, course: Course) -> Verdict:
        item = self.item(variant)
        given = tuple(variant.order[place] for place in _places(response, len(item.steps)))
        score = _score(given)
        mistake = _mistake(given, item)
        note = mistake.note if mistake else _usual_note(given)
        message = Message(note or "order/right", {"place": str(_first_wrong(given) + 1)})
        if mistake:
            message = author_says(mistake.note, mistake.says, variant, course)
        evidence = compared(Shown(_spelled(given, variant)), Shown(_spelled(sorted(given), variant)))
        check = answer_check(
            "order", status_for(score), score, message=message, note=note, evidence=(evidence,)
        )
        return Verdict((check,))

    def solution(self, variant: Variant, course: Course) -> Text:
        steps = [fill_text(step.text, variant, course) for step in self.item(variant).steps]
        answer = {
            lang: "\n".join(f"{number}. {step[lang]}" for number, step in enumerate(steps, 1))
            for lang in course.languages
        }
        return worked(answer, variant, course)

    def examples(self, variant: Variant, course: Course) -> tuple[Example, ...]:  # noqa: ARG002
        item = self.item(variant)
        right = tuple(range(len(item.steps)))
        mistakes = ((m.note, made) for m in item.mistakes if (made := _making(m, item)))
        return (
            Example("right", Answer(_spelled(right, variant)), Status.CORRECT),
            _example("wrong", right[::-1], variant, item),
            Example("unreadable", Answer("a, b"), Status.INVALID, "order/incomplete"),
            Example("blank", Answer(""), Status.BLANK),
            *(_example(note, made, variant, item) for note, made in mistakes),
        )


def _example(name: str, given: Sequence[int], variant: Variant, item: Order) -> Example:
    mistake = _mistake(given, item)
    note = mistake.note if mistake else _usual_note(given)
    return Example(name, Answer(_spelled(given, variant)), status_for(_score(given)), note)


def _places(response: Response, count: int) -> tuple[int, ...]:
    """The places of the letters, each exactly once. Raises ResponseError."""
    letters = LETTERS[:count]
    places = read_letters(response, letters)
    missing = [letter for place, letter in enumerate(letters) if place not in places]
    if missing:
        given = response if isinstance(response, str) else ", ".join(map(str, response))
        raise ResponseError("order/incomplete", {"given": quoted(given), "missing": ", ".join(missing)})
    return places


def _spelled(steps: Sequence[int], variant: Variant) -> str:
    return ", ".join(LETTERS[variant.order.index(step)] for step in steps)


def _is_sorted(given: Sequence[int]) -> bool:
    return list(given) == sorted(given)


def _inversions(given: Sequence[int]) -> int:
    return sum(later < earlier for k, earlier in enumerate(given) for later in given[k + 1 :])


def _score(given: Sequence[int]) -> float:
    most = len(given) * (len(given) - 1) // 2
    return max(0.0, 1 - 2 * _inversions(given) / most)


def _first_wrong(given: Sequence[int]) -> int:
    """The first place that does not hold its step; 0 when all do."""
    return next((place for place, step in enumerate(given) if step != place), 0)


def _usual_note(given: Sequence[int]) -> str | None:
    match _inversions(given):
        case 0:
            return None
        case 1:
            return "order/one-swap"
        case n if n == len(given) * (len(given) - 1) // 2:
            return "order/reversed"
        case _:
            return "order/wrong"


def _mistake(given: Sequence[int], item: Order) -> Inversion | None:
    """The first declared pair that stands the wrong way round."""
    ids = [step.id for step in item.steps]
    for mistake in item.mistakes:
        early, late = sorted((ids.index(mistake.first), ids.index(mistake.then)))
        if given.index(early) > given.index(late):
            return mistake
    return None


def _making(mistake: Inversion, item: Order) -> tuple[int, ...] | None:
    """An order in which this is the first declared pair that is wrong; None when there is none."""
    ids = [step.id for step in item.steps]
    early, late = sorted((ids.index(mistake.first), ids.index(mistake.then)))
    return next((made for made in _moved(early, late, len(ids)) if _mistake(made, item) is mistake), None)


def _moved(early: int, late: int, count: int) -> Iterator[tuple[int, ...]]:
    """The right order with one of two steps moved just past the other, and with both exchanged."""
    right = tuple(range(count))
    yield (*right[:early], *right[early + 1 : late + 1], early, *right[late + 1 :])
    yield (*right[:early], late, *right[early:late], *right[late + 1 :])
    yield tuple({early: late, late: early}.get(step, step) for step in right)


ORDER = OrderKind()
