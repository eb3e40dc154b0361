"""What makes a handout a repository: feedback on every push, a README, and the script that publishes a class.

A student's repository holds what a handout holds, and no key. Its workflow gives feedback; marks come from
what `collect` brings home.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..atomic import write_text
from ..course import Course
from ..errors import UsageError
from ..model import Message, Text
from ..prose import in_language
from ..report.phrases import Phrases
from ..roster import Enrolled
from .drafts import rendered

_ACCOUNT = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)
_FILES = {
    "README.md": "README.md",
    ".gitignore": "gitignore",
    ".github/workflows/grade.yml": "github.yml",
    ".gitlab-ci.yml": "gitlab.yml",
}
"""Files of a repository by the template each is made from."""
_JOBS = (".github/workflows/grade.yml", ".gitlab-ci.yml")

MAP = "repositories.csv"
SCRIPT = "publish.sh"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a class's repositories are to be: `name` opens each one's name, `install` is what pip is told."""

    name: str
    title: Text
    lessons: tuple[str, ...]
    install: str
    pass_at: float = 1.0


@dataclass(frozen=True, slots=True)
class Published:
    """One line of publish.sh, and one row of the map."""

    student: str
    folder: str
    name: str
    account: str


class ClassRepositories:
    """Completes the handouts below OUT/handouts; what a student has already stays as it is."""

    def __init__(self, course: Course, wish: Wish, out: Path) -> None:
        self._course, self._wish, self._out = course, wish, out
        self._phrases = Phrases(course.content.templates, course.languages, "forge")

    @property
    def graded(self) -> bool:
        """Whether a job can grade at all: it has the packaged lessons, and no others."""
        return self._course.content.is_packaged

    def write(self, enrolled: Sequence[Enrolled], language: str) -> None:
        """Write everybody's files, publish.sh and the map. Raises UsageError when they cannot be written."""
        for each in enrolled:
            folder = self._out / "handouts" / each.student
            for name, text in self.files(each.language or language).items():
                if not (folder / name).exists():
                    write_text(folder / name, text, durable=False)
        lines = [self._published(each) for each in enrolled]
        script = self._render("publish.sh", language, repositories=lines)
        write_text(self._out / SCRIPT, script)
        write_text(self._out / MAP, _table(lines))

    def files(self, language: str) -> Mapping[str, str]:
        """What stands beside the lessons in a repository, for a reader of this language."""
        chosen = (name for name in _FILES if self.graded or name not in _JOBS)
        return {name: self._render(_FILES[name], language) for name in chosen}

    def _render(self, template: str, language: str, **values: object) -> str:
        wish = self._wish
        titles = {name: in_language(self._course.lesson(name).title, language) for name in wish.lessons}
        return rendered(
            f"repository/{template}",
            say=lambda note: self._phrases.say(Message(note), language),
            lang=language, title=in_language(wish.title, language), titles=titles, lessons=wish.lessons,
            install=wish.install, pass_at=f"{wish.pass_at:g}", graded=self.graded, **values,
        )  # fmt: skip

    def _published(self, each: Enrolled) -> Published:
        name = repository_name(self._wish.name, each.student)
        return Published(each.student, f"handouts/{each.student}", name, each.account)


def refuse_bad_accounts(enrolled: Sequence[Enrolled]) -> None:
    """Raises UsageError for an account that no forge could have."""
    for each in enrolled:
        if each.account and not _ACCOUNT.fullmatch(each.account):
            raise UsageError(f"{each.student}: {each.account!r} is no name of an account")


def _table(lines: Sequence[Published]) -> str:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("student", "repository", "account"))
    table.writerows((each.student, each.name, each.account) for each in lines)  # as `collect` reads it
    return text.getvalue()


def repository_name(prefix: str, student: str) -> str:
    """`ps1-s042`: letters, digits and `-_.` alone, as forges want it; different for different students."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", student).strip("-.")
    mark = "" if plain == student else f"-{sha256(student.encode()).hexdigest()[:8]}"
    return f"{prefix}-{plain}{mark}" if plain else f"{prefix}{mark}"
