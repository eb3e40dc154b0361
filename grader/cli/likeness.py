"""The options of `report` and `review` that look for hand-ins that are alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..errors import UsageError
from .options import content_option

if TYPE_CHECKING:
    from ..class_report.likeness import Sources
    from ..course import Course

_F = TypeVar("_F", bound=Callable[..., Any])


def likeness_options(command: _F) -> _F:
    """--manifest, --hand-ins, --names and --content."""
    for option in (
        click.option("--names", type=click.Path(path_type=Path), help="As for `grade`."),
        click.option(
            "--hand-ins",
            type=click.Path(path_type=Path),
            multiple=True,
            help="Look for code that is alike: what `grade` was given, PATH by PATH.",
        ),
        click.option(
            "--manifest",
            "manifests",
            type=click.Path(path_type=Path),
            multiple=True,
            help="Look for answers to somebody else's numbers. As for `grade`: LESSON.json, or its folder.",
        ),
    ):
        command = option(command)
    return content_option(command)


def sources(
    course: Course, manifests: Sequence[Path], hand_ins: Sequence[Path], names: Path | None
) -> Sources:
    """What was asked for. Raises UsageError for hand-ins without a manifest and unreadable manifests."""
    from ..assignments import load_manifest
    from ..class_report.likeness import Sources
    from .grade import manifest_files

    if hand_ins and not manifests:
        raise UsageError("--hand-ins needs the --manifest of what was handed out: it says whose is whose")
    loaded = [load_manifest(file) for file in manifest_files(manifests) if file]
    return Sources(course, loaded, hand_ins, names)
