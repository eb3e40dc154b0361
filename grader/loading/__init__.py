"""From a file to frozen types: either all of a lesson, or all that is wrong with it and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from ..content import LESSON_FILE
from ..errors import ContentError, Problem, UsageError
from ..lesson import CourseFile, FromFile, Lesson, Origin
from ..yaml12 import MAX_BYTES, MAX_PROBLEMS, Data, parse, split_lines
from .excerpts import render_problems
from .flaws import Flaw, text_at
from .rules import course_flaws, lesson_flaws
from .wording import described, flaws_of

__all__ = [
    "load_as",
    "load_course_file",
    "load_lesson",
    "load_yaml",
    "origin_of",
    "parse_lesson",
    "parse_yaml",
    "render_problems",
]

_Model = TypeVar("_Model", bound=FromFile)


def load_yaml(path: Path) -> Origin:
    """Read a YAML file: its `data`, and through `problem` the place of every value in it.

    Raises ContentError with all its faults, UsageError when the file cannot be opened.
    """
    return parse_yaml(_text_of(path), str(path))


def parse_yaml(text: str, path: str) -> Origin:
    """Read YAML text; `path` is what problems are reported under. Raises ContentError."""
    parsed = parse(text, path)
    if parsed.problems:
        raise ContentError(parsed.problems)
    return Origin(path, split_lines(text), parsed.root)


def load_lesson(path: Path) -> Lesson:
    """The lesson of this file. Raises ContentError with everything that is wrong with it."""
    name = LESSON_FILE.fullmatch(path.name)
    return _lesson(load_yaml(path), name["id"] if name else None)


def parse_lesson(text: str, path: str = "lesson.yaml") -> Lesson:
    """A lesson from text that stands in no file of a course yet. Raises ContentError."""
    return _lesson(parse_yaml(text, path), None)


def load_course_file(path: Path) -> CourseFile:
    """The `course.yaml` of this path. Raises ContentError with everything that is wrong with it."""
    origin = load_yaml(path)
    return _validated(origin, CourseFile, list(course_flaws(origin.data)))


def load_as(path: Path, model: type[_Model]) -> _Model:
    """A file of another type, such as a problem set. Raises ContentError with everything wrong with it."""
    return _validated(load_yaml(path), model, [])


def origin_of(lesson: Lesson) -> Origin:
    """The file of this lesson, for raising problems at the right line of it."""
    return lesson.origin


def _lesson(origin: Origin, file_id: str | None) -> Lesson:
    return _validated(origin, Lesson, [*_misnamed(origin.data, file_id), *lesson_flaws(origin.data)])


def _misnamed(lesson: Data, file_id: str | None) -> Iterator[Flaw]:
    """A lesson whose file has another name: `05-sigmoid.yaml` holds `id: sigmoid`."""
    given = text_at(lesson, "id")
    if file_id is not None and given is not None and given != file_id:
        yield Flaw(
            ("id",), f"the file is named after `{file_id}`", "file `NN-slug.yaml` holds the lesson `slug`"
        )


def _validated(origin: Origin, model: type[_Model], flaws: Sequence[Flaw]) -> _Model:
    if not isinstance(origin.data, Mapping):
        what = (
            "an empty file"
            if origin.data is None
            else f"expected keys with values, got {described(origin.data)}"
        )
        raise ContentError([origin.problem((), what, "a file begins like `id: its-id`")])
    try:
        made = model.model_validate(origin.data)
    except ValidationError as error:
        flaws = [*flaws_of(error, model), *flaws]
    if flaws:
        raise ContentError(_placed(origin, flaws))
    made.read_from(origin)
    return made


def _placed(origin: Origin, flaws: Sequence[Flaw]) -> list[Problem]:
    found = [origin.problem(f.where, f.message, f.help, key=f.key) for f in flaws]
    found.sort(key=lambda p: (p.line, p.column))
    if len(found) > MAX_PROBLEMS:
        rest = Problem(origin.path, 0, 0, f"{len(found) - MAX_PROBLEMS} more problems", "mend these first")
        found = [*found[:MAX_PROBLEMS], rest]
    return found


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None
    if len(data) > MAX_BYTES:
        raise ContentError(
            [Problem(str(path), 0, 0, f"longer than {MAX_BYTES // 2**20} MiB", "split the file")]
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ContentError(
            [Problem(str(path), line, 1, "not UTF-8 text", "save the file as UTF-8")]
        ) from None
