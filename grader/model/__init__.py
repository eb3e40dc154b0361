"""What flows through the pipeline: frozen data, no behaviour, standard library only.

Variant ─plan─▶ Call… ─run─▶ Observation… ─judge─▶ Verdict ─score─▶ ItemResult… ─▶ Report
"""

from .calls import (
    Absent,
    ArrayData,
    Call,
    FunctionSource,
    Job,
    Limits,
    Observation,
    Opaque,
    Raised,
    Returned,
    Run,
    Stopped,
    Value,
)
from .evidence import Comparison, Curve, Derivation, DerivationLine, Evidence, Picture, Shown, SourceLine
from .results import CheckResult, Decided, Decision, ItemResult, Report, Verdict
from .submission import Submission
from .words import Isolation, Message, Number, Param, Response, Show, Status, Text

__all__ = [
    "Absent",
    "ArrayData",
    "Call",
    "CheckResult",
    "Comparison",
    "Curve",
    "Decided",
    "Decision",
    "Derivation",
    "DerivationLine",
    "Evidence",
    "FunctionSource",
    "Isolation",
    "ItemResult",
    "Job",
    "Limits",
    "Message",
    "Number",
    "Observation",
    "Opaque",
    "Param",
    "Picture",
    "Raised",
    "Report",
    "Response",
    "Returned",
    "Run",
    "Show",
    "Shown",
    "SourceLine",
    "Status",
    "Stopped",
    "Submission",
    "Text",
    "Value",
    "Verdict",
]
