"""Derivations checked line by line: what follows, what is the first wrong line, what it probably was, what it earns."""

from .judge import judge
from .score import score, status
from .task import Equation, Known, Statement, Task, expression_of, read_statement
from .verdicts import JudgedLine, Judgement, Step

__all__ = [
    "Equation", "JudgedLine", "Judgement", "Known", "Statement", "Step", "Task",
    "expression_of", "judge", "read_statement", "score", "status",
]  # fmt: skip
