"""GitHub's step summary: a table of the questions in Markdown, and what went wrong unfolded below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import Report
from . import focus
from .formats import Setting
from .harmless import one_line
from .page import environment
from .plain import Plain
from .signs import amount, sign

LIMIT = 1_000_000
"""Bytes; GitHub refuses a summary above 1 MiB, so the longest ones are left at their tables."""

_MARKUP = re.compile(r"[\\`*_\[\]<>&|~#$@!:/]")


def render(reports: Sequence[Report], setting: Setting) -> str:
    """Markdown in which no sign of a student's or an author's is read as markup."""
    plain = Plain(setting.phrases, setting.lang)
    made = environment(setting.templates)
    made.filters["flat"] = flat
    template = made.get_template("summary.md.jinja")
    for details in (True, False):
        text = template.render(
            reports=reports, plain=plain, focus=focus, sign=sign, amount=amount, details=details
        )
        if len(text.encode()) <= LIMIT:
            break
    return text + "\n"


def flat(text: str) -> str:
    """One line in which every sign that Markdown, or GitHub (mentions, links, emoji), reads is an entity."""
    return _MARKUP.sub(lambda m: f"&#{ord(m[0])};", one_line(text))
