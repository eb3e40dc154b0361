"""What the watch screen shows, as lines that fit. Pure: nothing here knows a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import CheckResult, Comparison, Derivation, ItemResult, Report, SourceLine, Status
from ..report import focus
from ..report.columns import columns
from ..report.terminal import comparison_lines, derivation_line
from ..workspace.outline import Entry, Outline
from ..workspace.place import Workspace, shown_path
from ..workspace.state import State
from ..workspace.telling import Teller

_KEYS = ("key-hint", "key-next", "key-list", "key-open", "key-reset", "key-quit")


@dataclass(frozen=True, slots=True)
class View:
    """One student's screen: how it is said and where the files are."""

    teller: Teller
    workspace: Workspace
    outline: Outline

    def item(
        self, entry: Entry, state: State, report: Report | None, notices: Sequence[str] = ()
    ) -> list[str]:
        """The current question: its verdict and why, or what is asked when nothing is answered yet."""
        lines = [*self.teller.bar(self.outline, state), ""]
        lines += [*notices, ""] if notices else []
        lines += self._body(entry, _result(report, entry))
        if report is None:
            return lines
        for remark in report.remarks:
            lines += ["", *self.teller.screen.paragraph(self.teller.screen.say(remark))]
        return lines + self._folded(entry, report, state)

    def asked(self, entry: Entry, report: Report | None) -> list[str]:
        """The question once more, for below a verdict that is not yet full marks."""
        result = _result(report, entry)
        if result is None or result.status in (Status.BLANK, Status.CORRECT):
            return []
        return self.teller.asked(entry, self.workspace)

    def _body(self, entry: Entry, result: ItemResult | None) -> list[str]:
        t = self.teller
        if result is None:
            return t.question(entry, self.workspace)
        if result.status is Status.BLANK:
            file = shown_path(self.workspace.file_of(entry))
            return [*t.question(entry, self.workspace), *t.paragraph("saved-at", style="soft", file=file)]
        head = t.screen.headline(t.screen.sign(result.status), f"{entry.ref}  {t.screen.text(entry.title)}")
        if result.status is Status.CORRECT:
            return [*head, "", *self._right(entry, result)]
        return [*head, "", *self._wrong(result)]

    def _right(self, entry: Entry, result: ItemResult) -> list[str]:
        t = self.teller
        title = t.screen.text(entry.title)
        lines = t.paragraph("passed-now", 2, "good", title=title)
        for check in result.checks:
            lines += self._derivation(check)
            for remark in check.remarks:
                lines += t.screen.paragraph(t.screen.say(remark), 2, "soft")
        if entry.hidden:
            lines += t.paragraph("hidden-here", 2, "soft", count=entry.hidden)
        return lines

    def _wrong(self, result: ItemResult) -> list[str]:
        """The first failing check in one sentence, its smallest counterexample, and how many there are."""
        t = self.teller
        check = focus.first_failing(result)
        if check is None:
            return t.screen.paragraph(t.screen.word(f"status-{result.status}"), 2)
        said = t.screen.say(check.message or check.title)
        if result.kind == "blank" and check.message:
            said = f"{t.screen.say(check.title)}: {said}"  # which gap
        lines = t.screen.paragraph(said, 2, "bold")
        smallest = next((e for e in check.evidence if isinstance(e, Comparison)), None)
        if smallest is not None:
            lines += comparison_lines(t.screen, smallest, 2)
        lines += self._derivation(check)
        lines += [row for e in check.evidence if isinstance(e, SourceLine) for row in self._place(e)]
        others = len(focus.failing(result)) - 1
        if others:
            lines += ["", *t.paragraph("folded-checks", 2, "soft", count=others)]
        return lines

    def _derivation(self, check: CheckResult) -> list[str]:
        s = self.teller.screen
        lines = [line for e in check.evidence if isinstance(e, Derivation) for line in e.lines]
        return [row for line in lines for row in derivation_line(s, line, 2)]

    def _place(self, place: SourceLine) -> list[str]:
        s = self.teller.screen
        told = s.word("line-of", file=place.file, line=place.line)
        return s.paragraph(f"{told}:  {place.code.strip()}", 2, "soft")

    def _folded(self, entry: Entry, report: Report, state: State) -> list[str]:
        """The rest of the lesson in one line: a sign for each question, the current one between brackets."""
        t = self.teller
        marks = [
            f"[{t.screen.sign(r.status)}]" if r.item == entry.id else t.screen.sign(r.status)
            for r in report.results
        ]
        counted = [e for e in self.outline.chapter(entry.lesson).entries if e.points]
        right = sum(state.passed(e.ref) for e in counted)
        rest = t.paragraph("folded", style="soft", count=len(counted) - right, right=right)
        return ["", " ".join(marks), *rest]

    def small(self) -> str:
        """What stands above the footer when not all fits."""
        return self.teller.paragraph("small", style="soft")[0]

    def footer(self, notes: Sequence[str] = _KEYS) -> list[str]:
        """The keys, on as few lines as they need."""
        lines: list[str] = []
        for key in (self.teller.say(note) for note in notes):
            joined = f"{lines[-1]} · {key}" if lines else key
            if lines and columns(joined) <= self.teller.screen.width:
                lines[-1] = joined
            else:
                lines.append(key)
        return [self.teller.screen.paint("soft", line) for line in lines]


def _result(report: Report | None, entry: Entry) -> ItemResult | None:
    if report is None or report.lesson != entry.lesson:
        return None
    return next((r for r in report.results if r.item == entry.id), None)


def framed(
    body: Sequence[str],
    footer: Sequence[str],
    height: int,
    centre: int = 0,
    more: str = "",
    spare: Sequence[str] = (),
) -> list[str]:
    """Exactly `height` lines: the part of the body around line `centre`, and the footer at the bottom.

    The blank line above the footer says `more` when something below did not fit; `spare` is shown below the
    body only where all of it fits.
    """
    room = max(1, height - len(footer) - 1)
    if len(body) + len(spare) <= room:
        body = [*body, *spare]
    first = max(0, min(centre - room // 2, len(body) - room))
    shown = list(body[first : first + room])
    cut = more if first + room < len(body) else ""
    return [*shown, *[""] * (room - len(shown)), cut, *footer][-height:]
