"""What the documents say is so: commands exist, snippets run, links lead somewhere, schemas are current."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.cli import COMMANDS
from grader.cli.schema import SCHEMAS

from .conftest import Golden

ROOT = Path(__file__).parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands_in(text: str) -> Iterator[str]:
    """The word after `chainrule` wherever a document shows a command."""
    for code in [*re.findall(r"`([^`\n]+)`", text), *(body for _, body in FENCE.findall(text))]:
        for line in code.splitlines():
            found = re.match(r"\s*(?:\$ )?(?:\S*/)?chainrule ([a-z][a-z-]*)\b", line)
            if found:
                yield found[1]


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_every_command_a_document_names_exists(path: Path) -> None:
    for name in commands_in(path.read_text(encoding="utf-8")):
        assert name in COMMANDS, f"{path.name} names `chainrule {name}`"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"chainrule {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_relative_links_lead_to_files(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def readme_sessions() -> list[str]:
    """The command lines of the README's `console` blocks; what they print follows each."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [
        body.split("$ ", 1)[1].split("\n", 1)[0] for kind, body in FENCE.findall(text) if kind == "console"
    ]


def readme_files() -> dict[str, str]:
    """The files the README shows: a block opened by a comment `# name`."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = (re.match(r"# (\S+\.(?:py|ya?ml))\n", body) for _, body in FENCE.findall(text))
    return {found[1]: found.string for found in shown if found}


@pytest.mark.parametrize("command", readme_sessions())
def test_what_the_readme_shows_is_what_happens(command: str, golden: Golden, tmp_path: Path) -> None:
    for name, content in readme_files().items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    words = shlex.split(command)
    assert words[0] == "chainrule"
    ran = subprocess.run(
        [sys.executable, "-c", "from grader.cli import main; main()", *words[1:]],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PATH": "", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "80", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert ran.stdout, ran.stderr
    golden.check_block(ROOT / "README.md", f"$ {command}\n", ran.stdout)


@pytest.mark.parametrize("name", sorted(SCHEMAS.keys() - {"report"}))
def test_the_editors_schema_is_the_programs(name: str) -> None:
    kept = json.loads((ROOT / ".vscode" / f"{name}.schema.json").read_text(encoding="utf-8"))
    made = json.loads(json.dumps(SCHEMAS[name]()))
    assert kept == made, f"chainrule schema {name} > .vscode/{name}.schema.json"
