"""From a submission to its Report: plan, run, judge, score. Only `run` touches the world."""

from __future__ import annotations

import hashlib
import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from .assignments import Assignment
from .checks import KINDS
from .checks.kind import Answer
from .course import Course
from .errors import ResponseError
from .lesson import ItemBase
from .model import (
    Call,
    CheckResult,
    Isolation,
    ItemResult,
    Job,
    Message,
    Observation,
    Report,
    Response,
    Status,
    Submission,
    Verdict,
)
from .prose import fill_text
from .sandbox import Sandbox
from .scoring import notes_of, reduced, score_of, show_level, status_of, title_of, total, worth
from .terms import Local
from .ungraded import ungraded
from .variants import Variant

_log = logging.getLogger("chainrule")
_Out = TypeVar("_Out")


@dataclass(frozen=True, slots=True)
class _Work:
    """One item on its way: settled early by a verdict (blank, unreadable), or planned calls.

    `limit` is set where less than the verdict is told, and so no score is given.
    """

    variant: Variant
    answer: Answer
    seed: bytes
    limit: Local | None = None
    calls: tuple[Call, ...] = ()
    verdict: Verdict | None = None


def grade(
    assignment: Assignment, submission: Submission, course: Course, sandbox: Sandbox, command: str = ""
) -> Report:
    """Grade one submission. Never raises for what the submission contains.

    Raises SandboxError when the sandbox itself is broken and ContentError when the lesson is.
    """
    work = [_plan(assignment, variant, submission, course) for variant in assignment.variants]
    observed, isolation = _run(work, submission, sandbox)
    observed = _run_again(work, observed, submission, course, sandbox)
    verdicts = [_judge(w, seen, course) for w, seen in zip(work, observed, strict=True)]
    results = _score(work, verdicts, course)
    return _report(assignment, submission, results, isolation, command)


# --------------------------------------------------------------------------- plan


def _plan(assignment: Assignment, variant: Variant, submission: Submission, course: Course) -> _Work:
    item = variant.item
    answer = Answer(submission.responses.get(item.id, ""), submission.files)
    work = _Work(variant, answer, assignment.seed(variant, submission), assignment.limits.get(item.id))
    kind = KINDS[item.kind]

    def planned() -> _Work:
        if item.id in submission.invalid:
            return replace(work, verdict=_settled(Status.INVALID, submission.invalid[item.id]))
        if work.limit is not None:
            return replace(work, verdict=ungraded(variant, answer, course, work.limit))
        if kind.is_blank(variant, answer, course):
            return replace(work, verdict=_settled(Status.BLANK, Message("blank")))
        return replace(work, calls=kind.plan(variant, answer, course, work.seed))

    return _guarded(planned, lambda verdict: replace(work, verdict=verdict), item)


def _settled(status: Status, message: Message) -> Verdict:
    check = CheckResult("response", Message("check/response"), status, 0.0, message=message, note=message.id)
    return Verdict((check,), score=0.0, status=status)


def _guarded(step: Callable[[], _Out], settle: Callable[[Verdict], _Out], item: ItemBase) -> _Out:
    """Run one pure step; an unreadable answer becomes INVALID, a fault of ours INTERNAL with an id."""
    try:
        return step()
    except ResponseError as unreadable:
        return settle(_settled(Status.INVALID, _unreadable(unreadable)))
    except Exception as fault:  # noqa: BLE001 - the one place where a bug of ours must not cost a student points
        where = "".join(traceback.format_exception(fault))
        fault_id = hashlib.sha256(where.encode()).hexdigest()[:8]
        _log.error("fault %s in item %s\n%s", fault_id, item.id, where)
        return settle(_settled(Status.INTERNAL, Message("internal", {"id": fault_id})))


def _unreadable(error: ResponseError) -> Message:
    """The error's sentence, with a caret under the offending character as the value `caret`."""
    values = dict(error.values)
    if error.source is not None:
        values.setdefault("source", error.source)
    if error.position is not None:
        values.setdefault("position", str(error.position + 1))
    return Message(error.note, values)


# --------------------------------------------------------------------------- run


def _run(
    work: Sequence[_Work], submission: Submission, sandbox: Sandbox
) -> tuple[list[tuple[Observation, ...]], Isolation]:
    """All calls of the submission in one job; the observations handed back to the items they belong to."""
    calls = tuple(call for w in work for call in w.calls)
    if not calls:
        return [() for _ in work], sandbox.isolation
    run = sandbox.run(Job(submission.files, calls))
    observations = iter(run.observations)
    return [tuple(next(observations) for _ in w.calls) for w in work], run.isolation


def _run_again(
    work: Sequence[_Work],
    observed: Sequence[tuple[Observation, ...]],
    submission: Submission,
    course: Course,
    sandbox: Sandbox,
) -> list[tuple[Observation, ...]]:
    """A second round, where something went wrong: its observations follow those of the first."""
    further = [replace(w, calls=_further(w, seen, course)) for w, seen in zip(work, observed, strict=True)]
    more, _ = _run(further, submission, sandbox)
    return [first + second for first, second in zip(observed, more, strict=True)]


def _further(work: _Work, observed: tuple[Observation, ...], course: Course) -> tuple[Call, ...]:
    if work.verdict is not None or not observed:
        return ()
    kind = KINDS[work.variant.item.kind]

    def asked() -> tuple[Call, ...]:
        return kind.again(work.variant, work.answer, course, work.seed, observed)

    # What cannot be asked again is judged all the same, and a fault of ours comes up there.
    return _guarded(asked, lambda _: (), work.variant.item)


# --------------------------------------------------------------------------- judge


def _judge(work: _Work, observed: tuple[Observation, ...], course: Course) -> Verdict:
    if work.verdict is not None:
        return work.verdict
    kind = KINDS[work.variant.item.kind]

    def judged() -> Verdict:
        return kind.judge(work.variant, work.answer, course, work.seed, observed)

    return _guarded(judged, lambda verdict: verdict, work.variant.item)


# --------------------------------------------------------------------------- score


def _score(work: Sequence[_Work], verdicts: Sequence[Verdict], course: Course) -> tuple[ItemResult, ...]:
    results: dict[str, ItemResult] = {}
    limited = {w.variant.item.id for w in work if w.limit is not None}
    for w, verdict in zip(work, verdicts, strict=True):
        item = w.variant.item
        asked = (need for need in item.needs if need not in limited)  # of those nobody here can say
        waits_for = next((need for need in asked if _unmet(results.get(need))), None)
        results[item.id] = _result(w, verdict, waits_for, course)
    return tuple(results.values())


def _unmet(needed: ItemResult | None) -> bool:
    return needed is not None and needed.status not in (Status.CORRECT, Status.INTERNAL)


def _result(work: _Work, verdict: Verdict, waits_for: str | None, course: Course) -> ItemResult:
    item = work.variant.item
    score = score_of(verdict)
    status = status_of(verdict, score)
    if waits_for and status not in (Status.BLANK, Status.INVALID):
        score, status, verdict = 0.0, Status.SKIPPED, Verdict(())
    withheld = status is Status.INTERNAL or work.limit is not None
    level = show_level(item)
    checks = verdict.checks if work.limit else tuple(reduced(check, level) for check in verdict.checks)
    return ItemResult(
        item=item.id,
        kind=item.kind,
        title=fill_text(title_of(item), work.variant, course),
        status=status,
        score=0.0 if withheld else round(score, 9),
        points=0.0 if withheld else round(score * worth(item), 9),
        max_points=0.0 if withheld else worth(item),
        notes=notes_of(checks),
        checks=checks,
        hints=tuple(fill_text(hint, work.variant, course) for hint in item.hints),
        response=_shown_response(work.answer.response),
        waits_for=waits_for if status is Status.SKIPPED else None,
    )


def _shown_response(response: Response) -> Response | None:
    return response or None


# --------------------------------------------------------------------------- report


def _report(
    assignment: Assignment,
    submission: Submission,
    results: tuple[ItemResult, ...],
    isolation: Isolation,
    command: str,
) -> Report:
    points, max_points, score = total(results)
    return Report(
        submission=submission.name,
        student=assignment.student,
        lesson=assignment.lesson,
        title=assignment.title,
        score=score,
        points=points,
        max_points=max_points,
        isolation=isolation,
        results=results,
        remarks=submission.remarks,
        variant=assignment.id,
        command=command,
        sources=_sources(results, submission.files),
    )


_SHOWN_SOURCE = 24 * 2**10
"""Bytes of one source file that a report shows at most."""


def _sources(results: Sequence[ItemResult], files: Mapping[str, bytes]) -> dict[str, str]:
    """The files that code items were graded from, as text, for the page to mark lines in."""
    named = {r.response for r in results if r.kind in ("code", "debug") and isinstance(r.response, str)}
    return {
        path: files[path][:_SHOWN_SOURCE].decode("utf-8", "replace")
        for path in sorted(named)
        if path in files
    }
