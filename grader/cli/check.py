"""chainrule check: a student's own answers, graded here and now."""

from __future__ import annotations

import gc
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError, did_you_mean
from ..workspace.outline import Entry
from ..workspace.place import Workspace
from .ahead import SandboxAhead
from .options import chosen_language, content_option, lang_option, open_course
from .student import Student, wants_color

if TYPE_CHECKING:
    from ..course import Course
    from ..model import Report


@dataclass(frozen=True, slots=True)
class _Graded:
    course: Course
    language: str
    report: Report
    unsaved: UsageError | None = None


@click.command(
    "check",
    epilog="Example:  chainrule check sigmoid   ·   chainrule check sigmoid/stable   ·   chainrule check .",
)
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option("--lesson", help="The lesson, where the folder does not say it.")
@click.option("--item", help="Show only this item.")
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write the feedback page here, too.")
@lang_option
@content_option
def command(
    path: Path,
    lesson: str | None,
    item: str | None,
    page: Path | None,
    lang: str | None,
    content: Path | None,
) -> int:
    """Grade the answers in PATH: a folder, a zip or a file; in your workspace also a lesson or a question.

    Exit code 0 at full marks, else 1.
    """
    with _uncollected():
        graded = None if lesson or content else _own(path, item, lang)
        graded = graded or _given(path, lesson, item, lang, content)
    _print(graded)
    if page is not None:
        from ..report.writer import Writer

        writer = Writer(graded.course.content.templates, graded.course.languages, graded.language)
        writer.write_page(graded.report, page)
        click.echo(f"open {page}")
    if graded.unsaved is not None:
        raise graded.unsaved
    return 0 if graded.report.score >= 1 else 1


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage while everything is being loaded: it finds none and takes a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _print(graded: _Graded) -> None:
    """The report on the screen, without loading what only pages need."""
    from ..report.phrases import Phrases
    from ..report.terminal import terminal

    phrases = Phrases(graded.course.content.templates, (graded.language,))
    width, encoding = shutil.get_terminal_size().columns, sys.stdout.encoding or "utf-8"
    click.echo(
        terminal(graded.report, graded.language, phrases, width, wants_color(), encoding),
        nl=False,
        color=True,
    )


def _given(
    path: Path, lesson: str | None, item: str | None, lang: str | None, content: Path | None
) -> _Graded:
    """Whatever lies at `path`, with the numbers of the public seed or of the class's handout."""
    with SandboxAhead("process", f"check {path}") as sandbox:
        from ..hand_in import Issue, grade_path

        course = open_course(content)
        language = chosen_language(course, lang)
        report = grade_path(Issue(course, lesson=lesson), path, sandbox)
    return _Graded(course, language, only(report, item) if item else report)


def _own(path: Path, item: str | None, lang: str | None) -> _Graded | None:
    """A lesson or an item of the workspace around us; None when `path` is something else."""
    workspace = Workspace.around(Path.cwd())
    if workspace is None:
        if path == Path() and Workspace.below(Path.cwd()):
            Workspace.needed(Path.cwd())
        return None
    student = Student.at(workspace)
    target = _target(path, student)
    if target is None:
        return None
    lesson, entry = target
    if item is not None:
        entry = student.outline.entry(f"{lesson}/{item}")
    return _graded(student, lesson, entry, lang)


def _target(path: Path, student: Student) -> tuple[str, Entry | None] | None:
    """The lesson that `path` means in this workspace, and the item where it names one."""
    root = student.workspace.root
    if path.exists():
        parts = path.resolve().relative_to(root).parts if path.resolve().is_relative_to(root) else ("",)
        if not parts:
            return student.state.current.partition("/")[0], None
        known = {chapter.id for chapter in student.outline.chapters}
        return (parts[0], None) if len(parts) == 1 and parts[0] in known else None
    if path.suffix or len(path.parts) > 2:
        return None  # meant as a file, and the error should say so
    name = path.as_posix()
    if name in {chapter.id for chapter in student.outline.chapters}:
        return name, None
    entry = student.entry(name)
    return entry.lesson, entry


def _graded(student: Student, lesson: str, entry: Entry | None, lang: str | None) -> _Graded:
    """Grade it with the numbers written in the workspace, and remember what came out."""
    with SandboxAhead("process", f"check {lesson}") as sandbox:
        from ..workspace.desk import Desk, recorded

        course = student.course()
        language = chosen_language(course, lang) if lang else student.state.language
        desk = Desk(student.workspace, course, student.state, sandbox)
        report = desk.grade(lesson, (entry.id,) if entry else ())
    state = recorded(student.state, report)
    unsaved = None
    try:
        student.now(state.at(entry.ref) if entry else state)
    except UsageError as error:  # a full disk must not keep the verdict from being seen
        unsaved = error
    return _Graded(course, language, only(report, entry.id) if entry else report, unsaved)


def only(report: Report, item: str) -> Report:
    """The report of one item alone. Raises UsageError for an item the lesson lacks, with the nearest name."""
    known = tuple(result.item for result in report.results)
    found = tuple(result for result in report.results if result.item == item)
    if not found:
        near = did_you_mean(item, known)
        raise UsageError(
            f"no item {item!r}; " + (f"did you mean {near!r}?" if near else f"items: {', '.join(known)}")
        )
    result = found[0]
    return replace(
        report, results=found, score=result.score, points=result.points, max_points=result.max_points
    )
