"""A file is written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.atomic import write_parts, write_text
from grader.errors import UsageError


def test_a_file_and_its_folders_are_written(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "b.txt", "ŷ\n")
    assert (tmp_path / "a" / "b.txt").read_bytes() == "ŷ\n".encode()


@pytest.mark.parametrize("durable", [True, False])
def test_a_failed_write_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, durable: bool
) -> None:
    path = tmp_path / "report.json"
    write_text(path, "old")

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match=r"report\.json: cannot be written \(No space left"):
        write_text(path, "new", durable)
    assert path.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["report.json"]  # noqa: PTH208 - hidden files count


def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        write_text(tmp_path / "out" / "page.html", "x")


def test_a_text_whose_parts_fail_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def parts() -> Iterator[str]:
        yield "new"
        raise ValueError("no more")

    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(ValueError, match="no more"):
        write_parts(path, parts())
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
    write_parts(path, ["new", "er"])
    assert path.read_text("utf-8") == "newer"
