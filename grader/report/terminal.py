"""A Report for the terminal: the next step on top, what went wrong in full, the rest in one line each."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from ..model import (
    CheckResult,
    Comparison,
    Derivation,
    DerivationLine,
    Evidence,
    GradientTable,
    HeatMap,
    ItemResult,
    Message,
    Picture,
    Plane,
    Report,
    Shown,
    SourceLine,
    Status,
)
from . import focus
from .columns import columns, encodable, pad
from .gradients import gradient_lines
from .harmless import harmless, one_line
from .phrases import Phrases
from .screen import Screen
from .signs import amount, response_text, short
from .spoken import spoken

NARROWEST = 30

_NOTHING_YET = frozenset({"blank", "code/not-written"})
"""What an untouched answer is told; under a title that says “not answered” it would only fill the screen."""


def terminal(
    report: Report, lang: str, phrases: Phrases, width: int = 80, color: bool = False, encoding: str = "utf-8"
) -> str:
    """The report in lines of at most `width` columns (not under NARROWEST); ANSI colours only with `color`.

    Whatever a student wrote is made harmless; a sign that `encoding` lacks is replaced by an ASCII twin.
    """
    s = Screen(phrases, lang, max(width, NARROWEST), color)
    parts = (_header(s, report), _next(s, report), _items(s, report), _remarks(s, report), _footer(s, report))
    return encodable("\n".join("\n".join(part) + "\n" for part in parts if part), encoding)


def _header(s: Screen, report: Report) -> list[str]:
    points = s.word("points", points=amount(report.points), max=amount(report.max_points))
    full = round(report.score * s.width)
    bar = s.paint("good", "█" * full) + s.paint("soft", "░" * (s.width - full))
    return [*s.headline("", s.text(report.title), points, style="bold"), bar]


def _next(s: Screen, report: Report) -> list[str]:
    step = focus.next_step(report)
    if report.results and all(r.status is Status.CORRECT for r in report.results):
        return s.paragraph(s.word("all-right"), style="good")
    if step is None:
        return s.paragraph(s.word("next-nothing"))
    lines = [s.paint("bold", s.word("next")), *s.paragraph(_lead(s, step), 2)]
    match step.evidence:
        case Comparison():
            lines += comparison_lines(s, step.evidence, 2)
        case Derivation(all_lines):
            wrong = next((line for line in all_lines if line.status in focus.BROKEN_LINES), None)
            lines += derivation_line(s, wrong, 2) if wrong else []
    if step.result.hints:
        lines += s.paragraph(s.word("hints-waiting", count=len(step.result.hints)), 2, "soft")
    return lines


def _lead(s: Screen, step: focus.Next) -> str:
    title = s.text(step.result.title)
    if step.result.status is Status.BLANK:
        return s.word("next-blank", title=title)
    if step.check is None or step.check.message is None:
        return s.word("next-look", title=title)
    return f"{title}: {s.say(step.check.message)}"


def _items(s: Screen, report: Report) -> list[str]:
    return [line for result in report.results for line in _item(s, report, result)]


def _item(s: Screen, report: Report, result: ItemResult) -> list[str]:
    title = s.text(result.title)
    if result.status not in {Status.CORRECT, Status.WRONG, Status.PARTIAL}:
        title += f" ({s.word(f'status-{result.status}')})"
    lines = s.headline(s.sign(result.status), title, _points(s, result))
    for message in focus.decision_words(result):
        lines += s.paragraph(s.say(message), 4)
    if result.status is Status.CORRECT or _is_untouched(result):
        return lines
    if result.waits_for:
        lines += s.paragraph(s.word("waits-for", title=_title_of(s, report, result.waits_for)), 4, "soft")
    if result.response and not focus.repeats_response(result):
        lines += s.beside(s.word("your-answer"), [one_line(response_text(result.response))], 4, _room(s))
    for check in focus.failing(result):
        lines += _check(s, check)
    for check in focus.of_status(result, Status.SKIPPED):
        reason = s.say(check.message) if check.message else s.word("skipped-check")
        lines += s.paragraph(f"{s.say(check.title)}: {reason}", 4, "soft")
    good = focus.of_status(result, Status.CORRECT)
    return lines + (s.paragraph(s.word("passed", count=len(good)), 4, "soft") if good else [])


def _is_untouched(result: ItemResult) -> bool:
    return result.status is Status.BLANK and all(check.note in _NOTHING_YET for check in result.checks)


def _points(s: Screen, result: ItemResult) -> str:
    if result.status is Status.INTERNAL:
        return s.word("withheld")
    if not result.max_points:
        return s.word(focus.unscored(result))
    return s.word("points", points=amount(result.points), max=amount(result.max_points))


def _title_of(s: Screen, report: Report, item: str) -> str:
    return next((s.text(r.title) for r in report.results if r.item == item), item)


def _check(s: Screen, check: CheckResult) -> list[str]:
    hidden = f" ({s.word('hidden')})" if check.hidden else ""
    lines = s.headline(s.sign(check.status), s.say(check.title) + hidden, "", 2)
    if check.message:
        lines += s.paragraph(s.say(check.message), 4)
    if check.status is Status.INTERNAL:
        lines += s.paragraph(s.word("internal"), 4)
    for evidence in check.evidence:
        lines += _evidence(s, evidence)
    for remark in check.remarks:
        lines += s.paragraph(s.say(remark), 4, "soft")
    return lines


def _evidence(s: Screen, evidence: Evidence) -> Iterable[str]:
    match evidence:
        case Comparison():
            return comparison_lines(s, evidence, 4)
        case Derivation(all_lines):
            return [line for one in all_lines for line in derivation_line(s, one, 4)]
        case SourceLine(file, line, code):
            place = one_line(s.word("line-of", file=file, line=line))
            return [*s.paragraph(place, 4, "soft"), *s.paragraph(f"{line} | {harmless(code).strip()}", 6)]
        case GradientTable():
            return gradient_lines(s, evidence, 4)
        case Plane() | HeatMap():
            return s.paragraph(s.say(evidence.description), 4)
        case Picture(gap=(x, gap)):
            return s.paragraph(s.word("gap", gap=short(gap), x=short(x)), 4)
        case Picture(description=says):
            return s.paragraph(s.say(says), 4) if isinstance(says, Message) else []


def comparison_lines(s: Screen, c: Comparison, indent: int) -> list[str]:
    """Input, expected, yours and the difference, as far as they are told, in aligned rows."""
    lines: list[str] = []
    for name, shown in (("input", c.input), ("expected", c.expected), ("yours", c.yours)):
        if shown is not None:
            lines += s.beside(s.word(name), _shown(shown), indent, _room(s))
    if c.difference is not None:
        lines += s.beside(s.word("difference"), [one_line(c.difference)], indent, _room(s))
    return lines


def _room(s: Screen) -> int:
    """Columns for the labels, which differ from language to language."""
    return 2 + max(columns(s.word(w)) for w in ("input", "expected", "yours", "difference", "your-answer"))


def _shown(shown: Shown) -> list[str]:
    """A quantity in rows; cells that are wrong carry a sign, whatever the colours."""
    if not shown.cells:
        return harmless(shown.text).splitlines() or [""]
    rows = [
        [one_line(cell) + ("✗" if (r, c) in shown.marked else "") for c, cell in enumerate(row)]
        for r, row in enumerate(shown.cells)
    ]
    widths = [max(columns(cell) for cell in column) for column in zip_longest(*rows, fillvalue="")]
    return ["  ".join(pad(cell, w) for cell, w in zip(row, widths, strict=False)).rstrip() for row in rows]


def derivation_line(s: Screen, line: DerivationLine, indent: int) -> list[str]:
    """A line of a derivation as it was read, and what is wrong with it."""
    number = "" if line.status == "start" else str(line.number)
    formula = one_line(spoken(line.read_as) if line.read_as else line.raw)
    lines = s.headline(
        s.line_sign(line.status), f"{number:>2} {formula}", s.word(f"line-{line.status}"), indent
    )
    if line.message:
        lines += s.paragraph(s.say(line.message), indent + 5)
    if line.witness:
        words = {w: s.word(f"witness-{w}") for w in ("before", "after", "truth")}
        told = (f"{words.get(name, name)} = {value}" for name, value in line.witness)
        lines += s.paragraph(one_line(",  ".join(told)), indent + 5, "soft")
    return lines


def _remarks(s: Screen, report: Report) -> list[str]:
    return [line for remark in report.remarks for line in s.paragraph(s.say(remark), style="soft")]


def _footer(s: Screen, report: Report) -> list[str]:
    lines = []
    if report.command:
        lines += s.paragraph(f"{s.word('reproduce')}: {one_line(report.command)}", style="soft")
    if focus.ran_code(report):
        lines += s.paragraph(s.word(f"isolation-{report.isolation}"), style="soft")
    return lines
