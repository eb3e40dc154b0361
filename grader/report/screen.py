"""How text becomes lines of a terminal: one language, one width, colours or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Message, Text
from .columns import columns, pad, wrap
from .harmless import one_line
from .phrases import Phrases, fill, pick
from .signs import line_sign, sign
from .spoken import spoken_prose

_RESET = "\x1b[0m"
_CODES = {"good": "\x1b[32m", "bad": "\x1b[31m", "part": "\x1b[33m", "soft": "\x1b[2m", "bold": "\x1b[1m"}
_STYLES = {"✓": "good", "✗": "bad", "◐": "part", "?": "part"}


@dataclass(frozen=True, slots=True)
class Screen:
    """Every line it makes is harmless and at most `width` columns wide."""

    phrases: Phrases
    lang: str
    width: int
    color: bool

    def word(self, note: str, **values: object) -> str:
        return self.say(Message(f"report/{note}", {k: str(v) for k, v in values.items()}))

    def say(self, message: Message) -> str:
        """A sentence on one line. Markdown is taken off the wording, never off a student's values."""
        if message.text is not None:
            return self.text(message.text)
        wording = spoken_prose(self.phrases.wording(message.id, self.lang))
        return one_line(fill(wording, message.values))

    def text(self, text: Text) -> str:
        return one_line(spoken_prose(pick(text, self.lang)))

    def paint(self, style: str, text: str) -> str:
        return f"{_CODES[style]}{text}{_RESET}" if self.color and style in _CODES else text

    def sign(self, status: str) -> str:
        return self._sign(sign(status))

    def line_sign(self, status: str) -> str:
        return self._sign(line_sign(status))

    def _sign(self, shown: str) -> str:
        return self.paint(_STYLES.get(shown, "soft"), shown)

    def paragraph(self, text: str, indent: int = 0, style: str = "") -> list[str]:
        return [" " * indent + self.paint(style, line) for line in wrap(text, self.width - indent)]

    def beside(self, label: str, rows: Sequence[str], indent: int, room: int) -> list[str]:
        """Rows in a column of their own, the label in the `room` columns before the first of them."""
        parts = [part for row in rows for part in wrap(row, self.width - indent - room)]
        blank = " " * (indent + room)
        first = " " * indent + self.paint("soft", pad(label, room))
        return [(blank if k else first) + part for k, part in enumerate(parts)]

    def headline(self, mark: str, left: str, right: str = "", indent: int = 0, style: str = "") -> list[str]:
        """A sign of one column, a title, and a figure flush right, below the title where it is long.

        Colour codes in `mark` do not count.
        """
        start = indent + (2 if mark else 0)
        room = self.width - start
        beside = not right or columns(left) + 2 + columns(right) <= room or columns(right) < self.width // 4
        title = wrap(left, room - columns(right) - 2 if right and beside else room)
        body = [self.paint(style, line) for line in title]
        if right and beside:
            body[-1] += " " * (room - columns(title[-1]) - columns(right)) + right
        elif right:
            body += [" " * (room - columns(line)) + line for line in wrap(right, room)]
        first = " " * indent + (mark + " " if mark else "")
        return [(" " * start if k else first) + line for k, line in enumerate(body)]
