"""What a check has to say as plain text, for formats that other programs show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..errors import UsageError
from ..model import (
    CheckResult,
    Comparison,
    Derivation,
    Evidence,
    GradientTable,
    HeatMap,
    ItemResult,
    Message,
    Picture,
    Plane,
    Report,
    SourceLine,
    Status,
    Text,
)
from . import focus
from .gradients import gradient_lines
from .harmless import harmless
from .phrases import Phrases
from .screen import Screen
from .signs import amount
from .terminal import comparison_lines, derivation_line

_WIDTH = 100  # columns of a log, or of a box in a web page


class Plain:
    """Speaks one language, without colours or markup; whatever a student wrote is harmless."""

    def __init__(self, phrases: Phrases, lang: str) -> None:
        self.lang = lang
        self._screen = Screen(phrases, lang, _WIDTH, color=False)

    def text(self, text: Text) -> str:
        return self._screen.text(text)

    def say(self, message: Message) -> str:
        return self._screen.say(message)

    def word(self, note: str, **values: object) -> str:
        """A sentence of templates/notes/report.*.yaml."""
        return self._screen.word(note, **values)

    def points(self, result: ItemResult) -> str:
        if result.status is Status.INTERNAL:
            return self.word("withheld")
        if not result.max_points:
            return self.word(focus.unscored(result))
        return self.word("points", points=amount(result.points), max=amount(result.max_points))

    def headline(self, check: CheckResult) -> str:
        """The one sentence of a check: its message, else what its status means."""
        if check.status is Status.INTERNAL:
            return self.word("internal")
        return self.say(check.message) if check.message else self.word(f"status-{check.status}")

    def account(self, check: CheckResult) -> str:
        """The sentence and what shows it, in lines; never empty."""
        lines = [self.headline(check)]
        for evidence in check.evidence:
            lines += self._shown(evidence)
        return "\n".join([*lines, *(self.say(remark) for remark in check.remarks)])

    def story(self, report: Report, result: ItemResult) -> str:
        """An item in full: every check that is not right, or why there is none; never empty."""
        if result.waits_for:
            return self.word("waits-for", title=self.title_of(report, result.waits_for))
        told = [self.say(message) for message in focus.decision_words(result)]
        told += [f"{self.say(c.title)}: {self.account(c)}" for c in focus.failing(result)]
        return "\n".join(told) or self.word(f"status-{result.status}")

    def title_of(self, report: Report, item: str) -> str:
        return next((self.text(r.title) for r in report.results if r.item == item), item)

    def _shown(self, evidence: Evidence) -> Iterable[str]:
        match evidence:
            case Comparison():
                return comparison_lines(self._screen, evidence, 2)
            case Derivation(lines):
                broken = (line for line in lines if line.status in focus.BROKEN_LINES)
                return [row for line in broken for row in derivation_line(self._screen, line, 2)]
            case SourceLine(file, line, code):
                place = self.word("line-of", file=file, line=line)
                return [f"  {place}: {harmless(code).strip()}"]
            case GradientTable():
                return gradient_lines(self._screen, evidence, 2)
            case Picture() | Plane() | HeatMap():
                return []


def only(reports: Sequence[Report], name: str) -> Report:
    """The one report of a format that holds no more. Raises UsageError for none or several."""
    if len(reports) != 1:
        raise UsageError(f"the format {name} holds one submission, not {len(reports)}: export each by itself")
    return reports[0]


def held_back(report: Report) -> bool:
    """Whether a fault of ours holds back the mark of this report."""
    return any(result.status is Status.INTERNAL for result in report.results)
