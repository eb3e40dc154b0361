"""Proof that a course holds what it promises: lint finds every way in which it does not.

structure   lessons and keys that name each other exist; no circle; no stray file
texts       every language, every hint, the same placeholders and formulas in each
mutation    what is written with a slip is noticed by every student's cases
proofs      for many seeds: the reference passes, the starter does not, each mistake is caught by name
"""

from __future__ import annotations

from .findings import Findings, Row
from .run import lint

__all__ = ["Findings", "Row", "lint"]
