"""chainrule derive: a derivation judged line by line, or worked out rule by rule."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from ..algebra import TooLarge, Unreadable, plain, read
from ..algebra.scripted import declared
from ..course import Course
from ..derivation.cases import answer
from ..derivation.worked import worked
from ..errors import UsageError
from ..loading import parse_yaml
from ..report.signs import line_sign
from ..report.spoken import spoken
from .options import chosen_language, content_option, lang_option, open_course
from .scripts import Declarations, Speaker, declaring, json_line, run_batch


@click.command(
    "derive",
    epilog='Example:  chainrule derive my.yaml   ·   chainrule derive --solve "d/dx (x σ(x))" --lang ja',
)
@click.argument("file", required=False)
@click.option("--solve", metavar="FORMULA", help="Work out a derivative, each line with its rule.")
@declaring
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one line of JSON.")
@click.option("--batch", is_flag=True, help="Read a case a line as JSON, print an answer a line as JSON.")
@lang_option
@content_option
def command(file: str | None, solve: str | None, as_json: bool, batch: bool, **options: Any) -> int:
    """Judge the derivation in FILE, a small YAML with symbols, definitions, start, goal and lines.

    FILE may be - for the standard input. Exit code 0 when everything is right, else 1.
    """
    course = open_course(options["content"])
    say = Speaker.of(course, chosen_language(course, options["lang"]))
    if batch:
        run_batch(lambda case: answer(case, course.functions, say))
        return 0
    if solve is not None:
        for line in _solved(solve, Declarations.of(options), course, say):
            click.echo(line)
        return 0
    if file is None:
        raise UsageError('a file is needed, or --solve "d/dx (x σ(x))"')
    result = answer(_case(file), course.functions, say)
    if as_json:
        click.echo(json_line(result), nl=False)
    else:
        for line in _told(result, say):
            click.echo(line)
    return 0 if result["status"] == "CORRECT" else 1


def _case(file: str) -> object:
    """The file's case. Raises ContentError for bad YAML and UsageError for a file that cannot be opened."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        data = parse_yaml(raw.decode("utf-8-sig"), file).data
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file}: not UTF-8 text; save it as UTF-8") from None
    case = _plain(data)
    if isinstance(case, dict):
        for key in ("start", "goal", "lines", "definitions"):
            if key in case:
                case[key] = _as_text(case[key])
    return case


def _plain(data: object) -> object:
    """YAML's data as JSON has it."""
    if isinstance(data, Mapping):
        return {key: _plain(value) for key, value in data.items()}
    return [_plain(value) for value in data] if isinstance(data, tuple) else data


def _as_text(data: object) -> object:
    """Formulas that are mere numbers are texts, too."""
    if isinstance(data, dict):
        return {key: _as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_as_text(value) for value in data]
    return str(data) if isinstance(data, int | float) else data


def _told(result: Mapping[str, Any], say: Speaker) -> Iterator[str]:
    """The verdict on each line, and what it all earns. Raises UsageError for a case that cannot be judged."""
    if (error := result.get("error")) is not None:
        raise UsageError(f"{error['in']}: {error['message']}")
    for line in result["lines"]:
        status = line["status"]
        shown = spoken(line["read_as"]) if line["read_as"] else "…"
        yield f"{line_sign(status)} {line['line']:>2}  {shown}   ({say(f'report/line-{status}', {})})"
        if line["message"]:
            yield f"      {line['message']}"
        if (witness := line["witness"]) is not None:
            at = ", ".join(f"{name} = {value}" for name, value in witness["at"].items())
            values = {"at": at or "—", "before": witness["a"], "after": witness["b"]}
            note = "derivation/witness-claim" if line["claim"] else "derivation/witness"
            yield f"      {say(note, values)}"
        yield from (f"      {hint}" for hint in line["hints"])
    yield say("derivation/earned", {"status": result["status"], "score": f"{result['score']:.2f}"})


def _solved(formula: str, declarations: Declarations, course: Course, say: Speaker) -> Iterator[str]:
    """The worked derivation, the rule of each line beside it. Raises UsageError."""
    declarations.complete((formula,), course.functions)
    try:
        context = declared(declarations.case(), course.functions)
        expr = read(formula, context)
        lines = [(plain(line.expr), say(f"rule/{line.rule}", {})) for line in worked(expr, context)]
    except Unreadable as error:
        raise UsageError(say(error.note, error.values)) from None
    except TooLarge as error:
        raise UsageError(f"this derivative becomes too large: {error}") from None
    yield plain(expr)
    width = max((len(text) for text, _ in lines), default=0)
    for text, rule in lines:
        yield f"  = {text.ljust(width)}   [{rule}]"
