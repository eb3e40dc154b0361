"""Save, see, next: one loop over keys and files, one page painted after each."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import ChainruleError
from ..workspace.outline import Entry
from ..workspace.place import next_open, shown_path
from .files import Watched
from .keys import Keys
from .sheets import Sheets
from .stage import Stage
from .view import View, framed

if TYPE_CHECKING:
    from ..model import Report
    from ..workspace.state import State
    from .bench import Bench

POLL_SECONDS = 0.05


class Loop:
    """The watch screen of one student, from the first page to `q`.

    `open_page` shows a file in the browser, `take_back` resets an item and returns what to say about it.
    """

    def __init__(
        self,
        view: View,
        state: State,
        keys: Keys,
        stage: Stage,
        open_page: Callable[[Entry, bool], str],
        take_back: Callable[[Entry], str],
    ) -> None:
        self._view, self._state, self._keys, self._stage = view, state, keys, stage
        self._open_page, self._take_back = open_page, take_back
        self._report: Report | None = None
        self._notices: list[str] = []
        self._asks = ""  # the key whose page is open: l, r, or none
        workspace = view.workspace
        self._watched = Watched(workspace.lesson(chapter.id) for chapter in view.outline.chapters)
        self._sheets = Sheets(view.outline, workspace)

    def run(self, open_bench: Callable[[], Bench]) -> State:
        """Until `q` or Ctrl-C. Returns the state as it was saved last."""
        self._paint()  # something at once: what follows takes a moment
        self._say_grading()
        try:
            with open_bench() as bench:
                self._bench = bench
                self._grade(self._entry.lesson)
                while self._turn():
                    pass
        except KeyboardInterrupt:
            pass
        return self._state

    @property
    def _entry(self) -> Entry:
        return self._view.outline.entry(self._state.current)

    # -- one turn

    def _turn(self) -> bool:
        """Wait for a key or a save and act on it; False to end."""
        size = self._stage.size
        key = self._keys.wait(POLL_SECONDS)
        if key == "q" and not self._asks:
            return False
        saved = self._watched.settled()
        if key or saved:
            self._catch_up()
        if key:
            self._press(key)
        for folder, names in saved.items():
            self._grade(folder.name, names)
        if size != self._stage.size or self._stage.lost:
            self._resize()
        return True

    def _catch_up(self) -> None:
        """Take over what commands in another window have written; what cannot be read stays as we know it."""
        current = self._state.current
        with suppress(ChainruleError):
            state, outline = self._view.workspace.load()
            self._view = replace(self._view, outline=outline)
            self._state = state.at(current)

    # -- saving

    def _grade(self, lesson: str, written: Collection[str] = ()) -> None:
        """Grade a lesson and turn to the item whose answer is in the files just written."""
        self._notices, self._asks = [], ""
        edited = self._sheets.edited(self._entry, lesson, written)
        self._say_grading()
        try:
            self._report = report = self._bench.grade(lesson)
        except ChainruleError as error:
            self._notices = self._view.teller.paragraph("broken", why=str(error))
        else:
            self._become(self._bench.counted(self._state, report).at(edited.ref))
            self._notices += self._gone()
        self._paint()

    def _gone(self) -> list[str]:
        """What to say when the file of the current item has been deleted."""
        file = self._view.workspace.file_of(self._entry)
        return [] if file.exists() else self._view.teller.paragraph("file-gone", file=shown_path(file))

    def _become(self, state: State) -> None:
        """Make this the present state, on the disk too; where that cannot be, it is said and we go on."""
        before, self._state = self._state, state
        if state != before:
            try:
                self._view.workspace.save(state)
            except ChainruleError as error:
                self._notices += self._view.teller.paragraph("unsaved", why=str(error))

    # -- keys

    def _press(self, key: str) -> None:
        self._notices = []
        if self._asks:
            self._answer(key)
        else:
            {
                "h": self._hint,
                "n": self._next,
                "l": self._ask_list,
                "o": self._open,
                "r": self._ask_reset,
            }.get(key, lambda: None)()
        self._paint()

    def _answer(self, key: str) -> None:
        """A key while a list or a question covers the page."""
        asked, self._asks = self._asks, ""
        if asked == "r" and key == "y":
            told = self._take_back(self._entry)
            self._watched.refresh(self._view.workspace.lesson(self._entry.lesson))
            self._grade(self._entry.lesson)
            self._notices = self._view.teller.screen.paragraph(told)

    def _hint(self) -> None:
        teller, entry = self._view.teller, self._entry
        if not entry.hints:
            self._notices = teller.paragraph("hint-none")
            return
        number = min(self._state.hints.get(entry.ref, 0) + 1, len(entry.hints))
        self._notices = teller.hint(entry, number)
        self._become(self._state.hinted(entry.ref, number))

    def _next(self) -> None:
        entry = next_open(self._view.outline, self._state)
        if entry is None:
            self._notices = self._view.teller.paragraph("all-done", style="good")
            return
        lesson = self._entry.lesson
        self._become(self._state.at(entry.ref))
        if entry.lesson != lesson:
            self._report = None
            self._paint()
            self._grade(entry.lesson)

    def _open(self) -> None:
        answered = self._report is not None and any(
            r.item == self._entry.id and r.status != "BLANK" for r in self._report.results
        )
        if answered and self._report is not None:
            self._bench.write_page(self._report, self._state.language)
        self._notices = self._view.teller.screen.paragraph(self._open_page(self._entry, answered))

    def _ask_list(self) -> None:
        self._asks = "l"

    def _ask_reset(self) -> None:
        self._asks = "r"
        self._notices = self._view.teller.paragraph("reset-sure", item=self._entry.ref)

    # -- painting

    def _resize(self) -> None:
        screen = replace(self._view.teller.screen, width=self._stage.size.columns)
        self._view = replace(self._view, teller=type(self._view.teller)(screen))
        self._paint()

    def _paint(self) -> None:
        view, height = self._view, self._stage.size.lines
        if self._asks == "l":
            body = view.teller.overview(view.outline, self._state)
            here = next((k for k, line in enumerate(body) if "→ " in line), 0)
            self._stage.paint(framed(body, view.footer(("key-back",)), height, here))
            return
        body = view.item(self._entry, self._state, self._report, self._notices)
        asked = view.asked(self._entry, self._report)
        self._stage.paint(framed(body, self._footer(), height, more=view.small(), spare=asked))

    def _footer(self) -> list[str]:
        if not self._keys.works:
            return self._view.footer(("no-keys",))
        return self._view.footer(("key-yes", "key-no")) if self._asks == "r" else self._view.footer()

    def _say_grading(self) -> None:
        """Above the footer, so that nobody takes the last verdict for this one's."""
        row = self._stage.size.lines - len(self._footer())
        self._stage.overlay(self._view.teller.paragraph("grading", style="soft")[0], row)
