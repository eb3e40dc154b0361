"""What is told of an answer that is not graded here: whether it can be read, or nothing. Never whether it is
right: only a response that cannot be read at all, or a part of one, is let through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .checks import KINDS
from .checks.coding import file_of
from .checks.kind import Answer
from .course import Course
from .lesson import CodeBase
from .model import CheckResult, Derivation, Message, Status, Verdict
from .terms import Local
from .variants import Variant


def ungraded(variant: Variant, answer: Answer, course: Course, level: Local) -> Verdict:
    """The verdict on an answer of which less than everything is told. Raises ResponseError."""
    if _is_blank(variant, answer, course):
        return _said(Status.BLANK, "blank")
    if level == "none":
        return _said(Status.SKIPPED, "sets/not-checked")
    if isinstance(variant.item, CodeBase):
        return _said(Status.SKIPPED, "sets/not-run")
    judged = KINDS[variant.item.kind].judge(variant, answer, course, b"", ())
    unread = tuple(found for check in judged.checks for found in _unread(check))
    return Verdict(unread, 0.0, Status.INVALID) if unread else _said(Status.SKIPPED, "sets/readable")


def _is_blank(variant: Variant, answer: Answer, course: Course) -> bool:
    """Whether nothing was answered. The exercise of a function may not be here, only its file is."""
    if isinstance(variant.item, CodeBase):
        path = file_of(variant, answer)
        return path is None or not answer.files[path].strip()
    return KINDS[variant.item.kind].is_blank(variant, answer, course)


def _said(status: Status, note: str) -> Verdict:
    tag = note if status is Status.BLANK else None
    check = CheckResult("response", Message("check/response"), status, 0.0, message=Message(note), note=tag)
    return Verdict((check,), 0.0, status)


def _unread(check: CheckResult) -> Iterator[CheckResult]:
    """The check as far as it speaks of what could not be read."""
    if check.status is Status.INVALID:
        yield replace(check, remarks=())
    for shown in check.evidence:
        lines = shown.lines if isinstance(shown, Derivation) else ()
        unread = tuple(line for line in lines if line.status == "unreadable")
        if unread:
            message = Message("sets/unread-lines", {"count": str(len(unread))})
            yield CheckResult(
                check.name, check.title, Status.INVALID, 0.0, message=message, evidence=(Derivation(unread),)
            )
