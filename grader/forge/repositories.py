"""Which repository is whose: the table `student,repository`, and where each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError
from ..roster import STUDENT, no_folder_name
from ..tables import Row, plain, read_table

REPOSITORY = ("repository", "repo", "submission", "リポジトリ")
_SECURE = re.compile(r"(https|ssh|file)://\S+|[\w.-]+@[\w.-]+:(?!//)\S+")
_URL = re.compile(r"\w+://")
_NAME = re.compile(r"(?!.*\.\.)[\w.][\w.-]*(/[\w.][\w.-]*)*")
_HOSTED = re.compile(
    r"(?:(?:https|ssh)://(?:[^@/]*@)?|[\w.-]+@)(?P<host>[\w.-]+)(?::\d+)?[/:](?P<path>[\w.-]+(?:/[\w.-]+)+)/?"
)


@dataclass(frozen=True, slots=True)
class Repository:
    """One student's: `url` is what git is given."""

    student: str
    url: str

    @property
    def folder(self) -> Path | None:
        """Where it lies on this machine; None for one elsewhere."""
        if self.url.startswith("file://"):
            return Path(self.url.removeprefix("file://"))
        return None

    @property
    def hosted(self) -> tuple[str, str] | None:
        """Host and path on it (`github.com`, `class/ps1-ben`); None for one on this machine."""
        found = _HOSTED.fullmatch(self.url)
        return (found["host"], found["path"].removesuffix(".git").lstrip("/")) if found else None


def read_repositories(path: Path, base: str | None) -> tuple[Repository, ...]:
    """The repositories of a table; a name alone lies below `base`, a folder or an address.

    Raises UsageError with the line of a cell that is empty, that is no address, or that stands twice.
    """
    table = read_table(path)
    student, repository = table.column(STUDENT), table.column(REPOSITORY)
    if student is None or repository is None:
        raise UsageError(
            f"{path}:1: needs columns `student` and `repository`; its columns are: "
            + (", ".join(table.columns) or "none")
        )
    return tuple(_checked(path, table.rows, student, repository, base))


def _checked(
    path: Path, rows: tuple[Row, ...], student: str, repository: str, base: str | None
) -> Iterator[Repository]:
    lines: dict[str, int] = {}
    for row in rows:
        where = f"{path}:{row.line}"
        name, written = row.cells[student], row.cells[repository]
        if not name or not written:
            raise UsageError(f"{where}: a cell is empty; each row names a student and a repository")
        if no_folder_name(name):
            raise UsageError(f"{where}: {name!r} cannot be a folder's name; see the roster's ids")
        found = Repository(name, _address(written, base, where))
        for key in (f"student {plain(name)}", f"repository {found.url}"):
            if lines.setdefault(key, row.line) != row.line:
                raise UsageError(f"{where}: {key} stands in line {lines[key]} already")
        yield found


def _address(written: str, base: str | None, where: str) -> str:
    """What git is given: always with its scheme or host, so that nothing is taken for an option."""
    if _SECURE.fullmatch(written):
        return written
    if _URL.match(written):
        raise UsageError(f"{where}: {written!r}: repositories are read over https, ssh or from this machine")
    if Path(written).is_absolute():
        return _local(Path(written))
    if not _NAME.fullmatch(written):
        raise UsageError(f"{where}: {written!r} is no address and no name of a repository")
    if base is None:
        raise UsageError(
            f"{where}: {written!r} is a name; --from says where it lies, such as https://github.com/my-class"
        )
    if _SECURE.fullmatch(base):
        return f"{base.rstrip('/')}/{written.removesuffix('.git')}.git"
    if _URL.match(base):
        raise UsageError(f"--from {base}: repositories are read over https, ssh or from this machine")
    folder = Path(base).resolve()
    return _local(folder / f"{written}.git" if (folder / f"{written}.git").is_dir() else folder / written)


def _local(folder: Path) -> str:
    return f"file://{folder.resolve()}"
