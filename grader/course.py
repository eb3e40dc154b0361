"""A course in use: its lessons, its functions and its exercises, each read once and when first needed."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING

from .content import Content, CourseInfo, lesson_id, load_course_info
from .errors import UsageError, did_you_mean
from .lesson import Lesson, LocalFunction

if TYPE_CHECKING:
    from .algebra import Function
    from .exercise import Exercise  # NumPy comes with it; lessons without code never need it


class Course:
    """One content root, opened. Raises ContentError when what is asked for is broken.

    `keeps`: what was read once is kept in the user's cache folder. For a student at home: whoever grades
    others reads what the course says, never what something else may have put there.
    """

    def __init__(self, content: Content, *, keeps: bool = False) -> None:
        self.content = content
        self._keeps = keeps
        # Methods cached per instance, so that a Course is freed with its caches.
        self.lesson = cache(self._lesson)
        self.functions_of = cache(self._functions_of)
        self.exercises_of = cache(self._exercises_of)

    def with_lesson(self, lesson: Lesson) -> Course:
        """This course with one lesson more, or with this one in the place of its own."""
        made = Course(self.content, keeps=self._keeps)
        shared = ("functions", "exercises")  # read once, if they were read already
        made.__dict__.update((name, self.__dict__[name]) for name in shared if name in self.__dict__)
        made.lesson = cache(lambda wanted: lesson if wanted == lesson.id else self.lesson(wanted))
        return made

    @cached_property
    def info(self) -> CourseInfo:
        if self._keeps:
            from .content.kept import kept_info

            return kept_info(self.content)
        return load_course_info(self.content)

    @property
    def languages(self) -> tuple[str, ...]:
        return self.info.languages

    @cached_property
    def lesson_ids(self) -> tuple[str, ...]:
        return tuple(lesson_id(path) for path in self.content.lessons())

    def _lesson(self, wanted: str) -> Lesson:
        """The lesson of this id. Raises UsageError for an unknown one, with the nearest name."""
        path = self.content.lesson_path(wanted)
        if self._keeps:
            from .content.kept import kept_lesson

            return kept_lesson(path)
        from .loading import load_lesson

        return load_lesson(path)

    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(self.lesson(i) for i in self.lesson_ids)

    @cached_property
    def functions(self) -> Mapping[str, Function]:
        """The catalogue: every function of functions.yaml by its key."""
        from .algebra import catalogue  # slow to load, and code that is right needs no formula

        path = self.content.functions_path
        return catalogue(path.read_text(encoding="utf-8"), str(path))

    def _functions_of(self, lesson: str) -> Mapping[str, Function]:
        """The catalogue and the functions which this lesson defines for itself."""
        local = self.lesson(lesson).define
        return {**self.functions, **local_functions(local, self.functions)} if local else self.functions

    @cached_property
    def exercises(self) -> Mapping[str, Exercise]:
        from .exercise import Exercises

        return Exercises(self.content.exercise_files(), lambda: self.functions)

    def _exercises_of(self, lesson: str) -> Mapping[str, Exercise]:
        """The course's exercises, and those of the functions which this lesson defines for itself."""
        if not self.lesson(lesson).define:
            return self.exercises
        from .exercise.formula import FromFormulas

        made = FromFormulas(self.functions_of(lesson))
        return ChainMap(self.exercises, made)  # type: ignore[arg-type]  # it is never written to

    def exercise(self, key: str, lesson: str = "") -> Exercise:
        """The exercise of this key, as an item of `lesson` means it; `lesson/key` names its lesson itself.

        Raises UsageError for an unknown one, with the nearest name.
        """
        within, _, name = key.rpartition("/")
        known, found = self.exercises, None if within else self.exercises.get(key)
        if found is None and (within or lesson):
            known = self.exercises_of(within or lesson)
            found = known.get(name)
        if found is None:
            near = did_you_mean(name, tuple(known))
            raise UsageError(f"no exercise {key!r}" + (f"; did you mean {near!r}?" if near else ""))
        return found


def local_functions(
    local: Mapping[str, LocalFunction], known: Mapping[str, Function]
) -> Mapping[str, Function]:
    """A lesson's own functions, read like entries of functions.yaml; each may use those before it."""
    from .algebra import make_function

    made: dict[str, Function] = {}
    for name, entry in local.items():
        made[name] = make_function(name, entry.model_dump(exclude_none=True), {**known, **made})
    return made
