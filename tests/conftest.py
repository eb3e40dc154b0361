"""What every test may use: the built-in course, and a sandbox without walls for code that we wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from grader.content import Content
from grader.course import Course
from grader.sandbox import Sandbox, open_sandbox

GOLDEN = Path(__file__).parent / "golden"

# A change must not fail for an example nobody touched, nor for a busy machine; `--hypothesis-profile=explore`
# goes looking for new ones.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="rewrite golden files; look at the diff")


@pytest.fixture(scope="session")
def course() -> Course:
    return Course(Content.packaged())


@pytest.fixture(scope="session")
def inline() -> Iterator[Sandbox]:
    with open_sandbox("inline") as sandbox:
        yield sandbox


class Golden:
    """Compares text with a file that somebody looked at, or rewrites it with --update-goldens."""

    def __init__(self, update: bool) -> None:
        self._update = update

    def check(self, name: str, text: str) -> None:
        path = GOLDEN / name
        if self._update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"{name} is missing: run `make goldens` and look at what it writes"
        assert text == path.read_text(encoding="utf-8"), f"{name} differs: `make goldens`, then read the diff"

    def check_block(self, path: Path, opening: str, text: str) -> None:
        """The same for what a document shows between `opening` and the end of its fence."""
        before, rest = path.read_text(encoding="utf-8").split(opening, 1)
        shown, after = rest.split("```", 1)
        if self._update:
            path.write_text(f"{before}{opening}{text.strip()}\n```{after}", encoding="utf-8", newline="\n")
            return
        assert shown.strip() == text.strip(), (
            f"{path.name} shows something else: `make goldens`, read the diff"
        )


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(bool(request.config.getoption("--update-goldens")))
