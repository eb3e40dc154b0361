"""Every note that kinds give has a sentence in both languages, with the same placeholders."""

from __future__ import annotations

import re

import yaml

from tests.checks.sample_course import ROOT

NOTES = ROOT / "templates" / "notes"
AREAS = "response|spelling|choice|multi|numeric|vector|order|blank|expression|form|reflect"
NOTE = re.compile(rf'"((?:{AREAS})/[a-z-]+)"')
KINDS = "choice multi numeric vector order blank expression form reflect plot closeness paper posed values"
COMPOSED = {
    *(
        f"vector/spelling{matrix}{rule}"
        for matrix in ("", "-matrix")
        for rule in ("", "-within", "-relative", "-figures")
    ),
    *(f"{kind}/title" for kind in ("choice", "multi", "numeric", "vector", "order")),
    "form/function",
    "form/quantity",
}
"""Notes that are put together from parts where they are given."""


def sentences(language: str) -> dict[str, str]:
    loaded: dict[str, str] = yaml.safe_load((NOTES / f"kinds.{language}.yaml").read_text(encoding="utf-8"))
    return loaded


def given() -> set[str]:
    sources = [ROOT / "grader" / "responses.py"]
    sources += [ROOT / "grader" / "checks" / f"{kind}.py" for kind in KINDS.split()]
    return {note for path in sources for note in NOTE.findall(path.read_text(encoding="utf-8"))} | COMPOSED


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{([a-z]+)\}", text))


def test_every_note_given_has_a_sentence_and_every_sentence_is_used() -> None:
    without_text = {"reflect/model"}  # carries the author's own text
    assert given() - without_text == set(sentences("en"))


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    english, japanese = sentences("en"), sentences("ja")
    assert english.keys() == japanese.keys()
    for note, text in english.items():
        assert placeholders(text) == placeholders(japanese[note]), note


def test_no_sentence_blames() -> None:
    blame = re.compile(r"\b(stupid|obviously|you failed|careless|you should have)\b", re.IGNORECASE)
    assert not [note for note, text in sentences("en").items() if blame.search(text)]
