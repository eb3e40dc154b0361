"""One value of an answers.yaml to a Response: texts exactly as typed, nothing constructed, all of it bounded.

YAML is read as a stream of events: no tag, anchor or alias has an effect; `0.10`, `no` and `1e-6` stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import yaml

from ..errors import ResponseError
from ..model import Response
from .limits import MAX_RESPONSE_CHARS, MAX_RESPONSE_DEPTH, MAX_RESPONSE_PARTS
from .naming import shown

_BROKEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
_FOLDED: Final = re.compile(r">(?=[-+0-9]*\s*(?:#.*)?(?:\n|$))")
_BLOCK_MARK: Final = re.compile(r"[|>][-+0-9]{0,2}(?=\s*(?:#.*)?$)")
_EMPTY_BLOCK: Final = re.compile(r"[|>][-+]?\s*(?:#.*)?$")
_COMMENT: Final = re.compile(r"(?:^|\s)#.*")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_BACKSLASH: Final = re.compile(r'\\(?!["\\])')
_INNER_COLON: Final = re.compile(r"^([ ]*(?:- +)?[\w./-]+)[：]\s*", re.MULTILINE)
_KEY: Final = "_: "  # every value is read as that of one key, so that its indentation counts


def read_value(text: str, *, prose: bool) -> tuple[Response, bool]:
    """The response in `text` (what follows a key, further lines indented), and whether YAML was given up.

    With `prose`, a text that YAML refuses or takes for a list stands for itself: `|x|`, `[x>0] x`, `a: b`.
    Raises ResponseError for characters that are no text, for too much, and for YAML that cannot be read;
    its `position` counts lines of `text` from 0.
    """
    _check(text)
    if prose and _means_itself(text):
        return _as_typed(text), True
    try:
        return _Reader(_KEY + _prepared(text, prose)).value(), False
    except yaml.YAMLError as error:
        if prose and not text.startswith(('"', "'")):
            return _as_typed(text), True
        raise _explained(error, text) from error


def _means_itself(text: str) -> bool:
    """Whether YAML would read a formula as something else: a list, a tag, or `>0` as an empty block."""
    first, _, others = text.partition("\n")
    if first.startswith((">", "|")):
        return not others.strip() and not _EMPTY_BLOCK.match(first)
    return first.startswith(("[", "{", "&", "!"))


def read_text(text: str) -> str:
    """`text` itself, where it is not in YAML. Raises ResponseError when it is no text, or too much."""
    _check(text)
    return text.strip("\n")


def _check(text: str) -> None:
    if len(text) > MAX_RESPONSE_CHARS:
        raise ResponseError("hand-in-too-long", {"limit": str(MAX_RESPONSE_CHARS)})
    broken = _BROKEN.search(text)
    if broken:
        before = text[: broken.start()].split("\n")
        source = before[-1] + text[broken.start() :].split("\n", 1)[0]
        raise ResponseError("hand-in-broken-text", {"source": shown(source)}, position=len(before) - 1)


def _prepared(text: str, prose: bool) -> str:
    """The same YAML without what would change a text: folded lines, escapes in quotes, full-width colons."""
    if text.startswith(">"):
        return _FOLDED.sub("|", text, count=1)
    if text.startswith(('"', "[", "{")):
        # "\frac" is LaTeX here, not a form feed; \" and \\ keep their meaning.
        text = _QUOTED.sub(lambda quoted: _BACKSLASH.sub(r"\\\\", quoted[0]), text)
    return text if prose else _INNER_COLON.sub(r"\1: ", text)


def _as_typed(text: str) -> str:
    """The lines themselves, without their common place, a block mark or a comment at the end of the first."""
    first, *others = text.split("\n")
    mark = _BLOCK_MARK.match(first) if any(others) else None
    first = _COMMENT.sub("", first[mark.end() :] if mark else first, count=1)
    return "\n".join(line.strip() for line in (first, *others)).strip("\n")


class _Reader:
    """Builds one Response from YAML events, lazily: what is too deep or too much is not scanned on."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._events: Iterator[yaml.Event] = yaml.parse(source, Loader=yaml.CSafeLoader)
        self._parts = 0

    def value(self) -> Response:
        """The value of the one key. Anything after it (a second key or document) is an error."""
        for _ in ("stream", "document", "mapping", "key"):
            next(self._events)
        value = self._node(next(self._events), 0)
        for kind in (yaml.MappingEndEvent, yaml.DocumentEndEvent, yaml.StreamEndEvent):
            if not isinstance(next(self._events), kind):
                raise yaml.YAMLError
        return value

    def _node(self, event: yaml.Event, depth: int) -> Response:
        self._parts += 1
        if self._parts > MAX_RESPONSE_PARTS or depth > MAX_RESPONSE_DEPTH:
            raise ResponseError("hand-in-too-many-parts", {"limit": str(MAX_RESPONSE_PARTS)})
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event)
        if isinstance(event, yaml.AliasEvent):
            return f"*{event.anchor}"
        if isinstance(event, yaml.SequenceStartEvent):
            return tuple(self._node(item, depth + 1) for item in iter(self._next, None))
        return self._mapping(depth)

    def _mapping(self, depth: int) -> dict[str, Response]:
        mapping: dict[str, Response] = {}
        for event in iter(self._next, None):
            key = self._node(event, depth + 1)
            if not isinstance(key, str):
                raise yaml.YAMLError
            if key in mapping:
                raise ResponseError("hand-in-inner-key-twice", {"key": shown(key)})
            mapping[key] = self._node(next(self._events), depth + 1)
        return mapping

    def _next(self) -> yaml.Event | None:
        """The next member of the list or mapping being read; None at its end."""
        event = next(self._events)
        return None if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent) else event

    def _text(self, event: yaml.ScalarEvent) -> str:
        """The scalar as typed: YAML would fold the lines of an unquoted one into a single line."""
        start, end = event.start_mark, event.end_mark
        if event.style or start is None or end is None or start.line == end.line:
            return event.value.strip("\n")
        return "\n".join(line.strip() for line in self._source[start.index : end.index].split("\n"))


def _explained(error: yaml.YAMLError, text: str) -> ResponseError:
    """libyaml's complaint as one of three that a learner can act on, with the line it points at."""
    context = str(getattr(error, "context", None) or "")
    mark = getattr(error, "problem_mark", None)
    lines = text.split("\n")
    number = min(mark.line, len(lines) - 1) if mark else 0
    while number and not lines[number].strip():
        number -= 1  # an unclosed bracket is noticed after the last line
    note = "hand-in-yaml"
    if "quoted scalar" in context:
        note, number = "hand-in-yaml-quote", 0
    elif "flow" in context:
        note = "hand-in-yaml-bracket"
    return ResponseError(note, {"source": shown(lines[number].strip())}, position=number)
