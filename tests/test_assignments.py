"""Who gets which variants, and that a manifest brings back exactly these."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.assignments import assign, load_manifest, manifest_of, save_manifest
from grader.course import Course
from grader.errors import UsageError

SECRET = b"sixteen bytes or more"


def test_a_manifest_brings_back_exactly_what_was_issued(course: Course, tmp_path: Path) -> None:
    issued = [assign(course, "relu", student, SECRET, "ja") for student in ("s001", "s002")]
    save_manifest(manifest_of(course, "relu", issued, secret=True), tmp_path / "m.json")
    again = load_manifest(tmp_path / "m.json")
    assert [again.assignment(a.student, course, SECRET) for a in issued] == issued


def test_students_get_different_numbers_and_the_same_student_the_same(course: Course) -> None:
    one, again, other = (assign(course, "relu", s, SECRET) for s in ("s001", "s001", "s002"))
    assert one == again
    assert [v.params for v in one.variants] != [v.params for v in other.variants]


def test_another_secret_draws_other_numbers(course: Course) -> None:
    one, other = (assign(course, "relu", "s001", secret) for secret in (SECRET, b"another secret, as long"))
    assert [v.params for v in one.variants] != [v.params for v in other.variants]


def test_a_manifest_holds_neither_seed_nor_key(course: Course, tmp_path: Path) -> None:
    assignment = assign(course, "relu", "s001", SECRET)
    save_manifest(manifest_of(course, "relu", [assignment], secret=True), tmp_path / "m.json")
    text = (tmp_path / "m.json").read_text(encoding="utf-8")
    assert assignment.key.hex() not in text
    assert SECRET.hex() not in text
    assert SECRET.decode() not in text


def test_without_the_secret_the_variants_come_back_but_no_key(course: Course, tmp_path: Path) -> None:
    assignment = assign(course, "relu", "s001", SECRET)
    manifest = manifest_of(course, "relu", [assignment], secret=True)
    rebuilt = manifest.assignment("s001", course, None)
    assert (rebuilt.variants, rebuilt.key, rebuilt.secret) == (assignment.variants, b"", b"")


def test_a_set_from_the_public_seed_needs_no_secret_to_grade(course: Course) -> None:
    assignment = assign(course, "relu", "s001", None)
    manifest = manifest_of(course, "relu", [assignment], secret=False)
    assert manifest.assignment("s001", course, None) == assignment


def test_an_unknown_student_is_named_with_the_nearest_one(course: Course) -> None:
    manifest = manifest_of(course, "relu", [assign(course, "relu", "s001", SECRET)], secret=True)
    with pytest.raises(UsageError, match="did you mean 's001'"):
        manifest.assignment("s01", course, SECRET)


def test_an_item_that_the_lesson_lost_is_named(course: Course, tmp_path: Path) -> None:
    save_manifest(
        manifest_of(course, "relu", [assign(course, "relu", "s", SECRET)], secret=True), tmp_path / "m"
    )
    data = json.loads((tmp_path / "m").read_text(encoding="utf-8"))
    data["students"]["s"]["items"]["gone"] = data["students"]["s"]["items"]["by-hand"]
    (tmp_path / "m").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(UsageError, match="no longer has the item 'gone'"):
        load_manifest(tmp_path / "m").assignment("s", course, SECRET)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 99}', "not json", '{"version": 1}'])
def test_what_is_no_manifest_is_refused_in_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"m\.json"):
        load_manifest(tmp_path / "m.json")


def test_a_missing_manifest_says_where_it_comes_from(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="generate writes it"):
        load_manifest(tmp_path / "m.json")
