"""The little grammar of placeholders in an author's sentences. Fixed, not a template language.

    {{ w }}  {{ x_2 }}            a quantity as a person writes it
    {{ show(w*x + b) }}           the formula with the numbers put in: 2·(-3) + 1
    {{ value(w*x + b, 3) }}       what it is worth, to three decimals (exact without the 3)
    {{ plot(sigmoid, tanh) }}     a picture of functions of the course; sigmoid' is the derivative
    {{ plot(sigmoid', log) }}     the same on a logarithmic axis
    {{ gap(name) }}               something to fill in

Inside `$…$` a placeholder becomes LaTeX, in `code` plain text. What students write never comes here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from .errors import did_you_mean
from .faults import Fault, TextError, faulty


class Place(Enum):
    TEXT = "text"
    MATHS = "maths"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`call` is show, value, plot, gap, or empty for a bare name; `offset` is where its braces open."""

    call: str
    argument: str
    place: Place
    offset: int
    raised: bool  # straight after ^ or _, where LaTeX takes one token only

    def __str__(self) -> str:
        return f"{self.call}({self.argument})" if self.call else self.argument


_SCAN = re.compile(
    r"\\.|(?P<ticks>`+)|(?P<dollars>\$\$?)|(?P<open>\{\{(?!\{)(?P<inner>(?:[^{}]|\{[^{}]*\})*)\}\})",
    re.DOTALL,
)
_CALL = re.compile(
    r"\s*(?:(?P<call>[a-z]+)\s*\((?P<argument>.*)\)|(?P<name>[A-Za-z][A-Za-z0-9_]*))\s*", re.DOTALL
)
_CALLS = ("show", "value", "plot", "gap")
_HELP = "{{ w }}, {{ show(w*x + b) }}, {{ value(w*x + b, 3) }}, {{ plot(sigmoid) }} or {{ gap(name) }}"


@lru_cache(maxsize=4096)  # every student reads the same texts
def pieces_of(text: str) -> tuple[str | Placeholder, ...]:
    """The text in order: literal stretches and placeholders. Raises TextError for a malformed one."""
    return tuple(_read_pieces(text))


def _read_pieces(text: str) -> Iterator[str | Placeholder]:
    done, place, fence = 0, Place.TEXT, ""
    for found in _SCAN.finditer(text):
        if found["ticks"] and place is not Place.MATHS and fence in ("", found["ticks"]):
            place, fence = (Place.CODE, found["ticks"]) if not fence else (Place.TEXT, "")
        elif found["dollars"] and place is not Place.CODE and fence in ("", found["dollars"]):
            place, fence = (Place.MATHS, found["dollars"]) if not fence else (Place.TEXT, "")
        elif found["open"]:
            yield text[done : found.start()]
            raised = place is Place.MATHS and text[: found.start()].endswith(("^", "_"))
            yield _placeholder(found["inner"], place, found.start(), raised)
            done = found.end()
    yield text[done:]


def _placeholder(inner: str, place: Place, offset: int, raised: bool) -> Placeholder:
    found = _CALL.fullmatch(inner)
    if found is None:
        raise faulty(f"{{{{{inner}}}}} is no placeholder", offset, _HELP)
    if found["name"]:
        return Placeholder("", found["name"], place, offset, raised)
    if found["call"] not in _CALLS:
        near = did_you_mean(found["call"], _CALLS)
        raise faulty(f"there is no {found['call']}(…)", offset, f"did you mean {near}(…)?" if near else _HELP)
    return Placeholder(found["call"], found["argument"].strip(), place, offset, raised)


# --------------------------------------------------------------------------- what lint asks


def problems(text: str, names: Collection[str], functions: Collection[str]) -> tuple[Fault, ...]:
    """What is wrong with an author's text: malformed placeholders, unknown names, an open `$`.

    `names` are the quantities that exist where the text is shown, `functions` those of the lesson.
    """
    try:
        pieces = [p for p in pieces_of(text) if isinstance(p, Placeholder)]
    except TextError as error:
        return (error.fault,)
    found = [fault for piece in pieces if (fault := _unknown(piece, names, functions))]
    return (*_unbalanced(text), *found)


def _unknown(piece: Placeholder, names: Collection[str], functions: Collection[str]) -> Fault | None:
    asked: tuple[str, ...] = ()
    if piece.call == "":
        asked, known = (piece.argument,), names
        if piece.argument.rpartition("_")[0] in names:  # an entry of a vector
            return None
    elif piece.call == "plot":
        asked = tuple(
            name.strip().rstrip("'").removesuffix("_derivative") for name in piece.argument.split(",")
        )
        known = functions
    for name in asked:
        if name not in known:
            near = did_you_mean(name, tuple(known))
            cure = f"did you mean {near!r}?" if near else f"known here: {', '.join(sorted(known)) or 'none'}"
            return Fault(f"{name!r} is not known here", piece.offset, cure)
    return None


def _unbalanced(text: str) -> tuple[Fault, ...]:
    """A `$`, backtick or `{{` that is opened and never closed."""
    fence, opened = "", 0
    for found in _SCAN.finditer(text):
        mark = found["ticks"] or found["dollars"]
        if mark and fence in ("", mark):
            fence, opened = ("", 0) if fence else (mark, found.start())
    faults = (
        [Fault(f"this {fence} is never closed", opened, f"write \\{fence} for the sign itself")]
        if fence
        else []
    )
    rest = _SCAN.sub(lambda m: " " * len(m.group()), text)
    if "{{" in rest and "}}" not in rest[rest.index("{{") :]:
        faults.append(Fault("this {{ is never closed", rest.index("{{"), _HELP))
    return tuple(faults)
