"""Whose a hand-in is: by names that are sure, never by a guess."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from grader.batch import Entry, Names, identify, read_names
from grader.batch.identity import file_name
from grader.errors import UsageError

STUDENTS = Names.of(["aiko", "ben", "zoë", "0042"])


def folders(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).mkdir(parents=True)
    return root


def kinds(paths: list[Path], names: Names = STUDENTS) -> dict[str, list[str]]:
    """The submissions of each kind of trouble, without those who are merely missing."""
    out: dict[str, list[str]] = {}
    for trouble in identify(paths, names).troubles:
        if trouble.kind != "missing":
            out.setdefault(trouble.kind, []).append(Path(trouble.submission).name)
    return out


def graded(paths: list[Path], names: Names = STUDENTS) -> dict[str, Entry]:
    return {entry.student: entry for entry in identify(paths, names).entries}


def test_a_folder_named_as_a_student_is_theirs_whatever_lies_in_it(tmp_path: Path) -> None:
    folders(tmp_path, "aiko/ben")
    assert list(graded([tmp_path / "aiko"])) == ["aiko"]


def test_a_folder_of_many_is_opened(tmp_path: Path) -> None:
    folders(tmp_path, "in/aiko", "in/0042", "in/stranger")
    (tmp_path / "in/ben.zip").write_bytes(b"")
    assert sorted(graded([tmp_path / "in"])) == ["0042", "aiko", "ben"]
    assert kinds([tmp_path / "in"]) == {"unknown": ["stranger"]}


def test_who_handed_in_nothing_is_missing(tmp_path: Path) -> None:
    folders(tmp_path, "aiko")
    found = identify([tmp_path / "aiko"], STUDENTS)
    assert [t.student for t in found.troubles if t.kind == "missing"] == ["0042", "ben", "zoë"]


def test_two_hand_ins_of_one_student_are_both_named_and_none_is_taken(tmp_path: Path) -> None:
    folders(tmp_path, "a/ben", "b/ben")
    assert graded([tmp_path / "a/ben", tmp_path / "b/ben"]) == {}
    assert kinds([tmp_path / "a/ben", tmp_path / "b/ben"]) == {"double": ["ben", "ben"]}


def test_a_path_given_twice_is_one_hand_in(tmp_path: Path) -> None:
    folders(tmp_path, "ben")
    assert list(graded([tmp_path / "ben", tmp_path / "." / "ben"])) == ["ben"]


def test_an_unknown_name_is_never_the_nearest_student(tmp_path: Path) -> None:
    folders(tmp_path, "benn")
    assert graded([tmp_path / "benn"]) == {}
    (trouble,) = [t for t in identify([tmp_path / "benn"], STUDENTS).troubles if t.kind == "unknown"]
    assert trouble.message.values == {"name": "benn", "near": "ben"}


def test_a_name_decomposed_by_a_file_system_is_the_same_name(tmp_path: Path) -> None:
    folders(tmp_path, "zoe\u0308")
    assert list(graded([tmp_path / "zoe\u0308"])) == ["zoë"]


def worksheet(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "worksheet.csv"
    head = "Identifier,Full name,ID number,Email address,Status"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8-sig")
    return path


def test_moodles_folders_are_resolved_by_the_number_in_its_worksheet(tmp_path: Path) -> None:
    sheet = worksheet(
        tmp_path, "Participant 11,Ito Aiko,aiko,a@x.org,", "Participant 12,Li Wei,ben,b@x.org,",
        "Participant 13,Li Wei,0042,c@x.org,",
    )  # fmt: skip
    folders(tmp_path / "in", "Ito Aiko_11_assignsubmission_file", "Li Wei_13_assignsubmission_file_")
    names = read_names(sheet, STUDENTS.students)
    assert {s: e.path.name for s, e in graded([tmp_path / "in"], names).items()} == {
        "aiko": "Ito Aiko_11_assignsubmission_file", "0042": "Li Wei_13_assignsubmission_file_",
    }  # fmt: skip


def test_a_moodle_folder_nobody_knows_is_a_problem_not_a_hand_in(tmp_path: Path) -> None:
    folders(tmp_path / "in", "Ito Aiko_11_assignsubmission_file")
    assert kinds([tmp_path / "in"]) == {"unknown": ["Ito Aiko_11_assignsubmission_file"]}


def test_moodles_zip_is_read_as_it_comes(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "ps1.zip", "w") as archive:
        archive.writestr("aiko_7_assignsubmission_file/answers.yaml", "a")
        archive.writestr("ben_8_assignsubmission_file/relu.py", "b")
    found = graded([tmp_path / "ps1.zip"])
    assert {s: e.inside for s, e in found.items()} == {
        "aiko": "aiko_7_assignsubmission_file", "ben": "ben_8_assignsubmission_file",
    }  # fmt: skip


def test_repositories_are_resolved_by_a_map(tmp_path: Path) -> None:
    (tmp_path / "map.csv").write_text("repository;student\ngit@host:class/ps1-b.git;ben\n", encoding="utf-8")
    folders(tmp_path, "ps1-b")
    names = read_names(tmp_path / "map.csv", STUDENTS.students)
    assert list(graded([tmp_path / "ps1-b"], names)) == ["ben"]


def test_a_table_that_is_no_map_is_refused_with_what_it_should_hold(tmp_path: Path) -> None:
    (tmp_path / "map.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"columns `submission` and `student`.*its columns are: a, b"):
        read_names(tmp_path / "map.csv", STUDENTS.students)


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        identify([tmp_path / "nowhere"], STUDENTS)


def test_different_students_never_share_a_result_file() -> None:
    names = ["a b", "a_b", "a/b", "a:b", "..", ".a", "a", "山田", ""]
    assert len({file_name(name) for name in names}) == len(names)
    assert file_name("s042") == "s042"
    assert not any(set(file_name(name)) & set('/\\:*?"<>| ') for name in names)
