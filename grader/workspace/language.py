"""Which language to speak before anybody was asked."""

from __future__ import annotations

import locale
import os


def spoken_here(languages: tuple[str, ...]) -> str | None:
    """The language of the user's system, if the course has it."""
    told = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    name = told or locale.getlocale()[0] or ""
    short = "ja" if name.startswith("Japanese") else name[:2].lower()  # Windows spells it out
    return short if short in languages else None
