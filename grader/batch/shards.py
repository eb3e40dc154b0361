"""A batch cut into parts for many machines: each takes its share by a stable hash, no engine needed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..errors import UsageError
from .identity import Found

_ARRAYS = (
    # index, the index of the first, how many there are
    ("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_COUNT"),
    ("AWS_BATCH_JOB_ARRAY_INDEX", "", "AWS_BATCH_JOB_ARRAY_SIZE"),
    ("JOB_COMPLETION_INDEX", "", ""),
    ("CI_NODE_INDEX", "1", "CI_NODE_TOTAL"),
)


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `index` of `count`, from 1."""

    index: int
    count: int

    @classmethod
    def of(cls, text: str, environment: Mapping[str, str]) -> Shard:
        """From `2/8`, or `auto` and `auto/8`, which read the index that an array job's system sets.

        Raises UsageError for anything else, and where no such system says which part this is.
        """
        index, _, count = text.partition("/")
        if index != "auto":
            return cls._checked(text, index, count)
        for name, first, total in _ARRAYS:
            if name in environment:
                start = environment.get(first) or (first if first.isdigit() else "0")
                place = _number(environment[name]) - _number(start) + 1
                return cls._checked(text, str(place), count or environment.get(total, ""))
        names = ", ".join(name for name, _, _ in _ARRAYS)
        raise UsageError(f"--shard {text}: none of {names} is set here; say it like --shard 2/8")

    @classmethod
    def _checked(cls, text: str, index: str, count: str) -> Shard:
        shard = cls(_number(index), _number(count))
        if not 1 <= shard.index <= shard.count:
            raise UsageError(f"--shard {text}: say it like 2/8, from 1/8 to 8/8 (or auto/8 in an array job)")
        return shard

    def of_found(self, found: Found) -> Found:
        """This part's entries. Troubles stay in every part: they are about the whole, and merge once."""
        mine = (entry for entry in found.entries if self._takes(entry.name))
        return replace(found, entries=tuple(mine))

    def _takes(self, name: str) -> bool:
        drawn = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
        return drawn % self.count == self.index - 1


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
