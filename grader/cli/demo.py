"""chainrule demo: a class of three, from handout to feedback, on this machine."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click
import yaml

from ..assignments import Assignment, load_manifest
from ..atomic import write_bytes
from ..checks import KINDS
from ..checks.kind import Answer, Example
from ..course import Course
from ..hand_in import Issue, grade_path
from ..issuing import Issuing
from ..model import Response
from ..problem_set import Part
from ..roster import Enrolled
from ..variants import Variant
from .options import chosen_language, content_option, lang_option, open_course, walled_sandbox

SECRET = b"a secret for the demo only"

HOSTILE = (
    b"def {name}(*arguments):\n    while True:  # never returns\n        pass\n",
    b"import os\n\n\ndef {name}(*arguments):\n    os._exit(0)  # tries to end the grader, too\n",
)


@click.command("demo", epilog="Example:  chainrule demo --out demo --lesson sigmoid --lang ja")
@click.option("--out", type=click.Path(path_type=Path), default=Path("demo"), show_default=True)
@click.option("--lesson", default="sigmoid", show_default=True)
@lang_option
@content_option
def command(out: Path, lesson: str, lang: str | None, content: Path | None) -> int:
    """Write problem sets for three sample students, hand in for them, and grade what they handed in.

    One answers well, one makes typical mistakes, one attacks: an endless loop and an `os._exit(0)`.
    """
    from ..report.writer import Writer

    course = open_course(content)
    language = chosen_language(course, lang)
    students = [Enrolled(name, language) for name in ANSWERING]
    manifest = out / "instructor" / f"{lesson}.json"
    manifest.unlink(missing_ok=True)  # a demo starts anew, also after the lesson changed
    for assignment in Issuing(course, SECRET, language, out).issue(Part(lesson), students).assignments:
        folder = out / "submissions" / assignment.student
        shutil.copytree(out / "handouts" / assignment.student, folder, dirs_exist_ok=True)
        hand_in(assignment, ANSWERING[assignment.student], course, folder)
    click.echo(f"three problem sets with numbers of their own: {out / 'handouts'}")
    click.echo(
        f"three submissions, one good, one with typical mistakes, one hostile: {out / 'submissions'}\n"
    )
    issued = Issue(course, load_manifest(manifest), SECRET)
    writer = Writer(course.content.templates, course.languages, language)
    with walled_sandbox("process", "demo") as sandbox:
        reports = [grade_path(issued, out / "submissions" / name, sandbox) for name in ANSWERING]
    first = writer.write(reports, out / "feedback")
    writer.show_table(reports)
    click.echo(f"isolation: {reports[0].isolation.value}")
    click.echo(f"open {first}")
    return 0


# --------------------------------------------------------------------------- the three students


def good(examples: Sequence[Example], variant: Variant, place: int) -> Answer:  # noqa: ARG001 - one signature for all
    return _named("right", examples)


def typical(examples: Sequence[Example], variant: Variant, place: int) -> Answer:  # noqa: ARG001
    """Every other item as a student with a known misconception would answer it."""
    noted = [example for example in examples if example.note]
    return noted[place % len(noted)].answer if noted and place % 2 else _named("right", examples)


def hostile(examples: Sequence[Example], variant: Variant, place: int) -> Answer:
    """Right where nothing runs; where code runs, first an endless loop, then an exit."""
    right = _named("right", examples)
    if variant.item.kind not in ("code", "debug"):
        return right
    attack = HOSTILE[place % len(HOSTILE)].replace(b"{name}", _function(right).encode())
    return Answer(right.response, dict.fromkeys(right.files, attack))


ANSWERING: Mapping[str, Callable[[Sequence[Example], Variant, int], Answer]] = {
    "aiko": good,
    "ben": typical,
    "mallory": hostile,
}


def hand_in(
    assignment: Assignment,
    answering: Callable[[Sequence[Example], Variant, int], Answer],
    course: Course,
    folder: Path,
) -> None:
    """Write what this student hands in: answers.yaml and a Python file for each code item."""
    answers: dict[str, Response] = {}
    for place, variant in enumerate(assignment.variants):
        answer = answering(KINDS[variant.item.kind].examples(variant, course), variant, place)
        files = {f"{variant.item.id}.py": source for source in answer.files.values()}
        for name, source in files.items():
            write_bytes(folder / assignment.lesson / name, source, durable=False)
        answers[variant.item.id] = next(iter(files), answer.response)
    sheet = {"student": assignment.student, "lesson": assignment.lesson, "answers": _plain(answers)}
    text = yaml.safe_dump(sheet, allow_unicode=True, sort_keys=False, default_style="|")
    write_bytes(folder / assignment.lesson / "answers.yaml", text.encode(), durable=False)


def _named(name: str, examples: Sequence[Example]) -> Answer:
    return next(example.answer for example in examples if example.name == name)


def _function(answer: Answer) -> str:
    source = next(iter(answer.files.values())).decode()
    return source.split("def ", 1)[1].split("(", 1)[0]


def _plain(response: Response) -> object:
    if isinstance(response, str):
        return response
    if isinstance(response, Mapping):
        return {name: _plain(part) for name, part in response.items()}
    return [_plain(part) for part in response]
