"""From verdicts to points, and from what is known to what a student is told. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .lesson import ItemBase, Words
from .model import (
    CheckResult,
    Comparison,
    Decided,
    Decision,
    Derivation,
    DerivationLine,
    Evidence,
    GradientTable,
    HeatMap,
    ItemResult,
    Picture,
    Plane,
    Report,
    Show,
    SourceLine,
    Status,
    Verdict,
)

FULL = 1 - 1e-9
"""A score from here up is full marks: weighted means of thirds do not add up to one in binary."""

_STOPPING = (Status.ERROR, Status.TIMEOUT, Status.MEMORY, Status.OUTPUT, Status.INVALID)
_TELLS_ANSWER = {"code", "debug", "derivation"}
"""Kinds whose evidence is not itself the answer asked for: expected values and witnesses may be shown."""


def worth(item: ItemBase) -> float:
    """The item's points; a reflection has none."""
    return 0.0 if item.kind == "reflect" else item.points


def title_of(item: ItemBase) -> Words:
    """The item's title; without one its id as words."""
    return item.title or {"": item.id.replace("-", " ")}


def score_of(verdict: Verdict) -> float:
    """The verdict's own score, or the weighted mean of its checks; 0 without any check."""
    if verdict.score is not None:
        return verdict.score
    weight = sum(check.weight for check in verdict.checks)
    return sum(check.score * check.weight for check in verdict.checks) / weight if weight else 0.0


def status_of(verdict: Verdict, score: float) -> Status:
    """One word for an item: our own fault first, then full or part marks, then why there are none."""
    statuses = [check.status for check in verdict.checks]
    if Status.INTERNAL in statuses:
        return Status.INTERNAL
    if verdict.status is not None:
        return verdict.status
    settled = _status_at(score)
    stopped = next((s for s in statuses if s in _STOPPING), Status.WRONG)
    return stopped if settled is Status.WRONG else settled


def notes_of(checks: Iterable[CheckResult]) -> tuple[str, ...]:
    """The diagnosis tags of an item, in reading order, each once."""
    return tuple(dict.fromkeys(check.note for check in checks if check.note))


def total(results: Iterable[ItemResult]) -> tuple[float, float, float]:
    """Points, points to be had, and the score from 0 to 1."""
    pairs = [(r.points, r.max_points) for r in results]
    points, full = round(sum(p for p, _ in pairs), 9), round(sum(f for _, f in pairs), 9)
    score = points / full if full else 0.0
    return points, full, 1.0 if score >= FULL else round(score, 9)


def with_decisions(
    report: Report, decisions: Sequence[Decision], digest: str, worths: Mapping[str, float]
) -> Report:
    """The report with people's scores in place of the program's.

    `digest` is what was handed in now; `worths` are the items' points, which a withheld result lacks. A
    decision about an item that the report does not have changes nothing.
    """
    by_item = {decision.item: decision for decision in decisions}
    if not by_item:
        return report
    results = tuple(
        _decided(r, by_item[r.item], digest, worths) if r.item in by_item else r for r in report.results
    )
    points, full, score = total(results)
    return replace(report, results=results, points=points, max_points=full, score=score)


def decisions_in(report: Report) -> tuple[Decision, ...]:
    """The decisions that are at work in a report."""
    return tuple(r.decided.decision for r in report.results if r.decided)


def _decided(result: ItemResult, decision: Decision, digest: str, worths: Mapping[str, float]) -> ItemResult:
    full = worths.get(result.item, result.max_points)
    program = (result.status, result.score, result.points, result.max_points)
    # That something "is left out until it is repaired" is no longer so.
    checks = tuple(check for check in result.checks if check.status is not Status.INTERNAL)
    return replace(
        result,
        status=_status_at(decision.score),
        score=decision.score,
        points=round(decision.score * full, 9),
        max_points=full,
        waits_for=None,
        notes=notes_of(checks),
        checks=checks,
        decided=Decided(decision, decision.digest != digest, *program),
    )


def _status_at(score: float) -> Status:
    if score >= FULL:
        return Status.CORRECT
    return Status.PARTIAL if score > 0 else Status.WRONG


def show_level(item: ItemBase) -> Show:
    """How much the item's feedback tells: as its author says, else by what its evidence would give away."""
    if item.show is not None:
        return Show[item.show.upper()]
    return Show.EXPECTED if item.kind in _TELLS_ANSWER else Show.DIAGNOSIS


def reduced(check: CheckResult, level: Show) -> CheckResult:
    """The check as a student may see it. A hidden check never tells more than its verdict.

    Why something could not be read is told at every level: that is no hint at the answer.
    """
    if check.hidden or (level is Show.VERDICT and check.status is not Status.INVALID):
        return replace(check, message=None, note=None, evidence=(), remarks=())
    shown = tuple(kept for e in check.evidence if (kept := _told(e, level)) is not None)
    return replace(check, evidence=shown)


def _told(evidence: Evidence, level: Show) -> Evidence | None:
    match evidence:
        case SourceLine():
            return evidence
        case Comparison():
            return _told_comparison(evidence, level)
        case Picture() | Plane() | HeatMap() | GradientTable():
            return evidence if level >= Show.EXPECTED else None
        case Derivation(lines):
            return Derivation(tuple(_told_line(line, level) for line in lines))


def _told_comparison(shown: Comparison, level: Show) -> Comparison | None:
    if level >= Show.EXPECTED:
        return shown
    if level >= Show.INPUT:
        return replace(shown, expected=None, difference=None)
    return Comparison(yours=shown.yours) if shown.yours else None


def _told_line(line: DerivationLine, level: Show) -> DerivationLine:
    return line if level >= Show.INPUT else replace(line, witness=())
