"""Every page in headless Chromium: axe-core finds nothing, nothing is fetched, nothing sticks out at 320 px.

Needs Chromium, node and the modules of `package.json` (`npm install --prefix tests/web --no-package-lock`);
`CHAINRULE_NODE_MODULES` names another folder that holds them, `CHAINRULE_SHOTS` one to leave screenshots in.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.report.pages import EVERY_PAGE, page

pytestmark = pytest.mark.web

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def missing(what: str) -> Any:
    return pytest.skip(f"{what} is not here; see {__file__}")


def modules() -> Path:
    folder = Path(os.environ.get("CHAINRULE_NODE_MODULES", HERE / "node_modules")).resolve()
    for name in ("puppeteer-core", "axe-core"):
        if not (folder / name).is_dir():
            missing(f"the node module {name}")
    return folder.parent


@pytest.fixture(scope="module")
def audits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What the browser says about each page, in both schemes at both widths."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None) or missing("Chromium")
    node = shutil.which("node") or missing("node")
    task = {
        "pages": write_pages(tmp_path_factory.mktemp("pages")),
        "shots": os.environ.get("CHAINRULE_SHOTS"),
    }
    profile = tmp_path_factory.mktemp("profile")
    command = [node, HERE / "audit.mjs", browser, modules(), profile]
    done = subprocess.run(
        command, input=json.dumps(task), capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    by_page: dict[str, list[Any]] = {}
    for audit in json.loads(done.stdout):
        by_page.setdefault(audit["page"].removesuffix(".html"), []).append(audit)
    return by_page


def write_pages(folder: Path) -> list[str]:
    paths = []
    for name, lang in EVERY_PAGE:
        path = folder / f"{name}.{lang}.html"
        path.write_text(page(name, lang), encoding="utf-8")
        paths.append(str(path))
    return paths


@pytest.mark.parametrize(("name", "lang"), EVERY_PAGE)
def test_a_page_is_accessible_self_contained_and_fits(
    name: str, lang: str, audits: dict[str, list[Any]]
) -> None:
    of_page = audits[f"{name}.{lang}"]
    assert {(a["scheme"], a["width"]) for a in of_page} == {
        (s, w) for s in ("light", "dark") for w in (1280, 320)
    }
    for audit in of_page:
        where = f"{audit['scheme']}, {audit['width']} px: {audit['widest']}"
        assert audit["violations"] == [], where
        assert audit["requests"] == [], where
        assert audit["complaints"] == [], where
        assert audit["sideways"] == 0, where
