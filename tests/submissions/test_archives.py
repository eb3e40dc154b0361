"""Zips are read in memory under limits; whatever is in them, nothing outside is touched."""

from __future__ import annotations

import io
import os
import random
import stat
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from grader.model import Submission
from grader.submissions import read_submission

ReadZip = Callable[[bytes], Submission]
ANSWERS = ("answers.yaml", b"answers:\n  by-hand: 1\n")


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def entry(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def notes(found: Submission) -> set[str]:
    return {remark.id for remark in found.remarks} | {why.id for why in found.invalid.values()}


@pytest.fixture
def read_zip(tmp_path: Path, items: Mapping[str, str]) -> ReadZip:
    """Read these bytes as s042.zip, and see that no file appeared anywhere near."""
    path = tmp_path / "deep" / "s042.zip"
    path.parent.mkdir()

    def read(data: bytes) -> Submission:
        path.write_bytes(data)
        found = read_submission(path, items)
        assert sorted(tmp_path.rglob("*")) == [path.parent, path]
        return found

    return read


def test_a_zip_reads_like_the_folder_it_was_made_from(tmp_path: Path, items: Mapping[str, str]) -> None:
    files = {"answers.yaml": ANSWERS[1], "sigmoid.py": b"def sigmoid(x): return x", "lib/util.py": b"a = 1"}
    for name, data in files.items():
        (tmp_path / "s042" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "s042" / name).write_bytes(data)
    (tmp_path / "s042.zip").write_bytes(packed(*((f"s042/{name}", data) for name, data in files.items())))
    folder, archive = (read_submission(tmp_path / name, items) for name in ("s042", "s042.zip"))
    assert folder == archive
    assert folder.files == {name: data for name, data in files.items() if name.endswith(".py")}
    assert folder.name == "s042"


# ------------------------------------------------------------------ names and members that are not files


@pytest.mark.parametrize(
    "name",
    [
        "../evil.py",
        "/etc/evil.py",
        "a/../../evil.py",
        "C:\\evil.py",
        "..\\evil.py",
        "C:evil.py",
        "//h/evil.py",
    ],
)
def test_a_name_that_leaves_the_hand_in_is_left_out(read_zip: ReadZip, name: str) -> None:
    found = read_zip(packed((name, b"x = 1"), ANSWERS))
    assert found.responses == {"by-hand": "1"}
    assert found.files == {}
    assert notes(found) == {"hand-in-outside"}


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_a_member_that_is_no_file_is_left_out(read_zip: ReadZip, mode: int) -> None:
    found = read_zip(packed((entry("sigmoid.py", mode | 0o777), b"/etc/passwd"), ANSWERS))
    assert found.responses == {"by-hand": "1"}
    assert found.files == {}
    assert found.invalid["sigmoid"].id in ("hand-in-link", "hand-in-not-a-file")
    assert "repair" not in found.invalid


def test_names_of_our_own_modules_are_ordinary_names(read_zip: ReadZip) -> None:
    names = ["yaml.py", "grader.py", "json.py", "grader/__init__.py", "sitecustomize.py", "sigmoid.py"]
    found = read_zip(packed(*((name, b"raise SystemExit") for name in names), ANSWERS))
    assert found.responses == {"by-hand": "1", "sigmoid": "sigmoid.py"}
    assert sorted(found.files) == sorted(names)


def test_a_name_twice_makes_only_its_item_invalid(read_zip: ReadZip) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed(("sigmoid.py", b"a = 1"), ("sigmoid.py", b"a = 2"), ("./sigmoid.py", b"a = 3"), ANSWERS)
    found = read_zip(data)
    assert found.responses == {"by-hand": "1"}
    assert found.invalid["sigmoid"].id == "hand-in-name-twice"


def test_what_tools_leave_behind_is_passed_over_without_a_word(read_zip: ReadZip) -> None:
    litter = ["__MACOSX/._answers.yaml", ".DS_Store", ".git/hooks/x.py", "__pycache__/x.py", "._sigmoid.py"]
    litter += [".ipynb_checkpoints/work-checkpoint.ipynb", ".venv/lib/a.py", "node_modules/a.py"]
    found = read_zip(packed(*((name, b"\x00") for name in litter), ANSWERS))
    assert (found.responses, found.files, found.remarks) == ({"by-hand": "1"}, {}, ())


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_japanese_names_are_read_whoever_packed_them(read_zip: ReadZip, encoding: str) -> None:
    raw = "提出/解答.py".encode(encoding)
    data = packed(("P" * len(raw), b"def sigmoid(x): return x"), ANSWERS).replace(b"P" * len(raw), raw)
    found = read_zip(data.replace(b"by-hand: 1", b"sigmoid:  "))
    assert list(found.files) == ["提出/解答.py"]


# ------------------------------------------------------------------ zips that cannot be opened


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"not a zip",
        b"PK\x03\x04" + b"\x00" * 50,
        packed(ANSWERS)[:-20],
        packed(ANSWERS)[:40],
        b"\x00" * 10**6,
    ],
)
def test_an_unreadable_zip_makes_every_item_invalid_by_one_message(
    read_zip: ReadZip, items: Mapping[str, str], data: bytes
) -> None:
    found = read_zip(data)
    assert set(found.invalid) == set(items)
    assert notes(found) == {"hand-in-unreadable-zip"}
    assert found.responses == {}


def test_an_empty_zip_says_so(read_zip: ReadZip) -> None:
    assert notes(read_zip(packed())) == {"hand-in-empty"}


def test_a_zip_of_other_things_says_what_was_found(read_zip: ReadZip) -> None:
    found = read_zip(packed(("report.docx", b"x"), ("scan.pdf", b"x")))
    assert notes(found) == {"hand-in-nothing-readable"}
    assert found.invalid["pick"].values["found"] == "report.docx, scan.pdf"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_cannot_be_read_under_a_limit_is_refused(read_zip: ReadZip, method: int) -> None:
    found = read_zip(packed(("sigmoid.py", b"\n" * 10**7), method=method))
    assert notes(found) == {"hand-in-packing"}


def test_an_encrypted_member_is_refused_and_the_others_are_read(read_zip: ReadZip) -> None:
    data = bytearray(packed(("sigmoid.py", b"x = 1"), ANSWERS))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + offset] |= 1
    found = read_zip(bytes(data))
    assert found.responses == {"by-hand": "1"}
    assert found.invalid["sigmoid"].id == "hand-in-encrypted"


def test_a_damaged_member_is_refused_and_the_others_are_read(read_zip: ReadZip) -> None:
    data = packed(("sigmoid.py", b"x = 123456"), ANSWERS, method=zipfile.ZIP_STORED).replace(
        b"123456", b"666666"
    )
    found = read_zip(data)
    assert found.responses == {"by-hand": "1"}
    assert found.invalid["sigmoid"].id == "hand-in-damaged"


def test_a_zip_inside_a_zip_is_named_and_not_opened(read_zip: ReadZip) -> None:
    found = read_zip(packed(("inner.zip", packed(ANSWERS)), ("sigmoid.py", b"x = 1")))
    assert list(found.files) == ["sigmoid.py"]
    assert "hand-in-nested-zip" in notes(found)


# ------------------------------------------------------------------ bombs


def bounded(read: Callable[[], Submission], megabytes: float) -> Submission:
    """The submission, read within so much memory, and without work that grows faster than the hand-in."""
    tracemalloc.start()
    start = time.process_time()
    try:
        found = read()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.process_time() - start < 60  # seconds; the slowest takes one
    assert peak < megabytes * 2**20
    return found


def test_a_file_of_50_mb_costs_no_50_mb(read_zip: ReadZip) -> None:
    zeros = packed(("sigmoid.py", b"\x00" * 50_000_000), ANSWERS)
    noise = packed(("sigmoid.py", os.urandom(20_000_000)), ANSWERS)
    for data, note in ((zeros, "hand-in-bomb"), (noise, "hand-in-file-too-large")):
        found = bounded(lambda data=data: read_zip(data), len(data) / 2**20 + 8)  # type: ignore[misc]
        assert found.responses == {"by-hand": "1"}
        assert found.invalid["sigmoid"].id == note


def test_a_member_larger_than_its_header_says_is_refused(read_zip: ReadZip) -> None:
    data = packed(("sigmoid.py", b"#" * 10_000_000), ANSWERS)
    lied = data.replace(struct.pack("<I", 10_000_000), struct.pack("<I", 1_000))
    found = bounded(lambda: read_zip(lied), 8)
    assert found.responses == {"by-hand": "1"}
    assert found.invalid["sigmoid"].id == "hand-in-damaged"


def many(count: int, size: int = 0) -> bytes:
    return packed(*((f"f{number}.py", b"#" * size) for number in range(count)), method=zipfile.ZIP_STORED)


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (many(501), "hand-in-too-many-files"),
        (many(10_001), "hand-in-too-many-entries"),
        (many(100, 200_000), "hand-in-too-large"),
        (b"PK\x01\x02" * 10_001 + packed(ANSWERS), "hand-in-too-many-entries"),
        (b"\x00" * 33 * 2**20, "hand-in-too-large"),
    ],
    ids=["files", "entries", "bytes", "headers", "archive"],
)
def test_too_much_is_refused_as_a_whole(read_zip: ReadZip, data: bytes, note: str) -> None:
    assert notes(bounded(lambda: read_zip(data), 80)) == {note}


@pytest.mark.parametrize(
    ("names", "note"),
    [
        ([b"same.py"] * 9_000, "hand-in-name-twice"),
        ([b"%04d.py" % number for number in range(400)], "hand-in-too-large"),
    ],
    ids=["one name", "many names"],
)
def test_members_that_share_their_bytes_are_not_read_again_and_again(
    read_zip: ReadZip, names: Sequence[bytes], note: str
) -> None:
    """The overlapping bomb: directory entries that all point to one packed member."""
    text = "".join(f"x{number} = 1\n" for number in range(15_000)).encode()
    one = packed(("same.py", text))
    start, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    directory = b"".join(one[start:end].replace(b"same.py", name) for name in names)
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(names), len(names), len(directory), start, 0)
    assert notes(bounded(lambda: read_zip(one[:start] + directory + tail), 24)) == {note}


def test_damaged_members_count_towards_the_limit(read_zip: ReadZip) -> None:
    """Each would be unpacked to its last byte before the damage shows."""
    text = os.urandom(7_000_000)
    data = packed(*((f"{number}.ipynb", text) for number in range(3)), method=zipfile.ZIP_STORED)
    damaged = data.replace(data[14:18], b"\x00\x00\x00\x00")  # the checksum of them all
    assert notes(bounded(lambda: read_zip(damaged), 80)) == {"hand-in-too-large"}


# ------------------------------------------------------------------ any bytes


def mutations(data: bytes, count: int) -> Sequence[bytes]:
    """`data` with a few bytes changed, cut out or doubled, the same ones every time."""
    rng = random.Random(7)  # noqa: S311 (the same changes every time)
    found = []
    for _ in range(count):
        changed = bytearray(data)
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(changed))
            piece = [bytes([rng.randrange(256)]), b"", bytes(changed[at : at + rng.randrange(40)]) * 2][
                rng.randrange(3)
            ]
            changed[at : at + rng.choice([1, 1, 1, 4])] = piece
        found.append(bytes(changed))
    return found


def test_no_change_of_bytes_makes_reading_fail(tmp_path: Path, items: Mapping[str, str]) -> None:
    whole = packed(
        ANSWERS, ("sigmoid.py", b"def sigmoid(x): return x\n" * 9), (entry("a/b.py", stat.S_IFLNK), b"c")
    )
    path = tmp_path / "s042.zip"
    for data in mutations(whole, 3_000):
        path.write_bytes(data)
        found = read_submission(path, items)
        assert set(found.responses) | set(found.invalid) <= set(items)
