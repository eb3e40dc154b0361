"""Folders and single files: only regular files inside the hand-in are read, and nothing is waited for."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.model import Submission
from grader.submissions import read_hand_in, read_submission

Read = Callable[..., Submission]
ANSWERS = "answers:\n  by-hand: 1\n"


def notes(found: Submission) -> set[str]:
    return {remark.id for remark in found.remarks} | {why.id for why in found.invalid.values()}


@pytest.fixture(autouse=True)
def _never_waits() -> Iterator[None]:
    """A reader that waits on a FIFO or device is interrupted, and its test fails."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return
    signal.alarm(20)
    yield
    signal.alarm(0)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "s042"
    folder.mkdir()
    (folder / "answers.yaml").write_text(ANSWERS)
    return folder


def test_a_mix_of_everything_is_read_together(read: Read) -> None:
    notebook = '{"cells": [{"cell_type": "raw", "source": "a", "metadata": {"tags": ["pick"]}}]}'
    files = {
        "answers.yaml": ANSWERS,
        "n.ipynb": notebook,
        "sigmoid.py": "x = 1",
        "index.html": "",
        "plot.png": b"\x89",
    }
    found = read(files)
    assert found.responses == {"by-hand": "1", "pick": "a", "sigmoid": "sigmoid.py"}
    assert list(found.files) == ["sigmoid.py"]


@pytest.mark.parametrize("target", ["/etc/passwd", "answers.yaml", "/dev/zero", "nowhere", "."])
def test_a_link_is_never_followed(root: Path, items: Mapping[str, str], target: str) -> None:
    (root / "sigmoid.py").symlink_to(target)
    (root / "more").symlink_to("/")
    found = read_submission(root, items)
    assert found.responses == {"by-hand": "1"}
    assert found.files == {}
    assert found.invalid["sigmoid"].id == "hand-in-link"


def test_links_in_a_circle_end(root: Path, items: Mapping[str, str]) -> None:
    (root / "a").mkdir()
    (root / "a" / "again").symlink_to(root)
    (root / "self.py").symlink_to("self.py")
    assert read_submission(root, items).responses == {"by-hand": "1"}


def test_a_fifo_a_socket_and_a_device_are_not_waited_for(root: Path, items: Mapping[str, str]) -> None:
    os.mkfifo(root / "sigmoid.py")
    os.mkfifo(root / "repair.py")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(root / "more.py"))
        found = read_submission(root, items)
    assert found.responses == {"by-hand": "1"}
    assert found.invalid["sigmoid"].id == "hand-in-not-a-file"


def test_a_folder_called_like_a_file_is_a_folder(root: Path, items: Mapping[str, str]) -> None:
    (root / "sigmoid.py").mkdir()
    (root / "sigmoid.py" / "solution.py").write_text("x = 1")
    assert read_submission(root, items).responses["sigmoid"] == "sigmoid.py/solution.py"


def test_thousands_of_files_are_refused_with_one_message(root: Path, items: Mapping[str, str]) -> None:
    for number in range(10_001):
        (root / f"{number}.txt").touch()
    assert notes(read_submission(root, items)) == {"hand-in-too-many-entries"}


def test_a_virtual_environment_and_hidden_folders_are_passed_over(
    root: Path, items: Mapping[str, str]
) -> None:
    for folder in ("env", ".git", "__pycache__"):
        (root / folder / "lib").mkdir(parents=True)
        (root / folder / "lib" / "solution.py").write_text("x = 1")
    (root / "env" / "pyvenv.cfg").touch()
    found = read_submission(root, items)
    assert (found.responses, found.files, found.remarks) == ({"by-hand": "1"}, {}, ())


def test_folders_without_end_are_cut_off(root: Path, items: Mapping[str, str]) -> None:
    (root / Path(*["d"] * 60)).mkdir(parents=True)
    found = read_submission(root, items)
    assert found.responses == {"by-hand": "1"}
    assert notes(found) == {"hand-in-too-deep"}


def test_a_file_that_may_not_be_opened_spoils_only_its_item(
    root: Path, items: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "sigmoid.py").write_text("x = 1")
    opened = os.open

    def refusing(path: str, flags: int, *rest: int) -> int:
        if str(path).endswith("sigmoid.py"):
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", refusing)
    found = read_submission(root, items)
    assert found.responses == {"by-hand": "1"}
    assert found.invalid["sigmoid"].id == "hand-in-unopenable"


def test_a_source_of_50_mb_is_not_read_in(root: Path, items: Mapping[str, str]) -> None:
    with (root / "sigmoid.py").open("wb") as file:
        file.truncate(50_000_000)
    found = read_submission(root, items)
    assert found.responses == {"by-hand": "1"}
    assert found.invalid["sigmoid"].id == "hand-in-file-too-large"


def test_an_answers_file_that_cannot_be_read_is_not_taken_for_blank(
    root: Path, items: Mapping[str, str]
) -> None:
    (root / "answers.yaml").write_bytes(b"#" * 300_000)
    (root / "sigmoid.py").write_text("x = 1")
    found = read_submission(root, items)
    assert found.responses == {"sigmoid": "sigmoid.py"}
    assert found.invalid["by-hand"].id == "hand-in-file-too-large"


def test_names_in_any_bytes_are_read(root: Path, items: Mapping[str, str]) -> None:
    for name in ("解答.py".encode("cp932"), b"\xff\xfe.py", "e\u0301.py".encode(), b"a\nb.py", b"c\\d.py"):
        with open(os.fsencode(root) + b"/" + name, "wb") as file:  # noqa: PTH123 (a name that is no text)
            file.write(b"x = 1")
    found = read_submission(root, items)
    assert found.responses["by-hand"] == "1"
    assert {"解答.py", "\u00e9.py"} <= set(found.files)
    assert len(found.digest) == 64


def test_a_folder_that_holds_only_a_zip_is_the_zip(tmp_path: Path, items: Mapping[str, str]) -> None:
    import zipfile

    folder = tmp_path / "Student Name_123_assignsubmission_file"
    folder.mkdir()
    with zipfile.ZipFile(folder / "homework.zip", "w") as archive:
        archive.writestr("hw/answers.yaml", ANSWERS)
    found = read_submission(folder, items)
    assert (found.name, found.responses) == (folder.name, {"by-hand": "1"})


# ------------------------------------------------------------------ single files


@pytest.mark.parametrize(
    "name", ["answers.yaml", "work.yml", "ANSWERS.YAML", "answers (1).yaml", "answers.yaml.txt"]
)
def test_a_single_answers_file_is_a_hand_in(tmp_path: Path, items: Mapping[str, str], name: str) -> None:
    (tmp_path / name).write_text(ANSWERS)
    assert read_submission(tmp_path / name, items).responses == {"by-hand": "1"}


@pytest.mark.parametrize("name", ["solution.py", "sigmoid.py", "anything.py"])
def test_a_single_python_file_answers_the_code_items(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x = 1")
    found = read_submission(tmp_path / name, {"sigmoid": "code", "pick": "choice"})
    assert (found.responses, found.invalid) == ({"sigmoid": name}, {})


@pytest.mark.parametrize("name", ["essay.docx", "archive.rar", "noname"])
def test_a_file_of_another_kind_is_invalid_with_a_message(
    tmp_path: Path, items: Mapping[str, str], name: str
) -> None:
    (tmp_path / name).write_bytes(b"PK")
    assert notes(read_submission(tmp_path / name, items)) == {"hand-in-nothing-readable"}


def test_an_empty_folder_is_invalid_with_a_message(tmp_path: Path, items: Mapping[str, str]) -> None:
    assert notes(read_submission(tmp_path, items)) == {"hand-in-empty"}


def test_the_path_itself_may_be_a_link(root: Path, items: Mapping[str, str], tmp_path: Path) -> None:
    (tmp_path / "latest").symlink_to(root)
    assert read_submission(tmp_path / "latest", items).name == "s042"


def test_a_path_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "fifo")
    for name in ("absent", "absent/more", "loop", "fifo"):
        with pytest.raises(UsageError, match=name):
            read_hand_in(tmp_path / name)
