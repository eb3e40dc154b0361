"""What a student's function really computes: hypotheses matched against what was observed. Pure."""

from .asking import Asked
from .behaviour import Behaviour, rehearsed
from .crashes import Crash, explained
from .diagnose import Diagnosis, Word, diagnose
from .files import Examiner, Found
from .gradient_check import Compared, Fit, gradient_check
from .matching import CORE, Known
from .mutation import MutationScore, Posed, mutation_score, score_over
from .names import usual_names
from .outcomes import Outcome, outcomes_of
from .shrinking import simpler, smallest

__all__ = [
    "CORE",
    "Asked",
    "Behaviour",
    "Compared",
    "Crash",
    "Diagnosis",
    "Examiner",
    "Fit",
    "Found",
    "Known",
    "MutationScore",
    "Outcome",
    "Posed",
    "Word",
    "diagnose",
    "explained",
    "gradient_check",
    "mutation_score",
    "outcomes_of",
    "rehearsed",
    "score_over",
    "simpler",
    "smallest",
    "usual_names",
]
