"""Taking one answer of an answers.yaml back to how it was issued; the rest of the file stays. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ANSWERS = re.compile(r"answers\s*:\s*")
_KEY = re.compile(r"  (?P<item>[\w-]+)\s*:.*")
_COMMENT = "  #"


@dataclass(frozen=True, slots=True)
class _Block:
    """The comments above an answer and its value; `item` is None for what stands before the first one."""

    item: str | None
    lines: tuple[str, ...]


def answer_block(text: str, item: str) -> str | None:
    """The comments, the key and the value of one answer; None when the file has no such key."""
    found = next((block for block in _blocks(text) if block.item == item), None)
    return None if found is None else "\n".join(found.lines).rstrip("\n") + "\n"


def with_block(text: str, item: str, block: str) -> str:
    """The file with this block in place of the item's own, or at its end when there is none."""
    lines = tuple(block.rstrip("\n").split("\n"))
    blocks = _blocks(text)
    if all(old.item != item for old in blocks):
        return text.rstrip("\n") + "\n\n" + "\n".join(lines) + "\n"
    new = [(*lines, "") if old.item == item else old.lines for old in blocks]
    return "\n".join(line for part in new for line in part).rstrip("\n") + "\n"


def _blocks(text: str) -> list[_Block]:
    """The file cut before the comments of each answer; joined by line ends it is the file again."""
    blocks: list[_Block] = []
    item: str | None = None
    lines: list[str] = []
    lead: list[str] = []
    inside = False
    for line in text.split("\n"):
        key = _KEY.fullmatch(line) if inside else None
        inside = inside or _ANSWERS.fullmatch(line) is not None
        if key:
            blocks.append(_Block(item, tuple(lines)))
            item, lines, lead = key["item"], [*lead, line], []
        elif inside and line.startswith(_COMMENT):
            lead.append(line)
        else:
            lines += [*lead, line]
            lead = []
    return [*blocks, _Block(item, tuple(lines + lead))]
