"""chainrule equal: whether two formulas are equal, and if not, where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from ..algebra.equal import answer
from ..course import Course
from ..errors import UsageError
from .options import chosen_language, content_option, lang_option, open_course
from .scripts import Declarations, Speaker, declaring, json_line, run_batch


@click.command(
    "equal",
    epilog='Example:  chainrule equal "2(x+1)" "2x + 2"   ·   chainrule equal --batch < cases.jsonl',
)
@click.argument("a", required=False)
@click.argument("b", required=False)
@declaring
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one line of JSON.")
@click.option("--batch", is_flag=True, help="Read a case a line as JSON, print an answer a line as JSON.")
@lang_option
@content_option
def command(a: str | None, b: str | None, as_json: bool, batch: bool, **options: Any) -> int:
    """Decide whether A and B are equal wherever they are defined. Exit code 0 if they are, else 1.

    Single letters that are not declared are real numbers.
    """
    course = open_course(options["content"])
    say = Speaker.of(course, chosen_language(course, options["lang"]))
    if batch:
        run_batch(lambda case: answer(case, course.functions, say))
        return 0
    if a is None or b is None:
        raise UsageError('two formulas are needed: chainrule equal "2(x+1)" "2x + 2"')
    result = _answered(a, b, options, course, say)
    click.echo(json_line(result) if as_json else _told(result, say), nl=not as_json)
    return 0 if result["equal"] else 1


def _answered(a: str, b: str, options: Mapping[str, Any], course: Course, say: Speaker) -> dict[str, object]:
    declarations = Declarations.of(options)
    declarations.complete((a, b), course.functions)
    return answer(declarations.case(a=a, b=b), course.functions, say)


def _told(result: Mapping[str, Any], say: Speaker) -> str:
    """The answer in words. Raises UsageError for formulas that cannot be read."""
    if (error := result.get("error")) is not None:
        raise UsageError(f"{error['in']}: {error['message']}")
    lines = [say(f"equal/{result['verdict']}", {})]
    if (witness := result["witness"]) is not None:
        at = ", ".join(f"{name} = {value}" for name, value in witness["at"].items())
        lines.append(say("equal/witness", {"at": at or "—", "a": witness["a"], "b": witness["b"]}))
    return "\n".join(lines)
