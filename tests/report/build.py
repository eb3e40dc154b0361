"""Reports and items with as few words as possible."""

from __future__ import annotations

from dataclasses import replace

from grader.model import (
    CheckResult,
    Isolation,
    ItemResult,
    Message,
    Report,
    Status,
    Text,
)


def own(en: str, ja: str) -> Message:
    """A message in an author's own words."""
    return Message("author", text={"en": en, "ja": ja})


def passed(name: str, title: Message) -> CheckResult:
    return CheckResult(name, title, Status.CORRECT, 1.0)


def item(
    name: str,
    kind: str,
    title: Text,
    status: Status,
    score: float,
    *checks: CheckResult,
    worth: float = 1.0,
    hints: tuple[Text, ...] = (),
    response: str | None = None,
    waits_for: str | None = None,
) -> ItemResult:
    return ItemResult(
        name,
        kind,
        title,
        status,
        score,
        score * worth,
        worth,
        tuple(c.note for c in checks if c.note),
        checks,
        hints,
        response,
        waits_for,
    )


def report(*results: ItemResult, sources: dict[str, str] | None = None, **changes: object) -> Report:
    points, full = sum(r.points for r in results), sum(r.max_points for r in results)
    made = Report(
        submission="s042",
        student="s042",
        lesson="sigmoid",
        title={"en": "The sigmoid and its derivative", "ja": "シグモイド関数とその微分"},
        score=points / full if full else 0.0,
        points=points,
        max_points=full,
        isolation=Isolation.KERNEL,
        results=results,
        variant="k7q2-9fd1",
        command="chainrule check sigmoid",
        sources=sources or {},
    )
    return replace(made, **changes)  # type: ignore[arg-type]


VALUE = own("The value", "値")
