"""chainrule doctor: what this machine can do, and what stands in the way."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from importlib import metadata

import click

from .. import __version__
from ..model import Isolation
from ..sandbox import open_sandbox

_PACKAGES = ("numpy", "sympy", "pydantic", "PyYAML", "Jinja2", "click", "rich", "math-core", "markdown-it-py")


@click.command("doctor", epilog="Example:  chainrule doctor && chainrule demo")
def command() -> int:
    """Say what this machine can do: versions, isolation level, who owns the name `grader`."""
    healthy = True
    for ok, label, value in findings():
        healthy &= ok
        click.echo(f"{'✓' if ok else '✗'} {label:<16} {value}")
    return 0 if healthy else 1


def findings() -> Iterator[tuple[bool, str, str]]:
    """(is it well, what was looked at, what was found), in reading order."""
    yield True, "chainrule", __version__
    yield sys.version_info >= (3, 11), "Python", f"{platform.python_version()} on {platform.platform()}"
    for name in _PACKAGES:
        yield _version(name)
    yield _owner()
    yield _isolation()


def _version(name: str) -> tuple[bool, str, str]:
    try:
        return True, name, metadata.version(name)
    except metadata.PackageNotFoundError:
        return False, name, "is not installed; reinstall chainrule"


def _owner() -> tuple[bool, str, str]:
    """Two distributions that both bring a package `grader` overwrite each other without a word from pip."""
    owners = sorted(set(metadata.packages_distributions().get("grader", ())))
    others = [owner for owner in owners if owner.lower() != "chainrule"]
    if others:
        return (
            False,
            "package grader",
            f"also owned by {', '.join(others)}: install chainrule with pipx, alone",
        )
    return True, "package grader", "owned by chainrule alone"


def _isolation() -> tuple[bool, str, str]:
    with open_sandbox("auto") as sandbox:
        broken = [f"{f.probe}: {f.detail}" for f in sandbox.findings if not f.held]
        level = sandbox.isolation
    return level is Isolation.KERNEL, "isolation", level.value + (f" ({'; '.join(broken)})" if broken else "")
