"""What a feedback page dwells on: the one thing to do next, and which lines of code to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model import (
    CheckResult,
    Comparison,
    Derivation,
    Evidence,
    ItemResult,
    Message,
    Report,
    SourceLine,
    Status,
)
from .signs import amount

QUIET = frozenset({Status.CORRECT, Status.SKIPPED, Status.INTERNAL})  # nothing for the student to do
BROKEN_LINES = frozenset({"wrong", "unreadable"})  # statuses of a derivation's line that cost something
WINDOW = 4  # lines of code shown on either side of a marked one
WHOLE = 30  # a file of at most so many lines is shown whole


@dataclass(frozen=True, slots=True)
class Next:
    """The item to look at, its first failing check, and the smallest thing that shows why."""

    result: ItemResult
    check: CheckResult | None
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One line of a student's file; `items` are those whose feedback points at it. 0 is an omission."""

    number: int
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeView:
    file: str
    lines: tuple[CodeLine, ...]


def next_step(report: Report) -> Next | None:
    """The first item that went wrong, else the first one unanswered; None when there is nothing to do."""
    open_items = [r for r in report.results if r.status not in QUIET]
    wrong_first = sorted(open_items, key=lambda r: r.status is Status.BLANK)  # stable: keeps reading order
    if not wrong_first:
        return None
    result = wrong_first[0]
    check = first_failing(result)
    return Next(result, check, _smallest(check) if check else None)


def first_failing(result: ItemResult) -> CheckResult | None:
    return next((c for c in result.checks if c.status not in QUIET), None)


def failing(result: ItemResult) -> tuple[CheckResult, ...]:
    """The checks to show open. An INTERNAL one is among them: the student must know."""
    return tuple(c for c in result.checks if c.status not in {Status.CORRECT, Status.SKIPPED})


def of_status(result: ItemResult, status: Status) -> tuple[CheckResult, ...]:
    return tuple(c for c in result.checks if c.status == status)


def repeats_response(result: ItemResult) -> bool:
    """Whether the checks show what was answered anyway: as code, line by line, or as "yours"."""
    shown = [e for c in failing(result) for e in c.evidence]
    return result.kind in {"code", "debug", "derivation"} or any(
        isinstance(e, Comparison) and e.yours is not None for e in shown
    )


def decision_words(result: ItemResult) -> tuple[Message, ...]:
    """What a student reads where a person changed the points of an item; nothing elsewhere."""
    decided = result.decided
    if decided is None:
        return ()
    values = {
        "who": decided.decision.who,
        "before": amount(decided.points),
        "points": amount(result.points),
        "reason": decided.decision.reason,
    }
    note = "decided-withheld" if decided.status is Status.INTERNAL else "decided"
    told = Message(f"report/{note}", values)
    return (told, Message("report/decided-stale")) if decided.stale else (told,)


def ran_code(report: Report) -> bool:
    return any(r.kind in {"code", "debug"} and r.max_points for r in report.results)


def unscored(result: ItemResult) -> str:
    """The word for an item without points here: a reflection, or one that only the course grades."""
    return "not-scored" if result.kind == "reflect" else "graded-later"


def _smallest(check: CheckResult) -> Evidence | None:
    """The first comparison or derivation: checks list their smallest failing input first."""
    return next((e for e in check.evidence if isinstance(e, Comparison | Derivation)), None)


def marked_code(report: Report) -> tuple[CodeView, ...]:
    """Every file that feedback points into, cut down to the neighbourhood of the marked lines."""
    marks: dict[str, dict[int, list[str]]] = {}
    spare: dict[tuple[str, int], str] = {}
    for item, place in _places(report):
        items = marks.setdefault(place.file, {}).setdefault(place.line, [])
        if item not in items:
            items.append(item)
        spare[place.file, place.line] = place.code
    return tuple(_view(report, file, lines, spare) for file, lines in marks.items())


def _places(report: Report) -> Iterator[tuple[str, SourceLine]]:
    for result in report.results:
        for check in result.checks:
            for evidence in check.evidence:
                if isinstance(evidence, SourceLine):
                    yield result.item, evidence


def _view(
    report: Report, file: str, marks: dict[int, list[str]], spare: dict[tuple[str, int], str]
) -> CodeView:
    source = report.sources.get(file)
    if source is None:  # only the marked lines themselves are known
        return CodeView(file, tuple(CodeLine(n, spare[file, n], tuple(marks[n])) for n in sorted(marks)))
    text = source.splitlines()
    shown = [
        n for n in range(1, len(text) + 1) if len(text) <= WHOLE or any(abs(n - m) <= WINDOW for m in marks)
    ]
    lines: list[CodeLine] = []
    for n in shown:
        if n - 1 != (lines[-1].number if lines else 0):
            lines.append(CodeLine(0, ""))
        lines.append(CodeLine(n, text[n - 1], tuple(marks.get(n, ()))))
    if shown and shown[-1] != len(text):
        lines.append(CodeLine(0, ""))
    return CodeView(file, tuple(lines))
