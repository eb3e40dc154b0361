"""Reading what students write: numbers, rows of numbers, letters, words. Nothing is evaluated.

A number is a sign and digits with a decimal point, scientific (`1.2e-3`, `1.2×10^-3`), a fraction `3/4`, or
has a root (`√2`, `2*sqrt(5)`, `√3/2`). Full-width spellings count. What cannot be read is a ResponseError
that says what was seen and how to write it instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from .errors import ResponseError
from .model import Number, Response

LONGEST_NUMBER = 80
"""Characters of one number."""
LONGEST_RESPONSE = 4000
"""Characters of one answer that is no formula and no text."""
MOST_CELLS = 400
LARGEST_EXPONENT = 300
QUOTED = 40
"""Characters of an answer that a message repeats at most."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A number as a student wrote it.

    `unit` is the value of the last digit typed (0.731 → 1/1000); None for fractions and roots, which are
    meant exactly. `figures` counts the significant digits typed.
    """

    value: Number
    text: str
    unit: Fraction | None = None
    figures: int = 0


# --------------------------------------------------------------------------- folding

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("−‐‑‒–—―－ー─➖﹣", "-"),  # whatever an input method offers for a minus
        **dict.fromkeys("＋➕﹢", "+"),
        **dict.fromkeys("／⁄∕÷", "/"),
        **dict.fromkeys("×✕✖·⋅∙・", "*"),
        **dict.fromkeys("、，､", ","),
        **dict.fromkeys("；", ";"),
        **dict.fromkeys("．。｡", "."),
        **dict.fromkeys("　\u00a0\u2009\u202f\u200b\ufeff", " "),
        **dict.fromkeys("→⇒＞>〉", ">"),
    }
)
_RAISED = {ord(raised): plain for raised, plain in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True)}
_RAISED_RUN = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


def fold(text: str) -> str:
    """The text with full-width and typographic characters as plain ones, without blanks at its ends."""
    raised = _RAISED_RUN.sub(lambda run: "^" + run.group().translate(_RAISED), text)
    return unicodedata.normalize("NFKC", raised.translate(_SIGNS)).translate(_SIGNS).strip()


def fold_words(text: str) -> str:
    """Words as they are compared: without case, width, outer quotes and stops, and with single blanks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(plain.split()).strip("\"'`「」『』“”‘’.。")


def quoted(text: str) -> str:
    """A student's text, short enough to be repeated in a message and without control characters."""
    shown = "".join(c if c.isprintable() else " " for c in text[: QUOTED + 1])
    return shown[:QUOTED] + "…" if len(text) > QUOTED else shown


def scalar(response: Response) -> str:
    """The response as one text. Raises ResponseError for several values."""
    if isinstance(response, str):
        if len(response) > LONGEST_RESPONSE:
            raise ResponseError("response/too-long", {"limit": str(LONGEST_RESPONSE)})
        return response
    if isinstance(response, tuple) and len(response) == 1:
        return scalar(response[0])
    raise ResponseError("response/one-value", {"count": str(len(response))})


# --------------------------------------------------------------------------- numbers

_DIGITS = r"(?:\d+(?:\.\d*)?|\.\d+)"
_DECIMAL = re.compile(rf"([+-]?)\s*({_DIGITS})(?:\s*(?:[eE]|[*x]\s*10\s*\^)\s*\(?([+-]?\d{{1,5}})\)?)?")
_RATIO = re.compile(rf"([+-]?)\s*\(?({_DIGITS})\s*/\s*([+-]?{_DIGITS})\)?")
_ROOT = re.compile(
    rf"([+-]?)\s*(?:({_DIGITS}(?:\s*/\s*\d+)?)\s*\*?\s*)?"
    rf"(?:√|sqrt\b)\s*(?:\(\s*({_DIGITS}(?:\s*/\s*\d+)?)\s*\)|({_DIGITS}))(?:\s*/\s*({_DIGITS}))?"
)
_LEADING = re.compile(r"^(?:[^\W\d]\w*\s*)?[=≈≒]\s*")  # "y = 0.5", "≈ 0.5"
_GROUPED = re.compile(r"[+-]?\d+(?:[, ]\d+)+(?:\.\d+)?")  # 0,5 or 1,000 or 1 000


def read_number(text: str) -> Typed:
    """Raises ResponseError with a cure for what is not a number."""
    plain = _LEADING.sub("", fold(text).replace("\\sqrt", "sqrt").translate({ord("{"): "(", ord("}"): ")"}))
    if len(plain) > LONGEST_NUMBER:
        raise ResponseError("response/number-too-long", {"limit": str(LONGEST_NUMBER)})
    plain = plain.removesuffix(".") if plain.count(".") == 2 else plain  # a full stop after 0.5
    for pattern, read in ((_DECIMAL, _decimal), (_RATIO, _ratio), (_ROOT, _root)):
        if found := pattern.fullmatch(plain):
            return read(found, plain)
    raise _not_a_number(text, plain)


def _decimal(found: re.Match[str], text: str) -> Typed:
    sign, digits, exponent = found.groups()
    power = int(exponent or 0)
    if abs(power) > LARGEST_EXPONENT:
        raise ResponseError("response/exponent-too-large", {"given": quoted(text)})
    unit = Fraction(10) ** (power - len(digits.partition(".")[2]))
    value = Fraction(digits) * Fraction(10) ** power
    figures = len(digits.replace(".", "").lstrip("0"))
    return Typed(-value if sign == "-" else value, text, unit, figures)


def _ratio(found: re.Match[str], text: str) -> Typed:
    sign, above, below = found.groups()
    if Fraction(below) == 0:
        raise ResponseError("response/division-by-zero", {"given": quoted(text)})
    value = Fraction(above) / Fraction(below)
    return Typed(-value if sign == "-" else value, text)


def _root(found: re.Match[str], text: str) -> Typed:
    sign, factor, bracketed, bare, below = found.groups()
    parts = [Fraction((part or "1").replace(" ", "")) for part in (factor, bracketed or bare, below)]
    if parts[2] == 0:
        raise ResponseError("response/division-by-zero", {"given": quoted(text)})
    square = parts[1] * (parts[0] / parts[2]) ** 2
    root = square_root(square)
    return Typed(-root if sign == "-" else root, text)


def square_root(square: Fraction) -> Number:
    """The root of a nonnegative fraction: exact when it is one, else the nearest double."""
    top, bottom = isqrt(square.numerator), isqrt(square.denominator)
    if top**2 == square.numerator and bottom**2 == square.denominator:
        return Fraction(top, bottom)
    # 64 more bits than a double holds, so that rounding happens once
    scale = 1 << max(0, 128 - square.numerator.bit_length() + square.denominator.bit_length())
    return float(Fraction(isqrt(square.numerator * scale**2 // square.denominator), scale))


def _not_a_number(text: str, plain: str) -> ResponseError:
    note = "response/not-a-number"
    if _GROUPED.fullmatch(plain):
        note = "response/comma"
    elif plain.endswith("%"):
        note = "response/percent"
    elif "±" in plain:
        note = "response/plus-minus"
    elif plain.lower().lstrip("+-") in ("inf", "infinity", "nan", "∞"):
        note = "response/not-finite"
    elif re.fullmatch(rf"[+-]?{_DIGITS}\s*[^\W\d_]+", plain):
        note = "response/unit"
    elif re.search(r"[^\W\d_]", plain):
        note = "response/formula-for-number"
    return ResponseError(note, {"given": quoted(text)}, source=text)


# --------------------------------------------------------------------------- rows of numbers

_OPENING, _CLOSING = "([{（［｛〔【", ")]}）］｝〕】"
_ROW_END = re.compile(r"(?<=[\])}])\s*,?\s*(?=[\[({])|[;\n]")
_BLANKS_BETWEEN = re.compile(r"(?<=[\d.)])\s+(?=[-+.\d√(s])")


def read_rows(response: Response) -> tuple[tuple[Typed, ...], ...]:
    """Numbers in rows: a list (of lists), `(1, 2, 3)`, `1 2 3`, `[[1, 2], [3, 4]]`, or a row a line.

    A single list is one row. Raises ResponseError for a cell that cannot be read and rows of unequal length.
    """
    rows = [row for row in _rows(response) if row]
    if sum(map(len, rows)) > MOST_CELLS:
        raise ResponseError("response/too-many-numbers", {"limit": str(MOST_CELLS)})
    if len({len(row) for row in rows}) > 1:
        raise ResponseError("response/ragged", {"lengths": ", ".join(str(len(row)) for row in rows)})
    return tuple(tuple(_cell(text, r, c) for c, text in enumerate(row)) for r, row in enumerate(rows))


def _rows(response: Response) -> Sequence[Sequence[str]]:
    if isinstance(response, Mapping):
        raise ResponseError("response/list-expected")
    if isinstance(response, str):
        return _rows_of_text(scalar(response))
    if all(isinstance(part, str) and not _holds_several(part) for part in response):
        return [[scalar(part) for part in response]]
    return [row for part in response for row in _rows(part)]


def _holds_several(text: str) -> bool:
    return len(_numbers_in(_unwrapped(fold(text)))) > 1


def _rows_of_text(text: str) -> Sequence[Sequence[str]]:
    # Line ends separate rows; folding would keep them, blanks around them are of no interest.
    plain = _unwrapped(_LEADING.sub("", fold(text)))
    rows = [_unwrapped(row.strip(" ,")) for row in _ROW_END.split(plain)]
    return [_numbers_in(row) for row in rows if row]


def _unwrapped(text: str) -> str:
    """Without the brackets that enclose all of it."""
    while len(text) > 1 and text[0] in _OPENING and text[-1] in _CLOSING and _encloses(text):
        text = text[1:-1].strip()
    return text


def _encloses(text: str) -> bool:
    depth = 0
    for place, char in enumerate(text):
        depth += (char in _OPENING) - (char in _CLOSING)
        if depth == 0:
            return place == len(text) - 1
    return False


def _numbers_in(row: str) -> list[str]:
    if "," in row:
        return [part.strip() for part in row.split(",")]
    return [part for part in _BLANKS_BETWEEN.split(row) if part]


def _cell(text: str, row: int, column: int) -> Typed:
    if not text.strip():
        raise ResponseError("response/empty-cell", {"row": str(row + 1), "column": str(column + 1)})
    return read_number(text)


# --------------------------------------------------------------------------- letters

_NONE = {"none", "no", "なし", "無し", "ない", "-", "ø", "∅"}


def read_letters(response: Response, letters: Sequence[str]) -> tuple[int, ...]:
    """The places (from 0) of the letters given, in the order given: `b`, `(B)`, `ａ、ｃ`, `b > a > c`, `bac`.

    The word `none` gives none. Raises ResponseError for a letter that is not offered or is given twice.
    """
    text = " ".join(_letter_texts(response))
    if fold(text).casefold() in _NONE:
        return ()
    given = [c for c in _bare(text) if not c.isspace()]
    places = [_place(char, letters, text) for char in given]
    for char in given:
        if given.count(char) > 1:
            raise ResponseError("response/letter-twice", {"letter": char})
    if not places:
        raise ResponseError("response/no-letter", {"given": quoted(text), "letters": ", ".join(letters)})
    return tuple(places)


def _letter_texts(response: Response) -> Iterable[str]:
    if isinstance(response, Mapping):
        raise ResponseError("response/list-expected")
    return (scalar(response),) if isinstance(response, str) else tuple(map(scalar, response))


def _bare(text: str) -> str:
    """Only what may be letters: without brackets, separators, arrows and "and"."""
    plain = fold(text).casefold()
    return re.sub(r"[\s,;.:()\[\]{}<>/|'\"→-]+|\band\b|と|や|および", " ", plain)


def _place(char: str, letters: Sequence[str], text: str) -> int:
    if char not in letters:
        values = {"given": quoted(text), "letter": char, "letters": ", ".join(letters)}
        raise ResponseError("response/unknown-letter", values, source=text)
    return letters.index(char)
