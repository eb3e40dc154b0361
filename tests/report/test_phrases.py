"""The sentences of every area: complete in both languages, filled in safely."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.errors import ContentError
from grader.model import Message
from grader.report.phrases import PLACEHOLDER, Phrases, pick

from .pages import LANGUAGES, TEMPLATES, phrases

AREAS = sorted(p.name.removesuffix(".en.yaml") for p in (TEMPLATES / "notes").glob("*.en.yaml"))


def files(tmp_path: Path, **contents: str) -> Path:
    (tmp_path / "notes").mkdir()
    for name, text in contents.items():
        (tmp_path / "notes" / f"{name.replace('_', '.')}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_every_area_has_a_file_in_each_language() -> None:
    names = {p.name for p in (TEMPLATES / "notes").iterdir()}
    assert names == {f"{area}.{lang}.yaml" for area in AREAS for lang in LANGUAGES}


def test_every_sentence_exists_in_each_language() -> None:
    english, japanese = (phrases().sentences[lang] for lang in LANGUAGES)
    assert english.keys() == japanese.keys()


def test_both_languages_of_a_sentence_have_the_same_placeholders() -> None:
    english, japanese = (phrases().sentences[lang] for lang in LANGUAGES)
    differ = [
        note
        for note in english
        if set(PLACEHOLDER.findall(english[note])) != set(PLACEHOLDER.findall(japanese.get(note, "")))
    ]
    assert not differ


def test_every_sentence_that_a_template_says_exists() -> None:
    for template in TEMPLATES.glob("*.jinja"):
        said = re.findall(r'v\.word\("([a-z-]+)"', template.read_text(encoding="utf-8"))
        assert {f"report/{name}" for name in said if not name.endswith("-")} <= phrases().sentences[
            "en"
        ].keys()


def test_a_sentence_is_said_with_its_values() -> None:
    message = Message("report/line-of", {"file": "a.py", "line": "3"})
    assert phrases().say(message, "en") == "a.py, line 3"
    assert phrases().say(message, "ja") == "a.py の 3 行目"


def test_values_are_never_read_as_placeholders() -> None:
    message = Message("report/line-of", {"file": "{line}", "line": "{file}"})
    assert phrases().say(message, "en") == "{line}, line {file}"


def test_a_missing_sentence_shows_its_id_and_a_missing_value_its_placeholder() -> None:
    assert phrases().say(Message("nobody/wrote-this"), "en") == "nobody/wrote-this"
    assert phrases().say(Message("report/line-of", {"file": "a.py"}), "en") == "a.py, line {line}"


def test_an_authors_words_are_said_as_they_stand() -> None:
    message = Message("mine", {"x": "1"}, {"en": r"$\frac{x}{2}$", "ja": "半分"})
    assert phrases().say(message, "en") == r"$\frac{x}{2}$"
    assert phrases().say_all(message) == {"en": r"$\frac{x}{2}$", "ja": "半分"}


def test_a_course_of_one_language_speaks_it_to_everyone() -> None:
    assert pick({"": "hello"}, "ja") == "hello"
    assert pick({"de": "hallo"}, "ja") == "hallo"
    assert pick({}, "ja") == ""


def test_a_language_without_sentences_is_spoken_to_in_english() -> None:
    german = Phrases(TEMPLATES, ["de"])
    assert german.say_all(Message("report/skip")) == {"de": "Skip to the feedback"}


def test_files_are_merged_and_an_id_belongs_to_one_file(tmp_path: Path) -> None:
    merged = Phrases(files(tmp_path, a_en="a/x: one\n", b_en="b/x: two\n"), ["en"])
    assert merged.sentences["en"] == {"a/x": "one", "b/x": "two"}
    (tmp_path / "notes" / "c.en.yaml").write_text("a/x: again\n", encoding="utf-8")
    with pytest.raises(ContentError, match="a/x"):
        Phrases(tmp_path, ["en"])


@pytest.mark.parametrize("broken", ["- a\n- b\n", "a: {b: c}\n", "a: [\n", "text", "a: 1\n"])
def test_a_broken_file_is_named(tmp_path: Path, broken: str) -> None:
    with pytest.raises(ContentError, match=r"broken\.en\.yaml"):
        Phrases(files(tmp_path, broken_en=broken), ["en"])
