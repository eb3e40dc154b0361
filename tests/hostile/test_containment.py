"""The corpus of attacks, with the walls up and, to see that it bites, with the walls down."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import SandboxError
from grader.model import Absent, Call, Job, Raised
from grader.sandbox import open_sandbox

from .arena import LIMITS, Arena, attacks, leftovers, open_arena

NOBODY = 65534


@pytest.fixture(scope="module", autouse=True)
def _walls_can_be_raised() -> None:
    try:
        open_sandbox("kernel").close()
    except SandboxError as error:
        pytest.skip(f"no kernel isolation on this machine: {error}")


@pytest.fixture(scope="module")
def arena() -> Iterator[Arena]:
    with open_arena() as opened:
        yield opened


def test_the_corpus_is_large_and_says_what_must_not_happen() -> None:
    assert len(attacks()) >= 100
    for path in attacks():
        assert path.read_text(encoding="utf-8").startswith("# Must not happen: "), path


@pytest.mark.parametrize("path", attacks(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_attack_reaches_nothing(arena: Arena, path: Path) -> None:
    """Whatever it tries: no secret out, no trace left, limits kept, the next submission right."""
    assert arena.attack(path) == []


def test_nothing_acts_after_its_time(arena: Arena) -> None:
    for path in attacks("late"):
        arena.attack(path)
    time.sleep(1.5)
    assert leftovers() == []


def test_without_walls_the_attacks_succeed() -> None:
    """A corpus that could not succeed would prove nothing."""
    with open_arena("none") as unprotected:
        paths = attacks("read", "disk", "network", "kernel", "processes", "late")
        escaped = [path for path in paths if unprotected.attack(path)]
        time.sleep(1.5)
    assert len(escaped) >= 40, f"only {len(escaped)} of {len(paths)} attacks work at all"


@pytest.mark.skipif(os.getuid() != 0, reason="the other tests run as an ordinary user already")
def test_an_ordinary_user_is_protected_as_well(tmp_path: Path) -> None:
    """The whole corpus again in a process of the user `nobody`."""
    command = [sys.executable, "-m", "tests.hostile.as_user"]
    root = Path(__file__).parents[2]
    done = subprocess.run(_as_nobody(command), capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["user"] == NOBODY
    assert report["attacks"] == len(attacks())
    assert report["escapes"] == {}


def _as_nobody(command: list[str]) -> list[str]:
    """`command` as an ordinary user; where it cannot reach the interpreter, one who may read."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("needs setpriv to become an ordinary user")
    user = [setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    none = ["--inh-caps=-all", "--bounding-set=-all"]
    one = "-all,+dac_read_search"
    reading = [f"--inh-caps={one}", f"--ambient-caps={one}", f"--bounding-set={one}"]
    # twice, since the first start is still setpriv's own and finds more than the user does
    again = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import numpy'], check=True)"
    tried = subprocess.run([*user, *none, sys.executable, "-c", again], capture_output=True, check=False)
    return [*user, *(reading if tried.returncode else none), *command]


# ------------------------------------------------------------ sources that no repository should hold

BROKEN = {
    "null bytes": b"def attack(arena):\n    return 1\n\0\0",
    "not text": bytes(range(128, 256)) * 10,
    "only a byte order mark": b"\xef\xbb\xbf",
    "UTF-16 without end": b"\xff\xfed\0e\0f",
    "an encoding nobody knows": b"# coding: martian\ndef attack(arena): return 1\n",
    "an encoding that is no text": b"# coding: hex\n6465\n",
    "ten thousand brackets": b"x = " + b"(" * 10_000,
    "ten thousand blocks": b"".join(b" " * i + b"if 1:\n" for i in range(10_000)),
    "a hundred thousand plus signs": b"x = " + b"+".join([b"1"] * 60_000),
    "a hundred thousand attributes": b"x = a" + b".a" * 100_000,
    "an endless text": b"x = '''" + b"a" * 100_000,
    "bytes of a compiled module": b"\xa7\r\r\n" + bytes(100),
    "control characters": b"def attack(arena):\x0c\x1b[2J\n return 1",
}


@pytest.mark.parametrize("kind", sorted(BROKEN))
def test_a_broken_source_becomes_a_reason(arena: Arena, kind: str) -> None:
    run = arena.sandbox.run(Job({"a.py": BROKEN[kind]}, (Call("a.py", ("attack",), (None,)),), LIMITS))
    (seen,) = run.observations
    assert type(seen).__name__ in {"Absent", "Stopped"}
    assert arena._honest_is_right()


def test_fifty_megabytes_of_source_are_refused_unread(arena: Arena) -> None:
    huge = Job({"a.py": b"x = 1\n" * 2**23}, (Call("a.py", ("attack",), ()),), LIMITS)
    run = arena.sandbox.run(huge)
    assert run.children == 0
    (seen,) = run.observations
    assert isinstance(seen, Absent)
    assert isinstance(seen.because, Raised)
