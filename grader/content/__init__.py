"""Where the files of a course are. Light: reading what is in them is left to `loading`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import ContentError, Problem, UsageError, did_you_mean
from ..model import Text

LESSON_FILE = re.compile(r"(?P<number>[0-9]{2})-(?P<id>[a-z0-9-]+)\.yaml")
_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class CourseInfo:
    """What `course.yaml` says. `seed` is public: self-study has no secret, and the page says so.

    `extends` is the id of the built-in course when this one uses its functions and exercises too.
    """

    id: str
    title: Text
    languages: tuple[str, ...]
    seed: str
    extends: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """The folder of one course: `course/` with its YAML files, and `exercises/` with Python files.

    It is the packaged course or one named explicitly, never what happens to be in the current folder.
    """

    root: Path

    @classmethod
    def packaged(cls) -> Content:
        """The built-in course: `_content` of an installed package, else the checkout around it."""
        inside = _PACKAGE / "_content"
        root = inside if inside.is_dir() else _PACKAGE.parent
        if not (root / "course" / "course.yaml").is_file():
            raise UsageError(f"the built-in course is missing in {root}; install chainrule again")
        return cls(root)

    @classmethod
    def at(cls, folder: Path) -> Content:
        """The course in this folder. Raises UsageError when there is none."""
        root = folder.resolve()
        if not (root / "course" / "course.yaml").is_file():
            inside = (root / "course.yaml").is_file()
            cure = (
                f"name the folder above, {root.parent}" if inside else "`chainrule new course DIR` makes one"
            )
            raise UsageError(f"{folder}: no course here (it would hold course/course.yaml); {cure}")
        return cls(root)

    @property
    def is_packaged(self) -> bool:
        return self.root == Content.packaged().root

    @property
    def course_file(self) -> Path:
        return self.root / "course" / "course.yaml"

    @property
    def templates(self) -> Path:
        """The templates of the program itself; a course brings none."""
        return Content.packaged().root / "templates"

    def lessons(self) -> tuple[Path, ...]:
        """The lesson files `NN-slug.yaml` in their order. Raises ContentError when two hold one lesson."""
        paths = sorted(p for p in self._course_files() if LESSON_FILE.fullmatch(p.name))
        first: dict[str, Path] = {}
        for path in paths:
            known = first.setdefault(lesson_id(path), path)
            if known is not path:
                message = f"a second file for the lesson `{lesson_id(path)}`"
                raise ContentError([Problem(str(path), 0, 0, message, f"the first is {known.name}")])
        return tuple(paths)

    def lesson_path(self, wanted: str) -> Path:
        """The file of the lesson of this id. Raises UsageError for an unknown one, with the nearest name."""
        paths = {lesson_id(path): path for path in self.lessons()}
        if wanted not in paths:
            near = did_you_mean(wanted, tuple(paths))
            cure = f"did you mean {near!r}?" if near else f"lessons: {', '.join(paths)}"
            raise UsageError(f"no lesson {wanted!r}; {cure}")
        return paths[wanted]

    def strays(self) -> tuple[Path, ...]:
        """Files of `course/` that nothing reads: neither a lesson by name nor a file of the course."""
        known = {"course.yaml", "functions.yaml"}
        unread = (p for p in self._course_files() if not LESSON_FILE.fullmatch(p.name))
        return tuple(sorted(p for p in unread if p.name not in known))

    @property
    def functions_path(self) -> Path:
        """The catalogue of functions: the course's own, else that of the course it extends."""
        own = self.root / "course" / "functions.yaml"
        if own.is_file():
            return own
        if load_course_info(self).extends is None:
            cure = "write one, or let course.yaml say `extends:`"
            raise ContentError([Problem(str(own), 0, 0, "the course has no functions.yaml", cure)])
        return Content.packaged().functions_path

    def exercise_files(self) -> tuple[Path, ...]:
        """The Python files of `exercises/`, then those of the course this one extends."""
        folder = self.root / "exercises"
        own = tuple(sorted(p for p in folder.glob("*.py") if p.is_file())) if folder.is_dir() else ()
        if self.is_packaged or load_course_info(self).extends is None:
            return own
        return own + Content.packaged().exercise_files()

    def _course_files(self) -> list[Path]:
        folder = self.root / "course"
        return [p for p in folder.iterdir() if p.is_file() and not p.name.startswith(".")]


def lesson_id(path: Path) -> str:
    """`course/05-sigmoid.yaml` → `sigmoid`."""
    return path.stem.split("-", 1)[1]


def load_course_info(content: Content) -> CourseInfo:
    """What `course.yaml` says. Raises ContentError with everything that is wrong with it."""
    from ..loading import load_course_file

    file = load_course_file(content.course_file)
    if file.extends is not None:
        built_in = load_course_file(Content.packaged().course_file).id
        if content.is_packaged or file.extends != built_in:
            message = f"`{file.extends}` cannot be extended"
            cure = f"`extends: {built_in}` uses the functions and exercises of the built-in course"
            raise ContentError([file.origin.problem(("extends",), message, cure)])
    title = spread(file.title, file.languages)
    return CourseInfo(file.id, title, file.languages, file.seed, file.extends)


def spread(words: Mapping[str, str], languages: Sequence[str]) -> Text:
    """Text as every reader of it expects it: by language, also where one plain text serves them all."""
    return dict.fromkeys(languages, words[""]) if "" in words else words
