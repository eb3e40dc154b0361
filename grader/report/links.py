"""Links from one file to another."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def href(target: Path, page: Path) -> str:
    """The address of a file as seen from a page, for its `href`; both may lie anywhere on this machine."""
    relative = os.path.relpath(target, page.parent)
    return quote(relative.replace(os.sep, "/"))
