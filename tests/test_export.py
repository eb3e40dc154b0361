"""Exported lessons hold all there is to read, and nothing that answers a question."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from grader.assignments import Assignment, assign
from grader.checks import KINDS
from grader.cli.export import command
from grader.cli.preview import command as preview
from grader.content import Content
from grader.course import Course
from grader.exercise import right
from grader.export import FORMATS, Export, Files, Format
from grader.handouts import Handouts
from grader.lesson import Code, Debug, ItemBase, Option
from grader.prose import fill_text, in_language
from grader.report.sheet import Sheet
from grader.scaffold import new_course, new_lesson
from grader.variants import Variant

from .report.pages import read

COURSE = Course(Content.packaged())
LANGUAGES = ("en", "ja")
EVERY_LESSON = pytest.mark.parametrize("lesson", COURSE.lesson_ids)


@cache
def drawn(lesson: str) -> Assignment:
    return assign(COURSE, lesson, "me", None)


@cache
def export(made: Format, lang: str) -> Export:
    return Export(COURSE, made, lang, "me")


@cache
def files_of(lesson: str, made: Format, lang: str) -> Files:
    return export(made, lang).assigned(drawn(lesson))


def exported(lesson: str, made: Format, lang: str = "en") -> str:
    return "\n".join(files_of(lesson, made, lang).values())


@cache
def sheet(lesson: str) -> Sheet:
    return Handouts(COURSE, public=True).sheet(drawn(lesson))


# --------------------------------------------------------------------------- nothing that answers


def without_key(item: ItemBase) -> ItemBase:
    """The same question with every key in it turned into another one."""
    changed: dict[str, object] = {"hints": (), "solution": None}
    empty = {
        "mistakes": (),
        "chain": ("0",),
        "alternatives": (),
        "milestones": (),
        "goal": None,
        "start": "0",
    }
    changed |= {name: value for name, value in empty.items() if name in type(item).model_fields}
    if "answer" in type(item).model_fields and getattr(item, "answer", None) is not None:
        changed["answer"] = (("0",),) if isinstance(getattr(item, "answer"), tuple) else "0"  # noqa: B009
    if "options" in type(item).model_fields:
        changed["options"] = tuple(map(other_way_round, getattr(item, "options")))  # noqa: B009
    if item.kind == "reflect":
        changed["model"] = {"": "another"}
    return item.model_copy(update=changed)


def other_way_round(option: Option) -> Option:
    return option.model_copy(
        update={"right": option.wrong, "wrong": option.right, "says": None, "value": None}
    )


@pytest.mark.parametrize(
    ("made", "lesson"), [*product(("md",), COURSE.lesson_ids), *product(FORMATS, ("relu",))]
)
def test_lessons_that_differ_in_their_keys_alone_are_the_same_bytes(made: Format, lesson: str) -> None:
    given = drawn(lesson)
    other = tuple(replace(v, item=without_key(v.item)) for v in given.variants)
    assert export(made, "en").assigned(replace(given, variants=other)) == files_of(lesson, made, "en")


def answers(variant: Variant, lang: str) -> Iterator[str]:
    """What is said only to who has answered, where it is too long to stand there by chance."""
    item = variant.item
    told = [m.says for m in getattr(item, "mistakes", ())] + [
        o.says for o in getattr(item, "options", ()) if o.says is not None
    ]
    told += [*item.hints, *filter(None, (item.solution, getattr(item, "model", None)))]
    texts = [fill_text(words, variant, COURSE) for words in told]
    texts.append(KINDS[item.kind].solution(variant, COURSE))
    for text in texts:
        said = in_language(text, lang).strip()
        if len(said) > 20:
            yield said
    if isinstance(item, Code) and not isinstance(item, Debug):
        exercise = COURSE.exercise(item.exercise, variant.lesson)
        yield right(exercise, {})


@pytest.mark.parametrize("lang", LANGUAGES)
@EVERY_LESSON
def test_no_sentence_about_an_answer_is_in_it(lesson: str, lang: str) -> None:
    files = {made: flat(exported(lesson, made, lang)) for made in FORMATS}
    page = sheet(lesson)
    shown = flat(" ".join(in_language(t, lang) for t in (page.prose, *(i.question.text for i in page.items))))
    secrets = [flat(said) for v in drawn(lesson).variants for said in answers(v, lang)]
    assert len(secrets) > len(drawn(lesson).variants)
    for said in secrets:
        if said not in shown:
            for made, text in files.items():
                assert said not in text, (made, said)


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\\n", "\n"))


# --------------------------------------------------------------------------- all there is to read


def formulas(markdown: str) -> list[str]:
    parser = MarkdownIt("commonmark").enable("table")
    parser.use(dollarmath_plugin, allow_labels=False, allow_digits=True)
    tokens = parser.parse(markdown)
    every = [t for token in tokens for t in (token, *(token.children or ()))]
    return [t.content.strip() for t in every if t.type in ("math_inline", "math_block")]


@EVERY_LESSON
def test_markdown_shows_every_formula_of_the_lesson_in_order(lesson: str) -> None:
    page, expected = sheet(lesson), []
    for text in (page.title, page.prose):
        expected += formulas(in_language(text, "en"))
    for item in page.items:
        for text in (item.title, item.question.text, *(o.text for o in item.question.options)):
            expected += formulas(in_language(text, "en"))
    assert formulas(exported(lesson, "md").partition("<svg")[0]) == expected


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own


@EVERY_LESSON
def test_markdown_and_its_pictures_belong_together(lesson: str) -> None:
    name, *pictures = (files := files_of(lesson, "md", "ja"))
    assert name == f"{lesson}.md"
    assert re.findall(r"\]\(([^)]*\.svg)\)", files[name]) == pictures
    page = sheet(lesson)
    assert len(pictures) == len(page.pictures) + sum(len(i.question.pictures) for i in page.items)
    assert "{{" not in files[name]
    for picture in pictures:
        assert parsed(files[picture]).tag == "{http://www.w3.org/2000/svg}svg"


@EVERY_LESSON
def test_a_notebook_is_valid_and_carries_its_pictures_and_starters(lesson: str) -> None:
    book = nbformat.reads(exported(lesson, "ipynb"), as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(book)
    page = sheet(lesson)
    written = [cell.source for cell in book.cells if cell.cell_type == "code"]
    assert written == [source for item in page.items for source in item.question.starter.values()]
    inside = re.findall(r"data:image/svg\+xml;base64,([\w+/=]+)", "\n".join(c.source for c in book.cells))
    assert len(inside) == len(page.pictures) + sum(len(i.question.pictures) for i in page.items)
    for data in inside:
        parsed(base64.b64decode(data).decode())


def test_a_picture_of_several_curves_names_them_below() -> None:
    files = files_of("choosing-building", "md", "ja")
    root = parsed(files["choosing-building-1.svg"])
    named = [e.text for e in root.iter() if e.get("class") == "key"]
    assert named == ["シグモイド関数", "双曲線正接関数"]


def test_the_same_seed_has_the_same_bytes_and_another_one_other_numbers() -> None:
    one, again, other = (Export(COURSE, "md", "en", reader).lesson("sigmoid") for reader in ("1", "1", "2"))
    assert one == again
    assert one["sigmoid.md"] != other["sigmoid.md"]


# --------------------------------------------------------------------------- the whole course


def run(*words: str) -> str:
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 0, done.output
    return done.output


def links(made: Format, text: str) -> list[str]:
    if made == "html":
        return [e.attributes["href"] for e in read(text).all("a") if not e.attributes["href"].startswith("#")]
    return re.findall(r"\]\(([\w.-]+)\)", text)


@pytest.mark.parametrize(("made", "lang"), [("html", "en"), ("md", "ja"), ("ipynb", "en")])
def test_the_course_comes_with_a_page_that_leads_to_every_lesson(
    tmp_path: Path, made: Format, lang: str
) -> None:
    run("--all", "--format", made, "--lang", lang, "--out", str(tmp_path))
    pages = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob(f"*.{made}")}
    assert set(pages) == {f"{name}.{made}" for name in (*COURSE.lesson_ids, "index")}
    for text in pages.values():
        assert all((tmp_path / link).exists() for link in links(made, text))
    named = links(made, pages[f"index.{made}"])
    assert set(named) == set(pages) - {f"index.{made}"}
    assert len(named) == sum(1 + len(lesson.needs) for lesson in COURSE.lessons())


def test_the_page_of_the_course_counts_every_question() -> None:
    page = read(export("html", "en").index()["index.html"])
    counts = [int(n) for e in page.all("p", "count") for n in re.findall(r"(\d+) questions", e.text)]
    assert counts == [len(lesson.items) for lesson in COURSE.lessons()]


def test_preview_without_a_lesson_writes_the_same_page_over_the_students_pages(tmp_path: Path) -> None:
    new_course(tmp_path / "own")
    new_lesson(tmp_path / "own", "second", "Second")
    done = CliRunner().invoke(preview, ["--content", str(tmp_path / "own"), "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert set(links("html", page)) == {"first-steps/index.html", "second/index.html"}
    for link in links("html", page):
        below = (tmp_path / "out" / link).read_text(encoding="utf-8")
        assert "../index.html" in links("html", below)


WRONG: Mapping[str, tuple[tuple[str, ...], str]] = {
    "nothing": ((), "name the lessons"),
    "both": (("sigmoid", "--all"), "name the lessons"),
    "misspelled": (("sigmoid", "sigmod"), "did you mean 'sigmoid'"),
    "language": (("sigmoid", "--lang", "fr"), "languages: en, ja"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_exported_is_said_before_anything_is_written(name: str, tmp_path: Path) -> None:
    words, message = WRONG[name]
    done = CliRunner().invoke(command, [*words, "--out", str(tmp_path / "out")])
    assert message in str(done.exception)
    assert not (tmp_path / "out").exists()
