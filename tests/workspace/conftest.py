"""A workspace of the built-in course, made once; tests work in copies of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.course import Course
from grader.workspace.making import Maker
from grader.workspace.place import Workspace
from grader.workspace.state import State


@pytest.fixture(scope="session")
def made(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made") / "work"
    Maker(Workspace(root), course, State("me", "en")).make()
    return root


@pytest.fixture
def workspace(made: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(made, tmp_path / "work")
    return Workspace(tmp_path / "work")
