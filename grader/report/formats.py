"""The formats of other programs, by name: each makes one text from Reports that are reduced already."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from ..errors import UsageError
from ..model import Report
from .phrases import Phrases


@dataclass(frozen=True, slots=True)
class Setting:
    """What a format needs besides the reports.

    `folder`: from the root of the repository to the student's files. `variables`: those of the CI job.
    """

    templates: Path
    phrases: Phrases
    lang: str
    folder: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Format:
    """The module, the file name that readers look for, and the function: `(reports, setting) -> str`."""

    module: str
    file: str
    function: str = "render"


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "junit": Format("junit", "junit.xml"),
        "github": Format("annotations", "annotations.txt"),
        "summary": Format("summary", "summary.md"),
        "gradescope": Format("gradescope", "results.json"),
        "classroom50": Format("classroom50", "result.json"),
        "codequality": Format("codequality", "gl-code-quality-report.json"),
        "csv": Format("spreadsheets", "points.csv", "render_plain"),
        "moodle": Format("spreadsheets", "moodle.csv", "render_moodle"),
        "canvas": Format("spreadsheets", "canvas.csv", "render_canvas"),
    }
)


TABLES = tuple(name for name, form in FORMATS.items() if form.module == "spreadsheets")
"""The formats that hold a whole class."""


def render(name: str, reports: Sequence[Report], setting: Setting) -> str:
    """The reports in this format. Raises UsageError for an unknown name, or reports it cannot hold."""
    if name not in FORMATS:
        raise UsageError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    chosen = FORMATS[name]
    module = importlib.import_module(f".{chosen.module}", __package__)
    text = getattr(module, chosen.function)(reports, setting)
    if not isinstance(text, str):
        raise TypeError(f"{name}.render gave {type(text).__name__}")
    return text
