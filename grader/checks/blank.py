"""blank: a sentence with gaps, each a number or words, with credit for each gap."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ..algebra import Undefined
from ..course import Course
from ..errors import ResponseError, did_you_mean
from ..faults import located
from ..lesson import Blank, Gap
from ..model import CheckResult, Message, Number, Response, Shown, Status, Text, Verdict
from ..quantities import Quantities
from ..responses import fold_words, quoted, read_number, scalar
from ..variants import Variant
from ..written import number_latex, number_text
from .closeness import Finding, Known, crowded, judge_number, status_for
from .kind import Answer, Example, Question
from .numeric import spelled, wrong_number
from .paper import PaperKind, asked, author_says, compared, in_all_languages, is_empty, worked
from .values import bound_of, has_tie, number_of

WRONG_WORD = "zzz"
"""A word that no gap accepts, for examples."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """One gap as it was filled: what was found, and the sentence where it could not be read."""

    finding: Finding
    given: str
    unreadable: Message | None = None


class BlankKind(PaperKind[Blank]):
    name = "blank"
    item_type = Blank

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:
        item, bound = self.item(variant), bound_of(variant, course)
        found: list[str] = []
        for name, gap in item.gaps.items():
            if gap.answer is None:
                continue
            try:
                with located("gaps", name, "answer"):
                    answer, tie = number_of(gap.answer, bound), has_tie(gap.answer, bound)
            except Undefined:
                return (f"the answer of gap {name} is undefined",)
            found += crowded(answer, gap, _known(name, item, bound))
            found += [f"gap {name} lies exactly on a threshold"] if tie else []
        return found

    def question(self, variant: Variant, course: Course) -> Question:
        item, filled = self.item(variant), asked(variant, course)
        text = {language: f"{filled.text[language]}{_offers(item)}" for language in course.languages}
        empty = dict.fromkeys(item.gaps, "")
        spelling = Message("blank/spelling", {"gaps": ", ".join(item.gaps)})
        return Question(text, empty, spelling, pictures=filled.pictures)

    def verdict(self, variant: Variant, response: Response, course: Course) -> Verdict:
        item, bound = self.item(variant), bound_of(variant, course)
        given = _by_gap(response, item)
        judged = _judge_all(given, item, bound)
        if all(gap.unreadable for gap in judged.values()):
            first = next(gap.unreadable for gap in judged.values() if gap.unreadable)
            raise ResponseError(first.id, dict(first.values))
        return Verdict(tuple(_check(name, gap, item, variant, course, bound) for name, gap in judged.items()))

    def solution(self, variant: Variant, course: Course) -> Text:
        item, bound = self.item(variant), bound_of(variant, course)
        lines = (f"- {name}: {_solution(gap, bound)}" for name, gap in item.gaps.items())
        return worked(in_all_languages("\n".join(lines), course), variant, course)

    def examples(self, variant: Variant, course: Course) -> tuple[Example, ...]:
        item, bound = self.item(variant), bound_of(variant, course)
        right = {name: _right(gap, bound) for name, gap in item.gaps.items()}
        wrong = {name: _wrong(name, gap, item, bound) for name, gap in item.gaps.items()}
        first = next(iter(item.gaps.values()))
        note = "numeric/wrong" if first.answer else _word_note(WRONG_WORD, first)
        return (
            Example("right", Answer(right), Status.CORRECT),
            Example("wrong", Answer(wrong), Status.WRONG, note),
            Example("blank", Answer(dict.fromkeys(right, "")), Status.BLANK),
            Example("unreadable", Answer("nothing of this kind"), Status.INVALID, _unreadable_note(item)),
            *_mistake_examples(item, right, bound),
        )


# --------------------------------------------------------------------------- reading


def _by_gap(response: Response, item: Blank) -> Mapping[str, str]:
    """What was written into each gap: by name, as a list in order, or the only one. Raises ResponseError."""
    names = tuple(item.gaps)
    if isinstance(response, Mapping):
        for name in response:
            if name not in item.gaps:
                near = did_you_mean(name, names) or ", ".join(names)
                raise ResponseError("blank/unknown-gap", {"given": quoted(name), "gaps": near})
        return {name: scalar(response.get(name, "")) for name in names}
    parts = [scalar(response)] if isinstance(response, str) else [scalar(part) for part in response]
    if len(parts) != len(names):
        raise ResponseError("blank/gap-count", {"given": str(len(parts)), "gaps": ", ".join(names)})
    return dict(zip(names, parts, strict=True))


def _judge_all(given: Mapping[str, str], item: Blank, bound: Quantities) -> dict[str, _Judged]:
    """Every gap; a mistake that speaks of several gaps counts only where all of them show it."""
    judged = {name: _judge(name, given[name], item, bound) for name in item.gaps}
    partly = {
        known.place
        for gap in judged.values()
        if (known := gap.finding.known) and not _shown_by_all(known.place, judged, item)
    }
    if not partly:
        return judged
    return {name: _judge(name, given[name], item, bound, partly) for name in item.gaps}


def _shown_by_all(place: int, judged: Mapping[str, _Judged], item: Blank) -> bool:
    found = (judged[name].finding.known for name in item.mistakes[place].gives)
    return all(known is not None and known.place == place for known in found)


def _judge(name: str, text: str, item: Blank, bound: Quantities, unlikely: Collection[int] = ()) -> _Judged:
    gap = item.gaps[name]
    if is_empty(text):
        return _Judged(Finding(Status.WRONG, 0.0, "blank/empty"), "")
    if gap.answer is None:
        return _Judged(_judge_words(text, gap), quoted(text))
    try:
        typed = read_number(text)
    except ResponseError as error:
        message = Message(error.note, error.values)
        return _Judged(Finding(Status.INVALID, 0.0, error.note), quoted(text), message)
    answer = number_of(gap.answer, bound)
    known = [k for k in _known(name, item, bound) if k.place not in unlikely]
    return _Judged(judge_number(typed, answer, gap, known), typed.text)


def _judge_words(text: str, gap: Gap) -> Finding:
    if fold_words(text) in map(fold_words, gap.accept):
        return Finding(Status.CORRECT, 1.0)
    return Finding(Status.WRONG, 0.0, _word_note(text, gap))


def _word_note(text: str, gap: Gap) -> str:
    word = fold_words(text)
    if gap.choose and word not in map(fold_words, gap.choose):
        return "blank/not-offered"
    near = not gap.choose and len(word) > 3 and did_you_mean(word, [fold_words(w) for w in gap.accept])
    return "blank/misspelt" if near else "blank/word"


def _known(name: str, item: Blank, bound: Quantities) -> tuple[Known, ...]:
    """What the declared mistakes put into this gap."""
    found = []
    for place, mistake in enumerate(item.mistakes):
        if name not in mistake.gives:
            continue
        with located("mistakes", place, "gives", name):
            try:
                value: Number = number_of(mistake.gives[name], bound)
            except Undefined:
                continue
        found.append(Known(value, mistake.note, mistake.score, place))
    return tuple(found)


# --------------------------------------------------------------------------- telling


def _check(
    name: str, judged: _Judged, item: Blank, variant: Variant, course: Course, bound: Quantities
) -> CheckResult:
    finding, gap = judged.finding, item.gaps[name]
    values = {"gap": name, "given": judged.given, "words": ", ".join(gap.choose)}
    message = judged.unreadable or Message(finding.note or "blank/right", values)
    if finding.known:
        mistake = item.mistakes[finding.known.place]
        message = author_says(mistake.note, mistake.says, variant, course)
    yours = Shown(judged.given) if judged.given else None
    evidence = compared(yours, _expected(gap, bound)) if yours else None
    title = Message("blank/title", {"gap": name})
    return CheckResult(
        f"gap-{name}",
        title,
        finding.status,
        finding.score,
        message=message,
        note=finding.note,
        evidence=(evidence,) if evidence else (),
    )


def _expected(gap: Gap, bound: Quantities) -> Shown:
    if gap.answer is None:
        return Shown(gap.accept[0])
    value = number_of(gap.answer, bound)
    return Shown(number_text(value), number_latex(value))


def _solution(gap: Gap, bound: Quantities) -> str:
    shown = _expected(gap, bound)
    return f"${shown.latex}$" if shown.latex else shown.text


def _offers(item: Blank) -> str:
    """The words to choose from, a line for each gap that has some."""
    lines = [f"- **{name}**: {' / '.join(gap.choose)}" for name, gap in item.gaps.items() if gap.choose]
    return "\n\n" + "\n".join(lines) if lines else ""


# --------------------------------------------------------------------------- examples


def _right(gap: Gap, bound: Quantities) -> str:
    return gap.accept[0] if gap.answer is None else spelled(number_of(gap.answer, bound))


def _wrong(name: str, gap: Gap, item: Blank, bound: Quantities) -> str:
    if gap.answer is None:
        return WRONG_WORD
    return wrong_number(number_of(gap.answer, bound), gap, _known(name, item, bound))


def _unreadable_note(item: Blank) -> str:
    if len(item.gaps) > 1:
        return "blank/gap-count"
    gap = next(iter(item.gaps.values()))
    return "response/formula-for-number" if gap.answer else _word_note("nothing of this kind", gap)


def _mistake_examples(item: Blank, right: Mapping[str, str], bound: Quantities) -> Sequence[Example]:
    """Each mistake in its gaps, the other gaps right."""
    made = []
    for place, mistake in enumerate(item.mistakes):
        values = {
            name: spelled(k.value)
            for name in mistake.gives
            for k in _known(name, item, bound)
            if k.place == place
        }
        if len(values) < len(mistake.gives):  # undefined for these numbers
            continue
        share = (len(right) - len(values) * (1 - mistake.score)) / len(right)
        made.append(Example(mistake.note, Answer({**right, **values}), status_for(share), mistake.note))
    return made


BLANK = BlankKind()
