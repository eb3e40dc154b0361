"""Authors' prose as HTML: CommonMark with tables and `$…$`, raw HTML and pictures from elsewhere left out.

Only authors' text comes here. What a student wrote is escaped by the templates and never read as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

from .maths import mathml
from .spoken import joined, spoken_prose

PICTURE_TOKEN = re.compile(r"^[ \t]*\{\{\s*plot (\d+)\s*\}\}[ \t]*$", re.MULTILINE)
_MARKUP = re.compile(r"[\\`*_\[\]<&$~|#\n!]|\{\{")


@lru_cache(maxsize=4096)
def inline(text: str) -> Markup:
    """One sentence: emphasis, `code` and `$…$`, no paragraph around it."""
    if not _MARKUP.search(text):
        return escape(text)
    return Markup(_parser().renderInline(joined(text)).strip())  # noqa: S704 - raw HTML is off in the parser


def block(text: str, figure: Callable[[int], Markup], heading: int = 3) -> Markup:
    """Paragraphs, lists, tables; a line `{{plot k}}` becomes `figure(k)`.

    The highest heading of the text becomes a heading of this level, the next one a level lower.
    """
    pieces = PICTURE_TOKEN.split(text)  # prose, number, prose, number, …, prose
    parts = [
        _paragraphs(piece, heading) if k % 2 == 0 else figure(int(piece)) for k, piece in enumerate(pieces)
    ]
    return Markup("").join(parts)


@lru_cache(maxsize=1024)
def _paragraphs(text: str, heading: int) -> Markup:
    parser = _parser()
    tokens = parser.parse(joined(text))
    _renumber(tokens, heading)
    return Markup(parser.renderer.render(tokens, parser.options, {}))  # noqa: S704 - raw HTML is off


def _renumber(tokens: Sequence[Token], top: int) -> None:
    """Headings without gaps below the page's own, whatever levels the author began with."""
    headings = [t for t in tokens if t.type.startswith("heading_")]
    rank = {tag: k for k, tag in enumerate(sorted({t.tag for t in headings}))}
    for token in headings:
        token.tag = f"h{min(top + rank[token.tag], 6)}"


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.use(dollarmath_plugin, allow_labels=False, allow_digits=True)
    parser.add_render_rule("math_inline", _inline_maths)
    parser.add_render_rule("math_block", _block_maths)
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("th_open", _open_heading)
    parser.add_render_rule("th_close", _close_heading)
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _inline_maths(_self: object, tokens: Sequence[Token], k: int, *_rest: object) -> str:
    return mathml(tokens[k].content)


def _block_maths(_self: object, tokens: Sequence[Token], k: int, *_rest: object) -> str:
    return mathml(tokens[k].content.strip(), display=True) + "\n"


def _open_table(_self: object, tokens: Sequence[Token], k: int, *_rest: object) -> str:
    """A table in a region of its own that can be scrolled, named after the table's headings."""
    head = takewhile(lambda t: t.type != "thead_close", tokens[k:])
    name = ", ".join(spoken_prose(t.content) for t in head if t.type == "inline")
    return f'<div class="wide" role="group" tabindex="0" aria-label="{escape(name)}"><table>'


def _open_heading(_self: object, tokens: Sequence[Token], k: int, *_rest: object) -> str:
    """A column's heading. A formula alone counts as an empty one to axe-core: it is said in words, too."""
    if not _only_maths(tokens[k + 1]):
        return '<th scope="col">'
    words = escape(spoken_prose(tokens[k + 1].content))
    return f'<th scope="col"><span class="unseen">{words}</span><span aria-hidden="true">'


def _close_heading(_self: object, tokens: Sequence[Token], k: int, *_rest: object) -> str:
    return "</span></th>\n" if _only_maths(tokens[k - 1]) else "</th>\n"


def _only_maths(heading: Token) -> bool:
    parts = [part for part in heading.children or () if part.content.strip()]
    return bool(parts) and all(part.type == "math_inline" for part in parts)
