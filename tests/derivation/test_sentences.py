"""Every note that a derivation can carry has a sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from .tasks import ROOT

SOURCES = [
    *(ROOT / "grader" / "derivation").glob("*.py"),
    ROOT / "grader" / "checks" / "derivation.py",
]
RENAMED = {"inner-missing": "inner-derivative-missing", "constant-lost": "constant-factor-lost"}
RULES = re.compile(r'Rule\("([a-z-]+)"')


def sentences(lang: str) -> dict[str, str]:
    loaded: dict[str, str] = yaml.safe_load(
        (ROOT / "templates" / "notes" / f"derivation.{lang}.yaml").read_text(encoding="utf-8")
    )
    return loaded


def text_of(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))


def notes() -> set[str]:
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    found = set(re.findall(r'Candidate\(\s*"([a-z-]+)"', text)) | set(
        re.findall(r'"derivation/([a-z-]+)"', text)
    )
    found |= set(re.findall(r'yield "([a-z-]+)", Equation', text))
    slips = set(re.findall(r'"slip-([a-z-]+)"', text_of(ROOT / "grader" / "algebra")))
    return (
        found
        | {RENAMED.get(slip, slip) for slip in slips}
        | {"does-not-follow", "term-extra", "factor-extra"}
    )


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_note_has_a_sentence(lang: str) -> None:
    known = sentences(lang)
    assert sorted(n for n in notes() if f"derivation/{n}" not in known) == []


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_rule_and_every_verdict_has_words(lang: str) -> None:
    known = sentences(lang)
    rules = set(RULES.findall(text_of(ROOT / "grader" / "algebra"))) | {"chain", "definition"}
    assert sorted(rule for rule in rules if f"rule/{rule}" not in known) == []
    for verdict in ("identical", "proved", "numeric", "refuted", "undecided"):
        assert f"equal/{verdict}" in known


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    english, japanese = sentences("en"), sentences("ja")
    assert english.keys() == japanese.keys()
    for note, sentence in english.items():
        placeholders = sorted(re.findall(r"\{([a-z]+)\}", sentence))
        assert sorted(re.findall(r"\{([a-z]+)\}", japanese[note])) == placeholders, note


def test_slips_are_said_to_look_like_something() -> None:
    slips = [n for n in notes() if sentences("en").get(f"derivation/{n}", "").startswith("It ")]
    assert len(slips) > 50
