"""chainrule lint: prove a course."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ..loading import render_problems
from .options import content_option, open_course


@click.command("lint", epilog="Example:  chainrule lint sigmoid --seeds 200")
@click.argument("lessons", nargs=-1)
@click.option(
    "--seeds", default=20, show_default=True, help="How many students' numbers to try for each item."
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=os.cpu_count() or 1,
    help="Processes; each proves lessons of its own.",
)
@content_option
def command(lessons: tuple[str, ...], seeds: int, jobs: int, content: Path | None) -> int:
    """Prove LESSONS (all by default): references pass, starters do not, mistakes are caught by name."""
    from rich.console import Console
    from rich.progress import Progress

    from ..lint import lint
    from ..lint.table import lint_table

    course = open_course(content)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=None)

        def step(what: str, done: int, total: int) -> None:
            progress.update(task, description=what, completed=done, total=total)

        findings = lint(course, lessons, seeds, step, jobs)
    if findings.rows:
        Console().print(lint_table(findings.rows))
    if findings.problems:
        click.echo(render_problems(findings.problems), err=True)
        return 1
    click.echo("no findings")
    return 0
