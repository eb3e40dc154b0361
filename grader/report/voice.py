"""What a template can say: sentences, authors' prose, formulas and numbers, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from markupsafe import Markup, escape

from ..model import HeatMap, Message, Picture, Plane, Report, Response, Text
from ..moments import Moment
from .dates import in_words
from .harmless import harmless, one_line
from .maps import HeatDrawing, PlaneDrawing, draw_heat, draw_plane
from .markdown import Prose
from .phrases import Phrases, pick
from .plot import ERROR_HEIGHT, Drawing, draw
from .signs import response_text
from .spoken import spoken_prose

# Private-use signs stand for values while a sentence is set, so that no value is read as Markdown.
_FIRST_SLOT = 0xE000
_SLOT = re.compile("[\ue000-\uf8ff]")


class Voice:
    """Bound to one language and one page."""

    def __init__(self, phrases: Phrases, prose: Prose, lang: str, part: str = "") -> None:
        self.lang = lang
        self._phrases, self._prose, self._part = phrases, prose, part
        self._ids: Iterator[int] = count(1)

    def say(self, message: Message) -> Markup:
        """A sentence as HTML: its wording is ours or an author's, its values are escaped."""
        if message.text is not None:
            return self.text(message.text)
        return self._set(self._phrases.wording(message.id, self.lang), message.values)

    def word(self, note: str, **values: object) -> Markup:
        """The sentence `report/<note>` of `templates/notes/`."""
        return self._set(
            self._phrases.wording(f"report/{note}", self.lang), {k: str(v) for k, v in values.items()}
        )

    def text(self, text: Text) -> Markup:
        """An author's sentence, set without a paragraph around it."""
        return self._prose.inline(pick(text, self.lang))

    def block(self, text: Text, pictures: Sequence[Markup] = (), heading: int = 3) -> Markup:
        """An author's paragraphs, with these figures where `{{plot k}}` stands; headings from this level."""

        def figure(k: int) -> Markup:
            return pictures[k] if k < len(pictures) else Markup("")

        return self._prose.block(pick(text, self.lang), figure, heading)

    def plain(self, words: Text | Message) -> str:
        """For attributes and the title of the window, where nothing can be set."""
        if isinstance(words, Message):
            return spoken_prose(self._phrases.say(words, self.lang))
        return spoken_prose(pick(words, self.lang))

    def caption(self, words: Text | Message) -> Markup:
        """What a picture shows, in its author's words or ours."""
        return self.say(words) if isinstance(words, Message) else self.text(words)

    def title_of(self, report: Report, item: str) -> str:
        """The title of an item in plain text, for sentences that name it; its id when it is not there."""
        return next((self.plain(r.title) for r in report.results if r.item == item), item)

    def titles_of(self, report: Report, items: Sequence[str]) -> str:
        return ", ".join(self.title_of(report, item) for item in items)

    def when(self, moment: Moment) -> str:
        """A date and a time in words, with the zone."""
        return in_words(moment, self._phrases, self.lang)

    def maths(self, latex: str) -> Markup:
        """A formula that stands for itself: in the line, fractions in full size."""
        return self._prose.formula(latex, tall=True)

    def drawing(self, picture: Picture, low: bool = False) -> Drawing:
        """A picture's lines; `low` is the panel of an error below another one."""
        return draw(picture, ERROR_HEIGHT) if low else draw(picture)

    def square(self, plane: Plane) -> PlaneDrawing:
        return draw_plane(plane)

    def cells(self, heat: HeatMap) -> HeatDrawing:
        return draw_heat(heat)

    def response(self, response: Response | None) -> str:
        """What was handed in, on one line."""
        return one_line(response_text(response))

    def uid(self, prefix: str) -> str:
        """An id that no other element of the page has."""
        return f"{prefix}{self._part}-{next(self._ids)}"

    def _set(self, wording: str, values: Mapping[str, str]) -> Markup:
        if not values:
            return self._prose.inline(wording)
        names = sorted(values)
        for k, name in enumerate(names):
            wording = wording.replace("{" + name + "}", chr(_FIRST_SLOT + k))
        filled = [escape(harmless(values[name])) for name in names]
        html = _SLOT.sub(lambda m: _value(m[0], filled), self._prose.inline(wording))
        return Markup(html)  # noqa: S704 - values are escaped, the wording is an author's


def _value(slot: str, filled: Sequence[Markup]) -> str:
    place = ord(slot) - _FIRST_SLOT
    return filled[place] if place < len(filled) else slot
