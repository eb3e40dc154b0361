"""chainrule preview: a lesson as students see it, and the feedback for answers whose verdict is known."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from ..assignments import Assignment, assign
from ..atomic import write_text
from ..checks import KINDS
from ..course import Course
from ..errors import ContentError, UsageError
from ..handouts import Handouts
from ..loading import render_problems
from ..model import Report, Response, Submission
from ..pipeline import grade
from ..sandbox import Sandbox
from ..variants import Variant
from .options import chosen_item, chosen_language, content_option, lang_option, open_course, walled_sandbox

POLL_SECONDS = 0.3


@click.command(
    "preview", epilog="Example:  chainrule preview sigmoid --item by-hand --seed 3 --lang ja --watch"
)
@click.argument("lesson", required=False)
@click.option("--item", help="Show only this item.")
@click.option("--seed", default=0, show_default=True, help="Whose numbers: each seed is another student's.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("preview"), show_default=True)
@click.option("--watch", is_flag=True, help="Write again whenever the course changes, until Ctrl-C.")
@lang_option
@content_option
def command(
    lesson: str | None,
    item: str | None,
    seed: int,
    out: Path,
    watch: bool,
    lang: str | None,
    content: Path | None,
) -> None:
    """Write LESSON's student page and the feedback for each known answer: right, blank, mistakes.

    Without LESSON: the page of the course, and the student page of every lesson.
    """
    course = open_course(content)
    language = chosen_language(course, lang)
    if lesson is None:
        if item or watch:
            raise UsageError(
                "--item and --watch belong to one lesson: name it, as in chainrule preview sigmoid"
            )
        click.echo(f"open {write_course(course, seed, language, out)}")
        return
    with walled_sandbox("process", f"preview {lesson}") as sandbox:
        click.echo(f"open {write(course, lesson, item, seed, lang, out, sandbox)}")
        while watch:
            _until_changed(course)
            course = open_course(content)
            try:
                click.echo(f"written again: {write(course, lesson, item, seed, lang, out, sandbox)}")
            except ContentError as error:
                click.echo(render_problems(error.problems), err=True)


def write_course(course: Course, seed: int, language: str, out: Path) -> Path:
    """Write the page of the course and every lesson's student page; returns the first."""
    from ..export import course_rows
    from ..report.page import Pages
    from ..report.phrases import Phrases

    handouts = Handouts(course, public=True, home="../index.html")
    for lesson in course.lesson_ids:
        text = handouts.files(_assigned(course, lesson, seed, language))["index.html"]
        write_text(out / lesson / "index.html", text, durable=False)
    pages = Pages(course.content.templates, Phrases(course.content.templates, course.languages))
    rows = course_rows(course, lambda lesson: f"{lesson}/index.html")
    page = out / "index.html"
    write_text(page, pages.course(course.info.title, rows, language), durable=False)
    return page


def _assigned(course: Course, lesson: str, seed: int, language: str) -> Assignment:
    return assign(course, lesson, str(seed), b"preview", language)


def write(
    course: Course, lesson: str, item: str | None, seed: int, lang: str | None, out: Path, sandbox: Sandbox
) -> Path:
    """Write the pages of one seed; returns the first to open."""
    from ..report.writer import Writer

    language = chosen_language(course, lang)
    assignment = _assigned(course, lesson, seed, language)
    if item is not None:
        wanted = chosen_item(course, lesson, item)
        assignment = replace(
            assignment, variants=tuple(v for v in assignment.variants if v.item.id == wanted)
        )
    page = out / "index.html"
    write_text(page, Handouts(course, public=True).files(assignment)["index.html"], durable=False)
    writer = Writer(course.content.templates, course.languages, language)
    for report in known_answers(assignment, course, sandbox):
        writer.write_page(report, out / f"{report.submission}.html")
        click.echo(f"  {report.score:>4.0%}  {out / report.submission}.html")
    return page


def known_answers(assignment: Assignment, course: Course, sandbox: Sandbox) -> Iterator[Report]:
    """A report for every item's own examples, and a blank one."""
    for variant in assignment.variants:
        alone = replace(assignment, variants=(variant,))
        kind = KINDS[variant.item.kind]
        for example in kind.examples(variant, course):
            answers: dict[str, Response] = {variant.item.id: example.answer.response}
            name = f"{variant.item.id}-{example.name}"
            submission = Submission(name, None, assignment.lesson, answers, example.answer.files)
            yield grade(alone, submission, course, sandbox)
        yield grade(alone, _blank(variant, assignment), course, sandbox)


def _blank(variant: Variant, assignment: Assignment) -> Submission:
    return Submission(f"{variant.item.id}-blank", None, assignment.lesson, {}, {})


def _until_changed(course: Course) -> None:
    before = _stamps(course)
    while _stamps(course) == before:
        time.sleep(POLL_SECONDS)


def _stamps(course: Course) -> tuple[int, ...]:
    """Modification times of everything a course is made from; polling works on every file system."""
    root = course.content
    files = (*root.lessons(), *root.exercise_files(), root.functions_path)
    return tuple(path.stat().st_mtime_ns for path in files if path.exists())
