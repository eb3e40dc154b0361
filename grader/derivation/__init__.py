"""Derivations checked line by line: what follows, the first wrong line, what it looks like, what it earns."""

from .asked import is_shortcut, milestones_reached
from .judge import judge
from .score import held, score, status
from .task import Equation, Known, Statement, Task, expression_of, read_statement
from .verdicts import JudgedLine, Judgement, Step

__all__ = [
    "Equation", "JudgedLine", "Judgement", "Known", "Statement", "Step", "Task",
    "expression_of", "held", "is_shortcut", "judge", "milestones_reached", "read_statement", "score",
    "status",
]  # fmt: skip
