"""Whose is which: from what lies on the disk to one entry a student. What is not sure is never guessed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from ..errors import UsageError, did_you_mean
from ..hand_in import SOMEBODY
from ..model import Decision, Message
from ..submissions import declared, read_hand_in
from .mapping import Names, is_from_moodle

_ALONE = (".zip", ".ipynb", ".py", ".yaml", ".yml")
"""Files that are a hand-in by themselves."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One hand-in: of `student` (empty in practice, where the answers say it), at `path`.

    `inside` is the folder within the archive `path` when many hand-ins came in one; `name` is what the
    results are called. `decisions` are people's, by a gradebook; None when none was asked.
    """

    student: str
    path: Path
    inside: str = ""
    name: str = ""
    decisions: tuple[Decision, ...] | None = None

    @property
    def shown(self) -> str:
        return f"{self.path}/{self.inside}" if self.inside else str(self.path)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row of problems.csv. `kind`: unknown, double, missing, other-name, not-graded; from a collection of
    repositories not-collected or left-out.
    """

    kind: str
    student: str
    submission: str
    message: Message


@dataclass(frozen=True, slots=True)
class Found:
    entries: tuple[Entry, ...]
    troubles: tuple[Trouble, ...]


def identify(paths: Sequence[Path], names: Names) -> Found:
    """The hand-ins at `paths`, each a student's own folder or file, or a folder or zip of many.

    Nobody is graded from two hand-ins, and none is given to somebody it does not name. Raises UsageError
    for a path that does not exist.
    """
    claims: dict[str, list[Entry]] = {}
    troubles: list[Trouble] = []
    for path in paths:
        for student, entry in _claims(path, names):
            if student is None:
                troubles.append(_unknown(entry, names))
            else:
                claims.setdefault(student, []).append(entry)
    double = {student: each for student, each in claims.items() if len(_distinct(each)) > 1}
    for student, each in double.items():
        troubles += [_double(student, entry, len(each)) for entry in each]
    troubles += [_missing(student) for student in sorted(names.students - claims.keys())]
    return Found(tuple(each[0] for s, each in claims.items() if s not in double), tuple(troubles))


def in_practice(paths: Sequence[Path], student: str | None) -> Found:
    """Each path is a hand-in of its own; the results are called after who the answers say it is."""
    names: dict[str, int] = {}
    entries = []
    for path in paths:
        says = student or next(iter(declared(read_hand_in(path)).students), SOMEBODY)
        name = file_name(says)
        names[name] = names.get(name, 0) + 1
        entries.append(Entry("", path, name=name if names[name] == 1 else f"{name}-{names[name]}"))
    return Found(tuple(entries), ())


def _distinct(entries: Sequence[Entry]) -> set[tuple[Path, str]]:
    """A path that was given twice is one hand-in."""
    return {(entry.path.resolve(), entry.inside) for entry in entries}


# --------------------------------------------------------------------------- who is at a path


def _claims(path: Path, names: Names) -> Iterator[tuple[str | None, Entry]]:
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError):
        raise UsageError(f"{path}: there is no such file or folder") from None
    own = real.name if real.is_dir() else real.stem
    student = names.student(own)
    many = () if student is not None else tuple(_inside(path, real, names))
    yield from many or [(student, _entry(student, path))]


def _inside(path: Path, real: Path, names: Names) -> Iterator[tuple[str | None, Entry]]:
    """What a folder or zip of many holds; nothing when none of it is a student's."""
    if real.is_dir():
        found = [(name, _entry(names.student(name), path / file)) for name, file in _children(real)]
    elif real.suffix.lower() == ".zip":
        found = [(top, _entry(names.student(top), path, top)) for top in _tops(real)]
    else:
        found = []
    if any(entry.student or is_from_moodle(name) for name, entry in found):
        yield from ((entry.student or None, entry) for _, entry in found)


def _entry(student: str | None, path: Path, inside: str = "") -> Entry:
    return Entry(student or "", path, inside, file_name(student or inside or path.stem))


def _children(folder: Path) -> list[tuple[str, str]]:
    """(Name without ending, file name) of each folder and readable file in it."""
    children = sorted(p for p in folder.iterdir() if not p.name.startswith((".", "__")))
    return [
        (p.name if p.is_dir() else p.stem, p.name)
        for p in children
        if p.is_dir() or p.suffix.lower() in _ALONE
    ]


def _tops(archive: Path) -> list[str]:
    """The top folders and files of a zip; none of one that cannot be read (grading it says why)."""
    try:
        with zipfile.ZipFile(archive) as opened:
            parts = (PurePosixPath(info.filename).parts for info in opened.infolist())
            return sorted({part[0] for part in parts if part and not part[0].startswith((".", "__"))})
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return []


def file_name(name: str) -> str:
    """A name for result files, of letters, digits and `-_.`; different for different names."""
    plain = "".join(c if c.isalnum() or c in "-_." else "_" for c in name).lstrip(".")
    return plain if plain == name else f"{plain or 'submission'}-{sha256(name.encode()).hexdigest()[:6]}"


# --------------------------------------------------------------------------- troubles


def _unknown(entry: Entry, names: Names) -> Trouble:
    name = entry.inside or (entry.path.name if entry.path.is_dir() else entry.path.stem)
    near = did_you_mean(name, tuple(names.students))
    message = (
        Message("batch-unknown-near", {"name": name, "near": near})
        if near
        else Message("batch-unknown", {"name": name})
    )
    return Trouble("unknown", "", entry.shown, message)


def _double(student: str, entry: Entry, count: int) -> Trouble:
    values = {"student": student, "count": str(count)}
    return Trouble("double", student, entry.shown, Message("batch-double", values))


def _missing(student: str) -> Trouble:
    return Trouble("missing", student, "", Message("batch-missing", {"student": student}))
