"""The part of `grade` that fills a folder with the results of a class."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..course import Course
from ..errors import UsageError
from ..hand_in import Issue
from ..model import Isolation
from .options import walled_sandbox

if TYPE_CHECKING:
    from ..batch import Entry, Found, Outcome, Setup, Summary
    from ..batch.engine import Engine
    from ..batch.times import Times

INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a batch was asked for. From the gradebook come people's decisions; with `record` results go in."""

    paths: tuple[Path, ...]
    out: Path
    names: Path | None
    jobs: int
    language: str
    allowed: str
    shard: str | None = None
    gradebook: str | None = None
    times: Times | None = None
    scheduler: str | None = None
    secret_file: Path | None = None  # for processes on other machines, which read it themselves
    record: bool = True
    tables: Mapping[Path, str] = field(default_factory=dict)  # other formats of everybody's points, by file


def grade_into(wanted: Wanted, issues: Mapping[Path | None, Issue]) -> int:
    """Grade for each manifest (None: practice), several into a folder a lesson; the exit code."""
    with walled_sandbox(wanted.allowed, "grade " + " ".join(map(str, wanted.paths))) as sandbox:
        isolation = sandbox.isolation
    _name_strangers(wanted, issues)
    summaries = []
    for file, issue in issues.items():
        many = len(issues) > 1 and issue.manifest is not None
        out = wanted.out / issue.manifest.lesson if many and issue.manifest else wanted.out
        summaries.append(_lesson(wanted, out, file, issue, isolation))
        if summaries[-1].interrupted:
            return INTERRUPTED
    if wanted.tables:
        _write_tables(wanted, next(iter(issues.values())).course)
    return 4 if any(summary.internal for summary in summaries) else 0


def _lesson(wanted: Wanted, out: Path, manifest: Path | None, issue: Issue, isolation: Isolation) -> Summary:
    from ..batch import Batch, Setup, engine_digest
    from ..report.page import Pages
    from ..report.phrases import Phrases
    from .progress import Bar, conclude

    content = issue.course.content
    phrases = Phrases(content.templates, issue.course.languages)
    pages = Pages(content.templates, phrases)
    setup = Setup(
        out, content.root, wanted.language, isolation, engine_digest(content.templates),
        manifest, issue.secret, issue.lesson, issue.student,
    )  # fmt: skip
    found = _decided(_found(wanted, issue), wanted.gradebook, issue)
    handed_in = _handed_in(wanted, issue, found)
    with _engine(wanted, setup) as (engine, work), Bar(len(found.entries)) as bar:
        summary = Batch(setup, pages, phrases, engine, work).run(found, bar.tell)
    conclude(summary, out, phrases, wanted.language)
    if wanted.gradebook is not None and wanted.record:
        _record(wanted.gradebook, handed_in, out, summary)
    return summary


@contextmanager
def _engine(wanted: Wanted, setup: Setup) -> Iterator[tuple[Engine, Callable[[Entry], Outcome] | None]]:
    """Who grades; None for the work as it is done here."""
    from ..batch import at_home

    if wanted.scheduler is None:
        yield at_home(wanted.jobs, setup.out), None
        return
    from ..batch.engine_dask import cluster

    with cluster(wanted.scheduler, setup, wanted.secret_file, wanted.paths) as far:
        yield far


def _decided(found: Found, gradebook: str | None, issue: Issue) -> Found:
    """The entries with what people decided about each; in practice nobody is known by name."""
    if gradebook is None or issue.manifest is None:
        return found
    from ..gradebook.opening import decisions_at

    decisions, lesson = decisions_at(gradebook), issue.manifest.lesson
    entries = (replace(e, decisions=decisions.get((e.student, lesson), ())) for e in found.entries)
    return replace(found, entries=tuple(entries))


def _handed_in(wanted: Wanted, issue: Issue, found: Found) -> Mapping[str, datetime]:
    """When everybody handed in, as far as it was told; read before anything is graded."""
    students = issue.manifest.students if issue.manifest else ()
    return wanted.times.of(students, found.entries) if wanted.times else {}


def _name_strangers(wanted: Wanted, issues: Mapping[Path | None, Issue]) -> None:
    """Say whose times were told though nothing was handed out to them."""
    if wanted.times is None:
        return
    known = {student for issue in issues.values() if issue.manifest for student in issue.manifest.students}
    strangers = sorted(wanted.times.of(known, ()).keys() - known)
    if strangers:
        named = ", ".join(strangers[:5]) + (", …" if len(strangers) > 5 else "")
        click.echo(f"note: {wanted.times.table} has times of {named}, who got no problem set", err=True)


def _write_tables(wanted: Wanted, course: Course) -> None:
    """The points of everybody in OUT, over all its lessons."""
    from ..batch.results import read_result, result_files
    from ..report.writer import Writer

    results = (read_result(path) for path in result_files(wanted.out))
    reports = [result.report for result in results if result is not None]
    writer = Writer(course.content.templates, course.languages, wanted.language)
    for file, form in wanted.tables.items():
        writer.save(reports, form, Path(), file)
        click.echo(f"wrote {file}")


def _record(gradebook: str, handed_in: Mapping[str, datetime], out: Path, summary: Summary) -> None:
    from ..batch.recording import recorded
    from ..gradebook.opening import gradebook_at

    with gradebook_at(gradebook) as book:
        added = book.record(recorded(out, summary.names, handed_in))
    click.echo(f"{added} new in {gradebook}")


def _found(wanted: Wanted, issue: Issue) -> Found:
    from ..batch import Names, Shard, identify, in_practice, read_names

    if issue.manifest is None:
        if wanted.names is not None:
            raise UsageError(
                "--names says whose hand-ins are; that needs the --manifest of what was handed out"
            )
        found = in_practice(wanted.paths, issue.student)
    else:
        if issue.student is not None:
            raise UsageError("--student is for practice; in a class --names says whose a hand-in is")
        students = issue.manifest.students
        names = read_names(wanted.names, students) if wanted.names else Names.of(students)
        found = identify(wanted.paths, names)
    return Shard.of(wanted.shard, os.environ).of_found(found) if wanted.shard else found
