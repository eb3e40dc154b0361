"""From lines to a score: full marks for a flawless way to the goal, else half of what held on the way."""

from __future__ import annotations

from fractions import Fraction

from ..model import Status
from .verdicts import Judgement, Step

SHARE = Fraction(1, 2)
"""What a derivation earns at most without a flawless way to the goal."""


def score(judgement: Judgement, arrives: bool, milestones: Fraction | None = None) -> Fraction:
    """1 when no line is wrong or unreadable and it `arrives`.

    Else half the share of lines that hold, or of the `milestones` reached where some are declared. Lines that
    repeat count neither way.
    """
    if arrives and judgement.flawless:
        return Fraction(1)
    return SHARE * (held(judgement) if milestones is None else milestones)


def held(judgement: Judgement) -> Fraction:
    """The share of lines, repetitions aside, that hold: that follow, continue or could not be decided."""
    counted = [line for line in judgement.lines if line.step is not Step.REPEATS]
    if not counted:
        return Fraction(0)
    return sum((line.share for line in counted), Fraction(0)) / len(counted)


def status(judgement: Judgement, earned: Fraction) -> Status:
    """INVALID when nothing could be read, else by the score."""
    if not judgement.readable:
        return Status.INVALID
    if earned == 1:
        return Status.CORRECT
    return Status.PARTIAL if earned else Status.WRONG
