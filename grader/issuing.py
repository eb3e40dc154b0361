"""Handing out: drawn once, remembered in a manifest, and never changed for who has it already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path

from markupsafe import Markup

from .assignments import (
    Assignment,
    Manifest,
    assign,
    lesson_hash,
    load_manifest,
    manifest_of,
    save_manifest,
)
from .content import Content
from .course import Course
from .errors import UsageError
from .handouts import Handouts
from .problem_set import Part
from .roster import Enrolled


@dataclass(frozen=True, slots=True)
class Issued:
    """Everybody's assignment of one lesson; `new` are the students who got it just now.

    `renewed` says that the set's terms or its grading changed since the others got theirs.
    """

    assignments: tuple[Assignment, ...]
    new: tuple[str, ...]
    renewed: bool = False


@dataclass(frozen=True, slots=True)
class _Order:
    """Who is to be given something, or what they were given before; their place in the answer book."""

    given: Enrolled | Assignment
    place: int
    alone: bool


class Issuing:
    """Writes problem sets of one course below `out`: OUT/handouts for students, OUT/instructor for you.

    With several `jobs` as many processes do so.
    """

    def __init__(self, course: Course, secret: bytes | None, language: str, out: Path, jobs: int = 1) -> None:
        self._course, self._secret, self._language, self._out = course, secret, language, out
        self._jobs = jobs
        self._handouts = Handouts(course, public=secret is None)

    def issue(self, part: Part, enrolled: Sequence[Enrolled]) -> Issued:
        """Draw for who has nothing yet; whoever has their folder keeps it, byte for byte.

        What the set says otherwise about dates and grading goes into the manifest.

        Raises UsageError when what was handed out before cannot be added to: another secret, a lesson that
        changed since, or other items.
        """
        path = self._out / "instructor" / f"{part.lesson}.json"
        before = load_manifest(path) if path.is_file() else None
        if before is not None:
            self._refuse_mixing(before, part, path)
        known = self._known(before, part)
        new = [e for e in enrolled if e.student not in known]
        everybody: list[Enrolled | Assignment] = [*known.values(), *new]
        orders = [_Order(one, k, len(everybody) == 1) for k, one in enumerate(everybody, start=1)]
        given = self._all_given(part, orders)
        assignments = tuple(assignment for assignment, _ in given)
        self._record(part, path, assignments, [solved for _, solved in given])
        renewed = before is not None and (before.terms, before.changes) != (part.terms, part.changes)
        return Issued(assignments, tuple(e.student for e in new), renewed)

    def _known(self, before: Manifest | None, part: Part) -> Mapping[str, Assignment]:
        if before is None:
            return {}
        now = replace(before, changes=part.changes)
        return {s: part.of(now.assignment(s, self._course, self._secret)) for s in before.students}

    def _all_given(self, part: Part, orders: Sequence[_Order]) -> Sequence[tuple[Assignment, Markup]]:
        if self._jobs == 1:
            return [self.give(part, order) for order in orders]
        from .batch.engine import Engine, survivors, workers

        faults = self._out / "instructor" / "faults.txt"
        engine = Engine(lambda jobs: workers(jobs, faults), self._jobs, chunk=8)
        office = _Office(self._course.content.root, self._language, self._out, self._secret)
        given = {}
        for order, result in survivors(engine, partial(_give_there, office, part), orders):
            if result is None:
                raise UsageError("a process that wrote handouts died; is there memory left? Run it again")
            given[order.place] = result
        return [given[order.place] for order in orders]

    def give(self, part: Part, order: _Order) -> tuple[Assignment, Markup]:
        """Write one student's folder: their assignment, and their part of the answer book."""
        fresh = isinstance(order.given, Enrolled)
        assignment = self._draw(part, order.given) if isinstance(order.given, Enrolled) else order.given
        return assignment, self._hand_out(assignment, fresh, order.place, order.alone)

    def _draw(self, part: Part, enrolled: Enrolled) -> Assignment:
        language = enrolled.language or self._language
        return part.of(assign(self._course, part.lesson, enrolled.student, self._secret, language))

    def _hand_out(self, assignment: Assignment, fresh: bool, place: int, alone: bool) -> Markup:
        """Write a student's folder; returns their part of the answer book.

        A folder that somebody removed is written again as it was.
        """
        sheet = self._handouts.sheet(assignment)
        folder = self._out / "handouts" / assignment.student
        if fresh or not (folder / assignment.lesson).is_dir():
            self._handouts.write(folder, assignment, sheet)
        return self._handouts.solved(assignment, sheet, place, alone, self._language)

    def _record(
        self, part: Part, path: Path, assignments: Sequence[Assignment], solved: Sequence[Markup]
    ) -> None:
        book = path.with_name(f"{part.lesson}-answers.html")
        self._handouts.write_answer_book(book, part.lesson, solved, self._language)
        manifest = manifest_of(
            self._course, part.lesson, assignments, self._secret is not None, part.changes, part.terms
        )
        save_manifest(manifest, path)

    def _refuse_mixing(self, before: Manifest, part: Part, path: Path) -> None:
        fault = self._mixes(before, part)
        if fault:
            raise UsageError(f"{path}: {fault}; name another --out, or remove what was handed out there")

    def _mixes(self, before: Manifest, part: Part) -> str | None:
        student = next(iter(before.students), None)
        if before.content != lesson_hash(self._course.content, part.lesson):
            return f"the lesson {part.lesson} changed since this was handed out"
        if before.secret != (self._secret is not None):
            return "this was drawn " + ("from a secret" if before.secret else "from the public seed")
        if student is None:
            return None
        if not before.drawn_from(self._course, self._secret):
            return "this was drawn from another secret"
        issued = before.assignment(student, self._course, self._secret)
        items = part.items or tuple(item.id for item in self._course.lesson(part.lesson).items)
        if {v.item.id for v in issued.variants} != set(items) or _points(before.changes) != _points(
            part.changes
        ):
            return "other items, or other points, were handed out before"
        return None


def _points(changes: Mapping[str, Mapping[str, object]]) -> Mapping[str, object]:
    """What a set changed of what stands on every page."""
    return {item: given["points"] for item, given in changes.items() if "points" in given}


@dataclass(frozen=True, slots=True)
class _Office:
    """What another process needs to know to write handouts as this one does."""

    content: Path
    language: str
    out: Path
    secret: bytes | None = field(repr=False)


def _give_there(office: _Office, part: Part, order: _Order) -> tuple[Assignment, Markup]:
    return _issuing(office).give(part, order)


@lru_cache(maxsize=1)
def _issuing(office: _Office) -> Issuing:
    return Issuing(Course(Content.at(office.content)), office.secret, office.language, office.out)
