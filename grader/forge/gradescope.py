"""An autograder for Gradescope: the zip that an assignment is given, and whose a submission there is.

The zip holds what was handed out (the manifest) and, only where hidden checks need it, the course's secret.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..assignments import Manifest, load_manifest
from ..content import Content
from ..errors import UsageError
from ..tables import plain, read_table

MANIFEST, SECRET, STUDENTS, CONTENT = "manifest.json", "secret", "students.csv", "content"
_EMAIL = ("email", "email address", "e-mail", "メールアドレス")
_STUDENT = ("student", "student id", "id", "学籍番号", "学生")


@dataclass(frozen=True, slots=True)
class Source:
    """What an instructor gives: files of theirs that the autograder needs, and the scripts around them."""

    manifest: Path
    secret: bytes | None
    students: Path | None
    content: Content
    scripts: Mapping[str, str]

    def zip(self) -> bytes:
        """The archive; equal sources give equal bytes. Raises UsageError for a file that cannot be read."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in sorted(self._files()):
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.external_attr = (0o755 if name in ("setup.sh", "run_autograder") else 0o644) << 16
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
        return out.getvalue()

    def _files(self) -> Iterator[tuple[str, bytes]]:
        yield from ((name, text.encode()) for name, text in self.scripts.items())
        yield MANIFEST, _bytes(self.manifest)
        if self.secret is not None:
            yield SECRET, self.secret
        if self.students is not None:
            emails(self.students)  # one that cannot be read is said now, not at the first submission
            yield STUDENTS, _bytes(self.students)
        if not self.content.is_packaged:
            for folder, pattern in (("course", "*.yaml"), ("exercises", "*.py")):
                for path in (self.content.root / folder).glob(pattern):
                    yield f"{CONTENT}/{folder}/{path.name}", _bytes(path)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None


# --------------------------------------------------------------------------- where it runs


@dataclass(frozen=True, slots=True)
class Autograder:
    """Gradescope's folder: `source` is the zip, unpacked; beside it the submission and who handed it in."""

    root: Path

    @property
    def submission(self) -> Path:
        return self.root / "submission"

    @property
    def results(self) -> Path:
        return self.root / "results" / "results.json"

    @property
    def content(self) -> Path | None:
        own = self.root / "source" / CONTENT
        return own if own.is_dir() else None

    @property
    def secret_file(self) -> Path | None:
        path = self.root / "source" / SECRET
        return path if path.is_file() else None

    def manifest(self) -> Manifest:
        return load_manifest(self.root / "source" / MANIFEST)

    def student(self, students: Sequence[str]) -> str:
        """Who handed it in. Raises UsageError unless it is one student for sure."""
        table = self.root / "source" / STUDENTS
        known = emails(table) if table.is_file() else {}
        users = _users(self.root / "submission_metadata.json")
        found = {s for user in users for s in _claims(user, known) if s in students}
        if len(found) != 1:
            named = ", ".join(str(user.get("email", "?")) for user in users) or "nobody"
            why = "more than one student" if found else "no student of this problem set"
            raise UsageError(f"handed in by {named}, which is {why}; please tell your instructor")
        return found.pop()


def emails(path: Path) -> Mapping[str, str]:
    """Students by their e-mail address, from a table `email,student`. Raises UsageError for another table."""
    table = read_table(path)
    email, student = table.column(_EMAIL), table.column(_STUDENT)
    if email is None or student is None:
        raise UsageError(
            f"{path}:1: needs columns `email` and `student`; its columns are: {', '.join(table.columns)}"
        )
    return {plain(row.cells[email]): row.cells[student] for row in table.rows}


def _users(path: Path) -> Sequence[Mapping[str, Any]]:
    """The `users` of submission_metadata.json. Raises UsageError when it is not what Gradescope writes."""
    try:
        users = json.loads(path.read_text(encoding="utf-8"))["users"]
    except (OSError, ValueError, KeyError, TypeError):
        users = None
    if not isinstance(users, list) or not all(isinstance(user, Mapping) for user in users):
        raise UsageError("Gradescope did not say who handed this in; please tell your instructor")
    return users


def _claims(user: Mapping[str, Any], known: Mapping[str, str]) -> Iterator[str]:
    """What a user may be called in the manifest: by the table, or by student id, e-mail or its first part."""
    email = str(user.get("email", ""))
    if plain(email) in known:
        yield known[plain(email)]
        return
    yield from (str(user.get("sid", "")), email, email.partition("@")[0])
