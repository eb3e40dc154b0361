"""For tests: one item, its variant with numbers of the test's own choice, and what a response earns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.checks import KINDS
from grader.checks.kind import Answer
from grader.course import Course
from grader.errors import ResponseError
from grader.model import Param, Response, Status, Verdict
from grader.scoring import notes_of, score_of, status_of
from grader.variants import Variant

from .sample_course import HEAD, make_course


@dataclass(frozen=True)
class Asked:
    """An item whose numbers are fixed."""

    course: Course
    variant: Variant

    def verdict(self, response: Response) -> Verdict:
        kind = KINDS[self.variant.item.kind]
        return kind.judge(self.variant, Answer(response), self.course, b"", ())

    def result(self, response: Response) -> tuple[Status, float, str | None]:
        """Status, score and first note; an unreadable response gives its error's note."""
        try:
            verdict = self.verdict(response)
        except ResponseError as unreadable:
            return Status.INVALID, 0.0, unreadable.note
        score = score_of(verdict)
        return status_of(verdict, score), round(score, 6), next(iter(notes_of(verdict.checks)), None)

    def flaws(self) -> list[str]:
        return list(KINDS[self.variant.item.kind].flaws(self.variant, self.course))


def ask(
    folder: Path, block: str, params: Mapping[str, Param] | None = None, order: tuple[int, ...] = ()
) -> Asked:
    """The item that `block` writes (the lines under its kind, without indentation), with these numbers."""
    lines = block.strip().splitlines()
    indented = "\n".join(("  - " if place == 0 else "    ") + line for place, line in enumerate(lines))
    asked = "" if "ask:" in block else '    ask: {en: "?", ja: "?"}\n'
    course = make_course(folder, f"{HEAD}{indented}\n{asked}")
    item = course.lesson("sample").items[0]
    return Asked(course, Variant("sample", item, dict(params or {}), order))
