"""What a student's function really computes: hypotheses matched against what was observed. Pure."""

from .behaviour import Behaviour, rehearsed
from .crashes import Crash, explained
from .diagnose import Diagnosis, Word, diagnose
from .files import Asked, Found, diagnose_file
from .matching import CORE
from .names import usual_names
from .outcomes import Outcome
from .relatives import relatives

__all__ = [
    "CORE",
    "Asked",
    "Behaviour",
    "Crash",
    "Diagnosis",
    "Found",
    "Outcome",
    "Word",
    "diagnose",
    "diagnose_file",
    "explained",
    "rehearsed",
    "relatives",
    "usual_names",
]
