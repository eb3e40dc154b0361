"""A problem set: items of several lessons with values of their own, in a file an instructor writes.

id: ps1
title: {en: Problem set 1, ja: 課題 1}
deadline: 2026-10-30 23:59 Asia/Tokyo
items:
  - sigmoid/by-hand
  - {item: relu/relu, points: 3, show: verdict, accepts: {fragile: 0.8}}
policies: {late: {per_day: 0.1}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, GetJsonSchemaHandler, Tag
from pydantic_core import CoreSchema

from .assignments import Assignment, adjusted, public_secret
from .checks import KINDS
from .checks.code import earning_words
from .course import Course
from .errors import ContentError, Problem, UsageError, did_you_mean
from .lesson import CodeBase, FromFile, Frozen, ItemBase, Share, ShowLevel, Slug, Words
from .lesson.fields import GIVEN, LANGUAGE, Real, nothing
from .loading import load_as
from .moments import Moment
from .policies import NO_POLICIES, Policies, When, read_policies
from .seeds import student_key
from .terms import USUAL, Local, Terms
from .variants import vary


class Wanted(Frozen):
    """One item of a set, `lesson/item`, and what is otherwise about it here."""

    item: Annotated[str, Field(min_length=1, max_length=130)] = Field(description="lesson/item")
    points: Annotated[Annotated[Real, Field(gt=0, le=100)] | None, GIVEN] = None
    tolerance: Annotated[Annotated[Real, Field(ge=0)] | None, GIVEN] = None
    show: Annotated[ShowLevel | None, GIVEN] = Field(default=None, description="how much the feedback tells")
    accepts: Mapping[str, Share] = Field(
        default_factory=nothing, description="score for a verdict (of code) or for the note of a mistake"
    )
    check: Annotated[Local | None, GIVEN] = Field(
        default=None,
        description="what `chainrule check` tells at home: full (the verdict), form (whether the answer can "
        "be read), none. Otherwise: full for code, form for the rest",
    )

    @property
    def place(self) -> tuple[str, str]:
        """Lesson and item."""
        lesson, _, item = self.item.partition("/")
        return lesson, item

    def changes(self) -> dict[str, Any]:
        """What replaces the item's own values; an absolute tolerance replaces the other ways to say one."""
        given: dict[str, Any] = {}
        if self.points is not None:
            given["points"] = self.points
        if self.show is not None:
            given["show"] = self.show
        if self.tolerance is not None:
            given |= {"tolerance": self.tolerance, "relative": None, "figures": None}
        if self.accepts:
            given["accepts"] = dict(self.accepts)
        return given


def _named(given: object) -> object:
    return {"item": given} if isinstance(given, str) else given


class _OrItsName:
    """Says in the schema that the name alone will do."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        name = {"type": "string", "minLength": 1, "description": "lesson/item"}
        return {"anyOf": [name, handler(core_schema)]}


def _policies_shape(given: object) -> str:
    return "<file>" if isinstance(given, str) else "<policies>"


_Policies: TypeAlias = Annotated[
    Annotated[Policies, Tag("<policies>")] | Annotated[str, Field(min_length=1), Tag("<file>")],
    Discriminator(_policies_shape),
]


class ProblemSet(FromFile):
    """One set file."""

    id: Slug
    title: Words
    deadline: Annotated[When | None, GIVEN] = Field(default=None, description="printed on every page")
    release: Annotated[When | None, GIVEN] = Field(
        default=None, description="when `solution` and `again` begin to work; otherwise the deadline"
    )
    languages: tuple[Annotated[str, Field(pattern=LANGUAGE, min_length=2)], ...] = Field(
        default=(), description="which a student may get; otherwise every language of the course"
    )
    hand_in: Annotated[Words | None, GIVEN] = Field(
        default=None, description="how to hand in, on the page and at the head of answers.yaml"
    )
    policies: Annotated[_Policies | None, GIVEN] = Field(
        default=None, description="lateness, extensions, attempts; or the path of a file that says so"
    )
    items: Annotated[
        tuple[Annotated[Wanted, BeforeValidator(_named), _OrItsName()], ...], Field(min_length=1)
    ]

    def terms(self, lesson: str) -> Terms:
        """What the set says to its students about the items of one lesson."""
        local = {w.place[1]: w.check for w in self.items if w.check is not None and w.place[0] == lesson}
        return Terms(self.title, self.deadline, self.release, self.hand_in or {}, local)

    def rules(self) -> Policies:
        """What lateness, extensions and attempts mean for the marks of this set, its deadline in them.

        Raises ContentError when a policies file that the set names is broken or contradicts it.
        """
        given = self.policies if isinstance(self.policies, Policies) else self._rules_of_file()
        if self.deadline is None or given.deadline == self.deadline:
            return given
        if given.deadline is not None:
            where = ("policies", "deadline") if isinstance(self.policies, Policies) else ("policies",)
            fault = f"the policies say another deadline, {given.deadline}; keep one of the two"
            raise ContentError([self.origin.problem(where, fault)])
        return given.model_copy(update={"deadline": self.deadline})

    def _rules_of_file(self) -> Policies:
        if self.policies is None:
            return NO_POLICIES
        try:
            return read_policies(Path(self.origin.path).parent / str(self.policies))
        except UsageError as error:
            raise ContentError([self.origin.problem(("policies",), str(error))]) from None


# --------------------------------------------------------------------------- what is handed out


@dataclass(frozen=True, slots=True)
class Part:
    """What a set takes from one lesson: its items, and their changed values. Empty `items`: all of them.

    `extensions` are the students to whom another deadline is told.
    """

    lesson: str
    items: tuple[str, ...] = ()
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    terms: Terms = USUAL
    extensions: Mapping[str, Moment] = field(default_factory=dict)

    def of(self, assignment: Assignment) -> Assignment:
        """The assignment of the whole lesson, narrowed to this part."""
        kept = (v for v in assignment.variants if not self.items or v.item.id in self.items)
        deadline = self.extensions.get(assignment.student, self.terms.deadline)
        return replace(
            assignment,
            variants=tuple(adjusted(v, self.changes.get(v.item.id, {})) for v in kept),
            terms=replace(self.terms, deadline=deadline),
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """A set file, read: its parts lesson by lesson, the languages it may be handed out in, its policies."""

    parts: tuple[Part, ...]
    languages: tuple[str, ...]
    policies: Policies = NO_POLICIES


def read_set(path: Path, course: Course) -> Plan:
    """The plan of a set file.

    Raises ContentError with everything in it that does not fit the course or itself; UsageError when the
    file cannot be opened.
    """
    wanted = load_as(path, ProblemSet)
    problems = [*_of_items(wanted, course), *_of_terms(wanted, course)]
    if problems:
        raise ContentError(problems)
    policies = wanted.rules()
    lessons = dict.fromkeys(each.place[0] for each in wanted.items)
    parts = tuple(_part(lesson, wanted, policies) for lesson in lessons)
    return Plan(parts, wanted.languages or course.languages, policies)


def read_rules(path: Path) -> tuple[frozenset[str], Policies]:
    """The lessons of a set file and its policies, without looking into any lesson. Raises as `read_set`."""
    wanted = load_as(path, ProblemSet)
    return frozenset(each.place[0] for each in wanted.items), wanted.rules()


def _part(lesson: str, wanted: ProblemSet, policies: Policies) -> Part:
    items = [each for each in wanted.items if each.place[0] == lesson]
    changes = {each.place[1]: each.changes() for each in items if each.changes()}
    names = tuple(each.place[1] for each in items)
    return Part(lesson, names, changes, wanted.terms(lesson), policies.extensions)


# --------------------------------------------------------------------------- what may be wrong with it


def _of_terms(wanted: ProblemSet, course: Course) -> Iterator[Problem]:
    for place, name in enumerate(wanted.languages):
        if name not in course.languages:
            yield wanted.origin.problem(("languages", place), _unknown("language", name, course.languages))
    for key, words in (("title", wanted.title), ("hand_in", wanted.hand_in or {"": ""})):
        needed = [lang for lang in wanted.languages or course.languages if lang in course.languages]
        lacking = [lang for lang in needed if lang not in words]
        if lacking and "" not in words:
            yield wanted.origin.problem((key,), f"not in {', '.join(lacking)}, which a student may get")
    if wanted.release and wanted.deadline and wanted.release.utc < wanted.deadline.utc:
        yield wanted.origin.problem(("release",), "solutions would be out before the deadline")


def _of_items(wanted: ProblemSet, course: Course) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, each in enumerate(wanted.items):
        fault = _fault(each, course) or ("it stands here twice" if each.item in seen else None)
        seen.add(each.item)
        if fault:
            yield wanted.origin.problem(("items", place), f"{each.item}: {fault}")
        else:
            for word, why in _unearned(each, course):
                where = ("items", place, "accepts", word)
                yield wanted.origin.problem(where, f"{each.item}: {why}", key=True)


def _fault(wanted: Wanted, course: Course) -> str | None:
    lesson, name = wanted.place
    if not name:
        return "an item is named with its lesson: lesson/item"
    if lesson not in course.lesson_ids:
        return _unknown("lesson", lesson, course.lesson_ids)
    items = _items(course, lesson)
    if name not in items:
        return _unknown(f"item in lesson {lesson}", name, tuple(items))
    if wanted.tolerance is not None and not hasattr(items[name], "tolerance"):
        return f"a {items[name].kind} has no tolerance"
    return None


def _unearned(wanted: Wanted, course: Course) -> Iterator[tuple[str, str]]:
    """The words of `accepts` that no answer to this item can earn, and what could have been meant."""
    if not wanted.accepts:
        return
    lesson, name = wanted.place
    item = _items(course, lesson)[name]
    known = _earned(item, lesson, course)
    for word in wanted.accepts:
        if not known:
            yield word, f"a {item.kind} without known mistakes accepts nothing but the answer"
        elif word not in known:
            yield word, _unknown("verdict or note", word, sorted(known))


def _earned(item: ItemBase, lesson: str, course: Course) -> frozenset[str]:
    """What `accepts` can name: verdicts and notes of code, otherwise the notes of declared mistakes."""
    if not isinstance(item, CodeBase):
        return frozenset(m.note for m in getattr(item, "mistakes", ()) if hasattr(m, "score"))
    return earning_words(
        vary(item, lesson, course, KINDS[item.kind], student_key(public_secret(course), "")), course
    )


def _items(course: Course, lesson: str) -> Mapping[str, ItemBase]:
    return {item.id: item for item in course.lesson(lesson).items}


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    near = did_you_mean(name, known)
    return f"no such {what}; " + (f"did you mean {near!r}?" if near else f"there are: {', '.join(known)}")
