"""From a diagnosis to the checks a student reads: one for each group of cases, and the verdict last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..arrays import Form, Wrong
from ..diagnosis import CORE, Diagnosis, Outcome, Word, explained
from ..errors import did_you_mean
from ..exercise import Exercise, Group, Setting, View
from ..model import Absent, CheckResult, Evidence, Message, Raised, Status, Stopped
from .curves import curve_of
from .descents import descent_of
from .evidence import evidence_of, gradients_of, shape_values
from .heat import heat_map
from .planes import plane_of

WEIGHTS: Mapping[Group, float] = {
    Group.VALUES: 2.0,
    Group.ARGUMENTS: 1.0,
    Group.SHAPES: 1.0,
    Group.LARGE: 1.0,
}
"""In reading order: while the values are wrong, the later groups wait."""

_BY_FORM: Mapping[Form, str] = {Form.NONE: "none", Form.TEXT: "text", Form.RAGGED: "ragged"}
_BY_DIFFERENCE: Mapping[Wrong, str] = {
    Wrong.COUNT: "count",
    Wrong.SHAPE: "shape",
    Wrong.NAN: "nan",
    Wrong.INFINITE: "infinite",
}


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """One diagnosis at the item's parameters, the files it is about, and what the item gives for it.

    `share` is None where that is what its checks earn. `shrunk` is a simpler input that fails like the first
    failing one of its group, `plane` what was called for a picture of the plane.
    """

    exercise: Exercise
    params: Mapping[str, Setting]
    diagnosis: Diagnosis
    files: Mapping[str, bytes]
    share: float | None
    shrunk: Outcome | None = None
    plane: tuple[Outcome, ...] = ()


def checks_of(finding: Finding, hidden: tuple[CheckResult, ...] = ()) -> tuple[CheckResult, ...]:
    """The checks in reading order, the hidden ones among them."""
    diagnosis = finding.diagnosis
    if diagnosis.word is Word.MISSING:
        return (_missing(finding), *hidden, *_verdict(finding))
    checks: list[CheckResult] = []
    told_at = _told_at(diagnosis.outcomes)
    for group, weight in WEIGHTS.items():
        outcomes = [o for o in diagnosis.outcomes if o.case.group is group]
        if outcomes and any(c.score == 0 for c in checks if c.name in CORE):
            checks.append(_waiting(group, weight))
        elif outcomes:
            checks.append(_group(finding, group, outcomes, weight, tell=group is told_at))
    return (*checks, *hidden, *_verdict(finding))


def worst_of(diagnosis: Diagnosis) -> Outcome | None:
    """The case that shows a function's fault best: its smallest failure, or its first crash."""
    mutated = (o for o in diagnosis.outcomes if o.behaviour.mutated)
    return _telling(diagnosis.word, diagnosis.outcomes) or next(mutated, None)


def explanation(exercise: Exercise, diagnosis: Diagnosis) -> Message | None:
    """Why the verdict is what it is, and the one thing to look at; None where all is right."""
    if diagnosis.word is Word.MISSING:
        return _absence(exercise, diagnosis)[0]
    return _message(diagnosis, _telling(diagnosis.word, diagnosis.outcomes))


def _told_at(outcomes: Sequence[Outcome]) -> Group:
    """Where the diagnosis is told: at the first group with a fault, else at the values."""
    return next((g for g in WEIGHTS for o in outcomes if o.case.group is g and not o.right), Group.VALUES)


# ------------------------------------------------------------------------------- one group of cases


def _group(
    finding: Finding, group: Group, outcomes: Sequence[Outcome], weight: float, *, tell: bool
) -> CheckResult:
    bad = _telling(finding.diagnosis.word, outcomes)
    status = Status.CORRECT if bad is None else _status(bad)
    score = 1.0 if bad is None else 0.0
    if group is Group.LARGE and finding.diagnosis.word is Word.FRAGILE:
        status, score = Status.PARTIAL, 1.0 if finding.share is None else finding.share
    diagnosis = finding.diagnosis
    return CheckResult(
        name=group.value,
        title=Message(f"code/title-{group.value}", {"count": str(len(outcomes))}),
        status=status,
        score=score,
        weight=weight,
        message=_message(diagnosis, bad) if tell else (_cause(bad) if bad is not None else None),
        note=diagnosis.note if tell else None,
        evidence=(*_evidence(finding, outcomes, bad), *(_diagnosed(finding, bad) if tell else ())),
        remarks=tuple(Message(f"code/remark-{r}") for r in diagnosis.remarks)
        if group is Group.VALUES
        else (),
    )


def _telling(word: Word, outcomes: Sequence[Outcome]) -> Outcome | None:
    """The first, smallest failure; of a function that crashes, the first crash."""
    failed = [o for o in outcomes if not o.right]
    raised = [o for o in failed if isinstance(o.observation, Raised | Stopped)]
    return next(iter(raised if raised and word in (Word.CRASH, Word.TIMEOUT) else failed), None)


def _status(bad: Outcome) -> Status:
    match bad.observation:
        case Raised():
            return Status.ERROR
        case Stopped(status):
            return status
        case _:
            return Status.WRONG


def _message(diagnosis: Diagnosis, bad: Outcome | None) -> Message | None:
    """The known mistake in its author's words, else the note's sentence, else what is wrong with `bad`."""
    known = diagnosis.hypothesis
    if known is not None:
        if known.says:
            return Message(known.note, text=known.says)
        first, _, _ = known.note.partition("+")  # of several, the one that has a sentence
        return Message(f"code/{first}", known.values)
    if diagnosis.note is not None:
        return Message(f"code/{diagnosis.note}", diagnosis.values or {})
    return _cause(bad) if bad is not None else None


def _cause(bad: Outcome) -> Message:
    """What is wrong with one case, and the one thing to look at."""
    match bad.observation:
        case Raised() as raised:
            crash = explained(raised)
            return Message(f"code/{crash.note}", crash.values)
        case Stopped(_, reason, detail):
            return Message(f"code/stopped-{reason}", {"detail": detail})
    if bad.behaviour.values is None or bad.difference is None:
        return Message(f"code/{_BY_FORM.get(bad.behaviour.form, 'no-numbers')}")
    note = _BY_DIFFERENCE.get(bad.difference.kind, "differs")
    return Message(f"code/{note}", shape_values(bad))


def _evidence(finding: Finding, outcomes: Sequence[Outcome], bad: Outcome | None) -> tuple[Evidence, ...]:
    simple = finding.shrunk
    if simple is not None and bad is not None and bad is next((o for o in outcomes if not o.right), None):
        bad = simple if simple.case.group is bad.case.group else bad
    found = evidence_of(bad, finding.files) if bad is not None else ()
    curve = next((o for o in outcomes if o.case.name == "curve"), None)
    picture = curve_of(finding.exercise, curve) if curve is not None else None
    return (*found, picture) if picture is not None else found


def _diagnosed(finding: Finding, bad: Outcome | None) -> tuple[Evidence, ...]:
    """What all cases show together, where numbers came back that are wrong: gradients, and a picture."""
    if bad is None or bad.difference is None:
        return ()
    table = gradients_of(finding.exercise, finding.params, finding.diagnosis.outcomes)
    return tuple(shown for shown in (table, _picture(finding)) if shown is not None)


def _picture(finding: Finding) -> Evidence | None:
    """The picture that the exercise declares; a curve belongs to the case it is drawn from."""
    exercise, params, outcomes = finding.exercise, finding.params, finding.diagnosis.outcomes
    match exercise.view:
        case View.MATRIX:
            return heat_map(exercise, outcomes)
        case View.PLANE:
            return plane_of(exercise, params, outcomes, finding.plane)
        case View.DESCENT:
            return descent_of(exercise, params, finding.diagnosis)
        case _:
            return None


def _waiting(group: Group, weight: float) -> CheckResult:
    title = Message(f"code/title-{group.value}")
    return CheckResult(group.value, title, Status.SKIPPED, 0.0, weight, Message("code/waits"))


# ------------------------------------------------------------------------------- absent, and the verdict


def _absence(exercise: Exercise, diagnosis: Diagnosis) -> tuple[Message, Status]:
    """Why there is no such function: its definition failed, or it has another name."""
    absent = next(o.observation for o in diagnosis.outcomes if isinstance(o.observation, Absent))
    if absent.because is None:
        return _not_defined(exercise, absent), Status.WRONG
    crash = explained(absent.because)
    return Message(f"code/definition-{_kind(crash.note)}", crash.values), Status.ERROR


def _missing(finding: Finding) -> CheckResult:
    message, status = _absence(finding.exercise, finding.diagnosis)
    title = Message("code/title-defined", {"function": finding.exercise.key})
    line = evidence_of(finding.diagnosis.outcomes[0], finding.files)[1:] if status is Status.ERROR else ()
    return CheckResult("defined", title, status, 0.0, 1.0, message, message.id, line)


def _kind(note: str) -> str:
    """Definitions fail in a few ways that deserve a sentence of their own."""
    return note if note in ("syntax", "python-2", "no-module", "undefined-name") else "failed"


def _not_defined(exercise: Exercise, absent: Absent) -> Message:
    near = did_you_mean(exercise.key, absent.defined)
    values = {"function": exercise.key, "near": near or "", "defined": ", ".join(absent.defined[:8])}
    if near:
        return Message("code/missing-near", values)
    return Message("code/missing-others" if absent.defined else "code/missing-empty", values)


def _verdict(finding: Finding) -> tuple[CheckResult, ...]:
    """The verdict in one line, unless there is nothing to say."""
    word, accepted = finding.diagnosis.word, finding.diagnosis.accepted
    if word is Word.CORRECT:
        return ()
    earned = finding.share if finding.share is not None else float(accepted)
    status = Status.CORRECT if earned >= 1 else Status.PARTIAL if earned > 0 else Status.WRONG
    title = Message("code/title-verdict")
    message = Message(f"code/verdict-{word.value}")
    return (CheckResult("verdict", title, status, earned, 0.0, message, f"code/{word.value}"),)
