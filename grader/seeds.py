"""Everything random comes from here: keyed hashes, so that a seed says who gets what and tells nothing else.

    course secret ─▶ student key ─▶ variant seed ─▶ drawn numbers, order of options, variant id
                                        └─(secret, hash of the submission)─▶ hidden inputs

All are HMAC-SHA256. Only one's own student key ever needs to leave the instructor. Numbers are drawn from
SHA-256 in counter mode by pure Python, so that the same seed means the same numbers on every platform.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar
from unicodedata import normalize

T = TypeVar("T")


def derive(key: bytes, *labels: str) -> bytes:
    """A new 32-byte key from `key` for the purpose that `labels` spell out; equal only for equal labels."""
    # Each label is preceded by its length, so that ("ab", "c") and ("a", "bc") differ.
    fields = (normalize("NFC", label).encode() for label in labels)
    framed = b"".join(len(field).to_bytes(4, "big") + field for field in fields)
    return hmac.digest(key, framed, "sha256")


def student_key(secret: bytes, student: str) -> bytes:
    """The key of one student of a course. Names that differ only in Unicode composition are one student."""
    return derive(secret, "student", student)


def variant_seed(key: bytes, lesson: str, item: str, redraw: int = 0) -> bytes:
    """The seed of one item for the student of this key; `redraw` counts the instructor's redraws."""
    return derive(key, "variant", lesson, item, str(redraw))


def hidden_seed(secret: bytes, seed: bytes, digest: str) -> bytes:
    """The seed of hidden inputs for one submission: known to nobody without the course secret.

    `seed` is the variant's, `digest` the hash of what was handed in.
    """
    return derive(secret, "hidden", seed.hex(), digest)


def variant_id(key: bytes, *labels: str) -> str:
    """Ten letters and digits that name what `key` and `labels` lead to on a page; they give no key away."""
    return b32encode(derive(key, "id", *labels))[:10].decode().lower()


class Stream:
    """An endless supply of unbiased whole numbers from one seed."""

    __slots__ = ("_bytes", "_count", "_seed")

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._count = 0
        self._bytes = b""

    def below(self, n: int) -> int:
        """A whole number 0 ≤ k < n, each equally likely. Raises ValueError unless n ≥ 1."""
        if n < 1:
            raise ValueError(f"below({n}): there is no such number")
        bits = (n - 1).bit_length()
        while True:  # taking `bits` bits misses the range less than half of the time
            drawn = int.from_bytes(self._take((bits + 7) // 8), "big") & ((1 << bits) - 1)
            if drawn < n:
                return drawn

    def shuffle(self, n: int) -> tuple[int, ...]:
        """The numbers 0 … n-1 in one of their n! orders, each equally likely."""
        places = list(range(n))
        for last in range(n - 1, 0, -1):  # Fisher and Yates
            other = self.below(last + 1)
            places[last], places[other] = places[other], places[last]
        return tuple(places)

    def choice(self, options: Sequence[T]) -> T:
        """One of the options, each equally likely. Raises ValueError when there is none."""
        return options[self.below(len(options))]

    def _take(self, count: int) -> bytes:
        while len(self._bytes) < count:
            self._bytes += sha256(self._seed + self._count.to_bytes(8, "big")).digest()
            self._count += 1
        taken, self._bytes = self._bytes[:count], self._bytes[count:]
        return taken
