"""chainrule regrade: what would change if everything were graded again, and then perhaps doing so."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import click

from ..atomic import write_text
from ..errors import UsageError
from ..hand_in import Issue
from ..tables import harmless_cell
from .class_run import Wanted, grade_into
from .grade import issues_of
from .options import (
    chosen_language,
    content_option,
    isolation_option,
    lang_option,
    open_course,
    read_secret,
    secret_option,
)

FILE = "changes.csv"


@click.command(
    "regrade",
    epilog="Example:  chainrule regrade ps1/in --manifest ps1/instructor/relu.json --results results",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--manifest",
    "manifests",
    type=click.Path(path_type=Path),
    multiple=True,
    required=True,
    help="As for `grade`: what it was given, all of them.",
)
@click.option("--results", type=click.Path(path_type=Path), required=True, help="The OUT of that `grade`.")
@click.option("--names", type=click.Path(path_type=Path), help="As for `grade`.")
@click.option("--jobs", type=click.IntRange(0, 256), default=1, show_default=True, help="As for `grade`.")
@click.option("--gradebook", help="A gradebook whose decisions are shown; nothing is added to it.")
@click.option("--apply", "apply", is_flag=True, help="Let the new results take the place of the old.")
@isolation_option
@secret_option
@lang_option
@content_option
def command(
    paths: Sequence[Path],
    manifests: Sequence[Path],
    results: Path,
    names: Path | None,
    jobs: int,
    gradebook: str | None,
    apply: bool,
    allow_isolation: str,
    secret_file: Path | None,
    lang: str | None,
    content: Path | None,
) -> int:
    """Grade PATHS again beside --results, and list there in changes.csv what differs: student, item, points
    and status before and after, and whether the submission, a decision or the lesson changed. The rest is
    kept.

    Without --apply the results stay as they are. In a gradebook nothing is ever replaced: run `grade
    --gradebook` afterwards to add what is new.
    """
    if not results.is_dir():
        raise UsageError(f"{results}: no folder of results; `chainrule grade --out` makes one")
    course = open_course(content)
    issues = issues_of(manifests, course, read_secret(secret_file), None, None)
    beside = results.with_name(f"{results.name}.regraded")
    pairs = _pairs(results, beside, issues)
    for old, new in pairs:
        _refuse_without_results(old)
        _begin(old, new)
    wanted = Wanted(
        tuple(paths), beside, names, jobs or os.cpu_count() or 1, chosen_language(course, lang),
        allow_isolation, gradebook=gradebook, record=False,
    )  # fmt: skip
    code = grade_into(wanted, issues)
    if code not in (0, 4):
        return code  # stopped early: half a comparison would mislead
    _tell(pairs, beside)
    if apply:
        shutil.copytree(beside, results, dirs_exist_ok=True)
        shutil.rmtree(beside)
        click.echo(f"applied: {results}")
    return code


Pairs: TypeAlias = Sequence[tuple[Path, Path]]
"""Folders of results, and the folders in which they are made again."""


def _pairs(results: Path, beside: Path, issues: Mapping[Path | None, Issue]) -> Pairs:
    """With manifests of several lessons each has a folder of its own. Raises UsageError for a missing one."""
    if len(issues) == 1:
        return [(results, beside)]
    lessons = [issue.manifest.lesson for issue in issues.values() if issue.manifest is not None]
    for lesson in lessons:
        if not (results / lesson).is_dir():
            raise UsageError(
                f"{results / lesson}: no folder of results; give the manifests that `grade` was given"
            )
    return [(results / lesson, beside / lesson) for lesson in lessons]


def _refuse_without_results(folder: Path) -> None:
    from ..batch.results import read_result

    if not any(read_result(path) for path in folder.glob("*.json")):
        raise UsageError(f"{folder}: no results of `chainrule grade --out` here")


def _begin(results: Path, beside: Path) -> None:
    """What did not change is taken over; what a regrade that was stopped has done already stays."""
    beside.mkdir(parents=True, exist_ok=True)
    for path in results.iterdir():
        if path.is_file() and not (beside / path.name).exists():
            shutil.copy2(path, beside)


def _tell(pairs: Pairs, beside: Path) -> None:
    from ..batch.differences import COLUMNS, differences

    changes = [change for old, new in pairs for change in differences(old, new)]
    text = io.StringIO(newline="")
    rows = [tuple(map(harmless_cell, change.cells())) for change in changes]
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows])
    write_text(beside / FILE, text.getvalue())
    for change in changes[:20]:
        click.echo(f"{change.student}  {change.lesson}/{change.item}  {change.points:+g}  ({change.why})")
    students = len({change.student for change in changes})
    click.echo(f"{len(changes)} items of {students} students would change: {beside / FILE}")
