"""How a submission's file becomes a module: what is executed, what is left out, what is forgiven."""

from __future__ import annotations

import pytest

from grader.model import Call, Job, Observation
from grader.sandbox import Sandbox

from .calls import absent, call, data, only, raised, returned, run


def test_the_script_around_the_definitions_is_not_run(inline: Sandbox) -> None:
    source = """
        print("loading")
        raise_if_run = 1
        for i in range(3):
            undefined_function(i)
        while True:
            pass
        with open("nothing") as file:
            pass
        input("your name? ")
        assert False
        def f():
            return raise_if_run
        if __name__ == "__main__":
            f.training = undefined
        del f
    """
    seen = returned(only(run(inline, source, call("f"))))
    assert (seen.value, seen.stdout) == (1, "")


def test_definitions_inside_if_and_try_are_kept(inline: Sandbox) -> None:
    source = """
        import sys
        if sys.version_info > (3,):
            def f(): return "new"
            print("not run")
        else:
            def f(): return "old"
        try:
            import cupy as np
        except ImportError:
            import numpy as np
        try:
            LIMIT = int("x")
        except ValueError:
            LIMIT = 5
            print("not run")
        finally:
            DONE = True
        def g(): return [f(), LIMIT, DONE, np.__name__]
    """
    assert returned(only(run(inline, source, call("g")))).value == ["new", 5, True, "numpy"]


def test_a_failing_statement_costs_only_its_own_names(inline: Sandbox) -> None:
    source = """
        W = open("weights.txt").read()
        def f(x): return x
        def g(x): return W
        h = g(1)[5]
    """
    first, second, third = run(inline, source, call("f", 1), call("g", 1), call("h", 1)).observations
    assert returned(first).value == 1
    assert raised(second).type == "NameError"
    because = raised(second).because
    assert because is not None
    assert (because.type, because.line) == ("FileNotFoundError", 2)
    gone = absent(third).because
    assert gone is not None
    assert (gone.type, gone.line) == ("NameError", 4)


@pytest.mark.parametrize(
    "imports",
    [
        "import torch",
        "import torch.nn as nn",
        "from torch.nn.functional import relu, softmax",
        "import os, torch, numpy",
    ],
)
def test_an_absent_library_costs_only_what_uses_it(inline: Sandbox, imports: str) -> None:
    source = f"{imports}\nfrom matplotlib import pyplot as plt\ndef f(x):\n    return x\n"
    assert returned(only(run(inline, source, call("f", 1)))).value == 1


@pytest.mark.parametrize(
    "use",
    [
        "torch.relu(x)",
        "torch(x)",
        "torch[0]",
        "[*torch]",
        "torch + x",
        "x * torch",
        "-torch",
        "torch @ torch",
    ],
)
def test_using_an_absent_library_says_that_it_is_absent(inline: Sandbox, use: str) -> None:
    seen = raised(only(run(inline, f"import torch\ndef f(x):\n    return {use}\n", call("f", 1))))
    assert seen.type == "ModuleNotFoundError"
    assert "torch" in seen.message
    assert seen.line == 3


def test_an_absent_base_class_or_annotation_costs_no_other_function(inline: Sandbox) -> None:
    source = """
        import torch
        class Net(torch.nn.Module):
            pass
        def f(x: torch.Tensor) -> "torch.Tensor":
            return x
    """
    seen = run(inline, source, call("f", 1), call("Net")).observations
    assert returned(seen[0]).value == 1
    because = absent(seen[1]).because
    assert because is not None
    assert because.type == "ModuleNotFoundError"


def test_a_wanted_name_that_could_not_be_imported_is_absent(inline: Sandbox) -> None:
    seen = absent(only(run(inline, "from mylib import sigmoid", call("sigmoid", 1))))
    assert seen.because is not None
    assert seen.because.message == "No module named 'mylib'"


def test_sibling_files_import_one_another_from_memory(any_sandbox: Sandbox) -> None:
    files = {
        "week1/a.py": b"from helper import half\nfrom common.nn import *\ndef f(x): return twice(half(x))",
        "week1/helper.py": b"from .nothing import x\ndef half(x): return x / 2\nfor i in range(10**9): pass",
        "week1/common/nn.py": b"import common.deep as deep\ndef twice(x): return deep.two() * x",
        "week1/common/deep.py": b"def two(): return 2",
    }
    seen = any_sandbox.run(Job(files, (Call("week1/a.py", ("f",), (3.0,)),)))
    assert returned(only(seen)).value == 3.0


def test_an_exception_in_a_sibling_names_that_file(any_sandbox: Sandbox) -> None:
    seen = raised(
        only(
            run(
                any_sandbox, "from b import g\ndef f(): return g()", call("f"), b="def g():\n    return 1 / 0"
            )
        )
    )
    assert (seen.type, seen.file, seen.line) == ("ZeroDivisionError", "b.py", 2)


def test_a_sibling_cannot_take_the_place_of_numpy(any_sandbox: Sandbox) -> None:
    source = "import numpy as np\nimport math\ndef f(): return [np.__name__, math.floor(2.5)]"
    seen = run(any_sandbox, source, call("f"), numpy="def array(x): return 0", math="def floor(x): return 0")
    assert returned(only(seen)).value == ["numpy", 2]


def test_a_submission_may_be_called_like_a_module_of_the_library(any_sandbox: Sandbox) -> None:
    files = {"random.py": b"import random\ndef f(): return random.randint(3, 3)"}
    assert returned(only(any_sandbox.run(Job(files, (Call("random.py", ("f",)),))))).value == 3


def test_one_submissions_modules_are_gone_in_the_next(any_sandbox: Sandbox) -> None:
    run(any_sandbox, "import b\ndef f(): return 1", call("f"), b="x = 1")
    seen = raised(only(run(any_sandbox, "def f():\n    import b", call("f"))))
    assert seen.type == "ModuleNotFoundError"


@pytest.mark.parametrize(
    "name", ["float", "int", "bool", "float_", "product", "Inf", "NaN", "in1d", "trapz", "row_stack"]
)
def test_names_that_numpy_removed_still_work(any_sandbox: Sandbox, name: str) -> None:
    seen = returned(
        only(run(any_sandbox, f"import numpy as np\ndef f():\n    np.{name}\n    return 1", call("f")))
    )
    assert seen.value == 1


def test_a_removed_name_is_remarked_with_the_spelling_of_today(kernel: Sandbox) -> None:
    seen = returned(
        only(
            run(kernel, "import numpy as np\ndef f(x):\n    return x.astype(np.float)", call("f", data([1])))
        )
    )
    assert seen.warnings == ("DeprecationWarning: np.float was removed from NumPy; write float",)


JAPANESE = 'def f():\n    """シグモイド関数"""\n    return "表"\n'


@pytest.mark.parametrize(
    "source",
    [
        JAPANESE.encode(),
        JAPANESE.encode("utf-8-sig"),
        ("# -*- coding: cp932 -*-\n" + JAPANESE).encode("cp932"),
        ("#!/usr/bin/python\n# vim: set fileencoding=euc_jp :\n" + JAPANESE).encode("euc_jp"),
        JAPANESE.encode("cp932"),
        JAPANESE.encode("utf-16"),
        JAPANESE.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "BOM", "cp932 declared", "euc_jp declared", "cp932 undeclared", "utf-16", "CRLF"],
)
def test_sources_are_read_in_the_encodings_that_editors_write(any_sandbox: Sandbox, source: bytes) -> None:
    assert returned(only(any_sandbox.run(Job({"a.py": source}, (call("f"),))))).value == "表"


@pytest.mark.parametrize(
    ("source", "type_", "line"),
    [
        (b"def f():\n    return 1\nprint 'x'\n", "SyntaxError", 3),
        (b"def f(:\n", "SyntaxError", 1),
        (b"def f():\nreturn 1\n", "IndentationError", 2),
        (b"if 1:\n\tx = 1\n        y = 2\n", "TabError", 3),
        (b"x = 1\n\0\n", "SyntaxError", 2),
        (b"x = 1\ny = '\x81\n'\xff\xff", "SyntaxError", 2),
        (b"# coding: martian\n", "SyntaxError", None),
        ("ｘ　＝　１\n".encode(), "SyntaxError", 1),
    ],
    ids=["Python 2", "syntax", "indentation", "tabs", "NUL", "not text", "unknown encoding", "full-width"],
)
def test_a_file_that_is_not_python_says_where(
    any_sandbox: Sandbox, source: bytes, type_: str, line: int | None
) -> None:
    seen: Observation = only(any_sandbox.run(Job({"a.py": source}, (call("f"),))))
    because = absent(seen).because
    assert because is not None
    assert because.type == type_
    assert line is None or because.line == line


def test_a_broken_sibling_is_the_reason(any_sandbox: Sandbox) -> None:
    seen = absent(only(run(any_sandbox, "from b import f", call("f"), b="def f(:")))
    assert seen.because is not None
    assert (seen.because.type, seen.because.file, seen.because.line) == ("SyntaxError", "b.py", 1)
