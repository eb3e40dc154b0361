"""The program with numbered lines in the ReLU lesson, run and watched line by line."""

from __future__ import annotations

import ast
import bdb
import contextlib
import io
import re
from collections import Counter
from types import FrameType

from grader.content import Content
from grader.course import Course

LINE = re.compile(r"^(\d+)(?:  (.*))?$", re.MULTILINE)


class Watched(bdb.Bdb):
    """A run of the program: how often each line was carried out, what relu returned, what was printed."""

    def __init__(self, p: int, q: int) -> None:
        super().__init__()
        self.lines: Counter[int] = Counter()
        self.returned: list[object] = []
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            self.run(compile(program(p, q), "listing", "exec"), {})
        self.printed = out.getvalue().strip()

    def user_line(self, frame: FrameType) -> None:
        self.lines[frame.f_lineno] += 1

    def user_return(self, frame: FrameType, return_value: object) -> None:
        if frame.f_code.co_name == "relu":
            self.returned.append(return_value)


def numbered(language: str) -> list[tuple[int, str]]:
    """The lines as the item `relu/read-the-loop` shows them, its placeholders unfilled."""
    item = next(i for i in Course(Content.packaged()).lesson("relu").items if i.id == "read-the-loop")
    fence = re.search(r"```text\n(.*?)\n```", item.ask[language], re.DOTALL)
    assert fence is not None
    return [(int(number), code or "") for number, code in LINE.findall(fence[1])]


def program(p: int, q: int) -> str:
    text = "\n".join(code for _, code in numbered("en"))
    return text.replace("{{ p }}", str(p)).replace("{{ q }}", str(q))


def lines_of_the_listing() -> list[int]:
    """The lines in which the program returns, adds up and prints."""
    tree = ast.parse(program(3, 5))
    returns = next(n.lineno for n in ast.walk(tree) if isinstance(n, ast.Return))
    loop = next(n for n in ast.walk(tree) if isinstance(n, ast.For))
    return [returns, loop.body[0].lineno, tree.body[-1].lineno]
