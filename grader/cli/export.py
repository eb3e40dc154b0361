"""chainrule export: lessons for reading and teaching, without keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from .options import chosen_language, content_option, lang_option, open_course

if TYPE_CHECKING:
    from ..export import Format

_READER = "me"
"""Whose numbers they are unless a seed is given: the same as those of a page made by `check` at home."""


@click.command(
    "export", epilog="Example:  chainrule export sigmoid --format ipynb   ·   chainrule export --all"
)
@click.argument("lessons", nargs=-1, metavar="LESSON...")
@click.option("--all", "everything", is_flag=True, help="Every lesson, and a page that links them.")
@click.option(
    "--format", "made", type=click.Choice(["html", "md", "ipynb"]), default="html", show_default=True,
    help="Pages, Markdown with pictures beside it, or notebooks.",
)  # fmt: skip
@click.option("--seed", type=int, help="Other numbers in the questions: each seed has its own.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("export"), show_default=True)
@lang_option
@content_option
def command(
    lessons: Sequence[str],
    everything: bool,
    made: Format,
    seed: int | None,
    out: Path,
    lang: str | None,
    content: Path | None,
) -> None:
    """Write LESSONs for reading and teaching: prose, pictures, questions, starter code; no key, no hint."""
    course = open_course(content)
    language = chosen_language(course, lang)
    if bool(lessons) == everything:
        raise UsageError("name the lessons to export, or all of them with --all; `chainrule list` shows them")
    from ..export import Export  # NumPy comes with the pictures

    chosen = course.lesson_ids if everything else tuple(dict.fromkeys(lessons))
    for lesson in chosen:
        course.lesson(lesson)  # a wrong name is said before anything is written
    export = Export(course, made, language, _READER if seed is None else str(seed))
    first = export.write(out, export.index()) if everything else None
    for lesson in chosen:
        page = export.write(out, export.lesson(lesson, indexed=everything))
        first = first or page
        click.echo(f"wrote {page}")
    click.echo(f"open {first}")
