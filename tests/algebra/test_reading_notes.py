"""Every fault and remark of reading has a sentence in each language, and the values it wants."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from grader.algebra import Unreadable, catalogue, make_context, read, read_line, reading

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "ja")
_NOTE = re.compile(r'"(read-[a-z-]+)"')
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")


def sentences(language: str) -> dict[str, str]:
    text = (ROOT / "templates" / "notes" / f"reading.{language}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, str] = yaml.safe_load(text)
    return loaded


def notes_in_code() -> set[str]:
    sources = (ROOT / "grader" / "algebra").glob("*.py")
    return {note for path in sources for note in _NOTE.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notes_of_the_code_are_those_with_a_sentence(language: str) -> None:
    assert sentences(language).keys() == notes_in_code()


def test_both_languages_say_the_same_values() -> None:
    english, japanese = sentences("en"), sentences("ja")
    for note in english:
        assert set(_PLACEHOLDER.findall(english[note])) == set(_PLACEHOLDER.findall(japanese[note])), note


def test_japanese_sentences_are_japanese() -> None:
    for note, sentence in sentences("ja").items():
        assert re.search(
            "(です|ます|ました|ません|ください|しょう|しょうか|ですか|ますか|ませんか)。", sentence
        ), note
        assert sentence.endswith(("。", "。)")), note


FUNCTIONS = (ROOT / "course" / "functions.yaml").read_text(encoding="utf-8")
CONTEXT = make_context(
    {"x": "real", "w": "real", "w_1": "real", "N": "natural"}, {"p": 3, "v": "N"}, ("i", "j"), [("z", "w x")],
    catalogue(FUNCTIONS, "functions.yaml"),
)  # fmt: skip
FAULTY = [
    "", "x" * 3000, "(" * 90, "Σ_{i=1}^{5000} i", "1e100", "x@", "x\u200b", r"\qqzz", r"\fracc", "(x", "x)",
    "{1 if x>0",
    "where x", "x + ]", "x+", "2 3", "0,5", "x なぜ", "qqq", "sigmod(x)", "w_9", "x_i", "p_9", "p_", "p_k",
    "δ_1",
    "sin",
    "sin(x,x)", "softmax(x)", "log_softmax(p)_i + relu'(x)_1", "sin_2(x)", "max'(x, w)", "sin^-1 x", "dz/x",
    "dz/dp",
    "d/dx", "d^9z/dx^9", "d^2z/dx", "dz", "x'", "(x w)'", "Σ x", "Σ_k 1 + v_1", "Σ_k^( p_k", "sum(x, w)",
    "p", "p v", "p·v",
    "[x]>", "{1; 0}", "∫x", "lim x", "x>1", "z=1", "{1, 2}", "(1, 2)", "±x", "∞", "∏_i p_i", "∇z",
    "x... + 1", "argmax(p)", "x!",
    "50%", "x≈1", "p^T x", r"\begin{bmatrix}", "where(x, 1, 2)", "mse(p, x)", "mse(p, v)", "2 p p",
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_brings_every_value_that_its_sentence_names(language: str) -> None:
    wording = sentences(language)
    for text in FAULTY:
        with pytest.raises(Unreadable) as caught:
            read(text, CONTEXT)
        wanted = set(_PLACEHOLDER.findall(wording[caught.value.note]))
        assert wanted <= caught.value.values.keys(), caught.value


def test_a_remark_brings_every_value_that_its_sentence_names() -> None:
    wording = sentences("en")
    remarks = [
        remark
        for text in ("1/2x", "d/dx 2x", "e^-2x", "Σ_i p_i (x+1)", "sin 2x", "Σ p_i", "log_2 wx")
        for remark in reading(text, CONTEXT).remarks
    ]
    remarks += read_line("= w [x>0]", CONTEXT).remarks
    assert {r.id for r in remarks} == {
        "read-left-to-right", "read-derivative-stops", "read-exponent-stops", "read-sum-takes-product",
        "read-bare-argument", "read-sum-index-guessed", "read-bracket-as-reason",
    }  # fmt: skip
    for remark in remarks:
        assert set(_PLACEHOLDER.findall(wording[remark.id])) <= remark.values.keys()
