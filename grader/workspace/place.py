"""Finding a workspace from a folder inside it, and its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from ..errors import UsageError
from .outline import Entry, Outline, load_outline
from .state import State, load_state, save_state

_OWN = ".chainrule"
_HANDED_OUT = (
    "this folder was handed out by a class, and the whole course is not in it; its page (index.html) has the "
    "questions and their hints, `chainrule check` with a lesson's folder shows the feedback, and "
    "`chainrule start` makes a folder of your own to practise in"
)


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
            if cls._is_one(root):
                inside = start.relative_to(root).parts
                return cls(root, inside[0] if inside and (root / inside[0]).is_dir() else "")
        return None

    @staticmethod
    def _is_one(root: Path) -> bool:
        """Either file tells: a lost state must not make a workspace invisible."""
        return any((root / _OWN / name).is_file() for name in ("state.json", "outline.json"))

    @classmethod
    def below(cls, folder: Path) -> Sequence[Path]:
        """Workspaces one step down, by name: what somebody means who has not gone into theirs."""
        try:
            return sorted(Path(each.name) for each in folder.iterdir() if cls._is_one(each))
        except OSError:
            return ()

    @classmethod
    def needed(cls, folder: Path) -> Workspace:
        """As `around`. Raises UsageError when there is none."""
        found = cls.around(folder)
        if found is not None:
            return found
        refuse_handed_out(folder)
        below = cls.below(folder)
        cure = f"go into yours: cd {typed(below[0])}" if below else "`chainrule start` makes one"
        raise UsageError(f"this folder is not in a workspace; {cure}")

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

    def put_state_aside(self) -> Path | None:
        """Keep a state file that cannot be read; None when there is none. Raises UsageError."""
        kept = next(p for n in count(1) if not (p := self.state_file.with_name(f"state-{n}.json")).exists())
        try:
            return self.state_file.replace(kept)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UsageError(f"{self.state_file}: cannot be put aside ({error.strerror})") from None

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


def refuse_handed_out(folder: Path) -> None:
    """Raises UsageError, with what to do instead, in a folder into which a class's lessons were issued."""
    if any(folder.glob("variant.yaml")) or any(folder.glob("*/variant.yaml")):
        raise UsageError(_HANDED_OUT)


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


def typed(path: Path) -> str:
    """The path as a word of a command line; quotation marks that every shell reads."""
    text = str(shown_path(path))
    return f'"{text}"' if " " in text else text
