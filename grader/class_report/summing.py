"""From a tally to the report on a class: figures, questions, misconceptions, students in need. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..model import Message, Status
from ..report.class_page import ClassReport, Figure, Likeness, Need, NoteRow, QuestionRow
from ..report.signs import percent
from .measures import histogram, item_rest, spread, upper_lower
from .tally import UNTOLD, ItemTally, StudentTally, Tally

LOW = 0.5
"""Below this score a student may need help."""
MANY_BLANK = 0.5
"""So is who left this share of the questions blank."""
SOME_UNREADABLE = 2
"""One unreadable answer is a slip; from here on somebody does not get along with writing them down."""

_PROBLEMS = ("missing", "not-graded", "double", "other-name")
_ERRORS = (Status.ERROR, Status.MEMORY, Status.OUTPUT)


def class_report(tally: Tally, likeness: Likeness) -> ClassReport:
    """All tables of a class."""
    scores = [tally.score(student) for student in tally.graded.values()]
    totals = {student.place: student.points for student in tally.students.values()}
    return ClassReport(
        titles=tuple(tally.titles.values()),
        students=len(scores),
        figures=tuple(_figures(scores)),
        bars=histogram(scores),
        needs=_needs(tally),
        questions=tuple(_question("/".join(place), item, totals) for place, item in tally.items.items()),
        notes=_notes(tally),
        likeness=likeness,
    )


def _figures(scores: Sequence[float]) -> Iterator[Figure]:
    yield Figure("count", str(len(scores)))
    found = spread(scores)
    if found is None:
        return
    yield Figure("mean", percent(found.mean))
    yield Figure("median", percent(found.median))
    yield Figure("quartiles", f"{percent(found.lower)} – {percent(found.upper)}")
    yield Figure("deviation", percent(found.deviation))


def _question(ref: str, item: ItemTally, totals: dict[int, float]) -> QuestionRow:
    own = [totals[place] for place in item.who]
    return QuestionRow(
        ref=ref,
        title=item.title,
        count=len(item.scores),
        mean=sum(item.scores) / len(item.scores) if item.scores else None,
        correlation=item_rest(item.points, own),
        upper_lower=upper_lower(item.scores, own),
        blank=item.statuses[Status.BLANK],
        unreadable=item.statuses[Status.INVALID],
        timeouts=item.statuses[Status.TIMEOUT],
        errors=sum(item.statuses[status] for status in _ERRORS),
        internal=item.statuses[Status.INTERNAL],
    )


def _notes(tally: Tally) -> tuple[NoteRow, ...]:
    """The most frequent first."""
    rows = []
    for (lesson, name), item in tally.items.items():
        answered = sum(n for status, n in item.statuses.items() if status not in UNTOLD)
        rows += [
            NoteRow(
                note,
                f"{lesson}/{name}",
                item.title,
                met.count,
                met.count / answered,
                len(met.variants),
                met.example,
            )
            for note, met in item.notes.items()
        ]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.ref, row.note)))


# --------------------------------------------------------------------------- students in need


def _needs(tally: Tally) -> tuple[Need, ...]:
    """Who waits for us first, then who has handed in nothing, then by score."""
    found = []
    for name, student in tally.students.items():
        score = tally.score(student) if student.lessons else None
        reasons = tuple(_reasons(tally, student, score))
        if reasons:
            found.append(Need(name, tally.href(name), score, reasons))
    return tuple(sorted(found, key=_urgency))


def _urgency(need: Need) -> tuple[bool, float, str]:
    ours = any(reason.id == "report/need-internal" for reason in need.reasons)
    return not ours, -1.0 if need.score is None else need.score, need.student


def _reasons(tally: Tally, student: StudentTally, score: float | None) -> Iterator[Message]:
    statuses, asked = student.statuses, student.statuses.total()
    if internal := statuses[Status.INTERNAL]:
        yield Message("report/need-internal", {"count": str(internal)})
    yield from _missing(tally, student)
    if score is not None and score < LOW:
        yield Message("report/need-low", {"score": percent(score), "low": percent(LOW)})
    if asked and statuses[Status.BLANK] >= MANY_BLANK * asked:
        yield Message("report/need-blank", {"count": str(statuses[Status.BLANK]), "total": str(asked)})
    if statuses[Status.INVALID] >= SOME_UNREADABLE:
        yield Message("report/need-unreadable", {"count": str(statuses[Status.INVALID])})


def _missing(tally: Tally, student: StudentTally) -> Iterator[Message]:
    """What problems.csv says, and lessons of the set without a result that it does not explain."""
    told = {kind: set(lessons) for kind, lessons in student.problems.items() if kind in _PROBLEMS}
    known = set().union(*told.values())
    if "" not in known and (absent := tally.titles.keys() - student.lessons - known):
        told.setdefault("missing", set()).update(absent)
    for kind, lessons in told.items():
        yield _at(Message(f"report/need-{kind}"), ", ".join(sorted(lessons)))


def _at(message: Message, lessons: str) -> Message:
    """The message, with the lessons named where the set has several."""
    return replace(message, id=f"{message.id}-in", values={"lesson": lessons}) if lessons else message
