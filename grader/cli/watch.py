"""chainrule watch: the current question, graded each time you save."""

from __future__ import annotations

import click


@click.command("watch", epilog="Example:  chainrule watch   ·   chainrule   (the same, inside a workspace)")
def command() -> None:
    """Show the current question and grade it each time you save; single keys do the rest."""
    raise click.UsageError("not here yet")
