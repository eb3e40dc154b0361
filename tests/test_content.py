"""A course is found where it is packaged or named, never where one happens to be; its index is light."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.content import Content, load_course_info
from grader.content.index import CourseIndex, cache_folder, index
from grader.content.kept import kept_info, kept_lesson
from grader.errors import ContentError, UsageError
from grader.loading import load_lesson, origin_of

COURSE = "id: mine\ntitle: Mine\nlanguages: [en]\nseed: s\n"
LESSON = "id: {id}\ntitle: T\nread: R\nitems:\n  - reflect: why\n    ask: A\n    model: M\n    hints: [H]\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course of two lessons that stands on its own."""
    folder = tmp_path / "mine" / "course"
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE, encoding="utf-8")
    (folder / "functions.yaml").write_text("{}\n", encoding="utf-8")
    for name in ("02-second", "01-first"):
        (folder / f"{name}.yaml").write_text(LESSON.format(id=name[3:]), encoding="utf-8")
    return folder.parent


def rewrite(root: Path, name: str, text: str) -> None:
    (root / "course" / name).write_text(text, encoding="utf-8")


# --------------------------------------------------------------------------- where things are


def test_the_packaged_course_is_whole() -> None:
    content = Content.packaged()
    assert content.is_packaged
    assert content.lessons()
    assert content.functions_path.is_file()
    assert content.exercise_files()
    assert content.templates.is_dir()
    assert content.strays() == ()
    assert load_course_info(content).languages == ("en", "ja")


def test_the_current_folder_is_never_taken_for_a_course(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    assert Content.packaged().root != root
    assert "neural-networks" in load_course_info(Content.packaged()).id


def test_a_named_course_is_found_and_keeps_its_place(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root.parent)
    content = Content.at(Path("mine"))
    monkeypatch.chdir(root)
    assert [p.name for p in content.lessons()] == ["01-first.yaml", "02-second.yaml"]
    assert content.lesson_path("second").name == "02-second.yaml"
    assert not content.is_packaged


def test_a_folder_without_a_course_says_what_to_name_instead(root: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no course here"):
        Content.at(tmp_path)
    with pytest.raises(UsageError, match="name the folder above"):
        Content.at(root / "course")


def test_an_unknown_lesson_is_answered_with_the_nearest_name(root: Path) -> None:
    with pytest.raises(UsageError, match="did you mean 'first'"):
        Content.at(root).lesson_path("frist")
    with pytest.raises(UsageError, match="lessons: first, second"):
        Content.at(root).lesson_path("zzzzzz")


def test_files_that_nothing_reads_are_named(root: Path) -> None:
    for name in ("sigmoid.yaml", "3-tanh.yaml", "03-tanh.yml", ".hidden"):
        rewrite(root, name, "x")
    assert [p.name for p in Content.at(root).strays()] == ["03-tanh.yml", "3-tanh.yaml", "sigmoid.yaml"]


def test_two_files_for_one_lesson_are_refused(root: Path) -> None:
    rewrite(root, "09-first.yaml", LESSON.format(id="first"))
    with pytest.raises(ContentError, match="a second file for the lesson `first`"):
        Content.at(root).lessons()


# --------------------------------------------------------------------------- course.yaml


def test_a_course_of_one_language_has_plain_texts(root: Path) -> None:
    info = load_course_info(Content.at(root))
    assert (info.id, info.title, info.languages, info.extends) == ("mine", {"en": "Mine"}, ("en",), None)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (COURSE.replace("[en]", "[en, en]"), 3, "the language `en` stands here twice"),
        (COURSE.replace("title: Mine", "title: {ja: x}"), 2, "the title in `en` is missing"),
        (COURSE.replace("[en]", "[english]"), 3, "`english` is no language code"),
        (COURSE.replace("[en]", "[]"), 3, "expected at least 1"),
        (COURSE + "extends: neural-network\n", 5, "cannot be extended"),
        (COURSE + "sead: x\n", 5, "unknown key `sead`"),
        ("", 1, "an empty file"),
    ],
)
def test_a_broken_course_file_is_told_with_its_place(root: Path, text: str, line: int, said: str) -> None:
    rewrite(root, "course.yaml", text)
    with pytest.raises(ContentError) as caught:
        load_course_info(Content.at(root))
    (problem,) = caught.value.problems
    assert problem.line in (line, 0)
    assert said in problem.message


def test_a_course_without_functions_says_how_to_get_some(root: Path) -> None:
    (root / "course" / "functions.yaml").unlink()
    with pytest.raises(ContentError, match=r"the course has no functions\.yaml"):
        Content.at(root).functions_path  # noqa: B018 - the property raises


def test_a_course_that_extends_the_built_in_one_uses_its_functions_and_exercises(root: Path) -> None:
    (root / "exercises").mkdir()
    (root / "exercises" / "own.py").write_text("", encoding="utf-8")
    (root / "course" / "functions.yaml").unlink()
    rewrite(root, "course.yaml", COURSE + "extends: neural-networks\n")
    content, built_in = Content.at(root), Content.packaged()
    assert content.functions_path == built_in.functions_path
    assert content.exercise_files() == (root / "exercises" / "own.py", *built_in.exercise_files())


def test_a_course_that_extends_nothing_has_only_its_own_exercises(root: Path) -> None:
    assert Content.at(root).exercise_files() == ()


# --------------------------------------------------------------------------- the index


def test_the_index_says_what_the_lessons_say(root: Path, tmp_path: Path) -> None:
    made = index(Content.at(root), tmp_path / "cache")
    assert [lesson.id for lesson in made.lessons] == ["first", "second"]
    (item,) = made.lessons[0].items
    assert (item.id, item.kind, item.points, item.hints) == ("why", "reflect", 1.0, ({"en": "H"},))
    assert made.info == load_course_info(Content.at(root))


def test_an_index_read_from_the_cache_is_the_one_that_was_made(tmp_path: Path) -> None:
    made = index(Content.packaged(), tmp_path)
    (kept,) = tmp_path.iterdir()
    stamp = kept.stat().st_mtime_ns
    assert index(Content.packaged(), tmp_path) == made
    assert kept.stat().st_mtime_ns == stamp


def test_a_changed_lesson_is_never_answered_from_an_old_index(root: Path, tmp_path: Path) -> None:
    index(Content.at(root), tmp_path / "cache")
    rewrite(root, "02-second.yaml", LESSON.format(id="second").replace("[H]", "[H, I]"))
    assert len(index(Content.at(root), tmp_path / "cache").lessons[1].items[0].hints) == 2
    (root / "course" / "02-second.yaml").unlink()
    assert len(index(Content.at(root), tmp_path / "cache").lessons) == 1


@pytest.mark.parametrize("spoiled", ["", "{", "[]", "{}", '{"info": 3, "lessons": []}', "[" * 100_000])
def test_a_spoiled_cache_is_made_anew(root: Path, tmp_path: Path, spoiled: str) -> None:
    cache = tmp_path / "cache"
    made = index(Content.at(root), cache)
    (kept,) = cache.iterdir()
    kept.write_text(spoiled, encoding="utf-8")
    assert index(Content.at(root), cache) == made
    assert json.loads(kept.read_text(encoding="utf-8"))["lessons"]


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert isinstance(index(Content.at(root), tmp_path / "file" / "cache"), CourseIndex)


def test_the_cache_does_not_grow_without_end(root: Path, tmp_path: Path) -> None:
    for k in range(12):
        rewrite(root, "01-first.yaml", LESSON.format(id="first").replace("T", f"T{k}"))
        index(Content.at(root), tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) <= 8


def test_broken_lessons_are_all_named_by_the_index(root: Path, tmp_path: Path) -> None:
    rewrite(root, "01-first.yaml", "id: first")
    rewrite(root, "02-second.yaml", "id: other")
    with pytest.raises(ContentError) as caught:
        index(Content.at(root), tmp_path)
    assert {Path(p.path).name for p in caught.value.problems} == {"01-first.yaml", "02-second.yaml"}


def test_the_cache_is_where_the_users_system_wants_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "chainrule"


def test_reading_the_index_loads_neither_yaml_nor_a_schema_library(tmp_path: Path) -> None:
    index(Content.packaged(), tmp_path / "chainrule")
    script = (
        "import sys; from grader.content import Content; from grader.content.index import index;"
        "assert index(Content.packaged()).lessons;"
        "print([m for m in ('pydantic', 'yaml', 'numpy', 'sympy', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
        cwd=Content.packaged().root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


# --------------------------------------------------------------------------- lessons that were read before


@pytest.mark.parametrize("path", Content.packaged().lessons(), ids=lambda path: path.stem)
def test_a_kept_lesson_is_the_lesson_itself_in_every_order(path: Path, tmp_path: Path) -> None:
    kept_lesson(path, tmp_path)
    (file,) = tmp_path.iterdir()
    before = file.read_bytes()
    again = kept_lesson(path, tmp_path)
    assert repr(again) == repr(load_lesson(path))  # the order of quantities says in which they are drawn
    assert again.model_dump_json(by_alias=True) == load_lesson(path).model_dump_json(by_alias=True)
    assert file.read_bytes() == before


def test_a_problem_in_a_kept_lesson_is_shown_at_its_line(root: Path, tmp_path: Path) -> None:
    path = root / "course" / "01-first.yaml"
    kept_lesson(path, tmp_path)
    problem = origin_of(kept_lesson(path, tmp_path)).problem(("items", 0, "ask"), "wrong")
    assert (problem.line, problem.source) == (6, "    ask: A")


def test_a_changed_lesson_is_never_answered_from_a_kept_one(root: Path, tmp_path: Path) -> None:
    path = root / "course" / "01-first.yaml"
    assert kept_lesson(path, tmp_path).title == {"": "T"}
    rewrite(root, "01-first.yaml", LESSON.format(id="first").replace("title: T", "title: New"))
    assert kept_lesson(path, tmp_path).title == {"": "New"}
    rewrite(root, "01-first.yaml", LESSON.format(id="first").replace("read: R", "raed: R"))
    with pytest.raises(ContentError):
        kept_lesson(path, tmp_path)


@pytest.mark.parametrize("spoiled", ["", "{}", "[]", '{"type": "Lesson"}', '{"type": "Other", "parts": {}}'])
def test_a_spoiled_kept_lesson_is_read_anew(root: Path, tmp_path: Path, spoiled: str) -> None:
    path = root / "course" / "01-first.yaml"
    first = kept_lesson(path, tmp_path)
    (file,) = tmp_path.glob("lesson-*.json")
    file.write_text(spoiled, encoding="utf-8")
    assert repr(kept_lesson(path, tmp_path)) == repr(first)


def test_what_a_course_says_of_itself_is_kept_too(root: Path, tmp_path: Path) -> None:
    content = Content.at(root)
    assert kept_info(content, tmp_path) == kept_info(content, tmp_path) == load_course_info(content)


def test_a_cold_check_of_right_code_loads_neither_yaml_nor_formulas(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from grader.content import Content\nfrom grader.course import Course\n"
        "course = Course(Content.packaged(), keeps=True)\n"
        "item = next(item for item in course.lesson('sigmoid').items if item.kind == 'code')\n"
        "assert course.exercise(item.exercise, 'sigmoid').names\n"
        "course.languages\n"
        "print(sorted({'yaml', 'grader.algebra', 'sympy'} & set(sys.modules)))\n"
    )
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    said = [
        subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert said[1] == b"[]\n"
