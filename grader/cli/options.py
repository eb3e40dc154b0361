"""Options that several commands share, and what they stand for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..content import Content
from ..errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from ..course import Course  # brings all of grading along; a command that only tells must not wait for it
    from ..sandbox import Sandbox

_F = TypeVar("_F", bound=Callable[..., Any])


def content_option(command: _F) -> _F:
    return click.option(
        "--content",
        type=click.Path(path_type=Path),
        envvar="CHAINRULE_CONTENT",
        help="Another course's folder (course.yaml, course/, exercises/); the built-in course otherwise.",
    )(command)


def lang_option(command: _F) -> _F:
    return click.option("--lang", metavar="LANG", help="Language of what is written: en, ja, …")(command)


def secret_option(command: _F) -> _F:
    return click.option(
        "--secret-file",
        type=click.Path(path_type=Path),
        help="The course's secret (at least 16 bytes), from which every student's numbers are drawn.",
    )(command)


def isolation_option(command: _F) -> _F:
    return click.option(
        "--allow-isolation",
        type=click.Choice(["kernel", "process"]),
        default="kernel",
        show_default=True,
        help="The weakest wall to grade behind: `process` where no kernel wall is to be had.",
    )(command)


def open_course(content: Path | None) -> Course:
    from ..course import Course

    return Course(Content.at(content) if content else Content.packaged())


def chosen_language(course: Course, lang: str | None) -> str:
    """The language asked for, or the course's first. Raises UsageError for one the course lacks."""
    if lang is None:
        return course.languages[0]
    if lang not in course.languages:
        raise UsageError(f"this course is not in {lang!r}; languages: {', '.join(course.languages)}")
    return lang


def chosen_item(course: Course, lesson: str, item: str) -> str:
    """The item asked for. Raises UsageError for one the lesson lacks, with the nearest name."""
    known = tuple(i.id for i in course.lesson(lesson).items)
    if item not in known:
        near = did_you_mean(item, known)
        raise UsageError(
            f"lesson {lesson} has no item {item!r}; "
            + (f"did you mean {near!r}?" if near else f"items: {', '.join(known)}")
        )
    return item


def read_secret(path: Path | None) -> bytes | None:
    """The secret's bytes, without the line end an editor adds. Raises UsageError when it is too short."""
    if path is None:
        return None
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise UsageError(f"{path}: the secret cannot be read ({error.strerror})") from None
    if len(secret) < 16:
        raise UsageError(
            f"{path}: a secret needs at least 16 bytes; make one with\n"
            f"  python3 -c 'import secrets; print(secrets.token_hex(32))' > {path}"
        )
    return secret


REFUSAL = """this machine isolates student code only at level {level!r}; grading needs 'kernel'.
{why}
Either grade in a container, which reaches 'kernel' on any Linux host:
  {container}
or accept a separate process with limits, which can still read this machine's files and use its network:
  {flag}"""


def walled_sandbox(allow: str, command: str) -> Sandbox:
    """The strongest sandbox there is. Raises UsageError when it is weaker than `allow`."""
    from ..model import Isolation
    from ..sandbox import open_sandbox

    sandbox = open_sandbox("auto")
    if sandbox.isolation is Isolation.KERNEL or allow == sandbox.isolation.value:
        return sandbox
    level = sandbox.isolation.value
    sandbox.close()
    raise UsageError(
        REFUSAL.format(
            level=level,
            why="Run `chainrule doctor` to see which wall is missing.",
            container=f'docker run --rm --network none -v "$PWD:/work" -w /work chainrule {command}',
            flag=f"chainrule {command} --allow-isolation process",
        )
    )
