"""From verdicts to points, and from what is known to what a student is told. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .lesson import ItemBase, Words
from .model import (
    CheckResult,
    Comparison,
    Derivation,
    DerivationLine,
    Evidence,
    Picture,
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
    if score >= FULL:
        return Status.CORRECT
    if score > 0:
        return Status.PARTIAL
    return next((s for s in statuses if s in _STOPPING), Status.WRONG)


def notes_of(checks: Iterable[CheckResult]) -> tuple[str, ...]:
    """The diagnosis tags of an item, in reading order, each once."""
    return tuple(dict.fromkeys(check.note for check in checks if check.note))


def show_level(item: ItemBase) -> Show:
    """How much the item's feedback tells: as its author says, else by what its evidence would give away."""
    if item.show is not None:
        return Show[item.show.upper()]
    return Show.EXPECTED if item.kind in _TELLS_ANSWER else Show.DIAGNOSIS


def reduced(check: CheckResult, level: Show) -> CheckResult:
    """The check as a student may see it. A hidden check never tells more than its verdict."""
    if check.hidden or level is Show.VERDICT:
        return replace(check, message=None, note=None, evidence=(), remarks=())
    shown = tuple(kept for e in check.evidence if (kept := _told(e, level)) is not None)
    return replace(check, evidence=shown)


def _told(evidence: Evidence, level: Show) -> Evidence | None:
    match evidence:
        case SourceLine():
            return evidence
        case Comparison():
            return _told_comparison(evidence, level)
        case Picture():
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
