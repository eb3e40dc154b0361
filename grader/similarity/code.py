"""Pairs of hand-ins whose code is alike beyond what was handed out and what many write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from .fingerprints import GRAM, fingerprints, marks
from .words import Words

LEAST_OWN = 3
"""Fingerprints that few have must be shared by a pair before anything is said about it."""
LEAST_SHARE = 0.25
LEAST_STRETCH = 24
"""Words; shorter stretches are how everybody writes."""
MOST_PLACES = 16
"""Places of one fingerprint that are looked at in a file: a line repeated ten thousand times is one idea."""


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of a file, first to last."""

    file: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class LikeCode:
    """Two hand-ins that share code.

    `share` (0 to 1): of the fingerprints of the one that has fewer, what was handed out left aside, those the
    other has too. `stretch`: words of the longest piece they share, which lies at the two places.
    """

    one: str
    other: str
    share: float
    stretch: int
    places: tuple[Place, Place]


@dataclass(frozen=True, slots=True)
class _Marked:
    """A student's files, and their fingerprints: in which file, and where in it."""

    files: Mapping[str, Words]
    places: Mapping[int, tuple[tuple[str, int], ...]]


def few(count: int) -> int:
    """How many of a class of `count` may share something before it is what many do: 2 %, from 3 to 20."""
    return max(3, min(20, count // 50))


def like_code(
    handed_in: Mapping[str, Mapping[str, Words]], handed_out: Iterable[Words]
) -> tuple[LikeCode, ...]:
    """The pairs to look at, longest shared stretch first.

    `handed_in`: student → file → words; `handed_out`: starters, whose code is nobody's. Only students who
    share fingerprints that few have are compared, so the work grows with the class, not with its square.
    """
    given = {mark for words in handed_out for mark in marks(words.words)}
    marked = {student: _marked(files, given) for student, files in handed_in.items()}
    pairs = (_likeness(one, other, marked, own) for (one, other), own in _candidates(marked).items())
    found = sorted((like for like in pairs if like), key=lambda like: (like.one, like.other))
    return tuple(sorted(found, key=lambda like: (-like.stretch, -like.share)))


def _marked(files: Mapping[str, Words], given: set[int]) -> _Marked:
    places: dict[int, list[tuple[str, int]]] = {}
    for file, words in files.items():
        for mark, at in fingerprints(words.words).items():
            if mark not in given:
                places.setdefault(mark, []).extend((file, place) for place in at[:MOST_PLACES])
    return _Marked(files, {mark: tuple(at) for mark, at in places.items()})


def _candidates(marked: Mapping[str, _Marked]) -> Mapping[tuple[str, str], Sequence[int]]:
    """Pairs with the fingerprints they share that few have, by an index from fingerprint to students."""
    owners: dict[int, list[str]] = {}
    for student, one in marked.items():
        for mark in one.places:
            owners.setdefault(mark, []).append(student)
    most = few(len(marked))
    shared: dict[tuple[str, str], list[int]] = {}
    for mark, students in owners.items():
        if 2 <= len(students) <= most:
            for pair in combinations(sorted(students), 2):
                shared.setdefault(pair, []).append(mark)
    return {pair: own for pair, own in shared.items() if len(own) >= LEAST_OWN}


def _likeness(one: str, other: str, marked: Mapping[str, _Marked], own: Sequence[int]) -> LikeCode | None:
    a, b = marked[one], marked[other]
    share = len(a.places.keys() & b.places.keys()) / min(len(a.places), len(b.places))
    if share < LEAST_SHARE:
        return None
    stretch, places = max(_stretches(a, b, own), key=lambda found: found[0])
    return LikeCode(one, other, share, stretch, places) if stretch >= LEAST_STRETCH else None


def _stretches(a: _Marked, b: _Marked, own: Sequence[int]) -> Iterator[tuple[int, tuple[Place, Place]]]:
    """Every shared stretch around a shared fingerprint, once."""
    reached: Counter[tuple[str, str, int]] = Counter()  # by files and diagonal: how far a stretch went
    pairs = {(p, q) for mark in own for p in a.places[mark] for q in b.places[mark]}
    for (file, i), (twin, j) in sorted(pairs):
        diagonal = (file, twin, i - j)
        if i < reached[diagonal]:
            continue
        start, end = _grown(a.files[file].words, b.files[twin].words, i, j)
        reached[diagonal] = end
        first, second = _place(a, file, start, end), _place(b, twin, start - i + j, end - i + j)
        yield end - start, (first, second)


def _grown(a: Sequence[str], b: Sequence[str], i: int, j: int) -> tuple[int, int]:
    """The stretch of equal words around a[i] and b[j], where GRAM words are equal: its part of `a`."""
    before = 0
    while before < min(i, j) and a[i - before - 1] == b[j - before - 1]:
        before += 1
    after = GRAM
    while i + after < len(a) and j + after < len(b) and a[i + after] == b[j + after]:
        after += 1
    return i - before, i + after


def _place(marked: _Marked, file: str, start: int, end: int) -> Place:
    lines = marked.files[file].lines[start:end]
    return Place(file, lines[0], lines[-1])
