"""The sample reports in any format, and what no format may let through."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from grader.model import Report
from grader.report.formats import Setting, render

from . import samples
from .hostile import BIDI, ESCAPE
from .pages import TEMPLATES, phrases

EACH = pytest.mark.parametrize("name", samples.ALL)
CONTROLS = ("\x1b", "\x07", "\x00", "\ud800", "\u202e")


def setting(lang: str = "en", folder: str = "", variables: Mapping[str, str] | None = None) -> Setting:
    return Setting(TEMPLATES, phrases(), lang, folder, variables or {})


def everyone() -> list[Report]:
    return [make() for make in samples.ALL.values()]


def exported(
    form: str,
    *reports: Report,
    lang: str = "en",
    folder: str = "",
    variables: Mapping[str, str] | None = None,
) -> str:
    """In this format; checked to hold no control character of a student's."""
    assert ESCAPE.startswith("\x1b")
    assert "\u202e" in BIDI
    text = render(form, reports, setting(lang, folder, variables))
    assert not [sign for sign in CONTROLS if sign in text]
    text.encode("utf-8")
    return text
