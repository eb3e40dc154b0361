"""What `new` writes loads without a problem, explains itself, and never takes the place of anything."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.content import Content, load_course_info
from grader.errors import UsageError
from grader.exercise import exercises_of
from grader.lesson import Lesson, every_text
from grader.loading import load_lesson
from grader.scaffold import new_course, new_exercise, new_lesson


@pytest.fixture
def root(tmp_path: Path) -> Path:
    new_course(tmp_path / "my-course")
    return tmp_path / "my-course"


def lessons(root: Path) -> dict[str, Lesson]:
    return {path.name: load_lesson(path) for path in Content.at(root).lessons()}


def test_a_new_course_loads_and_uses_the_built_in_one(root: Path) -> None:
    info = load_course_info(Content.at(root))
    assert (info.id, info.title, info.languages, info.extends) == (
        "my-course", {"en": "My course"}, ("en",), load_course_info(Content.packaged()).id,
    )  # fmt: skip
    assert {item.kind for item in lessons(root)["01-first-steps.yaml"].items} == {"numeric", "choice", "code"}
    assert Content.at(root).strays() == ()


def test_all_that_was_written_is_returned(tmp_path: Path) -> None:
    written = new_course(tmp_path / "c")
    assert set(written) == {path for path in (tmp_path / "c").rglob("*") if path.is_file()}


@pytest.mark.parametrize("languages", [("en",), ("ja",), ("en", "ja"), ("en", "ja", "de"), ("no", "nn")])
def test_every_text_of_a_new_course_is_in_its_languages(tmp_path: Path, languages: tuple[str, ...]) -> None:
    new_course(tmp_path / "c", languages)
    new_lesson(tmp_path / "c", "second", "Second")
    for lesson in lessons(tmp_path / "c").values():
        for where, words in every_text(lesson):
            assert tuple(words) == (languages if len(languages) > 1 else ("",)), where
    (exercise,) = exercises_of(tmp_path / "c" / "exercises" / "softsign.py")
    assert tuple(exercise.statement) == languages


def test_lessons_are_numbered_after_the_last_one(root: Path) -> None:
    new_lesson(root, "second", "Second")
    (root / "course" / "02-second.yaml").rename(root / "course" / "41-second.yaml")
    assert [path.name for path in new_lesson(root, "third", "Third")] == ["42-third.yaml"]


@pytest.mark.parametrize(
    "title", ['A "quoted" title: #1', "シグモイド", "{a: b}", r"\sigma", "null", "<<x>> {{ y }}"]
)
def test_any_title_stays_as_it_was_given(root: Path, title: str) -> None:
    (path,) = new_lesson(root, "odd", title)
    assert load_lesson(path).title == {"": title}


@pytest.mark.parametrize("slug", ["null", "true", "e1", "a-b-c"])
def test_any_id_stays_text(root: Path, slug: str) -> None:
    (path,) = new_lesson(root, slug, "T")
    assert load_lesson(path).id == slug


def test_after_the_last_number_there_is_none(root: Path) -> None:
    (root / "course" / "01-first-steps.yaml").rename(root / "course" / "99-first-steps.yaml")
    with pytest.raises(UsageError, match="99 is taken"):
        new_lesson(root, "more", "More")


def test_a_new_exercise_loads_as_it_stands(root: Path) -> None:
    (path,) = new_exercise(root, "cubic_gate")
    (exercise,) = exercises_of(path)
    assert exercise.key == "cubic_gate"
    assert [mistake.note for mistake in exercise.mistakes] == ["absolute-value-forgotten"]


@pytest.mark.parametrize("slug", ["", "Big", "two words", "../up", "a--b", "1st", "a" * 61, "a\n"])
def test_a_slug_that_will_not_do_is_refused(root: Path, slug: str) -> None:
    with pytest.raises(UsageError, match="no lesson id"):
        new_lesson(root, slug, "T")


@pytest.mark.parametrize("title", ["", "  ", "two\nlines", "\x1b[2J"])
def test_a_title_that_is_no_line_is_refused(root: Path, title: str) -> None:
    with pytest.raises(UsageError, match="one line of text"):
        new_lesson(root, "slug", title)


@pytest.mark.parametrize("key", ["", "2d", "my-key", "../up", "def", "a b", "f\n"])
def test_a_key_that_is_no_name_is_refused(root: Path, key: str) -> None:
    with pytest.raises(UsageError, match="no name of a function"):
        new_exercise(root, key)


def test_nothing_that_is_there_is_written_over(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    attempts: tuple[Callable[[], object], ...] = (
        lambda: new_course(root),
        lambda: new_course(root / "course" / "course.yaml"),
        lambda: new_lesson(root, "first-steps", "T"),
        lambda: new_exercise(root, "softsign"),
        lambda: new_exercise(root, "relu"),
    )
    for attempt in attempts:
        with pytest.raises(UsageError, match=r"already|is there"):
            attempt()
    assert before == {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_link_is_not_followed_to_something_else(root: Path, tmp_path: Path) -> None:
    (root / "exercises" / "gate.py").symlink_to(tmp_path / "elsewhere.py")
    with pytest.raises(UsageError, match="is there already"):
        new_exercise(root, "gate")
    assert not (tmp_path / "elsewhere.py").exists()


def test_an_installed_package_is_never_written_to(tmp_path: Path) -> None:
    installed = tmp_path / "lib" / "site-packages" / "grader" / "_content"
    (installed / "course").mkdir(parents=True)
    (installed / "course" / "course.yaml").write_text("id: x\n", encoding="utf-8")
    attempts: tuple[Callable[[], object], ...] = (
        lambda: new_course(tmp_path / "lib" / "site-packages" / "c"),
        lambda: new_lesson(installed, "a", "T"),
        lambda: new_exercise(installed, "a"),
    )
    for attempt in attempts:
        with pytest.raises(UsageError, match="installed package"):
            attempt()
    assert len(list((tmp_path / "lib").rglob("*.*"))) == 1


def test_what_is_no_course_gets_no_lesson(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no course here"):
        new_lesson(tmp_path, "a", "T")
    with pytest.raises(UsageError, match="no course here"):
        new_exercise(tmp_path, "a")


@pytest.mark.skipif(sys.platform == "win32", reason="folders are made read-only otherwise there")
def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        new_course(tmp_path / "file" / "course")
