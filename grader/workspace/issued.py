"""A lesson that an instructor handed out: when its solutions are given out, and practice after that.

The date stands in a file of the student's and keeps nobody out who edits it. What it guards is a habit; what
guards the marks is that neither keys nor seeds are in the folder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ..assignments import assign, lesson_hash, rebuilt
from ..at_home import FILE, read_issued
from ..atomic import write_text
from ..checks import KINDS
from ..course import Course
from ..errors import UsageError, did_you_mean
from ..handouts import Handouts
from ..model import Text
from ..moments import Moment, moment, now
from ..prose import fill_text
from ..scoring import title_of
from ..variants import Variant


@dataclass(frozen=True, slots=True)
class Issued:
    """The folder of one lesson of a class, and what its variant.yaml says."""

    folder: Path
    says: Mapping[str, Any]

    @classmethod
    def at(cls, folder: Path) -> Issued | None:
        """The class's lesson in this folder; None when none was issued there, or only for practice.

        Raises UsageError when its variant.yaml is no longer as it was written.
        """
        try:
            data = (folder / FILE).read_bytes()
        except OSError:
            return None
        says = read_issued(data, str(folder / FILE))
        return cls(folder, says) if not says["public"] or says.get("release") else None

    @classmethod
    def needed(cls, folder: Path) -> Issued:
        """As `at`. Raises UsageError when there is none."""
        found = cls.at(folder)
        if found is None:
            raise UsageError(f"{folder}: no lesson of a class; its variant.yaml is gone")
        return found

    @property
    def lesson(self) -> str:
        return str(self.says["lesson"])

    @property
    def student(self) -> str:
        return str(self.says.get("student", self.folder.parent.name))

    @property
    def language(self) -> str:
        return str(self.says.get("language", ""))

    @property
    def release(self) -> Moment | None:
        """When solutions and new numbers may be had. Raises UsageError for what is no time."""
        said = self.says.get("release")
        try:
            return None if said is None else moment(str(said))
        except UsageError as error:
            raise UsageError(f"{self.folder / FILE}: {error}") from None

    def opens_later(self, clock: Callable[[], datetime] = now) -> bool:
        """Whether solutions are still closed: until the release, or for good where none was named."""
        return self.release is None or clock() < self.release.utc


@dataclass(frozen=True, slots=True)
class Worked:
    """A solution; `own` when it is worked with the student's own numbers."""

    title: Text
    solution: Text
    own: bool


def worked(issued: Issued, item: str, course: Course) -> Worked:
    """The solution of an item. Without the student's numbers in the folder it is worked with others.

    Raises UsageError when the lesson or the item is not here.
    """
    _refuse_absent(issued, course)
    variant, own = _variant(issued, item, course)
    title = fill_text(title_of(variant.item), variant, course)
    return Worked(title, KINDS[variant.item.kind].solution(variant, course), own)


def _variant(issued: Issued, item: str, course: Course) -> tuple[Variant, bool]:
    lesson, stored = issued.lesson, issued.says["items"]
    given = issued.says.get("home", stored)
    known = tuple(i.id for i in course.lesson(lesson).items if i.id in given)
    if item not in known:
        near = did_you_mean(item, known)
        raise UsageError(
            f"no question {item!r} in {lesson}; "
            + (f"did you mean {near!r}?" if near else f"there are: {', '.join(known)}")
        )
    if item in stored and issued.says.get("content") == lesson_hash(course.content, lesson):
        (variant,) = rebuilt(course, lesson, {item: stored[item]})
        return variant, True
    drawn = assign(course, lesson, issued.student, None).variants
    variant = next(v for v in drawn if v.item.id == item)
    return variant, not variant.params and not variant.order


def practice(issued: Issued, course: Course) -> Path:
    """The lesson once more, with numbers from the public seed, in a new folder beside it; returns that.

    Raises UsageError when the lesson is not here, or nothing can be written.
    """
    _refuse_absent(issued, course)
    number, folder = _free(issued.folder)
    redraws = {item.id: number for item in course.lesson(issued.lesson).items}
    language = issued.language if issued.language in course.languages else ""
    drawn = assign(course, issued.lesson, issued.student, None, language, redraws)
    for name, text in Handouts(course, public=True).files(drawn).items():
        write_text(folder / name, text)
    return folder


def _free(folder: Path) -> tuple[int, Path]:
    """The first number for which there is no practice folder yet, and that folder."""
    number = 1
    while (free := folder.with_name(f"{folder.name}-again{'' if number == 1 else f'-{number}'}")).exists():
        number += 1
    return number, free


def _refuse_absent(issued: Issued, course: Course) -> None:
    if issued.lesson not in course.lesson_ids:
        raise UsageError(
            f"{issued.lesson} is not among the lessons on this machine; its solutions come from your "
            "instructor, perhaps as a course for --content"
        )
