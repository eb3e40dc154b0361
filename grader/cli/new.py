"""chainrule new: working drafts to start from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from .. import scaffold
from ..errors import UsageError
from ..moments import now
from . import class_repo, gradescope
from .options import content_option, open_course

_into_option = click.option(
    "--content", type=click.Path(path_type=Path), envvar="CHAINRULE_CONTENT", default=Path(),
    help="The folder of the course to add to; otherwise this folder.",
)  # fmt: skip


@click.group(
    "new",
    epilog="Example:  chainrule new course my-course   ·   chainrule new lesson softsign --content my-course",
)
def command() -> None:
    """Start a course, a lesson, a set, a class's repositories: drafts that work as they stand."""


command.add_command(class_repo.command)
command.add_command(gradescope.new)


@command.command(short_help="A course of its own, with a lesson and an exercise.")
@click.argument("folder", type=click.Path(path_type=Path))
def course(folder: Path) -> None:
    """Make FOLDER a course of its own, with one lesson and one exercise to change."""
    _tell(scaffold.new_course(folder), f"chainrule lint --content {folder}")


@command.command(short_help="A lesson more in a course.")
@click.argument("slug")
@_into_option
@click.option("--title", help="The title to begin with; the slug otherwise.")
def lesson(slug: str, content: Path, title: str | None) -> None:
    """Add a lesson to the course in --content (or in this folder)."""
    _tell(scaffold.new_lesson(content, slug, title or slug), f"chainrule preview {slug} --content {content}")


@command.command(short_help="A function to write, more in a course.")
@click.argument("key")
@_into_option
def exercise(key: str, content: Path) -> None:
    """Add the function KEY to the exercises of the course in --content (or in this folder)."""
    _tell(scaffold.new_exercise(content, key), f"chainrule lint --content {content}")


@command.command(short_help="A whole lesson about a function from its formula.")
@click.argument("name")
@click.argument("formula")
@_into_option
@click.option("--title", help="The title to begin with; the name otherwise.")
def function(name: str, formula: str, content: Path, title: str | None) -> None:
    """Draft a whole lesson about the function NAME from its FORMULA in x: plot, derivation, code, mistakes.

    \b
    chainrule new function softsign "x/(1 + abs(x))" --content my-course
    """
    from ..new_function import new_function  # the algebra and NumPy come with it

    written = new_function(content, name, formula, title or name.replace("_", " "))
    slug = written[0].stem.partition("-")[2]
    _tell(written, f"chainrule lint {slug} --content {content}")


@command.command("set", short_help="A problem set over the items of some lessons.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lesson", "lessons", multiple=True, help="A lesson to take items from; may be repeated.")
@content_option
def problem_set(file: Path, lessons: Sequence[str], content: Path | None) -> None:
    """Write FILE, a problem set over the items of some lessons (without --lesson: the first one)."""
    course = open_course(content)
    chosen = lessons or course.lesson_ids[:1]
    items = [f"{name}/{item.id}" for name in chosen for item in course.lesson(name).items]
    if len(items) < 2:
        raise UsageError("these lessons have fewer than two items; name more with --lesson")
    written = scaffold.new_set(file, course.languages, items, now().date())
    _tell(
        written, f"chainrule generate --set {file} --roster roster.csv --secret-file secret --out {file.stem}"
    )


def _tell(written: tuple[Path, ...], then: str) -> None:
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(f"next:  {then}")
