"""A NumPy function to write: called on small, large and hidden inputs, and told what it really computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from ..course import Course
from ..diagnosis import Diagnosis, Outcome, Word, diagnose, outcomes_of, rehearsed, simpler, smallest
from ..errors import UsageError
from ..exercise import Case, Mistake, bound_at, faulty, right, starter
from ..lesson import Code, Debug
from ..model import Absent, Call, CheckResult, Message, Observation, Raised, Status, Text, Verdict
from ..prose import fill_variant, in_language
from ..variants import Variant
from .coding import Task, bound, code_item, file_name, file_of, posed, text_of
from .findings import Finding, checks_of
from .kind import Answer, Example, Question
from .planes import plane_cases

_STOPPED = (Status.ERROR, Status.TIMEOUT, Status.MEMORY, Status.OUTPUT)


class CodeKind:
    """Writing a function. Repairing one (`debug.py`) differs in its starter and in what counts as done."""

    name = "code"

    def shuffles(self, variant: Variant) -> int:  # noqa: ARG002 - there is nothing to shuffle
        return 0

    def flaws(self, variant: Variant, course: Course) -> Sequence[str]:
        """An exercise, a parameter or a note that does not exist."""
        item = code_item(variant)
        try:
            task = bound(variant, course)
        except UsageError as unknown:
            return (str(unknown),)
        except KeyError as unknown:
            return (f"exercise {item.exercise!r} has no parameter {unknown}",)
        known = _earning_words(task)
        return tuple(
            f"accepts: {key!r} is neither a verdict nor a note of {item.exercise!r}"
            for key in item.accepts
            if key not in known
        )

    def question(self, variant: Variant, course: Course) -> Question:
        filled = fill_variant(variant.item.ask, variant, course)
        name = file_name(variant)
        return Question(
            text=filled.text,
            empty="",
            spelling=Message(f"code/spelling-{self.name}", {"file": name}),
            pictures=filled.pictures,
            starter={name: self._starter(variant, bound(variant, course))},
        )

    def is_blank(self, variant: Variant, answer: Answer, course: Course) -> bool:
        """No file, an empty one, or the starter as it was given."""
        path = file_of(variant, answer)
        written = text_of(answer.files[path]) if path is not None else ""
        return not written or written == text_of(self._given(variant, course).encode())

    def plan(self, variant: Variant, answer: Answer, course: Course, seed: bytes) -> tuple[Call, ...]:
        path = file_of(variant, answer)
        return posed(variant, course, seed).calls(path) if path is not None else ()

    def again(
        self,
        variant: Variant,
        answer: Answer,
        course: Course,
        seed: bytes,
        observations: Sequence[Observation],
    ) -> tuple[Call, ...]:
        """Simpler inputs that may fail as the first failing public one does, and those for a picture."""
        path = file_of(variant, answer)
        task = posed(variant, course, seed)
        simple, plane = self._further(task, observations)
        return replace(task, cases=(*simple, *plane), hidden=()).calls(path) if path is not None else ()

    def _further(
        self, task: Task, observations: Sequence[Observation]
    ) -> tuple[tuple[Case, ...], tuple[Case, ...]]:
        """The cases of the second round: simpler ones, and the points of a plane."""
        public = observations[: len(task.cases)]
        if any(isinstance(o, Absent) for o in public):
            return (), ()
        outcomes = outcomes_of(task.exercise, task.params, task.cases, public)
        return (
            simpler(task.exercise, task.params, outcomes),
            plane_cases(task.exercise, task.params, outcomes),
        )

    def judge(
        self,
        variant: Variant,
        answer: Answer,
        course: Course,
        seed: bytes,
        observations: Sequence[Observation],
    ) -> Verdict:
        if observations and all(map(_unwritten, observations)):
            return _blank(Message("code/not-written"))
        if _answers_others(variant, answer) and all(map(_absent, observations)):
            return _blank(Message("code/not-in-file", {"function": code_item(variant).exercise}))
        return self._judged(variant, posed(variant, course, seed), answer.files, observations)

    def solution(self, variant: Variant, course: Course) -> Text:
        """The author's words, then the reference as code."""
        task = bound(variant, course)
        words = variant.item.solution or {}
        code = f"```python\n{right(task.exercise, task.params).strip()}\n```"
        return {
            language: f"{in_language(words, language)}\n\n{code}".strip() for language in course.languages
        }

    def examples(self, variant: Variant, course: Course) -> tuple[Example, ...]:
        """The reference, a function without a result, a file that is not there, the starter, each mistake."""
        task = posed(variant, course, bytes(32))
        reference = right(task.exercise, task.params)
        nothing = f"def {task.exercise.key}(*args):\n    pass\n"
        return (
            Example("right", handed_in(variant, reference), Status.CORRECT),
            Example("wrong", handed_in(variant, nothing), Status.WRONG),
            Example("unreadable", Answer("no-such-file.py", {}), Status.INVALID),
            Example("blank", handed_in(variant, self._given(variant, course)), Status.BLANK),
            *(self._mistaken(variant, task, m) for m in task.exercise.declared(task.params)),
        )

    # ------------------------------------------------------------------ what debugging does otherwise

    def _starter(self, variant: Variant, task: Task) -> str:  # noqa: ARG002 - debug needs the variant
        return starter(task.exercise, task.params)

    def _share(self, item: Code | Debug, diagnosis: Diagnosis) -> float | None:
        """What the item gives for this diagnosis; None where that is up to its checks."""
        declared = declared_share(item, diagnosis)
        return declared if declared is not None or not diagnosis.accepted else 1.0

    # ------------------------------------------------------------------ judging

    def _judged(
        self,
        variant: Variant,
        task: Task,
        files: Mapping[str, bytes],
        observations: Sequence[Observation],
    ) -> Verdict:
        public = len(task.cases)
        diagnosis = diagnose(task.exercise, task.params, task.cases, observations[:public])
        share = self._share(code_item(variant), diagnosis)
        first_round = public + len(task.hidden)
        hidden = _hidden(task, diagnosis, observations[public:first_round])
        tried, plane = self._tried(task, observations[:public], observations[first_round:])
        shrunk = smallest(diagnosis.outcomes, tried)
        if diagnosis.accepted and any(check.score < 1 for check in hidden):
            share = None  # the public inputs were answered, not the question
        checks = checks_of(
            Finding(task.exercise, task.params, diagnosis, files, share, shrunk, plane), hidden
        )
        score = share if share is not None else _earned(checks)
        return Verdict(checks, score, _status(checks, score))

    def _tried(
        self, task: Task, public: Sequence[Observation], second: Sequence[Observation]
    ) -> tuple[tuple[Outcome, ...], tuple[Outcome, ...]]:
        """What the second round gave, if there was one: on simpler inputs, and on the points of a plane."""
        if not second:
            return (), ()
        simple, plane = self._further(task, public)
        found = outcomes_of(task.exercise, task.params, (*simple, *plane), second)
        return tuple(found[: len(simple)]), tuple(found[len(simple) :])

    def _given(self, variant: Variant, course: Course) -> str:
        return self._starter(variant, bound(variant, course))

    def _mistaken(self, variant: Variant, task: Task, mistake: Mistake) -> Example:
        """A known mistake handed in; its verdict is foretold by running the mistake ourselves."""
        function = bound_at(mistake.function, task.params)
        seen = [rehearsed(function, case) for case in (*task.cases, *task.hidden)]
        status = self._judged(variant, task, {}, seen).status or Status.WRONG
        source = faulty(task.exercise, mistake.source, task.params)
        return Example(mistake.note, handed_in(variant, source), status, mistake.note)


CODE = CodeKind()


def handed_in(variant: Variant, source: str) -> Answer:
    """This source as the item's file."""
    name = file_name(variant)
    return Answer(name, {name: source.encode()})


def _unwritten(observation: Observation) -> bool:
    return isinstance(observation, Raised) and observation.type == "NotImplementedError"


def _answers_others(variant: Variant, answer: Answer) -> bool:
    """Whether the file is one that several items share, so that a missing function is not yet an answer."""
    path = file_of(variant, answer)
    return path is not None and PurePosixPath(path).name != file_name(variant)


def _absent(observation: Observation) -> bool:
    """No such function, and nothing went wrong that would explain it."""
    return isinstance(observation, Absent) and observation.because is None


def _blank(told: Message) -> Verdict:
    check = CheckResult("response", Message("check/response"), Status.BLANK, 0.0, message=told, note=told.id)
    return Verdict((check,), 0.0, Status.BLANK)


def declared_share(item: Code | Debug, diagnosis: Diagnosis) -> float | None:
    """What `accepts` says of the note, else of the verdict."""
    if diagnosis.word is Word.CORRECT:
        return 1.0
    keys = (diagnosis.note or "", diagnosis.word.value)
    return next((item.accepts[key] for key in keys if key in item.accepts), None)


def earning_words(variant: Variant, course: Course) -> frozenset[str]:
    """What `accepts` of this item can name: every verdict, and the notes of its exercise."""
    return _earning_words(bound(variant, course))


def _earning_words(task: Task) -> frozenset[str]:
    notes = {hypothesis.note for hypothesis in task.exercise.hypotheses(task.params)}
    return frozenset(notes | {word.value for word in Word})


def _hidden(task: Task, public: Diagnosis, observations: Sequence[Observation]) -> tuple[CheckResult, ...]:
    """The inputs nobody has seen, if the item has any; they wait until the public ones are right."""
    if not task.hidden:
        return ()
    title = Message("code/title-hidden", {"count": str(len(task.hidden))})
    if not public.accepted:
        waits = Message("code/waits")
        return (CheckResult("hidden", title, Status.SKIPPED, 0.0, message=waits, hidden=True),)
    found = diagnose(task.exercise, task.params, task.hidden, observations)
    passed = found.accepted
    status = Status.CORRECT if passed else Status.WRONG
    return (CheckResult("hidden", title, status, float(passed), hidden=True),)


def _earned(checks: Sequence[CheckResult]) -> float:
    weight = sum(c.weight for c in checks)
    return sum(c.score * c.weight for c in checks) / weight if weight else 0.0


def _status(checks: Sequence[CheckResult], score: float) -> Status:
    if score >= 1:
        return Status.CORRECT
    if score > 0:
        return Status.PARTIAL
    return next((c.status for c in checks if c.status in _STOPPED), Status.WRONG)
