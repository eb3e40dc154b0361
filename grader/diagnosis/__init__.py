"""What a student's function really computes: hypotheses matched against what was observed. Pure."""

from .behaviour import Behaviour, rehearsed
from .crashes import Crash, explained
from .diagnose import Diagnosis, Outcome, Word, diagnose, expected_on
from .matching import CORE

__all__ = [
    "CORE",
    "Behaviour",
    "Crash",
    "Diagnosis",
    "Outcome",
    "Word",
    "diagnose",
    "expected_on",
    "explained",
    "rehearsed",
]
