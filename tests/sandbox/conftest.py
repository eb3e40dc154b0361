"""One sandbox of each kind for the whole run; the kernel's only where it can be had."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.errors import SandboxError
from grader.sandbox import Sandbox, open_sandbox


@pytest.fixture(scope="session")
def kernel() -> Iterator[Sandbox]:
    try:
        opened = open_sandbox("kernel")
    except SandboxError as error:
        pytest.skip(f"no kernel isolation on this machine: {error}")
    with opened:
        yield opened


@pytest.fixture(scope="session")
def process() -> Iterator[Sandbox]:
    with open_sandbox("process") as opened:
        yield opened


@pytest.fixture(params=["kernel", "process", "inline"])
def any_sandbox(request: pytest.FixtureRequest) -> Sandbox:
    sandbox: Sandbox = request.getfixturevalue(request.param)
    return sandbox


@pytest.fixture(params=["kernel", "process"])
def outside(request: pytest.FixtureRequest) -> Sandbox:
    """A sandbox whose children are processes of their own."""
    sandbox: Sandbox = request.getfixturevalue(request.param)
    return sandbox
