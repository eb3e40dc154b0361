"""Files for machines of others: written from templates, installing the very version that wrote them."""

from __future__ import annotations

import json
import re
import shlex
from importlib import metadata

from .. import __version__
from ..errors import UsageError
from ..scaffold import drafting

_PINNED = re.compile(r"[A-Za-z0-9][\w.+:/@=~-]*(==|@)[\w.+/-]+", re.ASCII)


def pinned(given: str | None) -> tuple[str, bool]:
    """What a job installs, and whether that is sure to be this very version.

    From `given`, else from how this copy was installed: out of an index by its version, from git by its
    commit. A copy from a folder cannot say where others find it. Raises UsageError for what names no version.
    """
    if given is not None:
        if not _PINNED.fullmatch(given):
            raise UsageError(
                f"--install {given!r} names no version: say it like chainrule=={__version__} or "
                "git+https://example.org/chainrule@v" + __version__
            )
        return given, True
    found = json.loads(metadata.distribution("chainrule").read_text("direct_url.json") or "{}")
    commit = found.get("vcs_info", {}).get("commit_id")
    if commit and _PINNED.fullmatch(f"git+{found['url']}@{commit}"):
        return f"git+{found['url']}@{commit}", True
    return f"chainrule=={__version__}", not found


def rendered(template: str, **values: object) -> str:
    """A file made from `templates/scaffold/<template>.jinja`; a line that is only a tag leaves none."""
    environment = drafting().overlay(trim_blocks=True)
    environment.filters["shell"] = shlex.quote
    return environment.get_template(f"{template}.jinja").render(**values)
