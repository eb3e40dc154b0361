"""chainrule grade: submissions in, reports out."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..assignments import Manifest, load_manifest
from ..course import Course
from ..errors import UsageError
from ..hand_in import Decisions, Issue, grade_path
from ..model import Report, Status
from ..report.formats import FORMATS, TABLES
from .class_run import Wanted, grade_into
from .options import (
    chosen_language,
    content_option,
    isolation_option,
    lang_option,
    open_course,
    read_secret,
    secret_option,
    walled_sandbox,
)

if TYPE_CHECKING:
    from ..batch.times import Times

OWN_FORMATS = ("terminal", "json", "html")
"""Printed report by report; the formats of other programs hold all of them in one text."""
EXAMPLE = "Example:  chainrule grade ps1/handouts/* --manifest ps1/instructor/sigmoid.json --out results"


@click.command("grade", epilog=EXAMPLE)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--manifest",
    "manifests",
    type=click.Path(path_type=Path),
    multiple=True,
    help="What `generate` wrote for the instructor: LESSON.json, or its folder for a set of several lessons.",
)
@click.option("--lesson", help="For practice, without a manifest: the lesson that is answered.")
@click.option("--student", help="For practice: whose numbers (default: `student:` in answers.yaml).")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write a page and a JSON report each, and an index."
)
@click.option(
    "--jobs", type=click.IntRange(0, 256), default=1, show_default=True,
    help="With --out: processes that grade at the same time; 0 for one a core.",
)  # fmt: skip
@click.option(
    "--names", type=click.Path(path_type=Path),
    help="With --out: CSV of `submission,student` (repositories, folders), or Moodle's grading worksheet.",
)  # fmt: skip
@click.option(
    "--shard", metavar="I/N", help="With --out: grade one part of N; `auto` in an array job. See `merge`."
)
@click.option(
    "--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True,
    help="With --out: who grades, processes of this machine or the workers of a Dask cluster.",
)  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", help="With --engine dask: tcp://HOST:8786.")
@click.option(
    "--gradebook",
    help="A gradebook (a file, or a database URL): show its decisions; with --out also add the results.",
)
@click.option(
    "--times", type=click.Path(path_type=Path),
    help="With --gradebook: who handed in when, from `collect`, a table `student,time`, or a worksheet.",
)  # fmt: skip
@click.option("--zone", help="With --times: the zone of a worksheet's clock, such as Asia/Tokyo.")
@click.option("--file-times", is_flag=True, help="With --gradebook: else believe the files' own times.")
@click.option(
    "--format", "form", type=click.Choice([*OWN_FORMATS, *FORMATS]), default="terminal", help="How to print."
)
@click.option(
    "--write", "saved", metavar="FORM=FILE", multiple=True,
    help="Also write this format to FILE (with --out: csv, moodle, canvas); may be repeated.",
)  # fmt: skip
@click.option(
    "--pass-at", type=click.FloatRange(0, 1), default=1.0, help="Score that counts as passed (exit code 0)."
)
@isolation_option
@secret_option
@lang_option
@content_option
def command(
    paths: Sequence[Path],
    manifests: Sequence[Path],
    lesson: str | None,
    student: str | None,
    out: Path | None,
    jobs: int,
    names: Path | None,
    shard: str | None,
    engine: str,
    scheduler: str | None,
    gradebook: str | None,
    times: Path | None,
    zone: str | None,
    file_times: bool,
    form: str,
    saved: Sequence[str],
    pass_at: float,
    allow_isolation: str,
    secret_file: Path | None,
    lang: str | None,
    content: Path | None,
) -> int:
    """Grade the submissions at PATHS: folders, zips, notebooks or single files; with --out also folders of
    many, and what Moodle's "Download all submissions" gives, as it comes.

    With --out a run that was stopped goes on where it was, and grades only what changed. What could not be
    attributed for sure is listed in OUT/problems.csv.

    Exit code for one submission: 0 from --pass-at upwards, else 1. For several, or with --out: 0.
    """
    course = open_course(content)
    language = chosen_language(course, lang)
    issues = issues_of(manifests, course, read_secret(secret_file), lesson, student)
    if out is not None:
        wanted = Wanted(
            tuple(paths), out, names, jobs or os.cpu_count() or 1, language, allow_isolation, shard,
            gradebook, _times(gradebook, times, zone, file_times), _scheduler(engine, scheduler), secret_file,
            tables=_tables(form, saved),
        )  # fmt: skip
        return grade_into(wanted, issues)
    _refuse_batch(jobs != 1, names, shard, times, file_times, engine != "local", scheduler, len(issues) > 1)
    shown = _Shown(language, form, _files_by_format(saved))
    reports = _graded(next(iter(issues.values())), paths, shown, allow_isolation, _decisions(gradebook))
    return exit_code(reports, len(paths) > 1, pass_at)


def _refuse_batch(*asked: object) -> None:
    if any(asked):
        raise UsageError("a batch needs a folder for its results: name one with --out")


def _decisions(gradebook: str | None) -> Decisions:
    if gradebook is None:
        return {}
    from ..gradebook.opening import decisions_at

    return decisions_at(gradebook)


def _times(gradebook: str | None, table: Path | None, zone: str | None, by_files: bool) -> Times | None:
    """Where times come from. Raises UsageError where nobody would use them."""
    if table is None and not by_files:
        return None
    if gradebook is None:
        raise UsageError("times of hand-ins go into a gradebook; name one with --gradebook")
    from ..batch.times import Times

    return Times(table, zone, by_files)


def _scheduler(engine: str, address: str | None) -> str | None:
    """The address of the Dask scheduler that is to be used, if one is."""
    if (engine == "dask") != (address is not None):
        raise UsageError("a Dask cluster is --engine dask --scheduler tcp://HOST:8786; give both or neither")
    return address


def issues_of(
    manifests: Sequence[Path], course: Course, secret: bytes | None, lesson: str | None, student: str | None
) -> Mapping[Path | None, Issue]:
    """What was handed out, by manifest; None for practice."""
    issues = {
        file: Issue(course, load_manifest(file) if file else None, secret, lesson, student)
        for file in manifest_files(manifests)
    }
    for issue in issues.values():
        refuse_unfit(issue)
    return issues


def manifest_files(manifests: Sequence[Path]) -> Sequence[Path | None]:
    """Each manifest named, or lying in a folder that was named; nothing for practice."""
    files: list[Path | None] = []
    for path in manifests:
        inside = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not inside:
            raise UsageError(f"{path}: no manifest in this folder; `generate` writes LESSON.json")
        files += inside
    return files or [None]


@dataclass(frozen=True, slots=True)
class _Shown:
    """How reports are shown: printed in one format, written to files in others."""

    language: str
    form: str
    saved: Mapping[Path, str]


def _tables(form: str, saved: Sequence[str]) -> Mapping[Path, str]:
    """The tables to write of a whole class. Raises UsageError for what holds one submission or is printed."""
    files = _files_by_format(saved)
    if form != "terminal" or not set(files.values()) <= set(TABLES):
        raise UsageError(
            "with --out a page and a JSON report each lie there; a table of all of them is written by "
            f"--write FORM=FILE, where FORM is one of {', '.join(TABLES)}"
        )
    return files


def _files_by_format(saved: Sequence[str]) -> Mapping[Path, str]:
    """From `FORM=FILE`. Raises UsageError for an unknown format or none, and for a file named twice."""
    found: dict[Path, str] = {}
    for each in saved:
        form, _, file = each.partition("=")
        if form not in (*OWN_FORMATS[1:], *FORMATS) or not file or Path(file) in found:
            known = ", ".join((*OWN_FORMATS[1:], *FORMATS))
            raise UsageError(f"--write {each}: say FORM=FILE, each file once; formats: {known}")
        found[Path(file)] = form
    return found


def _graded(
    issue: Issue, paths: Sequence[Path], shown: _Shown, allowed: str, decisions: Decisions
) -> Sequence[Report]:
    """Grade each path and print its report as it is done; then what all of them make."""
    from ..report.writer import Writer

    writer = Writer(issue.course.content.templates, issue.course.languages, shown.language)
    reports = []
    with walled_sandbox(allowed, "grade " + " ".join(map(str, paths))) as sandbox:
        for path in paths:
            reports.append(grade_path(issue, path, sandbox, decisions))
            if shown.form in OWN_FORMATS:
                writer.show(reports[-1], shown.form)
    if shown.form in FORMATS:
        writer.show_all(reports, shown.form, paths[0])
    for file, form in shown.saved.items():
        writer.save(reports, form, paths[0], file)
    return reports


def exit_code(reports: Sequence[Report], batch: bool, pass_at: float) -> int:
    """4 when something was our own fault; else 0 for a batch, and 0 or 1 by its score for one submission."""
    if any(r.status is Status.INTERNAL for report in reports for r in report.results):
        return 4
    return 0 if batch or reports[0].score >= pass_at else 1


# --------------------------------------------------------------------------- what was handed out


def refuse_unfit(issue: Issue) -> None:
    """Hidden checks that do not run, or run with inputs of another secret, would be wrong marks.

    Raises UsageError for these, and for a lesson that the course does not have.
    """
    manifest = issue.manifest
    if manifest is None:
        return
    issue.course.lesson(manifest.lesson)
    if issue.secret is None and has_hidden_checks(issue.course, manifest):
        raise UsageError(
            "this lesson has hidden checks, whose inputs are drawn from the course's secret: "
            "give the --secret-file that `generate` was given"
        )
    if issue.secret is not None and not manifest.drawn_from(issue.course, issue.secret):
        raise UsageError(
            f"{manifest.lesson} was drawn from another secret: give the one that `generate` was given"
        )


def has_hidden_checks(course: Course, manifest: Manifest) -> bool:
    return manifest.secret and any(
        getattr(item, "hidden", 0) for item in course.lesson(manifest.lesson).items
    )
