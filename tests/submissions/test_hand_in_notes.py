"""Each note that reading can give has one sentence in English and one in Japanese, with the same values."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml

import grader.submissions

NOTES = Path(__file__).parents[2] / "templates" / "notes"
SOURCES = Path(grader.submissions.__file__).parent


def sentences(language: str) -> dict[str, str]:
    loaded = yaml.safe_load((NOTES / f"submissions.{language}.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_note_has_a_sentence_and_every_sentence_a_note(language: str) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.py"))
    assert set(sentences(language)) == set(re.findall(r'"(hand-in-[a-z-]+)"', code))


def test_both_languages_say_the_same_things() -> None:
    english, japanese = sentences("en"), sentences("ja")
    for note, sentence in english.items():
        assert placeholders(sentence) - {"line"} <= placeholders(japanese[note]) | {"line"}, note
        assert placeholders(japanese[note]) <= placeholders(sentence), note
        assert re.search(r"[ぁ-ん]", japanese[note]), note
