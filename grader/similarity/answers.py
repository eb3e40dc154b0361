"""Wrong answers that are right for another student's numbers.

How telling that is depends on how many answers there are to a question: that two students' answers are the
same by themselves is counted over all pairs of the class, and several questions that point at one student
multiply.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from .code import few

RARE = 0.05
"""A pair is mentioned when chance alone would bring about as much for at most this share of such students."""


@dataclass(frozen=True, slots=True)
class Key:
    """The right answer of one student: its cells, and how far from each an answer still counts."""

    student: str
    cells: tuple[Fraction, ...]
    radii: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that is wrong for the one who gave it, and that no known mistake explains."""

    student: str
    item: str
    cells: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A student whose wrong answers to `items` are right for the numbers of `owner`.

    `chance`: how probable it is that answers drawn like the keys of this class fit anybody that well.
    """

    student: str
    owner: str
    items: tuple[str, ...]
    chance: float


class Keys:
    """The keys of one item, found by value without looking at them all."""

    def __init__(self, keys: Iterable[Key]) -> None:
        groups: dict[tuple[tuple[Fraction, ...], tuple[Fraction, ...]], list[str]] = {}
        for key in keys:
            groups.setdefault((key.cells, key.radii), []).append(key.student)
        self._groups = sorted((c, r, tuple(students)) for (c, r), students in groups.items() if c)
        self._first = [cells[0] for cells, _, _ in self._groups]
        self._widest = max((radii[0] for _, radii, _ in self._groups), default=Fraction(0))
        self.count = sum(len(students) for _, _, students in self._groups)

    def fitting(self, cells: Sequence[Fraction]) -> tuple[str, ...]:
        """Everybody whose key these cells meet."""
        return tuple(student for students in self._fitting(cells) for student in students)

    def coincidence(self) -> float:
        """The share of pairs of students where the key of one meets that of the other, counting one more pair
        than there are, so that a small class is never sure that there is none (rule of succession)."""
        n = self.count
        same = sum(len(own) * sum(map(len, self._fitting(cells))) for cells, _, own in self._groups) - n
        return min(1.0, (same / 2 + 1) / (n * (n - 1) / 2 + 1))

    def _fitting(self, cells: Sequence[Fraction]) -> list[tuple[str, ...]]:
        if not cells:
            return []
        begin = bisect_left(self._first, cells[0] - self._widest)
        end = bisect_right(self._first, cells[0] + self._widest)
        return [students for key, radii, students in self._groups[begin:end] if _meets(cells, key, radii)]


def _meets(cells: Sequence[Fraction], key: Sequence[Fraction], radii: Sequence[Fraction]) -> bool:
    return len(cells) == len(key) and all(
        abs(cell - right) <= radius for cell, right, radius in zip(cells, key, radii, strict=True)
    )


def elsewhere(wrong: Iterable[Wrong], keys: Mapping[str, Keys]) -> tuple[Elsewhere, ...]:
    """The students whose wrong answers point at another student, the least likely first.

    An answer that fits many (see `few`) says nothing about anybody and is passed over.
    """
    evidence: dict[tuple[str, str], list[str]] = {}
    for answer in wrong:
        known = keys.get(answer.item)
        fitting = [s for s in known.fitting(answer.cells) if s != answer.student] if known else []
        if known and len(fitting) <= few(known.count):
            for owner in fitting:
                evidence.setdefault((answer.student, owner), []).append(answer.item)
    chances = {item: known.coincidence() for item, known in keys.items()}
    others = max((known.count for known in keys.values()), default=1) - 1
    found = (
        Elsewhere(student, owner, tuple(items), min(1.0, others * prod(chances[item] for item in items)))
        for (student, owner), items in evidence.items()
    )
    return tuple(sorted((e for e in found if e.chance <= RARE), key=lambda e: (e.chance, e.student, e.owner)))
