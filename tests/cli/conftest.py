"""Running the command line as a user does, without the cost of a new process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from grader.cli import main


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("lint", "sigmoid")` → exit code, standard output, standard error."""

    def call(*arguments: object) -> Ran:
        monkeypatch.setattr("sys.argv", ["chainrule", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Ran(int(ended.value.code or 0), captured.out, captured.err)

    return call
