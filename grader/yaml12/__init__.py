r"""YAML as authors expect it: the YAML 1.2 core scalars, plain data only, and a place for every value.

`no`, `on`, `1:30` and `2024-01-01` are text; `1e-6` is a number and `012` is twelve. Keys are always text.
Refused, each with its place: duplicate keys, tags, keys that are not text, a second document, control
characters (which is what `"\alpha"` becomes in double quotes), and whatever grows or nests without bound.

The parser's events are read here instead of composing the tree in C, because that composes by recursion
on the C stack: a file of a hundred thousand `[` would end the process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

import yaml

from ..errors import Problem
from . import cures
from .scalars import ate_backslash, scalar

__all__ = ["MAX_BYTES", "MAX_PROBLEMS", "Data", "Node", "Parsed", "parse", "scalar", "split_lines"]

Data: TypeAlias = "bool | int | float | str | tuple[Data, ...] | Mapping[str, Data] | None"

MAX_BYTES = 2**20  # of one file
MAX_DEPTH = 32  # lists and mappings inside each other
MAX_NODES = 50_000  # values of a file, an alias counting for all it stands for
MAX_ALIASES = 100
MAX_PROBLEMS = 100  # reported for one file

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # where the parser counts a new line


class Node(NamedTuple):
    """A value of the file and where it stands: `[start, end)`, lines and columns counted from 1.

    `style` is the opening sign of a scalar (`"`, `'`, `|`, `>`, empty for a plain one), of a flow
    collection (`[`, `{`), else empty. `keys` are a mapping's keys, `parts` the values in it by key or index.
    """

    value: Data
    line: int
    column: int
    end_line: int
    end_column: int
    style: str = ""
    keys: Mapping[str, Node] = MappingProxyType({})
    parts: Mapping[str | int, Node] = MappingProxyType({})


class Parsed(NamedTuple):
    """What a text holds: its tree (None for an empty text or after a slip of syntax), and all its faults."""

    root: Node | None
    problems: tuple[Problem, ...]


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of a YAML text, as its parser counts them."""
    return tuple(_LINE_END.split(text))


def parse(text: str, path: str) -> Parsed:
    """Read one YAML document. Never raises: faults come back, up to the first slip of syntax."""
    reader = _Reader(path, split_lines(text))
    if (control := _first_unreadable(text)) is not None:
        line, column = control
        reader.report(line, column, "a character that no text file holds", "remove it, or type the line anew")
        return Parsed(None, tuple(reader.problems))
    try:
        root = reader.read(text)
    except _Stop:
        root = None
    except yaml.MarkedYAMLError as error:
        reader.report_syntax(error)
        root = None
    return Parsed(root, tuple(reader.problems))


def _first_unreadable(text: str) -> tuple[int, int] | None:
    """Place of the first character outside YAML's printable set, which its parser would refuse unplaced."""
    found = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    if found is None:
        return None
    before = split_lines(text[: found.start()])
    return len(before), len(before[-1]) + 1


class _Stop(Exception):  # noqa: N818 - it ends the reading; the fault itself is reported already
    """Reading on would serve nobody."""


class _Reader:
    """One pass over the parser's events, building nodes and noting every fault on the way."""

    def __init__(self, path: str, lines: tuple[str, ...]) -> None:
        self.path, self.lines = path, lines
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Node, int]] = {}  # finished node, and how many values it stands for
        self.count = 0
        self.aliases = 0
        self.anchored = 0  # how many anchored collections are open

    # ------------------------------------------------------------------ faults

    def report(self, line: int, column: int, message: str, help: str | None = None, width: int = 1) -> None:  # noqa: A002
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else None
        self.problems.append(Problem(self.path, line, column, message, help, source, width))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Stop

    def report_at(self, event: yaml.Event, message: str, help: str | None = None) -> None:  # noqa: A002
        line, column, end_line, end_column = _span(event)
        self.report(line, column, message, help, max(1, end_column - column) if end_line == line else 1)

    def report_syntax(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        here = self.lines[line - 1][column - 1 : column] if 0 < line <= len(self.lines) else ""
        self.report(line, column, f"not YAML: {error.problem}", cures.cure(error.problem or "", here))

    # ------------------------------------------------------------------ nodes

    def read(self, text: str) -> Node | None:
        events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        next(events)  # the stream opens
        if isinstance(next(events), yaml.StreamEndEvent):
            return None
        root = self.node(next(events), events, 1)
        next(events)  # the document ends
        if not isinstance(after := next(events), yaml.StreamEndEvent):
            self.report_at(after, "a second document in one file", "keep one document; remove the `---`")
        return root

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        assert isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)  # noqa: S101 - no other opens a node
        self.grow(event, 1)
        if event.tag is not None:
            self.report_at(event, f"a tag, `{event.tag}`", "lessons hold plain data; leave the tag out")
        before = self.count
        if isinstance(event, yaml.ScalarEvent):
            made = self.scalar(event)
        else:
            made = self.collection(event, events, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = made, self.count - before + 1
        return made

    def grow(self, event: yaml.Event, values: int) -> None:
        self.count += values
        if self.count > MAX_NODES:
            self.report_at(event, f"more than {MAX_NODES} values in one file", "split the file")
            raise _Stop

    def alias(self, event: yaml.AliasEvent) -> Node:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            self.report_at(event, f"more than {MAX_ALIASES} aliases in one file", "write the values out")
            raise _Stop
        known = self.anchors.get(event.anchor or "")
        if known is None:
            self.report_at(event, f"no anchor `&{event.anchor}` stands before this", cures.ANCHOR)
            return _place(event, None)
        if self.anchored:
            self.report_at(event, "an alias inside an anchored value", "write the value out here")
        node, size = known
        self.grow(event, size)
        return node

    def scalar(self, event: yaml.ScalarEvent) -> Node:
        style, text = event.style or "", event.value
        if style == '"' and ate_backslash(text):
            self.report_at(event, "a backslash in double quotes made a control character", cures.BACKSLASH)
        if not event.implicit[0]:
            return _place(event, text, style)
        try:
            return _place(event, scalar(text))
        except ValueError as error:
            self.report_at(event, str(error), "put it in quotes if it is text")
            return _place(event, None)

    def collection(self, event: yaml.CollectionStartEvent, events: Iterator[yaml.Event], depth: int) -> Node:
        if depth > MAX_DEPTH:
            self.report_at(event, f"lists and mappings nested more than {MAX_DEPTH} deep")
            raise _Stop
        anchored = event.anchor is not None
        self.anchored += anchored
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        made = (self.mapping if is_mapping else self.sequence)(event, events, depth)
        self.anchored -= anchored
        return made

    def sequence(self, event: yaml.CollectionStartEvent, events: Iterator[yaml.Event], depth: int) -> Node:
        parts: dict[str | int, Node] = {}
        end: yaml.Event = event
        for end in events:
            if isinstance(end, yaml.SequenceEndEvent):
                break
            parts[len(parts)] = self.node(end, events, depth + 1)
        value = tuple(part.value for part in parts.values())
        return _place(event, value, "[" if event.flow_style else "", end, {}, parts)

    def mapping(self, event: yaml.CollectionStartEvent, events: Iterator[yaml.Event], depth: int) -> Node:
        keys: dict[str, Node] = {}
        parts: dict[str | int, Node] = {}
        end: yaml.Event = event
        for end in events:
            if isinstance(end, yaml.MappingEndEvent):
                break
            key = self.key(end, events, depth, keys)
            part = self.node(next(events), events, depth + 1)
            if key is not None:
                keys[str(key.value)] = key
                parts[str(key.value)] = part
        value = {name: parts[name].value for name in keys}
        return _place(event, value, "{" if event.flow_style else "", end, keys, parts)

    def key(
        self, event: yaml.Event, events: Iterator[yaml.Event], depth: int, before: Mapping[str, Node]
    ) -> Node | None:
        """The key as text; None, reported, for one that is no text or stands in this mapping already."""
        if not isinstance(event, yaml.ScalarEvent):
            self.report_at(event, "a key that is not plain text", "put text before the colon")
            self.node(event, events, depth + 1)
            return None
        self.node(event, events, depth)
        first = before.get(event.value)
        if first is not None:
            self.report_at(event, f"`{event.value}` stands here twice", f"it is given in line {first.line}")
            return None
        return _place(event, event.value)


def _place(
    event: yaml.Event,
    value: Data,
    style: str = "",
    end: yaml.Event | None = None,
    keys: Mapping[str, Node] = MappingProxyType({}),
    parts: Mapping[str | int, Node] = MappingProxyType({}),
) -> Node:
    line, column, end_line, end_column = _span(event)
    if end is not None:
        end_line, end_column = _span(end)[2:]
    return Node(value, line, column, end_line, end_column, style, keys, parts)


def _span(event: yaml.Event) -> tuple[int, int, int, int]:
    """Line and column of its start and of its end, counted from 1."""
    start, end = event.start_mark, event.end_mark
    assert start is not None  # noqa: S101 - the parser marks every event
    assert end is not None  # noqa: S101
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1
