"""Python source as what stays the same when it is renamed, commented or laid out anew."""

from __future__ import annotations

import io
import keyword
import tokenize
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from sys import intern

_NAME, _STRING = "name", "text"
_LAYOUT = frozenset({"NL", "INDENT", "DEDENT", "COMMENT", "ENCODING", "ENDMARKER", "ERRORTOKEN"})
_UNREADABLE = (tokenize.TokenError, SyntaxError, ValueError)

_Token = tuple[str, str, int]  # the name of its type, its text, its line


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one file, and the line that each stands on, from 1.

    A word is a keyword, a sign or a number as it stands; every other name is one word, every string another.
    Comments, docstrings and layout are left out.
    """

    words: tuple[str, ...]
    lines: tuple[int, ...]


def words_of(source: str) -> Words:
    """The words of a source, whatever it is: where it is no Python, what can be read of each line."""
    try:
        tokens = list(_tokens(source, 0))
    except _UNREADABLE:
        tokens = [
            token for number, line in enumerate(source.splitlines()) for token in _of_line(line, number)
        ]
    found = [word for statement in _statements(tokens) for word in _words(statement)]
    return Words(tuple(intern(word) for word, _ in found), tuple(line for _, line in found))


def _tokens(source: str, before: int) -> Iterator[_Token]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        yield tokenize.tok_name[token.type], token.string, token.start[0] + before


def _of_line(line: str, before: int) -> list[_Token]:
    """A line for itself, up to where it cannot be read."""
    found: list[_Token] = []
    with suppress(*_UNREADABLE):
        for token in _tokens(line.strip() + "\n", before):
            found.append(token)  # noqa: PERF402 - what came before an error is kept
    return [*found, ("NEWLINE", "", before + 1)]


def _statements(tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """The tokens between line ends, without layout and without strings that stand alone (docstrings)."""
    statement: list[_Token] = []
    for token in (*tokens, ("NEWLINE", "", 0)):
        if token[0] != "NEWLINE":
            statement += [token] if token[0] not in _LAYOUT else []
        else:
            if any(kind != "STRING" for kind, _, _ in statement):
                yield statement
            statement = []


def _words(statement: Sequence[_Token]) -> Iterator[tuple[str, int]]:
    for kind, text, line in statement:
        match kind:
            case "NAME":
                yield (text if keyword.iskeyword(text) else _NAME), line
            case "STRING" | "FSTRING_START":  # an f-string is one token before Python 3.12, several since
                yield _STRING, line
            case "FSTRING_MIDDLE" | "FSTRING_END":
                continue
            case _:
                yield text, line
