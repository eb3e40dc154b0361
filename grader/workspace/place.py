"""Finding a workspace from a folder inside it, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError
from .outline import Entry, Outline, load_outline
from .state import State, load_state, save_state

_OWN = ".chainrule"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders and files of one workspace. `here` is the lesson whose folder we are in, if any."""

    root: Path
    here: str = ""

    @classmethod
    def around(cls, folder: Path) -> Workspace | None:
        """The workspace that `folder` is in."""
        start = folder.resolve()
        for root in (start, *start.parents):
            if (root / _OWN / "state.json").is_file():
                inside = start.relative_to(root).parts
                return cls(root, inside[0] if inside and (root / inside[0]).is_dir() else "")
        return None

    @classmethod
    def needed(cls, folder: Path) -> Workspace:
        """As `around`. Raises UsageError when there is none."""
        found = cls.around(folder)
        if found is None:
            raise UsageError("this folder is not in a workspace; `chainrule start` makes one")
        return found

    @property
    def state_file(self) -> Path:
        return self.root / _OWN / "state.json"

    @property
    def outline_file(self) -> Path:
        return self.root / _OWN / "outline.json"

    @property
    def home(self) -> Path:
        return self.root / "index.html"

    def numbers_file(self, lesson: str) -> Path:
        return self.root / _OWN / "numbers" / f"{lesson}.json"

    def written(self, lesson: str) -> int:
        """When the numbers of a lesson were written, in nanoseconds; 0 when they are not there."""
        try:
            return self.numbers_file(lesson).stat().st_mtime_ns
        except OSError:
            return 0

    def lesson(self, lesson: str) -> Path:
        return self.root / lesson

    def feedback(self, lesson: str) -> Path:
        return self.lesson(lesson) / "feedback.html"

    def file_of(self, entry: Entry) -> Path:
        """Where this item is answered."""
        return self.lesson(entry.lesson) / entry.file

    def history(self, entry: Entry, number: int) -> Path:
        """The folder for what is put aside of an item for the `number`-th time."""
        return self.root / _OWN / "history" / entry.lesson / f"{entry.id}-{number}"

    def load_state(self) -> State:
        return load_state(self.state_file)

    def load(self) -> tuple[State, Outline]:
        """Raises UsageError when one of the two files is damaged."""
        return load_state(self.state_file), load_outline(self.outline_file)

    def save(self, state: State) -> None:
        save_state(state, self.state_file)

    def entry(self, wanted: str | None, state: State, outline: Outline) -> Entry:
        """The item a command is about: the one named, else the current one. Raises UsageError."""
        lesson = self.here or state.current.partition("/")[0]
        if wanted is None:
            return outline.entry(state.current)
        if wanted in {chapter.id for chapter in outline.chapters}:
            return first_open(outline, state, wanted) or outline.chapter(wanted).entries[0]
        return outline.entry(wanted.strip("/"), lesson)

    def is_class_set(self, lesson: str) -> bool:
        """Whether an instructor issued this lesson: they say what is told of it, and when it is solved."""
        try:
            text = (self.lesson(lesson) / "variant.yaml").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return False
        return any(line.startswith(("public: false", "home:", "release:")) for line in text.splitlines())


def first_open(outline: Outline, state: State, lesson: str = "") -> Entry | None:
    """The first item, of this lesson or of all, that is not solved and counts."""
    return next(
        (
            entry
            for entry in outline.entries()
            if (not lesson or entry.lesson == lesson) and entry.points and not state.passed(entry.ref)
        ),
        None,
    )


def next_open(outline: Outline, state: State) -> Entry | None:
    """The first unsolved item after the current one, else from the start; None when all are solved."""
    entries = [e for e in outline.entries() if e.points]
    place = next((k for k, e in enumerate(entries) if e.ref == state.current), -1)
    around = entries[place + 1 :] + entries[: place + 1]
    return next((e for e in around if not state.passed(e.ref)), None)


def shown_path(path: Path) -> Path:
    """The path as one would type it from here."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path
