"""A git server of our own: bare repositories, students who push into them, and a clock that tests set."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.conftest import run

__all__ = ["run", "server"]


@dataclass(frozen=True, slots=True)
class Server:
    """`srv/<name>.git` is where students push; `work/<name>` is a student's own copy."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / "srv"

    def git(self, folder: Path, *arguments: str, time: str = "2026-10-01T00:00:00Z") -> str:
        """Run git as somebody, at some time by the clock of whoever runs it."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        names = [f"GIT_{role}_{what}" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]
        who = dict.fromkeys(names, "s@example.org")
        when = {"GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time}
        quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        environment = clean | who | when | quiet
        ran = subprocess.run(
            ["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True, text=True
        )
        return ran.stdout.strip()

    def make(self, name: str, logged: bool = True) -> Path:
        """A repository on the server and a student's copy of it."""
        bare, work = self.folder / f"{name}.git", self.root / "work" / name
        for folder, how in ((bare, ("--bare",)), (work, ())):
            folder.mkdir(parents=True)
            self.git(folder, "init", "--quiet", "--initial-branch=main", *how)
        if logged:
            self.git(bare, "config", "core.logAllRefUpdates", "true")
        return work

    def commit(self, name: str, text: str, time: str = "2026-10-01T00:00:00Z") -> str:
        """Commit an answer; the student's clock says `time`, which may be a lie."""
        work = self.root / "work" / name
        (work / "relu").mkdir(exist_ok=True)
        (work / "relu" / "answers.yaml").write_text(text, encoding="utf-8")
        self.git(work, "add", "--all")
        self.git(work, "commit", "--quiet", "--allow-empty", "--message", "work", time=time)
        return self.git(work, "rev-parse", "HEAD")

    def push(self, name: str, time: str, *how: str) -> None:
        """Push when the server's clock shows `time`."""
        bare = str(self.folder / f"{name}.git")
        self.git(self.root / "work" / name, "push", "--quiet", *how, bare, "HEAD:main", time=time)

    def pushed(self, name: str, *pushes: tuple[str, str]) -> None:
        """A repository with one commit a push: (text of the answer, the server's time)."""
        self.make(name)
        for text, time in pushes:
            self.commit(name, text)
            self.push(name, time)

    def table(self, *names: str) -> Path:
        path = self.root / "map.csv"
        path.write_text("student,repository\n" + "".join(f"{n},{n}\n" for n in names), encoding="utf-8")
        return path


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)
