"""chainrule merge: one folder of results from several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from .options import chosen_language, content_option, lang_option, open_course


@click.command("merge", epilog="Example:  chainrule merge part-1 part-2 --out results")
@click.argument(
    "parts", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder for all of them.")
@lang_option
@content_option
def command(parts: Sequence[Path], out: Path, lang: str | None, content: Path | None) -> None:
    """Bring the results of `grade --shard I/N --out PART` together, with one index and one problems.csv.

    Nothing is graded, and merging again changes nothing.
    """
    from ..batch import merge
    from ..report.page import Pages
    from ..report.phrases import Phrases

    course = open_course(content)
    language = chosen_language(course, lang)
    pages = Pages(course.content.templates, Phrases(course.content.templates, course.languages))
    merged = merge(parts, out, pages, language)
    click.echo(f"{merged.results} results, {merged.problems} problems; open {out / 'index.html'}")
