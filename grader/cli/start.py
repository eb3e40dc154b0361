"""chainrule start: a folder of one's own, with the whole course in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..content import Content
from ..errors import UsageError
from ..workspace.language import spoken_here
from ..workspace.place import Workspace, shown_path, typed
from ..workspace.state import State
from .options import chosen_language, content_option, lang_option, open_course
from .student import Student

if TYPE_CHECKING:
    from ..course import Course

TRUST = """the course in {folder} brings Python of its own, which runs with your rights when you
check answers.
If you trust whoever wrote it:  chainrule start {target} --content {folder} --trust"""


@click.command("start", epilog="Example:  chainrule start   ·   chainrule start my-course --lang ja")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("chainrule-course"))
@click.option("--notebook", is_flag=True, help="Say how to begin in a notebook instead of an editor.")
@click.option("--trust", is_flag=True, help="Accept that the course in --content runs Python of its own.")
@lang_option
@content_option
def command(folder: Path, notebook: bool, trust: bool, lang: str | None, content: Path | None) -> None:
    """Make FOLDER: for each lesson its page, answers.yaml and starter files, with numbers of your own.

    Run again in a workspace, it renews the pages and leaves your answers alone.
    """
    workspace = Workspace.around(Path.cwd()) if folder == Path("chainrule-course") else None
    workspace = workspace or Workspace(folder.resolve())
    known = _known(workspace)
    source = _source(content, known, trust, folder)
    course = open_course(source)
    language = chosen_language(course, lang or (known.language if known else spoken_here(course.languages)))
    is_new = not workspace.outline_file.exists()
    state = replace(
        known or _begun(workspace, course, language),
        language=language,
        content=str(source) if source else None,
    )
    _make(workspace, course, state)
    _tell(Student.at(workspace), is_new, notebook)


def _known(workspace: Workspace) -> State | None:
    """What is remembered here. A state that cannot be read is kept aside, and that is said."""
    try:
        return workspace.load_state()
    except UsageError as error:
        kept = workspace.put_state_aside()
        if kept is not None:
            click.echo(f"{error}\nkept as {shown_path(kept)}", err=True)
        return None


def _begun(workspace: Workspace, course: Course, language: str) -> State:
    """A first state; where one was lost, with as many redraws as the numbers tell."""
    from ..workspace.numbers import redraws

    return State("me", language, redraws=redraws(workspace, course))


def _source(content: Path | None, known: State | None, trust: bool, target: Path) -> Path | None:
    """The folder of the course, None for the built-in one. Raises UsageError for one that is not trusted."""
    if content is None:
        return Path(known.content) if known and known.content else None
    found = Content.at(content)
    if found.is_packaged:
        return None
    if not trust and not (known and known.content == str(found.root)):
        raise UsageError(TRUST.format(folder=found.root, target=target))
    return found.root


def _make(workspace: Workspace, course: Course, state: State) -> None:
    from rich.console import Console
    from rich.progress import Progress

    from ..workspace.making import Maker

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=len(course.lesson_ids))

        def step(lesson: str) -> None:
            progress.update(task, description=lesson, advance=1)

        Maker(workspace, course, state).make(step)


def _tell(student: Student, is_new: bool, notebook: bool) -> None:
    root = shown_path(student.workspace.root)
    folder = student.workspace.root.name if root == Path() else root
    questions = sum(entry.points > 0 for entry in student.outline.entries())  # as the bar counts them
    note = "started" if is_new else "renewed"
    student.say(note, folder=folder, lessons=len(student.outline.chapters), questions=questions)
    student.say("start-read", page=root / "index.html")
    if notebook:
        lesson = student.state.current.partition("/")[0]
        student.say("start-notebook", command=f"jupyter lab {typed(root / lesson / 'notebook.ipynb')}")
        return
    student.say("start-then", command="chainrule" if root == Path() else f"cd {typed(root)} && chainrule")
    student.say("start-watch")
