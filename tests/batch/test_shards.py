"""Parts of a batch on several machines, and bringing them together."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.batch import Entry, Found, Shard
from grader.errors import UsageError

SLURM = {"SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_MIN": "3", "SLURM_ARRAY_TASK_COUNT": "4"}


def test_the_parts_hold_every_entry_once_whatever_their_number() -> None:
    entries = tuple(Entry(f"s{n}", Path(f"s{n}"), name=f"s{n}") for n in range(200))
    for count in (1, 2, 7):
        parts = [Shard(k, count).of_found(Found(entries, ())).entries for k in range(1, count + 1)]
        assert sorted(e.name for part in parts for e in part) == sorted(e.name for e in entries)
        assert all(parts)


@pytest.mark.parametrize(
    ("text", "environment", "shard"),
    [
        ("2/8", {}, Shard(2, 8)),
        ("auto", SLURM, Shard(3, 4)),
        ("auto/4", {"JOB_COMPLETION_INDEX": "0"}, Shard(1, 4)),
        ("auto", {"AWS_BATCH_JOB_ARRAY_INDEX": "1", "AWS_BATCH_JOB_ARRAY_SIZE": "2"}, Shard(2, 2)),
        ("auto", {"CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "2"}, Shard(2, 2)),
    ],
)  # fmt: skip
def test_the_index_of_an_array_job_is_read(text: str, environment: dict[str, str], shard: Shard) -> None:
    assert Shard.of(text, environment) == shard


@pytest.mark.parametrize("text", ["0/4", "5/4", "1", "a/b", "1/0", "-1/4", "auto", "1/4/2"])
def test_a_part_that_is_none_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="2/8"):
        Shard.of(text, {})
