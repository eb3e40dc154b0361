"""chainrule new: working drafts to start from."""

from __future__ import annotations

from pathlib import Path

import click

from .. import scaffold


@click.group(
    "new",
    epilog="Example:  chainrule new course my-course   ·   chainrule new lesson softsign --content my-course",
)
def command() -> None:
    """Start a course, a lesson or an exercise. What is written passes `chainrule lint` as it stands."""


@command.command()
@click.argument("folder", type=click.Path(path_type=Path))
def course(folder: Path) -> None:
    """Make FOLDER a course of its own, with one lesson and one exercise to change."""
    _tell(scaffold.new_course(folder), f"chainrule lint --content {folder}")


@command.command()
@click.argument("slug")
@click.option("--content", type=click.Path(path_type=Path), envvar="CHAINRULE_CONTENT", default=Path())
@click.option("--title", help="The title to begin with; the slug otherwise.")
def lesson(slug: str, content: Path, title: str | None) -> None:
    """Add a lesson to the course in --content (or in this folder)."""
    _tell(scaffold.new_lesson(content, slug, title or slug), f"chainrule preview {slug} --content {content}")


@command.command()
@click.argument("key")
@click.option("--content", type=click.Path(path_type=Path), envvar="CHAINRULE_CONTENT", default=Path())
def exercise(key: str, content: Path) -> None:
    """Add the function KEY to the exercises of the course in --content (or in this folder)."""
    _tell(scaffold.new_exercise(content, key), f"chainrule lint --content {content}")


def _tell(written: tuple[Path, ...], then: str) -> None:
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(f"next:  {then}")
