"""Authors' prose as HTML: CommonMark with tables and `$…$`, raw HTML and pictures from elsewhere left out.

Only authors' text comes here. What a student wrote is escaped by the templates and never read as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import Protocol

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

from .harmless import harmless
from .maths import FormulaError, is_wide, mathml
from .spoken import joined, spoken_prose

LINE = 28
"""Characters of a program's line that fit on the narrowest screen."""
PICTURE_TOKEN = re.compile(r"^[ \t]*\{\{\s*plot (\d+)\s*\}\}[ \t]*$", re.MULTILINE)
_OPENING = re.compile(r"[(\[（「『【]+$")
_CLOSING = re.compile(r"^[)\]）」』】、。，．,.;:!?：；！？…]+")
_MARKUP = re.compile(r"[\\`*_\[\]<&$~|#\n!]|\{\{")


class Fragments(Protocol):
    """The macros of `prose.html.jinja`."""

    def formula(self, made: Markup | None, wide: bool, display: bool, latex: str) -> Markup: ...
    def unbroken(self, before: str, made: Markup, after: str) -> Markup: ...
    def program(self, source: str, wide: bool) -> Markup: ...
    def table_open(self, name: str) -> Markup: ...
    def table_close(self) -> Markup: ...
    def heading_open(self, words: str) -> Markup: ...
    def heading_close(self, words: str) -> Markup: ...


class Prose:
    """Sets prose and formulas; what was set is remembered, since titles and hints come again and again."""

    def __init__(self, fragments: Fragments) -> None:
        self._fragments = fragments
        self._parser = self._make_parser()
        self.inline = lru_cache(maxsize=4096)(self._inline)
        self.formula = lru_cache(maxsize=4096)(self._formula)
        self._paragraphs = lru_cache(maxsize=1024)(self._make_paragraphs)

    def _inline(self, text: str) -> Markup:
        """One sentence: emphasis, `code` and `$…$`, no paragraph around it."""
        if not _MARKUP.search(text):
            return escape(text)
        return Markup(self._parser.renderInline(joined(text)).strip())  # noqa: S704 - raw HTML is off

    def _formula(self, latex: str, display: bool = False, tall: bool = False) -> Markup:
        """A formula, in a region that can be scrolled where it is wide; as typed when it is not LaTeX."""
        latex = harmless(latex)
        try:
            made = mathml(latex, display, tall)
        except FormulaError:
            return self._fragments.formula(None, False, display, latex)
        return self._fragments.formula(made, is_wide(made), display, " ".join(latex.split()))

    def _in_line(self, token: Token) -> Markup:
        """A formula and the signs at it, which browsers would else put on another line."""
        made = self.formula(token.content)
        before, after = token.meta.get("before", ""), token.meta.get("after", "")
        if not (before or after) or not made.startswith("<math"):  # what scrolls fills its line by itself
            return escape(before) + made + escape(after)
        return self._fragments.unbroken(before, made, after)

    def _program(self, source: str) -> Markup:
        return self._fragments.program(source, max(map(len, source.splitlines()), default=0) > LINE)

    def block(self, text: str, figure: Callable[[int], Markup], heading: int = 3) -> Markup:
        """Paragraphs, lists, tables; a line `{{plot k}}` becomes `figure(k)`.

        The highest heading of the text becomes a heading of this level, the next one a level lower.
        """
        parts: list[Markup] = []
        for k, piece in enumerate(PICTURE_TOKEN.split(text)):  # prose, number, prose, number, …, prose
            parts.append(figure(int(piece)) if k % 2 else self._paragraphs(piece, heading))
        return Markup("").join(parts)

    def _make_paragraphs(self, text: str, heading: int) -> Markup:
        tokens = self._parser.parse(joined(text))
        _renumber(tokens, heading)
        html = self._parser.renderer.render(tokens, self._parser.options, {})
        return Markup(html)  # noqa: S704 - raw HTML is off

    def _make_parser(self) -> MarkdownIt:
        def rule(set_token: Callable[[Sequence[Token], int], str]) -> Callable[..., str]:
            return lambda _renderer, tokens, k, *_rest: set_token(tokens, k)

        f = self._fragments
        parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
        parser.use(dollarmath_plugin, allow_labels=False, allow_digits=True)
        parser.core.ruler.push("signs_at_formulas", _take_signs)
        for name, set_token in {
            "math_inline": lambda tokens, k: self._in_line(tokens[k]),
            "math_block": lambda tokens, k: self.formula(tokens[k].content.strip(), True) + "\n",
            "fence": lambda tokens, k: self._program(tokens[k].content) + "\n",
            "table_open": lambda tokens, k: f.table_open(_headings(tokens[k:])),
            "table_close": lambda _tokens, _k: f.table_close() + "\n",
            "th_open": lambda tokens, k: f.heading_open(_formula_words(tokens[k + 1])),
            "th_close": lambda tokens, k: f.heading_close(_formula_words(tokens[k - 1])) + "\n",
        }.items():
            parser.add_render_rule(name, rule(set_token))
        return parser


def _take_signs(state: StateCore) -> None:
    """Brackets and punctuation right at a formula go from the text beside it to the formula."""
    for block in state.tokens:
        inside = block.children or []
        for k, token in enumerate(inside):
            if token.type == "math_inline":
                token.meta["before"] = _cut(inside[k - 1], _OPENING) if k else ""
                token.meta["after"] = _cut(inside[k + 1], _CLOSING) if k + 1 < len(inside) else ""


def _cut(token: Token, signs: re.Pattern[str]) -> str:
    """Take these signs away from a text; returns them."""
    found = signs.search(token.content) if token.type == "text" else None
    if found is None:
        return ""
    token.content = signs.sub("", token.content)
    return found[0]


def _renumber(tokens: Sequence[Token], top: int) -> None:
    """Headings without gaps below the page's own, whatever levels the author began with."""
    headings = [t for t in tokens if t.type.startswith("heading_")]
    rank = {tag: k for k, tag in enumerate(sorted({t.tag for t in headings}))}
    for token in headings:
        token.tag = f"h{min(top + rank[token.tag], 6)}"


def _headings(table: Sequence[Token]) -> str:
    """The headings of a table's columns, as the name of its region."""
    head = takewhile(lambda t: t.type != "thead_close", table)
    return ", ".join(spoken_prose(t.content) for t in head if t.type == "inline")


def _formula_words(heading: Token) -> str:
    """A heading that is nothing but formulas, in words; empty for any other."""
    parts = [part for part in heading.children or () if part.content.strip()]
    only_maths = parts and all(part.type == "math_inline" for part in parts)
    return spoken_prose(heading.content) if only_maths else ""
