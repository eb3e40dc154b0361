"""chainrule schema: the JSON Schema that editors and scripts check files against."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import click


def _lesson() -> dict[str, Any]:
    from ..schema import lesson_schema

    return lesson_schema()


def _course() -> dict[str, Any]:
    from ..schema import course_schema

    return course_schema()


def _report() -> dict[str, Any]:
    from ..report.schema import report_schema

    return report_schema()


def _set() -> dict[str, Any]:
    from ..problem_set import ProblemSet
    from ..schema import schema_of

    return schema_of(ProblemSet, "A problem set of chainrule")


def _policies() -> dict[str, Any]:
    from ..policies import Policies
    from ..schema import schema_of

    return schema_of(Policies, "Deadlines and policies of chainrule")


SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = MappingProxyType(
    {"course": _course, "lesson": _lesson, "policies": _policies, "report": _report, "set": _set}
)


@click.command("schema", epilog="Example:  chainrule schema lesson > .vscode/lesson.schema.json")
@click.argument("what", type=click.Choice(sorted(SCHEMAS)), default="lesson")
def command(what: str) -> None:
    """Print the JSON Schema of a lesson file (the default), course.yaml, a problem set, its policies, or a
    JSON report."""
    click.echo(json.dumps(SCHEMAS[what](), ensure_ascii=False, indent=1, sort_keys=True))
