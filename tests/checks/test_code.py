"""Functions handed in are told what they compute, on the smallest input that shows it, and scored fairly."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from grader.arrays import read
from grader.checks.code import CODE, CodeKind
from grader.checks.debug import DEBUG
from grader.checks.kind import Answer
from grader.course import Course
from grader.errors import ResponseError
from grader.exercise import load_exercises
from grader.lesson import Code, Debug
from grader.model import Call, CheckResult, Comparison, Job, Param, Picture, SourceLine, Status, Verdict
from grader.sandbox import open_sandbox
from grader.sandbox.base import Sandbox
from grader.scoring import notes_of
from grader.variants import Variant

from .sample_course import make_course

ROOT = Path(__file__).parents[2]
ASK = {"en": "Write it.", "ja": "書きましょう。"}
SEED = b"hidden inputs come from here...."


LESSON = """
id: sample
title: {en: Sample, ja: 見本}
read: {en: Text., ja: 文。}
items:
  - code: task
    exercise: sigmoid
    ask: {en: Write it., ja: 書きましょう。}
  - debug: mend
    exercise: sigmoid
    faulty: brackets-missing
    ask: {en: Repair it., ja: 直しましょう。}
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    folder = tmp_path_factory.mktemp("course")
    made = make_course(folder, LESSON)
    for path in (ROOT / "exercises").glob("*.py"):
        shutil.copy(path, folder / "exercises")
    return made


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with open_sandbox("inline") as opened:
        yield opened


def item(exercise: str, **more: object) -> Variant:
    made = Code.model_validate({"code": "task", "exercise": exercise, "ask": ASK, **more})
    return Variant("sample", made, {}, id="abcdefgh23")


def repair(exercise: str, faulty: str, **more: object) -> Variant:
    made = Debug.model_validate({"debug": "mend", "exercise": exercise, "faulty": faulty, "ask": ASK, **more})
    return Variant("sample", made, {}, id="abcdefgh23")


def with_params(variant: Variant, params: Mapping[str, Param]) -> Variant:
    return Variant(variant.lesson, variant.item, params, id=variant.id)


def judged(variant: Variant, source: str, course: Course, sandbox: Sandbox, seed: bytes = SEED) -> Verdict:
    kind = DEBUG if variant.item.kind == "debug" else CODE
    answer = Answer("task.py", {"task.py": source.encode()})
    assert not kind.is_blank(variant, answer, course)
    calls = kind.plan(variant, answer, course, seed)
    return kind.judge(variant, answer, course, seed, sandbox.run(Job(answer.files, calls)).observations)


def function(name: str, line: str, arguments: str = "x") -> str:
    return f"import numpy as np\n\n\ndef {name}({arguments}):\n    {line}\n"


def failing(verdict: Verdict) -> CheckResult:
    return next(c for c in verdict.checks if c.status not in (Status.CORRECT, Status.SKIPPED))


SIGMOID_RIGHT = function("sigmoid", "return 0.5 * (1 + np.tanh(0.5 * x))")
SIGMOID_FRAGILE = function("sigmoid", "return np.exp(x) / (1 + np.exp(x))")
SIGMOID_WRONG = function("sigmoid", "return 1 / 1 + np.exp(-x)")


def test_a_right_function_gets_full_marks_and_its_curve(course: Course, sandbox: Sandbox) -> None:
    verdict = judged(item("sigmoid", hidden=3), SIGMOID_RIGHT, course, sandbox)
    assert (verdict.score, verdict.status, notes_of(verdict.checks)) == (1.0, Status.CORRECT, ())
    assert {c.status for c in verdict.checks} == {Status.CORRECT}
    (picture,) = [e for c in verdict.checks for e in c.evidence if isinstance(e, Picture)]
    assert picture.gap is None
    assert [c.role for c in picture.curves] == ["reference", "yours"]


def test_a_known_mistake_is_answered_in_its_own_words_on_the_smallest_input(
    course: Course, sandbox: Sandbox
) -> None:
    verdict = judged(item("sigmoid", hidden=3), SIGMOID_WRONG, course, sandbox)
    assert (verdict.score, verdict.status) == (0.0, Status.WRONG)
    assert notes_of(verdict.checks) == ("brackets-missing", "code/wrong")
    check = failing(verdict)
    assert check.message is not None
    assert check.message.text is not None
    assert "Without brackets" in check.message.text["en"]
    (shown,) = [e for e in check.evidence if isinstance(e, Comparison)]
    assert shown.input is not None
    assert shown.expected is not None
    assert shown.yours is not None
    assert (shown.input.text, shown.expected.text, shown.yours.text) == ("[1]", "[0.731059]", "[1.36788]")
    assert shown.yours.marked == {(0, 0)}
    (picture,) = [e for e in check.evidence if isinstance(e, Picture)]
    assert picture.gap is not None


def test_while_the_values_are_wrong_everything_else_waits(course: Course, sandbox: Sandbox) -> None:
    verdict = judged(item("sigmoid", hidden=3), SIGMOID_WRONG, course, sandbox)
    waiting = {c.name for c in verdict.checks if c.status is Status.SKIPPED}
    assert waiting == {"shapes", "large", "hidden"}


@pytest.mark.parametrize(("accepts", "score"), [({}, 1.0), ({"fragile": 0.8}, 0.8), ({"fragile": 0}, 0.0)])
def test_a_fragile_function_earns_what_the_item_says(
    accepts: dict[str, float], score: float, course: Course, sandbox: Sandbox
) -> None:
    verdict = judged(item("sigmoid", accepts=accepts), SIGMOID_FRAGILE, course, sandbox)
    assert verdict.score == score
    assert "code/fragile" in notes_of(verdict.checks)
    assert failing(verdict).name == "large"


def test_a_note_may_be_accepted_by_name(course: Course, sandbox: Sandbox) -> None:
    source = function("sigmoid_derivative", "return x * (1 - x)")
    verdict = judged(item("sigmoid_derivative", accepts={"from-output": 0.5}), source, course, sandbox)
    assert (verdict.score, verdict.status) == (0.5, Status.PARTIAL)
    assert notes_of(verdict.checks) == ("from-output", "code/convention")


def test_a_warning_of_numpy_alone_costs_nothing_and_is_remarked(course: Course, sandbox: Sandbox) -> None:
    verdict = judged(
        item("sigmoid", accepts={"fragile": 0}),
        function("sigmoid", "return 1 / (1 + np.exp(-x))"),
        course,
        sandbox,
    )
    assert verdict.score == 1.0
    assert [m.id for c in verdict.checks for m in c.remarks] == ["code/remark-overflow-warning"]


def test_answering_the_public_inputs_from_a_table_fails_the_hidden_ones(
    course: Course, sandbox: Sandbox
) -> None:
    variant = item("neuron", hidden=4)
    public = CODE.plan(item("neuron"), Answer("", {"task.py": b"x"}), course, SEED)
    table = function(
        "neuron",
        f"return 1 / (1 + np.exp(-(x @ w + b))) if float(np.sum(x)) in {sums(public)} else 0.5",
        "x, w, b",
    )
    verdict = judged(variant, table, course, sandbox)
    assert {c.name: c.status for c in verdict.checks}["values"] is Status.CORRECT
    assert {c.name: c.status for c in verdict.checks}["hidden"] is Status.WRONG
    assert verdict.status is Status.PARTIAL


def sums(calls: Sequence[Call]) -> list[float]:
    """What the first arguments of these calls add up to: enough to recognise them by."""
    firsts = [read(call.args[0]).array for call in calls]
    return [float(np.sum(first)) for first in firsts if first is not None]


def test_hidden_checks_are_marked_hidden_and_carry_no_evidence(course: Course, sandbox: Sandbox) -> None:
    verdict = judged(item("sigmoid", hidden=2), SIGMOID_RIGHT, course, sandbox)
    (hidden,) = [c for c in verdict.checks if c.hidden]
    assert (hidden.name, hidden.evidence, hidden.message) == ("hidden", (), None)


def test_public_inputs_stay_the_same_and_hidden_ones_follow_the_seed(course: Course) -> None:
    variant = item("sigmoid", hidden=2)
    answer = Answer("task.py", {"task.py": SIGMOID_RIGHT.encode()})
    one, two = (CODE.plan(variant, answer, course, seed) for seed in (b"a" * 32, b"b" * 32))
    assert one[:-2] == two[:-2]
    assert one[-2:] != two[-2:]
    assert one == CODE.plan(variant, answer, course, b"a" * 32)


@pytest.mark.parametrize(
    ("source", "status", "message"),
    [
        (function("sigmoid", "return 1 / (1 + math.exp(-x))"), Status.ERROR, "code/undefined-name"),
        (function("sigmoid", "1 / (1 + np.exp(-x))"), Status.WRONG, "code/none"),
        (function("sigmoid", "return sum(1 / (1 + np.exp(-x)))"), Status.WRONG, "code/shape"),
        (function("sigmoid", "return x / 0 * 0 + np.nan"), Status.WRONG, "code/nan"),
        (function("sigmoid", "raise KeyError('k')"), Status.ERROR, "code/raised"),
        (function("sigmoid", "return 3 / (1 + np.exp(-x))"), Status.WRONG, "code/constant-ratio"),
        (function("sigmoid", "return x ** 2"), Status.WRONG, "code/differs"),
        (function("sigmoyd", "return x"), Status.WRONG, "code/missing-near"),
        (function("f", "return x"), Status.WRONG, "code/missing-others"),
        ("x = 1\n", Status.WRONG, "code/missing-empty"),
        ("def sigmoid(x:\n    return x\n", Status.ERROR, "code/definition-syntax"),
        ("def sigmoid(x):\n    print x\n", Status.ERROR, "code/definition-python-2"),
        ("@undefined\ndef sigmoid(x):\n    return x\n", Status.ERROR, "code/definition-undefined-name"),
    ],
)
def test_what_went_wrong_is_said_in_words_that_help(
    source: str, status: Status, message: str, course: Course, sandbox: Sandbox
) -> None:
    check = failing(judged(item("sigmoid"), source, course, sandbox))
    assert check.message is not None
    assert (check.status, check.message.id) == (status, message)


def test_an_exception_shows_its_line(course: Course, sandbox: Sandbox) -> None:
    source = function("sigmoid", "y = -x\n    return 1 / (1 + math.exp(y))")
    check = failing(judged(item("sigmoid"), source, course, sandbox))
    (line,) = [e for e in check.evidence if isinstance(e, SourceLine)]
    assert (line.file, line.line, line.code.strip()) == ("task.py", 6, "return 1 / (1 + math.exp(y))")


def test_the_starter_is_blank_however_it_was_saved(course: Course) -> None:
    variant = item("sigmoid")
    ((name, text),) = CODE.question(variant, course).starter.items()
    for saved in (text, text.replace("\n", "\r\n"), "\ufeff" + text, text + "\n\n", ""):
        assert CODE.is_blank(variant, Answer(name, {name: saved.encode()}), course)
    assert CODE.is_blank(variant, Answer("", {}), course)


def test_a_starter_with_a_comment_added_is_still_not_an_answer(course: Course, sandbox: Sandbox) -> None:
    variant = item("sigmoid")
    (text,) = CODE.question(variant, course).starter.values()
    verdict = judged(variant, text + "# how?\n", course, sandbox)
    assert (verdict.status, verdict.score) == (Status.BLANK, 0.0)


def test_a_file_that_answers_other_items_is_no_answer_to_this_one(course: Course, sandbox: Sandbox) -> None:
    answer = Answer("", {"solution.py": b"def relu(x):\n    return x\n"})
    calls = CODE.plan(item("sigmoid"), answer, course, SEED)
    seen = sandbox.run(Job(answer.files, calls)).observations
    assert CODE.judge(item("sigmoid"), answer, course, SEED, seen).status is Status.BLANK


def test_a_function_with_a_formula_only_can_be_asked_for(course: Course, sandbox: Sandbox) -> None:
    right = function("asinh_derivative", "return 1 / np.sqrt(1 + x ** 2)")
    assert judged(item("asinh_derivative", hidden=2), right, course, sandbox).score == 1.0
    kept = function("asinh_derivative", "return np.log(x + np.sqrt(x ** 2 + 1))")
    verdict = judged(item("asinh_derivative"), kept, course, sandbox)
    assert notes_of(verdict.checks) == ("not-differentiated", "code/wrong")
    message = failing(verdict).message
    assert message is not None
    assert message.id == "code/not-differentiated"


def test_a_file_that_was_not_handed_in_is_unreadable_with_the_nearest_name(course: Course) -> None:
    with pytest.raises(ResponseError) as caught:
        CODE.is_blank(item("sigmoid"), Answer("taks.py", {"task.py": b"x"}), course)
    assert (caught.value.note, caught.value.values["near"]) == ("code/no-such-file-near", "task.py")


@pytest.mark.parametrize("name", ["task.py", "solution.py", "anything.py"])
def test_the_file_is_found_by_its_usual_names_or_by_being_the_only_one(name: str, course: Course) -> None:
    calls = CODE.plan(item("sigmoid"), Answer("", {name: b"x = 1"}), course, SEED)
    assert {c.file for c in calls} == {name}


def test_drawn_parameters_choose_the_right_answer(course: Course, sandbox: Sandbox) -> None:
    variant = with_params(item("leaky_relu", **{"with": {"alpha": "a / 2"}}), {"a": Fraction(1, 5)})
    fixed = function("leaky_relu", "return np.where(x > 0, x, 0.1 * x)")
    assert judged(variant, fixed, course, sandbox).score == 1.0
    assert judged(item("leaky_relu"), fixed, course, sandbox).score == 0.0
    assert "alpha=0.1" in next(iter(CODE.question(variant, course).starter.values()))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"exercise": "sigmiod"}, "did you mean 'sigmoid'"),
        ({"with": {"beta": 1}}, "no parameter 'beta'"),
        ({"accepts": {"fragil": 0.5}}, "'fragil' is neither a verdict nor a note"),
    ],
)
def test_an_item_that_speaks_of_what_is_not_there_is_named(
    more: dict[str, object], says: str, course: Course
) -> None:
    (flaw,) = CODE.flaws(item(**{"exercise": "sigmoid", **more}), course)  # type: ignore[arg-type]
    assert says in flaw


# ------------------------------------------------------------------------------- repairing


def test_the_function_as_it_was_handed_out_is_no_answer_yet(course: Course) -> None:
    variant = repair("sigmoid", "ratio-of-exponentials")
    ((name, given),) = DEBUG.question(variant, course).starter.items()
    for same in (given, given.replace("\n", "\r\n"), given + "\n\n"):
        assert DEBUG.is_blank(variant, Answer(name, {name: same.encode()}), course)
    assert not DEBUG.is_blank(variant, Answer(name, {name: f"{given}# x\n".encode()}), course)


def test_the_fault_left_in_is_wrong_and_its_symptom_is_shown(course: Course, sandbox: Sandbox) -> None:
    variant = repair("sigmoid", "ratio-of-exponentials")
    (given,) = DEBUG.question(variant, course).starter.values()
    verdict = judged(variant, given + "# mended?\n", course, sandbox)
    assert (verdict.score, verdict.status) == (0.0, Status.WRONG)
    assert notes_of(verdict.checks) == ("ratio-of-exponentials", "code/fragile")
    (shown,) = [e for e in failing(verdict).evidence if isinstance(e, Comparison)]
    assert shown.input is not None
    assert shown.input.text == "[1000]"


def test_the_fault_repaired_earns_full_marks(course: Course, sandbox: Sandbox) -> None:
    variant = repair("sigmoid", "ratio-of-exponentials")
    assert judged(variant, SIGMOID_RIGHT, course, sandbox).score == 1.0


def test_a_faulty_starter_does_not_give_its_fault_away(course: Course) -> None:
    (given,) = DEBUG.question(repair("sigmoid", "brackets-missing"), course).starter.values()
    assert "brackets" not in given.lower()
    assert "def sigmoid(x):" in given


def test_a_fault_that_does_not_exist_is_named(course: Course) -> None:
    (flaw,) = DEBUG.flaws(repair("sigmoid", "no-such-fault"), course)
    assert "no-such-fault" in flaw


# ------------------------------------------------------------------------------- every exercise


def kinds_and_items(course: Course) -> Iterator[tuple[CodeKind, Variant]]:
    for key, exercise in load_exercises(course.content.exercise_files()).items():
        yield CODE, item(key, hidden=2)
        if exercise.mistakes:
            yield DEBUG, repair(key, exercise.mistakes[0].note)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_examples_of_every_exercise_are_judged_as_they_foretell(course: Course, sandbox: Sandbox) -> None:
    for kind, variant in kinds_and_items(course):
        assert kind.flaws(variant, course) == ()
        for example in kind.examples(variant, course):
            where = (kind.name, variant.item, example.name)
            if example.status is Status.INVALID:
                with pytest.raises(ResponseError):
                    kind.is_blank(variant, example.answer, course)
            elif example.status is Status.BLANK:
                assert kind.is_blank(variant, example.answer, course), where
            else:
                calls = kind.plan(variant, example.answer, course, SEED)
                seen = sandbox.run(Job(example.answer.files, calls)).observations
                verdict = kind.judge(variant, example.answer, course, SEED, seen)
                assert verdict.status is example.status, where
                assert example.note is None or example.note in notes_of(verdict.checks), where
