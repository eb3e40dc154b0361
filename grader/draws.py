"""The little language of draws: what an author writes after a quantity's name, and how it is drawn.

    w: tenths -2 to 2                       multiples of 1/10; also integers, halves, quarters, hundredths
    n: integers 2 to 4
    k: integers -n to n-1 nonzero           bounds may use the quantities above; a sum has no blanks
    rate: pick 0.1 1/3 2                    one of these numbers
    reduction: words mean sum               one of these words
    x: vector n of tenths -1 to 1           n entries, each drawn like this
    W: matrix 2 by n of integers -3 to 3

It has no commas, which would end it in YAML. Every number is exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, prod
from types import MappingProxyType
from typing import TypeAlias

from .errors import did_you_mean
from .faults import faulty
from .model import Param
from .seeds import Stream

STEPS: Mapping[str, Fraction] = MappingProxyType(
    {
        "integers": Fraction(1),
        "halves": Fraction(1, 2),
        "quarters": Fraction(1, 4),
        "tenths": Fraction(1, 10),
        "hundredths": Fraction(1, 100),
    }
)
DRAWS = (*STEPS, "pick", "words", "vector", "matrix")

LONGEST_SIDE, MOST_ENTRIES = 64, 400
"""Numbers in a row and in all of one vector or matrix; formulas hold no longer vectors."""
LONGEST = 200
"""Characters of one draw."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A sum of numbers and names with their signs: `n-1`. `offset` is where it stands in the draw."""

    terms: tuple[tuple[int, Fraction | str], ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Multiples:
    """The multiples of `step` from `low` to `high`, both included."""

    step: Fraction
    low: Bound
    high: Bound
    nonzero: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    values: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Words:
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Array:
    """A vector (one length) or a matrix (rows, columns) of independent draws."""

    shape: tuple[Bound, ...]
    entry: Multiples | Pick


Draw: TypeAlias = Multiples | Pick | Words | Array


# --------------------------------------------------------------------------- reading

_WORD = re.compile(r"\S+")
_TERM = re.compile(r"([+-]?)(?:(\d+(?:\.\d+|/\d+)?)|([A-Za-z][A-Za-z0-9_]*))")
_PLAIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_EXAMPLES = "for instance `tenths -2 to 2`, `integers 1 to 5 nonzero` or `pick 1 2 1/2`"


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    offset: int


@lru_cache(maxsize=1024)  # every student's numbers come from the same few draws
def read_draw(text: str) -> Draw:
    """The draw which `text` spells. Raises TextError."""
    if len(text) > LONGEST:
        raise faulty(f"a draw has at most {LONGEST} characters, this one {len(text)}", LONGEST)
    words = [_Word(m.group(), m.start()) for m in _WORD.finditer(text)]
    if not words:
        raise faulty("a draw is missing here", 0, _EXAMPLES)
    return _read(words)


def names_in(draw: Draw) -> tuple[tuple[str, int], ...]:
    """The quantities that a draw's bounds use, each with its offset."""
    match draw:
        case Multiples(_, low, high):
            bounds: tuple[Bound, ...] = (low, high)
        case Pick(values):
            bounds = values
        case Words():
            bounds = ()
        case Array(shape, entry):
            return (*_names(shape), *names_in(entry))
    return _names(bounds)


def _names(bounds: Sequence[Bound]) -> tuple[tuple[str, int], ...]:
    return tuple((term, b.offset) for b in bounds for _, term in b.terms if isinstance(term, str))


def _read(words: Sequence[_Word]) -> Draw:
    first, rest = words[0], words[1:]
    if first.text in STEPS:
        return _multiples(first, rest)
    match first.text:
        case "pick":
            return Pick(tuple(map(_bound, _some(first, rest))))
        case "words":
            return Words(tuple(map(_plain_word, _some(first, rest))))
        case "vector":
            return _array(first, rest, ["of"])
        case "matrix":
            return _array(first, rest, ["by", "of"])
    name = _PLAIN_WORD.match(first.text)
    near = did_you_mean(name.group(), DRAWS) if name else None
    cure = f"did you mean {near!r}? {_EXAMPLES}" if near and near != first.text else _EXAMPLES
    raise faulty(f"{first.text!r} is no draw", first.offset, cure)


def _multiples(name: _Word, rest: Sequence[_Word]) -> Multiples:
    nonzero = bool(rest) and rest[-1].text == "nonzero"
    low, to, high = _exactly(3, name, rest[:-1] if nonzero else rest, f"{name.text} LOW to HIGH")
    _keyword("to", to)
    return Multiples(STEPS[name.text], _bound(low), _bound(high), nonzero)


def _array(name: _Word, rest: Sequence[_Word], keywords: Sequence[str]) -> Array:
    """`3 of …` or `2 by 3 of …`: after each length its keyword, then the draw of an entry."""
    size = 2 * len(keywords)
    form = f"{name.text} " + " ".join(f"LENGTH {keyword}" for keyword in keywords) + " DRAW"
    if len(rest) <= size:
        raise faulty(f"this is not the whole of `{form}`", name.offset, "`vector 3 of tenths -1 to 1`")
    for keyword, found in zip(keywords, rest[1:size:2], strict=True):
        _keyword(keyword, found)
    entry = _read_entry(rest[size:])
    return Array(tuple(map(_bound, rest[0:size:2])), entry)


def _read_entry(words: Sequence[_Word]) -> Multiples | Pick:
    if words[0].text in ("words", "vector", "matrix"):
        raise faulty("the entries of vectors and matrices are numbers", words[0].offset, _EXAMPLES)
    entry = _read(words)
    if not isinstance(entry, Multiples | Pick):
        raise TypeError(f"{entry!r} draws no single number")
    return entry


def _some(name: _Word, rest: Sequence[_Word]) -> Sequence[_Word]:
    if not rest:
        raise faulty(f"{name.text} needs something to choose from", name.offset, _EXAMPLES)
    return rest


def _exactly(count: int, name: _Word, rest: Sequence[_Word], form: str) -> Sequence[_Word]:
    if len(rest) != count:
        raise faulty(f"this does not read as `{form}`", name.offset, _EXAMPLES)
    return rest


def _keyword(wanted: str, found: _Word) -> None:
    if found.text != wanted:
        raise faulty(f"expected {wanted!r} here, not {found.text!r}", found.offset, _EXAMPLES)


def _plain_word(word: _Word) -> str:
    if not _PLAIN_WORD.fullmatch(word.text):
        raise faulty(f"{word.text!r} is no word", word.offset, "letters, digits and hyphens, no commas")
    return word.text


def _bound(word: _Word) -> Bound:
    """`-2`, `1/3`, `n-1`: terms that follow each other without a gap."""
    terms: list[tuple[int, Fraction | str]] = []
    at = 0
    while found := _TERM.match(word.text, at):
        sign, number, name = found.groups()
        if terms and not sign:
            break
        terms.append((-1 if sign == "-" else 1, _number(number, word) if number else name))
        at = found.end()
    if at < len(word.text) or not terms:
        cure = "numbers: 2, 0.5, 1/3; sums without blanks: n-1; no commas"
        raise faulty(f"{word.text!r} is no number here", word.offset + at, cure)
    return Bound(tuple(terms), word.offset)


def _number(text: str, word: _Word) -> Fraction:
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise faulty(f"{text} divides by zero", word.offset) from None


# --------------------------------------------------------------------------- drawing


def draw_from(draw: Draw, stream: Stream, known: Mapping[str, Param]) -> Param:
    """Draw once. `known` holds the quantities that bounds may use. Raises TextError for an empty range."""
    match draw:
        case Words(words):
            return stream.choice(words)
        case Pick(values):
            return _value(stream.choice(values), known)
        case Multiples():
            return _multiple(draw, stream, known)
        case Array(shape, entry):
            lengths = tuple(_length(bound, known) for bound in shape)
            if max(lengths) > LONGEST_SIDE or prod(lengths) > MOST_ENTRIES:
                limit = f"at most {LONGEST_SIDE} in a row and {MOST_ENTRIES} in all"
                raise faulty(f"too many numbers for a person to read: {limit}", shape[0].offset)
            return _filled(lengths, lambda: draw_from(entry, stream, known))


def _multiple(draw: Multiples, stream: Stream, known: Mapping[str, Param]) -> Fraction:
    low, high = _value(draw.low, known), _value(draw.high, known)
    first, last = ceil(low / draw.step), floor(high / draw.step)
    without_zero = draw.nonzero and first <= 0 <= last
    count = last - first + 1 - without_zero
    if count < 1:
        raise faulty(f"there is no such number from {low} to {high}", draw.low.offset, "widen the bounds")
    place = first + stream.below(count)
    return (place + (without_zero and place >= 0)) * draw.step


def _filled(lengths: tuple[int, ...], entry: Callable[[], Param]) -> Param:
    if not lengths:
        return entry()
    return tuple(_filled(lengths[1:], entry) for _ in range(lengths[0]))


def _length(bound: Bound, known: Mapping[str, Param]) -> int:
    length = _value(bound, known)
    if length.denominator != 1 or length < 1:
        raise faulty(f"a length is 1, 2, 3, …, not {length}", bound.offset)
    return int(length)


def _value(bound: Bound, known: Mapping[str, Param]) -> Fraction:
    total = Fraction(0)
    for sign, term in bound.terms:
        value = known.get(term) if isinstance(term, str) else term
        if not isinstance(value, Fraction):
            near = did_you_mean(str(term), tuple(known))
            raise faulty(
                f"{term!r} is no number drawn above",
                bound.offset,
                f"did you mean {near!r}?" if near else "bounds use numbers and quantities drawn before",
            )
        total += sign * value
    return total
