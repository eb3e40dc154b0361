"""What `equal` and `derive` share: cases as lines of JSON, and declarations as options."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import click

from ..algebra import Domain, Function, Unreadable, read_line
from ..algebra.scripted import BadCase, declared
from ..course import Course
from ..errors import UsageError
from ..report.phrases import Phrases, fill

_F = TypeVar("_F", bound=Callable[..., Any])
Answer: TypeAlias = Callable[[object], Mapping[str, object]]

USUAL_LENGTH = 3
MOST_NAMES = 30
_SINGLE = re.compile(r"(?P<name>[^\W\d_])(?:_\{?(?P<index>\w+)\}?)?")


# --------------------------------------------------------------------------- batches


def run_batch(answer: Answer) -> None:
    """Answer each line of JSON on the standard input with one on the standard output, at once."""
    output = sys.stdout.buffer
    for line in sys.stdin.buffer:
        if line.strip():
            # a lone surrogate becomes the escape that JSON has for it
            output.write(json_line(answer(_case(line))).encode("utf-8", "backslashreplace"))
            output.flush()


def json_line(result: Mapping[str, object]) -> str:
    return json.dumps(result, ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n"


class NotJson:
    """Stands for a line that is no JSON; every command answers it with an error of its own shape."""


def _case(line: bytes) -> object:
    try:
        return json.loads(line.decode("utf-8-sig"), parse_constant=_refused)
    except (ValueError, RecursionError):
        return NotJson()


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


# --------------------------------------------------------------------------- sentences


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says notes in one language."""

    phrases: Phrases
    lang: str

    def __call__(self, note: str, values: Mapping[str, str]) -> str:
        return fill(self.phrases.wording(note, self.lang), values)

    @classmethod
    def of(cls, course: Course, lang: str) -> Speaker:
        return cls(Phrases(course.content.templates, (lang,)), lang)


# --------------------------------------------------------------------------- declarations


def declaring(command: _F) -> _F:
    """The options --real x, --positive y, …, --vector x:3, --index i:3, --define "z = w*x + b", --at-kink."""
    for domain in reversed(Domain):
        command = click.option(f"--{domain}", multiple=True, metavar="NAME", help=f"A {domain} quantity.")(
            command
        )
    extra = (
        click.option("--vector", multiple=True, metavar="NAME:LENGTH", help="A vector: x:3 is x_1 to x_3."),
        click.option("--index", multiple=True, metavar="NAME[:LENGTH]", help="A free index: i, or i:3."),
        click.option("--define", multiple=True, metavar="NAME=FORMULA", help="A definition, in order."),
        click.option("--at-kink", default="any", metavar="any|undefined|0|1", show_default=True,
                     help="What a derivative is worth at a kink."),
    )  # fmt: skip
    for option in reversed(extra):
        command = option(command)
    return command


@dataclass(slots=True)
class Declarations:
    """What the options declare, completed by what the formulas leave undeclared."""

    symbols: dict[str, str]
    vectors: dict[str, int | str]
    indices: dict[str, int | str]
    definitions: list[list[str]]
    at_kink: str

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Declarations:
        """Raises UsageError for an option that is not written as it should be."""
        return cls(
            {name: str(domain) for domain in Domain for name in options[str(domain)]},
            dict(_sized(text, "--vector") for text in options["vector"]),
            dict(_sized(text, "--index") for text in options["index"]),
            [_defined(text) for text in options["define"]],
            options["at_kink"],
        )

    def case(self, **texts: object) -> dict[str, object]:
        """The case as a script would write it."""
        return {
            "symbols": self.symbols,
            "vectors": self.vectors,
            "indices": list(self.indices),
            "definitions": self.definitions,
            "at_kink": self.at_kink,
            **texts,
        }

    def complete(self, texts: Iterable[str], functions: Mapping[str, Function]) -> None:
        """Declare single letters left undeclared: `x` and `x_1` as real, `x_i` as an entry of a vector."""
        texts = tuple(texts)
        for _ in range(MOST_NAMES):
            unknown = self._unknown(texts, functions)
            if unknown is None:
                return
            name, index = unknown["name"], unknown["index"]
            if index in self.indices:
                self.vectors[name] = self.indices[index]
            else:
                self.symbols[name if index is None else f"{name}_{index}"] = "real"

    def _unknown(self, texts: Iterable[str], functions: Mapping[str, Function]) -> re.Match[str] | None:
        """Where the first unknown name stands, if it is a single letter."""
        try:
            context = declared(self.case(), functions)
            for text in texts:
                read_line(text, context)
        except Unreadable as error:
            if len(error.values.get("name", "")) == 1 and error.note.startswith("read-unknown-name"):
                return _SINGLE.match(error.source or "", error.position or 0)
        except BadCase:
            return None  # said when the case is answered
        return None


def _sized(text: str, option: str) -> tuple[str, int | str]:
    name, colon, length = (part.strip() for part in text.partition(":"))
    if not name or (colon and not length):
        raise UsageError(f"{option} {text}: write a name, or a name and a length, as in {option} i:3")
    return name, int(length) if length.isdigit() else length or USUAL_LENGTH


def _defined(text: str) -> list[str]:
    name, sign, formula = (part.strip() for part in text.partition("="))
    if not (sign and name and formula):
        raise UsageError(f'--define {text}: write it as --define "z = w*x + b"')
    return [name, formula]
