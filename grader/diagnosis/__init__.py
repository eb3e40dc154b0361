"""What a student's function really computes: hypotheses matched against what was observed. Pure."""

from .behaviour import Behaviour, rehearsed
from .crashes import Crash, explained
from .diagnose import Diagnosis, Word, diagnose
from .matching import CORE
from .outcomes import Outcome

__all__ = [
    "CORE",
    "Behaviour",
    "Crash",
    "Diagnosis",
    "Outcome",
    "Word",
    "diagnose",
    "explained",
    "rehearsed",
]
