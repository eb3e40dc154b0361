"""Grading many submissions: whose each one is, what is done already, workers, what could not be graded.

paths ─identify─▶ Entry… ─engine─▶ Desk.grade ─▶ OUT/<student>.{html,json} ─▶ index.html, problems.csv

A result is named by what it was made from (`keys`), so a batch that was stopped in any way goes on where it
was, and a second run grades only what changed. Only files that are whole ever appear in OUT.
"""

from .desk import Outcome, Setup
from .identity import Entry, Found, Trouble, identify, in_practice
from .keys import engine_digest
from .mapping import Names, read_names
from .merging import merge
from .run import Batch, Progress, Summary, at_home
from .shards import Shard

__all__ = [
    "Batch",
    "Entry",
    "Found",
    "Names",
    "Outcome",
    "Progress",
    "Setup",
    "Shard",
    "Summary",
    "Trouble",
    "at_home",
    "engine_digest",
    "identify",
    "in_practice",
    "merge",
    "read_names",
]
