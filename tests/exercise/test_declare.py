"""An exercise file says everything about its functions, and what is wrong in it is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import ContentError
from grader.exercise import Exercises, faulty, load_exercises, right, shapes_line, starter
from grader.exercise.declare import sentences

GOOD = '''
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grader.exercise import Array, exercise


@dataclass
class Note:
    """Dataclasses look their module up while the file is being read."""

    text: str


@exercise("(n),()->()", names=("loss",))
def total(x: Array, b: float = 1.0, *, sign: float = 1.0) -> float:
    """
    en: The sum of x,
        plus b.
    ja: x の和に
        b を足します。
    """
    return sign * np.sum(x) + b


@total.spec
def _(x: Array, b: float = 1.0) -> float:
    return sum(x.tolist()) + b


@total.mistake("mean-for-sum")
def _(x: Array, b: float = 1.0) -> float:
    """
    en: That is the mean.
    ja: それは平均です。
    """
    return np.mean(x) + b
'''


def written(folder: Path, text: str, name: str = "topic.py") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(*paths: Path) -> list[tuple[int, str]]:
    with pytest.raises(ContentError) as caught:
        load_exercises(paths)
    return [(p.line, p.message) for p in caught.value.problems]


def test_a_file_gives_its_exercises_with_all_they_say(tmp_path: Path) -> None:
    made = load_exercises([written(tmp_path, GOOD)])["total"]
    assert made.names == ("total", "loss")
    assert made.statement == {"en": "The sum of x, plus b.", "ja": "x の和に b を足します。"}
    assert made.arguments == ("x", "b")
    assert made.parameters == {"sign": 1.0, "b": 1.0}
    assert [m.note for m in made.mistakes] == ["mean-for-sum"]


def test_two_files_of_one_name_do_not_disturb_each_other(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    first = written(tmp_path / "one", GOOD)
    second = written(tmp_path / "two", GOOD.replace("total", "sum_up"))
    assert list(load_exercises([first, second])) == ["total", "sum_up"]


def test_a_syntax_error_is_named_with_its_line(tmp_path: Path) -> None:
    ((line, message),) = problems(written(tmp_path, "x = 1\ndef broken(:\n"))
    assert line == 2
    assert "syntax" in message


def test_an_exception_is_named_with_the_line_of_this_file(tmp_path: Path) -> None:
    ((line, message),) = problems(written(tmp_path, "import numpy as np\n\nnp.no_such_name\n"))
    assert line == 3
    assert "no_such_name" in message


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('"(n),()->()"', '"n->1"', "shapes"),
        ("en: The sum of x,", "", None),
        ('"mean-for-sum"', '"Mean for sum"', "lower-case"),
        ('"""\n    en: That is the mean.\n    ja: それは平均です。\n    """', "", "docstring"),
        ("@total.spec", "@(lambda f: f)", "slow twin"),
    ],
)
def test_what_is_missing_or_misspelt_is_named(
    tmp_path: Path, before: str, after: str, says: str | None
) -> None:
    assert before in GOOD
    path = written(tmp_path, GOOD.replace(before, after))
    if says is None:
        assert "ja" in load_exercises([path])["total"].statement
        return
    ((line, message),) = problems(path)
    assert line > 0
    assert says in message


def test_a_key_declared_twice_is_named_with_both_files(tmp_path: Path) -> None:
    ((_, message),) = problems(written(tmp_path, GOOD, "a.py"), written(tmp_path, GOOD, "b.py"))
    assert "already declared in a.py" in message


def test_the_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    found = problems(written(tmp_path, "1/0\n", "a.py"), written(tmp_path, "def\n", "b.py"))
    assert len(found) == 2


GRADIENT = '''

@exercise("(n),()->(n)", gradient=Gradient({of!r}, {by!r}, {upstream!r}))
def total_gradient(x: Array, b: float = 1.0) -> Array:
    """One everywhere."""
    return np.ones(len(x))


@total_gradient.spec
def _(x: Array, b: float = 1.0) -> list[float]:
    return [1.0 for _ in x]
'''


@pytest.mark.parametrize(
    ("of", "by", "upstream", "says"),
    [
        ("totl", ("x",), None, "'totl' is asked, which is no exercise"),
        ("total", ("w",), None, "total has no argument 'w'"),
        ("total", ("x",), "dout", "no argument 'dout'"),
    ],
)
def test_a_gradient_of_what_does_not_exist_is_named(
    of: str, by: tuple[str, ...], upstream: str | None, says: str, tmp_path: Path
) -> None:
    text = GOOD.replace("import Array,", "import Array, Gradient,")
    text += GRADIENT.format(of=of, by=by, upstream=upstream)
    with pytest.raises(ContentError) as caught:
        load_exercises([written(tmp_path, text)])
    (problem,) = caught.value.problems
    assert says in problem.message
    assert problem.line > text[: text.index("def total_gradient")].count("\n") - 2


def test_sentences_without_a_language_belong_to_every_one() -> None:
    assert sentences("One line\nand another.") == {"": "One line and another."}


def test_the_starter_shows_the_task_and_no_answer(tmp_path: Path) -> None:
    made = load_exercises([written(tmp_path, GOOD)])["total"]
    text = starter(made, {"b": 0.5})
    assert "def total(x, b=0.5):" in text
    assert "The sum of x, plus b." in text
    assert shapes_line(made) in text
    assert "np.sum" not in text
    compile(text, "starter", "exec")


def test_a_mistake_as_a_starter_does_not_say_what_is_wrong(tmp_path: Path) -> None:
    made = load_exercises([written(tmp_path, GOOD)])["total"]
    text = faulty(made, made.mistakes[0].source, {})
    assert "def total(x, b=1.0):" in text
    assert "mean-for-sum" not in text
    assert "That is the mean" not in text


def test_bound_parameters_are_written_as_constants(tmp_path: Path) -> None:
    made = load_exercises([written(tmp_path, GOOD)])["total"]
    text = right(made, {"sign": -1.0})
    assert "return -1 * np.sum(x) + b" in text
    assert "sign" not in text


def test_a_key_costs_the_reading_of_the_file_that_declares_it(tmp_path: Path) -> None:
    good, broken = written(tmp_path, GOOD), written(tmp_path, "import nothing_of_that_name\n", "other.py")
    exercises = Exercises([good, broken], dict)
    assert exercises["total"].arguments == ("x", "b")
    with pytest.raises(ContentError):
        exercises["elsewhere"]


def test_a_key_that_two_files_declare_is_a_fault_whoever_asks(tmp_path: Path) -> None:
    exercises = Exercises([written(tmp_path, GOOD), written(tmp_path, GOOD, "other.py")], dict)
    with pytest.raises(ContentError, match="already declared"):
        exercises["total"]
