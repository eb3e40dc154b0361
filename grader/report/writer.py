"""Reports on the screen and in files: one page and one JSON line each, an index over all."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from ..atomic import write_text
from ..model import Report
from .formats import Setting, render
from .machine import to_json
from .page import Pages
from .phrases import Phrases
from .plain import only
from .sheet import IndexRow
from .table import summary_table
from .terminal import terminal


class Writer:
    """Shows and writes reports in one language; templates are compiled once."""

    def __init__(self, templates: Path, languages: Sequence[str], lang: str) -> None:
        self._lang, self._templates = lang, templates
        self._phrases = Phrases(templates, languages)
        self._pages = Pages(templates, self._phrases)

    def show(self, report: Report, form: str) -> None:
        """Print one report as `terminal`, `json` or `html`."""
        match form:
            case "json":
                _print(to_json(report, self._phrases) + "\n")
            case "html":
                _print(self._pages.feedback(report, self._lang))
            case _:
                width = shutil.get_terminal_size().columns
                encoding = sys.stdout.encoding or "utf-8"
                _print(terminal(report, self._lang, self._phrases, width, wants_color(), encoding))

    def show_all(self, reports: Sequence[Report], form: str, folder: Path) -> None:
        """Print all reports as one text of another program's format (`formats.FORMATS`).

        `folder` is where the student's files are, for annotations. Raises UsageError for reports that the
        format cannot hold.
        """
        _print(self._exported(reports, form, folder))

    def save(self, reports: Sequence[Report], form: str, folder: Path, path: Path) -> None:
        """Write them to a file: what `show_all` prints, `json` with a report a line, or one report as `html`.

        Raises UsageError for reports that the format cannot hold, and when it cannot be written.
        """
        match form:
            case "json":
                text = "".join(to_json(report, self._phrases) + "\n" for report in reports)
            case "html":
                text = self._pages.feedback(only(reports, "html"), self._lang)
            case _:
                text = self._exported(reports, form, folder)
        write_text(path, text)

    def _exported(self, reports: Sequence[Report], form: str, folder: Path) -> str:
        where = "" if folder.is_absolute() or folder == Path() else folder.as_posix()
        setting = Setting(self._templates, self._phrases, self._lang, where, dict(os.environ))
        return render(form, reports, setting)

    def write_page(self, report: Report, path: Path) -> None:
        """Write the feedback page of one report. Raises UsageError when it cannot be written."""
        write_text(path, self._pages.feedback(report, self._lang))

    def write(self, reports: Sequence[Report], out: Path) -> Path:
        """Write `<submission>.html` and `.json` for each report and an index; returns the page to open."""
        rows = []
        for report, name in zip(reports, _names(reports), strict=True):
            self.write_page(report, out / f"{name}.html")
            write_text(out / f"{name}.json", to_json(report, self._phrases) + "\n")
            rows.append(IndexRow(report, f"{name}.html"))
        index = out / "index.html"
        write_text(index, self._pages.index(rows, self._lang))
        return index

    def show_table(self, reports: Sequence[Report]) -> None:
        """Print one line a report: who, which lesson, a sign for each question, the points."""
        from rich.console import Console

        Console(no_color=not wants_color()).print(summary_table(reports, self._lang, self._phrases))


def wants_color() -> bool:
    """Whether this terminal shows colours and its user wants them (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _names(reports: Sequence[Report]) -> list[str]:
    """A file name for each report: who handed in, numbered when the same name comes twice."""
    names: dict[str, int] = {}
    result = []
    for report in reports:
        plain = "".join(c if c.isalnum() or c in "-_." else "_" for c in report.student or report.submission)
        name = plain.lstrip(".") or "submission"
        names[name] = names.get(name, 0) + 1
        result.append(name if names[name] == 1 else f"{name}-{names[name]}")
    return result


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
