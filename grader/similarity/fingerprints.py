"""Fingerprints of a text by winnowing.

S. Schleimer, D. S. Wilkerson, A. Aiken: Winnowing: Local Algorithms for Document Fingerprinting, SIGMOD 2003.
Hashes of all runs of GRAM words (rolling, R. M. Karp and M. O. Rabin, 1987); of each WINDOW neighbouring
hashes the smallest is kept, of equal ones the rightmost. So any stretch of GRAM + WINDOW - 1 words that two
texts share leaves the same fingerprint in both, and none that is shorter than GRAM words leaves one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

GRAM = 10
WINDOW = 6
CERTAIN = GRAM + WINDOW - 1
"""A shared stretch of so many words is found for sure."""

_PRIME = 2**61 - 1
_BASE = 1_000_003


def fingerprints(words: Sequence[str]) -> Mapping[int, tuple[int, ...]]:
    """Each fingerprint with the places (from 0) at which its run of words begins; none of a short text."""
    hashes = marks(words)
    kept: dict[int, list[int]] = {}
    for place in _winnowed(hashes):
        kept.setdefault(hashes[place], []).append(place)
    return {value: tuple(places) for value, places in kept.items()}


def marks(words: Sequence[str]) -> Sequence[int]:
    """The hash of each run of GRAM words: all that could become a fingerprint of a text with this in it."""
    if len(words) < GRAM:
        return []
    numbers = [_number(word) for word in words]
    top = pow(_BASE, GRAM - 1, _PRIME)
    value = 0
    for number in numbers[:GRAM]:
        value = (value * _BASE + number) % _PRIME
    hashes = [value]
    for leaving, coming in zip(numbers, numbers[GRAM:], strict=False):  # each hash from the one before
        value = ((value - leaving * top) * _BASE + coming) % _PRIME
        hashes.append(value)
    return hashes


def _winnowed(hashes: Sequence[int]) -> list[int]:
    """The places of the smallest hash of each window, each place once; a short text is one window."""
    chosen: list[int] = []
    for start in range(max(1, len(hashes) - WINDOW + 1) if hashes else 0):
        window = range(start, min(start + WINDOW, len(hashes)))
        place = min(window, key=lambda k: (hashes[k], -k))
        if not chosen or chosen[-1] != place:
            chosen.append(place)
    return chosen


@lru_cache(maxsize=4096)
def _number(word: str) -> int:
    """The same on every run and machine, which Python's own hash of text is not."""
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=7).digest(), "big")
