"""Where one process grades: a course, a sandbox and templates, opened once and used for every hand-in."""

from __future__ import annotations

import gc
import logging
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from ..assignments import Manifest, load_manifest, worths
from ..atomic import write_text
from ..content import Content
from ..course import Course
from ..errors import ContentError, UsageError
from ..hand_in import Issue
from ..model import Isolation, Message, Report, Status
from ..pipeline import grade
from ..report.machine import to_json
from ..report.page import Pages
from ..report.phrases import Phrases
from ..sandbox import Sandbox, open_sandbox
from ..scoring import decisions_in, with_decisions
from ..submissions import HandIn, declared
from ..variants import to_stored
from .identity import Entry
from .keys import lesson_digest, result_key
from .parcels import open_parcel
from .results import read_result, result_text

_log = logging.getLogger("chainrule")

_KINDS: Mapping[Isolation, Literal["kernel", "process", "inline"]] = MappingProxyType(
    {Isolation.KERNEL: "kernel", Isolation.PROCESS: "process", Isolation.NONE: "inline"}
)


@dataclass(frozen=True, slots=True)
class Setup:
    """What every process of a batch is told. `engine` is `keys.engine_digest`, computed once."""

    out: Path
    content: Path
    language: str
    isolation: Isolation
    engine: str
    manifest: Path | None = None
    secret: bytes | None = field(default=None, repr=False)
    lesson: str | None = None
    student: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entry. `kept`: its result was there already. `message`: why there is none.

    `others` are students named inside who are not this one; `fault` says that something failed on our side.
    """

    entry: Entry
    kept: bool = False
    others: tuple[str, ...] = ()
    message: Message | None = None
    fault: bool = False


class Desk:
    """Grades entries into files. Close it when done: it holds a sandbox's processes."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._course = Course(Content.at(setup.content))
        manifest = load_manifest(setup.manifest) if setup.manifest else None
        self._issue = Issue(self._course, manifest, setup.secret, setup.lesson, setup.student)
        self._phrases = Phrases(self._course.content.templates, self._course.languages)
        self._pages = Pages(self._course.content.templates, self._phrases)
        self._opened: Sandbox | None = None

    @property
    def _sandbox(self) -> Sandbox:
        """Opened when first needed: a batch that is done already needs none."""
        if self._opened is None:
            self._opened = open_walls(self._setup.isolation)
        return self._opened

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def grade(self, entry: Entry) -> Outcome:
        """Grade one entry and write its page and its JSON, or keep them if they are what this would write."""
        try:
            entry = self._with_decisions(entry)
            hand_in = open_parcel(entry)
            key = self._key(entry, hand_in)
            known = self._known(entry, key)
            if known is None:
                known = self._written(entry, hand_in, key)
        except UsageError as error:
            return Outcome(entry, message=Message("batch-not-graded", {"why": str(error)}))
        except ContentError:
            raise  # the lesson is broken for everybody
        except Exception:  # noqa: BLE001 - a bug of ours at one hand-in must not cost a class its results
            _log.exception("fault at %s", entry.shown)
            self.close()  # if it was the sandbox that broke, the next hand-in gets a new one
            return Outcome(entry, message=Message("batch-fault"), fault=True)
        return known

    # ----------------------------------------------------------------------- is it done already?

    def _with_decisions(self, entry: Entry) -> Entry:
        """Without a gradebook, what people decided is what the result in OUT says: it outlives a regrade."""
        if entry.decisions is not None:
            return entry
        result = read_result(self._setup.out / f"{entry.name}.json")
        return replace(entry, decisions=decisions_in(result.report) if result else ())

    def _key(self, entry: Entry, hand_in: HandIn) -> str:
        decided = [astuple(decision) for decision in entry.decisions or ()]
        made_from = {
            "engine": self._setup.engine,
            "isolation": self._setup.isolation.value,
            "language": self._setup.language,
            "student": entry.student,
            **({"decisions": decided} if decided else {}),
            **self._issued(entry, hand_in),
        }
        return result_key(made_from, hand_in, self._setup.secret or b"")

    def _issued(self, entry: Entry, hand_in: HandIn) -> Mapping[str, Any]:
        """What was handed out: the manifest's entry, or in practice what is drawn again."""
        manifest = self._issue.manifest
        if manifest is not None:
            lesson, issued = manifest.lesson, _issued_to(entry.student, manifest)
        else:
            assignment, _ = self._issue.take(hand_in, entry.path, entry.student)
            lesson = assignment.lesson
            issued = {v.item.id: to_stored(v) for v in assignment.variants}
        return {"lesson": lesson, "content": lesson_digest(self._course, lesson), "issued": issued}

    def _known(self, entry: Entry, key: str) -> Outcome | None:
        """The outcome in OUT when it has this key: the JSON is written last, so its page is there, too."""
        out = self._setup.out
        result = read_result(out / f"{entry.name}.json")
        if result is None or result.key != key or not (out / f"{entry.name}.html").is_file():
            return None
        if is_faulty(result.report):
            return None  # our own fault: worth another try
        return Outcome(entry, kept=True, others=result.others)

    # ----------------------------------------------------------------------- grading

    def _written(self, entry: Entry, hand_in: HandIn, key: str) -> Outcome:
        assignment, submission = self._issue.take(hand_in, entry.path, entry.student)
        command = f"chainrule check {assignment.lesson}"
        report = grade(assignment, submission, self._course, self._sandbox, command)
        report = with_decisions(report, entry.decisions or (), hand_in.digest, worths(assignment))
        others = tuple(s for s in declared(hand_in).students if entry.student and s != entry.student)
        page = self._pages.feedback(report, self._setup.language)
        write_text(self._setup.out / f"{entry.name}.html", page, durable=False)
        text = result_text(to_json(report, self._phrases), key, hand_in.digest, others)
        write_text(self._setup.out / f"{entry.name}.json", text, durable=False)
        return Outcome(entry, others=others, fault=is_faulty(report))


def open_walls(isolation: Isolation) -> Sandbox:
    """A sandbox of exactly this level. Raises SandboxError where there is none."""
    return open_sandbox(_KINDS[isolation])


def is_faulty(report: Report) -> bool:
    """Whether something in it was our fault, and its score is withheld."""
    return any(result.status is Status.INTERNAL for result in report.results)


def _issued_to(student: str, manifest: Manifest) -> Mapping[str, Any]:
    """For a student the manifest lacks, grading says so in words."""
    return {"student": manifest.students.get(student, {}), "changes": manifest.changes}


_SELDOM = 10_000
"""New objects between two searches for garbage: about three hand-ins leave as many. The usual 700 would have
the course, which stays, looked through again and again, for a tenth of all the time."""


@lru_cache(maxsize=1)
def desk(setup: Setup) -> Desk:
    """The desk of this process. A worker is told the setup with each entry, and opens its desk once."""
    gc.set_threshold(_SELDOM)
    return Desk(setup)


def grade_entry(setup: Setup, entry: Entry) -> Outcome:
    """The unit of work that any executor can run, here or on another machine."""
    return desk(setup).grade(entry)


def close_desk(setup: Setup) -> None:
    """End the sandbox of this process's desk, if one was opened here."""
    if desk.cache_info().currsize:
        desk(setup).close()
        desk.cache_clear()
