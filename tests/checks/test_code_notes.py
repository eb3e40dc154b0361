"""Everything that can be said about a function can be said in both languages, with the same values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from grader.algebra import catalogue
from grader.diagnosis import Word
from grader.diagnosis.crashes import _SIGNS
from grader.exercise import Group
from grader.exercise.formula import FromFormulas

ROOT = Path(__file__).parents[2]
NOTES = {
    lang: yaml.safe_load((ROOT / f"templates/notes/code.{lang}.yaml").read_text(encoding="utf-8"))
    for lang in ("en", "ja")
}


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    assert NOTES["en"].keys() == NOTES["ja"].keys()
    for note in NOTES["en"]:
        fields = [set(re.findall(r"\{(\w+)\}", NOTES[lang][note])) for lang in ("en", "ja")]
        assert fields[0] == fields[1], note


def test_every_japanese_sentence_is_japanese_and_ends_as_one() -> None:
    for note, sentence in NOTES["ja"].items():
        assert re.search("[ぁ-んァ-ヶ]", sentence), note
        assert sentence.endswith("。") or note.startswith("code/title"), note


@pytest.mark.parametrize("word", Word)
def test_every_verdict_has_a_sentence(word: Word) -> None:
    assert f"code/verdict-{word.value}" in NOTES["en"]


def test_every_explained_exception_has_a_sentence() -> None:
    assert {f"code/{sign.note}" for sign in _SIGNS} <= NOTES["en"].keys()


def test_every_group_of_cases_that_becomes_a_check_has_a_title() -> None:
    assert {f"code/title-{g.value}" for g in Group if g is not Group.TYPES} <= NOTES["en"].keys()


def test_every_slip_that_a_formula_is_mutated_by_has_a_sentence() -> None:
    path = ROOT / "course/functions.yaml"
    exercises = FromFormulas(catalogue(path.read_text(encoding="utf-8"), str(path)))
    notes = {f"code/{m.note}" for exercise in exercises.values() for m in exercise.mistakes}
    assert notes <= NOTES["en"].keys()


def test_notes_of_hypotheses_that_no_author_words_have_a_sentence() -> None:
    assert "code/other-constant" in NOTES["en"]


def test_every_note_that_the_code_speaks_of_is_there() -> None:
    sources = [
        path.read_text(encoding="utf-8")
        for name in ("code", "coding", "debug", "evidence", "findings")
        for path in [ROOT / f"grader/checks/{name}.py"]
    ]
    spoken = {note for source in sources for note in re.findall(r'"(code/[a-z-]+[a-z])"', source)}
    assert spoken
    assert spoken <= NOTES["en"].keys()
