"""A corpus of functions as people really write them: each gets its verdict, and is told why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from grader.content import Content
from grader.course import Course
from grader.diagnosis import Asked, Examiner, Found, usual_names
from grader.sandbox import open_sandbox
from grader.sandbox.base import Sandbox

COURSE = Course(Content.packaged())
EXAMINERS = cache(lambda key: Examiner(COURSE.exercise(key), COURSE.exercises))


@dataclass(frozen=True)
class Entry:
    """`=== key[:NAME] | verdict | notes` and the source below it."""

    id: str
    key: str
    name: str
    verdict: str
    notes: tuple[str, ...]
    source: str

    def agrees(self, found: Found) -> bool:
        """Whether the verdict is the expected one, and every expected note among those given."""
        given = found.diagnosis
        told = {part for note in given.notes for part in (note, *note.split("+"))}
        return given.word.value == self.verdict and set(self.notes) <= told


def corpus() -> Iterator[Entry]:
    for path in sorted((Path(__file__).parent / "corpus").glob("*.txt")):
        for k, block in enumerate(path.read_text(encoding="utf-8").split("=== ")[1:]):
            head, _, source = block.partition("\n")
            what, verdict, notes = [part.strip() for part in f"{head}||".split("|")][:3]
            key, _, name = what.partition(":")
            yield Entry(f"{path.stem}-{k}-{key}-{verdict}", key, name, verdict, tuple(notes.split()), source)


ENTRIES = tuple(corpus())


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with open_sandbox("auto") as opened:
        yield opened


def found_in(entry: Entry, sandbox: Sandbox) -> Found:
    exercise = COURSE.exercise(entry.key)
    names = (entry.name,) if entry.name else usual_names(exercise, COURSE.exercises)
    files = {"mine.py": b"import numpy as np\n\n" + entry.source.encode()}
    return EXAMINERS(entry.key).look(Asked("mine.py", files, names, named=bool(entry.name)), sandbox.run)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_a_function_gets_its_verdict_and_its_note(entry: Entry, sandbox: Sandbox) -> None:
    found = found_in(entry, sandbox)
    assert entry.agrees(found), (found.diagnosis.word, found.diagnosis.notes)


def test_the_corpus_is_large() -> None:
    assert len(ENTRIES) >= 200
