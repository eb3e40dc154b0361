"""What a call gives, whichever sandbox makes it."""

from __future__ import annotations

import numpy as np
import pytest

from grader.model import ArrayData, Call, FunctionSource, Job, Limits, Opaque, Value
from grader.sandbox import Sandbox

from .calls import absent, array, call, data, only, raised, returned, run

SQUARE = "def f(x):\n    return x * x\n"


def test_an_array_goes_in_and_its_result_comes_out(any_sandbox: Sandbox) -> None:
    seen = returned(only(run(any_sandbox, SQUARE, call("f", data([[1.0, 2.0], [3.0, 4.0]])))))
    assert np.array_equal(array(seen.value), [[1, 4], [9, 16]])
    assert seen.name == "f"


@pytest.mark.parametrize(
    "value",
    [
        None, True, 3, -(2**70), 0.1, float("inf"), 2 + 1j, "σ(x)", [1, [2.5, "a"]], (1, (), None),
        {"W": 1.0, "b": [2]}, ArrayData("<f8", (), b"\0" * 8), ArrayData("<f8", (), b"\0" * 8, scalar=True),
        ArrayData("|b1", (2,), b"\0\1"), ArrayData("<i8", (0, 3), b""),
        ArrayData("<c16", (1,), b"\0" * 16), ArrayData("<f4", (2,), b"\0" * 8),
    ],
    ids=repr,
)  # fmt: skip
def test_a_value_comes_back_as_it_was_sent(any_sandbox: Sandbox, value: Value) -> None:
    seen = returned(only(run(any_sandbox, "def same(x):\n    return x", call("same", value))))
    assert seen.value == value
    assert type(seen.value) is type(value)


@pytest.mark.parametrize(
    ("expression", "type_"),
    [
        ("lambda x: x", "function"),
        ("(i for i in [1])", "generator"),
        ("np.array([1, 'a', None], dtype=object)", "ndarray of object"),
        ("{1, 2}", "set"),
        ("{1: 2}", "dict"),
        ("10 ** 10000", "int"),
        ("b'bytes'", "bytes"),
        ("object", "type"),
    ],
)
def test_what_is_not_data_is_described(any_sandbox: Sandbox, expression: str, type_: str) -> None:
    source = f"import numpy as np\ndef f():\n    return {expression}"
    seen = returned(only(run(any_sandbox, source, call("f"))))
    assert isinstance(seen.value, Opaque)
    assert seen.value.type == type_


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("np.matrix([[1.0, 2.0]])", [[1.0, 2.0]]),
        ("np.arange(6.0).reshape(2, 3).T", [[0, 3], [1, 4], [2, 5]]),
        ("np.array([1, 2], dtype='>i4')", [1, 2]),
        ("np.array([0.5], dtype=np.longdouble)", [0.5]),
        ("np.ones(4)[::2]", [1, 1]),
    ],
)
def test_any_numeric_array_arrives_in_plain_form(
    any_sandbox: Sandbox, expression: str, expected: object
) -> None:
    source = f"import numpy as np\ndef f():\n    return {expression}"
    assert np.array_equal(
        array(returned(only(run(any_sandbox, source, call("f")))).value), np.asarray(expected)
    )


def test_subclasses_of_plain_types_arrive_as_what_they_hold(any_sandbox: Sandbox) -> None:
    source = """
        from collections import OrderedDict, namedtuple
        from enum import IntEnum
        Pair = namedtuple("Pair", "a b")
        class Colour(IntEnum):
            RED = 1
        def f():
            return OrderedDict(p=Pair(1, 2.0), c=Colour.RED)
    """
    assert returned(only(run(any_sandbox, source, call("f")))).value == {"p": (1, 2.0), "c": 1}


def test_each_call_gets_fresh_writable_arguments(any_sandbox: Sandbox) -> None:
    source = "def zero(x):\n    x[:] = 0\n    return x\ndef same(x):\n    return x\n"
    argument = data([1.0, 2.0])
    seen = run(any_sandbox, source, call("zero", argument), call("same", argument)).observations
    assert np.array_equal(array(returned(seen[0]).value), [0, 0])
    assert np.array_equal(array(returned(seen[1]).value), [1, 2])


def test_watched_arguments_are_returned_as_they_are_afterwards(any_sandbox: Sandbox) -> None:
    source = "def zero(x, y):\n    x[:] = 0\n    y.append(3)\n"
    seen = returned(only(run(any_sandbox, source, call("zero", data([1.0, 2.0]), [1], watch=True))))
    assert seen.args_after is not None
    assert np.array_equal(array(seen.args_after[0]), [0, 0])
    assert seen.args_after[1] == [1, 3]
    assert returned(only(run(any_sandbox, source, call("zero", data([1.0]), [1])))).args_after is None


def test_a_function_of_the_authors_can_be_an_argument(any_sandbox: Sandbox) -> None:
    source = "def slope(f, x):\n    return (f(x + 1e-6) - f(x - 1e-6)) / 2e-6\n"
    seen = returned(only(run(any_sandbox, source, call("slope", FunctionSource("lambda x: np.sin(x)"), 0.0))))
    assert isinstance(seen.value, ArrayData)
    assert np.frombuffer(seen.value.data)[0] == pytest.approx(1.0)


def test_what_is_printed_belongs_to_its_call(any_sandbox: Sandbox) -> None:
    source = "import sys\ndef f(x):\n    print('got', x)\n    sys.stderr.write('!')\n    return x\n"
    seen = run(any_sandbox, source, call("f", 1), call("f", 2)).observations
    assert [returned(one).stdout for one in seen] == ["got 1\n!", "got 2\n!"]


def test_warnings_belong_to_their_call(any_sandbox: Sandbox) -> None:
    source = "import numpy as np\ndef f(x):\n    return 1 / (1 + np.exp(-x))\n"
    seen = run(any_sandbox, source, call("f", data([-1000.0])), call("f", data([0.0]))).observations
    assert returned(seen[0]).warnings == ("RuntimeWarning: overflow encountered in exp",)
    assert returned(seen[1]).warnings == ()


def test_an_exception_names_its_line_in_the_students_file(any_sandbox: Sandbox) -> None:
    source = """
        import numpy as np
        def f(x):
            y = x + 1
            return np.linalg.inv(y)
    """
    seen = raised(only(run(any_sandbox, source, call("f", data(np.zeros((2, 3)))))))
    assert (seen.type, seen.file, seen.line, seen.name) == ("LinAlgError", "a.py", 5, "f")
    assert "square" in seen.message


@pytest.mark.parametrize(
    "error", ["SystemExit(3)", "KeyboardInterrupt", "GeneratorExit", "RecursionError('deep')"]
)
def test_whatever_is_raised_is_an_observation(any_sandbox: Sandbox, error: str) -> None:
    seen = run(
        any_sandbox, f"def f():\n    raise {error}\ndef g():\n    return 1", call("f"), call("g")
    ).observations
    assert raised(seen[0]).type == error.partition("(")[0]
    assert returned(seen[1]).value == 1


def test_the_first_name_that_exists_is_called(any_sandbox: Sandbox) -> None:
    source = "def act(x):\n    return 'act'\ndef activation(x):\n    return 'activation'\nsigmoid = 3\n"
    seen = returned(only(run(any_sandbox, source, Call("a.py", ("sigmoid", "activation", "act"), (1,)))))
    assert (seen.name, seen.value) == ("activation", "activation")


def test_a_missing_function_is_absent_and_the_others_are_listed(any_sandbox: Sandbox) -> None:
    seen = absent(
        only(run(any_sandbox, "def sigmiod(x): pass\nrelu = lambda x: x\nn = 3", call("sigmoid", 1)))
    )
    assert seen.names == ("sigmoid",)
    assert seen.because is None
    assert seen.defined == ("sigmiod", "relu")


def test_a_file_that_was_not_handed_in_is_named(any_sandbox: Sandbox) -> None:
    seen = absent(only(any_sandbox.run(Job({}, (Call("b.py", ("f",)),)))))
    assert seen.because is not None
    assert (seen.because.type, seen.because.message) == ("FileNotFoundError", "there is no file b.py")


def test_random_numbers_and_sets_repeat_from_run_to_run(outside: Sandbox) -> None:
    source = """
        import random
        import numpy as np
        def f():
            return [random.random(), float(np.random.rand()), list({"a", "b", "c", "d", "e"})]
    """
    first, second = (returned(only(run(outside, source, call("f")))).value for _ in range(2))
    assert first == second


def test_an_oversized_file_is_not_read(any_sandbox: Sandbox) -> None:
    limits = Limits(source_bytes=100)
    seen = absent(only(run(any_sandbox, "x = 1\n" * 20, call("f"), limits=limits)))
    assert seen.because is not None
    assert "120" in seen.because.message


def test_an_authors_function_that_is_none_is_the_authors_mistake(any_sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="not an expression"):
        run(any_sandbox, SQUARE, call("f", FunctionSource("lambda x:")))


def test_an_argument_that_cannot_cross_is_the_callers_mistake(any_sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="key"):
        run(any_sandbox, SQUARE, call("f", {1: 2}))  # type: ignore[dict-item]
